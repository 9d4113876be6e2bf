"""Words of names with a glyph that no word has at that place: a digit or a bar among letters, a capital I for a small l, a double."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from math import prod

from triplewire.repair.codes import is_sound
from triplewire.repair.rules import Change
from triplewire.repair.tables import known, likes, readings
from triplewire.repair.vocabulary import Words, is_named, regions

# No word begins with l and a consonant, or with a capital I that stands for an l and anything but a vowel or another l.
_ODD = re.compile(r"[^\W\d_][\d|]|[\d|][^\W\d_]|[a-z]I|^I[aeiouyl]|[A-Z]l[A-Z]|^l[bcdfghjkmnpqrstvwxz]|^l[A-Z]{2}|^[A-Z]{4,}$|^[A-Z]{2}l$")
_PLAIN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[A-Z][a-z]+[A-Z][a-z]+")
_NOT_PLAIN = re.compile(r"^(?![A-HJ-Za-km-z][a-z]+$|[0-9]+$).{2,40}$", re.MULTILINE)
"""A line that is a word of a usable length, but for most of those that are plainly sound."""
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
_BLATANT = re.compile(r"[a-z][\d|][a-z]|[a-z]{2}[\d|]$|^[\d|][a-z]{3}|[a-z]I[a-z]")
_CLEAR = re.compile(r"[058]")
"""Digits that short words rarely have: `1L`, `B1` and `T1D` are names, `U5` and `0A` beside `US` and `OA` are damage."""
MOST_READINGS = 256


def word_changes(text: str, words: Words) -> Iterator[Change]:
    """Words that read like a word of the text or of a known name once their odd glyphs are taken for the letters they look like."""
    meant: dict[str, str] = {}
    # All words at once, since about each of them is plain.
    for word in _NOT_PLAIN.findall("\n".join(words.count)):
        if not _plainly_sound(word) and _ODD.search(word) and (len(word) == 2 or _LETTERS.search(word)):
            model = _model(word, words)
            if model:
                meant[word] = model
    for start, word in words.places(meant) if meant else ():
        if not _in_row(text, start, word):
            yield Change(start, start + len(word), meant[word], "word", 0.85)


def _plainly_sound(word: str) -> bool:
    """Whether nothing is odd about the word, as about most: small letters behind a first one that is no look-alike, or digits."""
    return (word[0] not in "Il" and word[1:].islower() and word.isalpha()) or word.isdecimal()


def _in_row(text: str, start: int, word: str) -> bool:
    """Whether a bar of the word may be the edge of a table's cell."""
    if "|" not in word:
        return False
    end = text.find("\n", start)
    line = text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)].strip()
    return line.startswith("|") and line.count("|") > word.count("|") + 1


def _model(word: str, words: Words) -> str:
    """The word that is meant; "" when the word is sound, or when nothing fits."""
    if word.upper() in known() or is_named(word):
        return ""
    often = words.count[word] > 2 and not _BLATANT.search(word)
    forms = {form for form in _readings(word) if _fits(word, form, words) and not (often and words.count[form] < 3 * words.count[word])}
    return max(forms, key=lambda f: (words.count[f], is_named(f), f), default="")


def _readings(word: str) -> Iterator[str]:
    """What the word may have been: each odd glyph as each letter it looks like, or one glyph beside its like gone."""
    options = [(glyph, *readings().get(glyph, "")) for glyph in word]
    if prod(map(len, options)) <= MOST_READINGS:
        yield from map("".join, product(*options))
    for i, glyph in enumerate(word):
        around = word[max(0, i - 1) : i] + word[i + 1 : i + 2]
        if set(around) & set(likes().get(glyph, "")):
            yield word[:i] + word[i + 1 :]


def _fits(word: str, model: str, words: Words) -> bool:
    """Whether the text or a lexicon knows the model well enough, and better than the word."""
    there, seen, named = words.count[model], words.count[word], is_named(model)
    if model == word or not (there or named) or (model.upper() in known() and there < _enough(word, named=named)):
        return False
    if len(model) <= 3:
        return _fits_short(word, model, words)
    if is_sound(word):
        return _fits_code(word, model, words)
    if word.isalpha() and not (named or there > seen):
        return False
    return named or ((there >= seen or bool(_BLATANT.search(word))) and bool(_PLAIN.fullmatch(model)))


def _fits_short(word: str, model: str, words: Words) -> bool:
    """The same for two or three letters, which may be a name of their own: only of the plainest glyphs, and of words well known here."""
    there, seen, named = words.count[model], words.count[word], is_named(model)
    plain = "|" in word or (bool(_CLEAR.search(word)) and "1" not in word)
    if len(model) == 2:
        return model.isupper() and plain and there >= (2 if model in regions() else 3 * seen)
    if is_sound(word):
        if len(word) > 3:
            return (there >= 3 * seen and word[-1] in "Il|") or (named and there >= 1 and word[-1].isalpha())
        return plain and named and there >= max(4, 4 * seen)
    return (named and not word.isupper()) or (plain and there >= seen and (named or there >= 2))


def _fits_code(word: str, model: str, words: Words) -> bool:
    """The same for letters and digits, which are a code of their own unless the text has a longer name, or a known one, for them."""
    there, seen, named = words.count[model], words.count[word], is_named(model)
    stray = len(model) < len(word) and there >= 3 * seen and word[-1] in "Il|"
    inner = named and word[-1].isalpha()
    known_one = named and len(model) >= 5 and model.isalpha()
    return stray or inner or known_one or (there > seen and (named or there >= 2))


def _enough(word: str, *, named: bool) -> int:
    """How often a name that is easily taken for another must stand in the text before the word can be damage of it."""
    if not named:
        return 2
    return 1 if word.isalpha() or is_sound(word) else 0
