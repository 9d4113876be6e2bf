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


def indication_conflicts(corpus: Corpus) -> Iterator[Conflict]:
    """A conflict for each study of an issuer (by registry number, else by name) whose own words name two diseases, neither of which is
    a part of the other. A study that one release says to be in several diseases is in several.
    """
    for scope in corpus.scopes:
        for (compound, study), group in grouped([f for f in scope if _study(f)], lambda f: (f.arg("compound"), _study(f))):
            clear = [facts for release in by_release(group) if (facts := _clear(corpus, release))]
            told = [f for facts in clear for f in facts]
            pairs = [(a, b) for a, b in combinations(told, 2) if unrelated(a, b)]
            several = any(unrelated(a, b) for facts in clear for a, b in combinations(facts, 2)) and len(clear) > 1
            if pairs and not several:
                yield _conflict(compound, study, list(dict.fromkeys(f for pair in pairs for f in pair)))


def _study(fact: Fact) -> str:
    return fact.arg("nct") or fact.arg("name") if fact.family == "trial" and fact.polarity == "positive" else ""


def _clear(corpus: Corpus, facts: Sequence[Fact]) -> list[Fact]:
    """Of one release's claims about a study, those whose words name it and its disease and are read in one way only."""
    same = [f for f in corpus.facts if f.release == facts[0].release and f.family == "trial"]
    named = [f for f in facts if f.arg("indication") and is_sure(f) and _names(f, _study(f)) and _names_disease(f)]
    return [f for f in named if not any(_other_reading(f, g) for g in same)]


def _names(fact: Fact, name: str) -> bool:
    return any(squeezed(name) in squeezed(e.quote) for e in fact.evidence)


def _names_disease(fact: Fact) -> bool:
    return any(_names(fact, name) for name in (fact.arg("indication"), *fact.aliases.get("indication", ())))


def _other_reading(one: Fact, two: Fact) -> bool:
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
    sides = sides_of(facts, lambda f: f.arg("indication"))
    lead = f"{study}, a study of {compound}, is told to be in {' and in '.join(s.says for s in sides)}"
    return Conflict("indication-conflict", study, lead, sides)
