"""One study, told to be in two diseases that have nothing to do with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from triplewire.lexicon import resolve, subset_of
from triplewire.model import Fact
from triplewire.reconcile.conflict import Conflict, sides_of
from triplewire.reconcile.corpus import Corpus, by_release, grouped, overlapping, squeezed
from triplewire.reconcile.settings import shape, words
from triplewire.reconcile.stages import is_sure

WORD = re.compile(r"[a-z]{3,}")

NEAR = 20
"""How many claims before and after one may rest on the same words."""


def indication_conflicts(corpus: Corpus) -> Iterator[Conflict]:
    """A conflict for each study of an issuer (by registry number, else by name) whose own words name two diseases, neither of which is
    a part of the other. A study that one of several releases says to be in several diseases is in several.
    """
    readings = {f.id: _readings(own, i) for own in corpus.studies.values() for i, f in enumerate(own) if _names_both(f)}
    for scope in corpus.scopes:
        told = [f for f in scope if f.id in readings and not any(_is_other(f, g) for g in readings[f.id])]
        for (compound, study), group in grouped(told, lambda f: (f.arg("compound"), _study(f))):
            releases = [[s.facts[0] for s in sides_of(own, _disease)][:NEAR] for own in by_release(group)]
            several = len(releases) > 1 and any(unrelated(a, b) for own in releases for a, b in combinations(own, 2))
            if not several and (apart := _apart([f for own in releases for f in own])):
                yield _conflict(compound, study, [f for f in group if _disease(f) in apart])


def _apart(facts: Sequence[Fact]) -> set[str]:
    """The diseases that have nothing to do with another of some facts."""
    first = [side.facts[0] for side in sides_of(facts, _disease)][:NEAR]
    return {_disease(f) for pair in combinations(first, 2) if unrelated(*pair) for f in pair}


def _readings(facts: list[Fact], at: int) -> list[Fact]:
    """The claims about studies beside one, which may be other readings of its words."""
    return facts[max(0, at - NEAR) : at] + facts[at + 1 : at + 1 + NEAR]


def _disease(fact: Fact) -> str:
    return fact.arg("indication")


def _study(fact: Fact) -> str:
    return fact.arg("nct") or fact.arg("name") if fact.family == "trial" and fact.polarity == "positive" else ""


def _names_both(fact: Fact) -> bool:
    """Whether the words of a claim name its study and its disease."""
    return bool(_study(fact) and _disease(fact)) and is_sure(fact) and _names(fact, _study(fact)) and _names_disease(fact)


def _names(fact: Fact, name: str) -> bool:
    return any(squeezed(name) in squeezed(e.quote) for e in fact.evidence)


def _names_disease(fact: Fact) -> bool:
    return any(_names(fact, name) for name in (fact.arg("indication"), *fact.aliases.get("indication", ())))


def _is_other(one: Fact, two: Fact) -> bool:
    """Whether the same words were also read as a study of another compound, in another disease or of another name."""
    if not overlapping(one, two):
        return False
    another = bool(two.arg("indication")) and two.arg("indication") != one.arg("indication")
    return another or two.arg("compound") != one.arg("compound") or _study(two) not in ("", _study(one))


def unrelated(one: Fact, two: Fact) -> bool:
    """Whether the diseases of two facts are known, and neither is wide, a part of the other, or told with a word of the other."""
    a, b = one.arg("indication"), two.arg("indication")
    if shape("indications", "wide").search(a) or shape("indications", "wide").search(b):
        return False
    known = one.ids.get("indication") != two.ids.get("indication") if "indication" in one.ids and "indication" in two.ids else False
    return known and not _chain(a) & _chain(b) and not _telling(a) & _telling(b)


def _chain(name: str) -> set[str]:
    """A disease and the wider ones that its name gives away."""
    found: set[str] = set()
    while name and squeezed(name) not in found:
        term = resolve("indication", name)
        found |= {squeezed(name), squeezed(term.name) if term else squeezed(name)}
        wider = subset_of(name)
        name = wider.broader if wider else ""
    return found


def _telling(name: str) -> set[str]:
    """The words of a name that tell it from others, each by its first five letters."""
    return {w[:5] for w in WORD.findall(name.casefold()) if w not in words("indications", "plain")}


def _conflict(compound: str, study: str, facts: list[Fact]) -> Conflict:
    sides = sides_of(facts, _disease)
    lead = f"{study}, a study of {compound}, is told to be in {' and in '.join(s.says for s in sides)}"
    return Conflict("indication-conflict", study, lead, sides)
