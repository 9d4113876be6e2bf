"""Words that lost or gained a glyph, or read like another: names that the document uses all the time, and words of known names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache

from rapidfuzz.distance import OSA

from triplewire.repair.rules import Change
from triplewire.repair.tables import likes, table
from triplewire.repair.vocabulary import Words, is_named, name_words

_SPELLINGS = ("ae", "oe", "ou", "AE", "OE", "OU")
"""Pairs of letters of which other spellings have one: a lost glyph there is no damage."""


@cache
def _folds() -> tuple[tuple[str, str], ...]:
    return tuple((a, b) for a, b in table()["names"]["folds"])


def folded(word: str) -> str:
    """The word with glyphs that read alike made the same."""
    for old, new in _folds():
        word = word.replace(old, new)
    return word


def name_changes(words: Words) -> Iterator[Change]:
    """A word, seen once, that is a name seen often, or a word of a known name, but for a glyph: read for its like, lost, or added.
    Words of the language that the document also has in small letters are no names.
    """
    once = {w for w, n in words.count.items() if n == 1 and 5 <= len(w) <= 40}
    names = _often(words)
    meant = {**_lost(once, words, names), **_added(once, {*names}), **_alike(once, words, names)}
    meant = {word: model for word, model in meant.items() if not is_named(word)}
    for start, word in words.places(meant) if meant else ():
        yield Change(start, start + len(word), meant[word], "name", 0.85)


def _often(words: Words) -> list[str]:
    """The capitalised words that stand in the text often enough to have lost a glyph once, and never in small letters, rarest first."""
    length, seen = table()["names"]["length"], table()["names"]["seen_lost"]
    found = (w for w, n in words.count.items() if n >= seen and len(w) >= length and w[0].isupper() and w.lower() not in words.count)
    return sorted((w for w in found if w.isalpha()), key=lambda w: (words.count[w], w))


def _alike(once: set[str], words: Words, names: list[str]) -> dict[str, str]:
    """Words that read like a name seen oftener still."""
    models = {folded(w): w for w in names if words.count[w] >= table()["names"]["seen"]}
    lengths = {len(n) + d for n in models.values() for d in (-1, 0, 1)}
    found: dict[str, str] = {}
    for word in once:
        if len(word) in lengths and (word[0].isupper() or word[0] in "l1|!") and (word.lower() == word or word.lower() not in words.count):
            model = models.get(folded(word))
            if model and model != word and OSA.distance(word, model) <= 2 and not _inflected(word, model):
                found[word] = model
    return found


def _inflected(word: str, model: str) -> bool:
    """Whether the two differ only in case, or by an ending."""
    return word.lower() == model.lower() or word.startswith(model) or model.startswith(word)


def _lost(once: set[str], words: Words, names: list[str]) -> dict[str, str]:
    """Words that are a name without one of its inner glyphs; a name of joined words may also have lost its last."""
    found = {w: model for w in once & _known_lost().keys() if words.count[model := _known_lost()[w]] or len(model) >= _sure()}
    known = (w for w, n in words.count.items() if n >= 2 and len(w) >= table()["names"]["length"] and w.isalpha() and is_named(w))
    for model in sorted({*names, *known}, key=lambda w: (words.count[w], w)):
        if words.count[model] >= 2 * table()["names"]["seen"]:
            seen = words.count.keys() & without_one(model)
            found |= {w: model for w in seen if w in once or (words.count[w] <= 2 and not is_named(w))}
        else:
            found |= dict.fromkeys(once.intersection(without_one(model)), model)
    return {w: m for w, m in found.items() if w not in table()["names"]["ordinary"]}


def _sure() -> int:
    length: int = table()["names"]["sure"]
    return length


@cache
def _known_lost() -> dict[str, str]:
    """Each form that a long word of a known name takes without one of its glyphs -> the word; forms of two words are left out."""
    out: dict[str, str] = {}
    double: set[str] = set()
    for model in sorted(w for w in name_words() if len(w) >= table()["names"]["known_length"] and w.isalpha()):
        for form in without_one(model):
            if out.setdefault(form, model) != model:
                double.add(form)
    return {form: model for form, model in out.items() if form not in double}


def without_one(word: str) -> Iterator[str]:
    """The word without one of its glyphs; not one that only another spelling has, and the first and the last only of a word with
    a further capital: elsewhere they may be a prefix or an ending.
    """
    if any(c.isupper() for c in word[1:]) and not word.isupper():
        yield from (word[1:], word[:-1])
    for i in range(1, len(word) - 1):
        if word[i - 1 : i + 1] not in _SPELLINGS and word[i : i + 2] not in _SPELLINGS:
            yield word[:i] + word[i + 1 :]


def _added(once: set[str], names: Container[str]) -> dict[str, str]:
    """Words that are a name with a glyph added beside its like."""
    found: dict[str, str] = {}
    for word in filter(_beside_like().search, once):
        for at in (m.start() for m in _beside_like().finditer(word)):
            for model in (word[:at] + word[at + 1 :], word[: at + 1] + word[at + 2 :]):
                if model in names or (len(model) >= table()["names"]["length"] and is_named(model)):
                    found[word] = model
    return found


@cache
def _beside_like() -> re.Pattern[str]:
    """The first of a glyph and its like."""
    pairs = {pair for glyph, others in likes().items() for other in others for pair in (glyph + other, other + glyph)}
    # A choice of arms that each begin with a glyph is skipped to quickly.
    firsts = sorted({pair[0] for pair in pairs})
    arms = (f"{re.escape(first)}(?={'|'.join(sorted(re.escape(p[1:]) for p in pairs if p[0] == first))})" for first in firsts)
    return re.compile("|".join(arms))
