"""Names of diseases that narrow another disease: which one, and which targets mark the patients.

>>> subset_of("HER2-overexpressing gastric cancer")
Subset(broader='gastric cancer', targets=('HER2',))
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from triplewire import resources
from triplewire.lexicon.fold import fold
from triplewire.lexicon.loading import word_list
from triplewire.lexicon.phrases import any_of
from triplewire.lexicon.resolving import resolve

MOST_WORDS = 7
"""Before a known disease; a longer beginning is a sentence that was taken for a name."""


@dataclass(frozen=True, slots=True)
class Subset:
    """The disease that a name narrows, by its name in the lexicon where that knows it, and the targets whose presence marks the
    patients, in the order of the name.
    """

    broader: str
    targets: tuple[str, ...] = ()


@cache
def _data() -> dict[str, list[str]]:
    """The lists of `data/subsets.toml`."""
    found: dict[str, list[str]] = tomllib.loads(resources.path("data", "subsets.toml").read_text("utf-8"))
    return found


@cache
def _mark() -> re.Pattern[str]:
    """A target's name and what is said of its presence."""
    return re.compile(rf"(?P<target>[^\s,()]+(?: [A-Z]\d+[A-Z])?)(?P<mark>{any_of(_data()['present'])})(?=[\s,/]|$)")


@cache
def _modifiers() -> re.Pattern[str]:
    """One or more words that only tell how far or how treated a disease is, and blanks between them."""
    known = any_of([*(fold(t.form) for t in word_list("disease_modifier")), *map(fold, _data()["short"]), "and", "or"])
    return re.compile(rf"(?:{known}(?:[ /,]+|$))+")


def subset_of(name: str, targets: Collection[str] = ()) -> Subset | None:
    """What the disease called `name` is a part of; None when the lexicon itself knows the name, or when nothing can be said.

    `targets` are names of targets that are known besides those of the lexicon. The wider disease is the narrowest that the name
    gives away: "metastatic CD30+ lymphoma" is CD30+ lymphoma first.
    """
    name = " ".join(name.split())
    if resolve("indication", name):
        return None
    for join in _data()["inside"]:
        head, found, _ = name.partition(join)
        if found:
            return _inside(head)
    before, base = _known_base(name) or _open_base(name)
    return _narrowed(name, before, base, targets) if base else None


def _inside(head: str) -> Subset | None:
    """The first of two diseases, when it is known."""
    term = resolve("indication", head)
    return Subset(term.name) if term else subset_of(head)


def _known_base(name: str) -> tuple[str, str] | None:
    """The words before the longest disease of the lexicon that ends the name, and that disease."""
    words = name.split(" ")
    for i in range(1, min(len(words), MOST_WORDS + 1)):
        base = _disease(" ".join(words[i:]))
        if base:
            return (" ".join(words[:i]), base) if _narrows(words[:i]) else None
    return None


def _disease(words: str) -> str:
    """The disease of the lexicon that words name; "" when there is none."""
    term = resolve("indication", "cancer" if fold(words) in _data()["any_cancer"] else words)
    return term.name if term else ""


def _narrows(words: list[str]) -> bool:
    """Whether the words before a disease say which part of it is meant."""
    low = [w.lower().rstrip(",") for w in words]
    joined = words[-1].endswith(",") or low[-1] in _data()["joins"]
    return not joined and not any(w in _data()["not_narrower"] or w.isdigit() for w in low)


def _open_base(name: str) -> tuple[str, str]:
    """The words that only narrow at the beginning of a name that the lexicon does not know, and the rest when it is a disease."""
    found = _modifiers().match(fold(name))
    before, rest = (name[: found.end()].strip(), name[found.end() :]) if found else ("", "")
    return (before, rest) if before and _is_disease(rest) else ("", "")


def _is_disease(words: str) -> bool:
    """Whether words are more than a head that names no disease by itself."""
    weak = {fold(t.form).rstrip("s") for t in word_list("disease_head") if "weak" in t.attrs}
    return bool(words) and fold(words).rstrip("s") not in weak | set(_data()["vague"])


def _narrowed(name: str, before: str, base: str, targets: Collection[str]) -> Subset | None:
    """The subset that the words before a disease make of it."""
    marks = list(_mark().finditer(before))
    found = tuple(dict.fromkeys(t for mark in marks for t in _targets(mark["target"], targets)))
    for mark in marks:
        for words in (mark[0], f"{mark['target']}+"):
            closer = resolve("indication", f"{words} {base}")
            if closer and fold(closer.name) != fold(name):
                return Subset(closer.name, found)
    return Subset(base, found)


def _targets(words: str, known: Collection[str]) -> Iterator[str]:
    """The targets that the words before a mark name; several are parted by a slash. Nothing is guessed from the look of a word."""
    whole = _target(words, known)
    for part in (words,) if whole else words.split("/"):
        target = whole or _target(part, known)
        if target:
            yield target


def _target(word: str, known: Collection[str]) -> str:
    """The target called `word`, also with the small m of a mutated one before it; "" when it is not known."""
    changed = word[1:] if word[:1] == "m" and word[1:2].isupper() else ""
    for form in filter(None, (word, changed)):
        term = resolve("target", form)
        if term:
            return term.name
        same = next((name for name in sorted(known) if fold(name) == fold(form)), "")
        if same:
            return same
    return ""
