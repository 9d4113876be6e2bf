"""The verdict on every fact of a release: right, wrong or missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from triplewire.model import Fact
from triplewire.score.gold import Claim, Gold
from triplewire.score.pairing import pair_up
from triplewire.score.rules import RULES, grade, is_neutral
from triplewire.score.synonyms import Synonyms
from triplewire.score.tally import Tally

Verdict = Literal["right", "wrong", "missed"]
BESIDE = frozenset({"family", "aliases", "evidence", "optional", "polarity", "status", "when", "kind_alt", "status_alt"})
OF_A_FACT = frozenset({"basis", "confidence", "flags", "id", "ids", "release", "rule", "hedge"})
OPPOSITE = "the gold says the opposite"


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact with its verdict. `read` is what was read, None when missed; `found` what a person found, None when wrong; `quote` the
    words it was read from, for a missed one the line that states it as far as the gold tells.
    """

    verdict: Verdict
    family: str
    read: Claim | None
    found: Claim | None
    quote: str = ""
    note: str = ""

    @property
    def claim(self) -> Claim:
        """What it says: as it was read, or as a person found it."""
        claim = self.read or self.found
        assert claim is not None
        return claim


def arguments(claim: Claim) -> dict[str, Any]:
    """The arguments of a claim by name, sorted."""
    return {name: claim[name] for name in sorted(claim) if name not in BESIDE | OF_A_FACT}


def claims_of(facts: Iterable[Fact]) -> list[Claim]:
    """The facts that are scored, in the words of `facts.jsonl`: those that the text states."""
    return [fact.to_json() for fact in facts if fact.basis == "stated"]


def judge(read: Iterable[Claim], gold: Gold, lines: Sequence[str] = ()) -> list[Judged]:
    """The verdicts on what was read of a release, family by family; within one the right, then the wrong, then the missed. `lines`
    are those of the release.

    A fact that is the same as an optional claim, or as one that is matched already, counts neither way and gets no verdict.
    """
    claims, names = list(read), Synonyms(gold)
    return [judged for family in RULES for judged in _family([c for c in claims if c["family"] == family], gold.of(family), names, lines)]


def _family(read: list[Claim], gold: tuple[list[Claim], list[Claim]], names: Synonyms, lines: Sequence[str]) -> Iterable[Judged]:
    required, optional = gold
    pairs = pair_up(read, required, names)
    for i, j in pairs.items():
        yield Judged("right", required[j]["family"], read[i], required[j], _quote(read[i]))
    for i, fact in enumerate(read):
        if i not in pairs and not is_neutral(fact) and not any(grade(fact, claim, names) for claim in (*required, *optional)):
            note = OPPOSITE if any(grade(_turned(fact), claim, names) for claim in (*required, *optional)) else ""
            yield Judged("wrong", fact["family"], fact, None, _quote(fact), note)
    for j, claim in enumerate(required):
        if j not in pairs.values():
            yield Judged("missed", claim["family"], None, claim, _line(claim, lines))


def _turned(claim: Claim) -> Claim:
    """The claim with the other polarity."""
    return {**claim, "polarity": "negated" if claim.get("polarity", "positive") == "positive" else "positive"}


def _quote(claim: Claim) -> str:
    evidence = claim.get("evidence") or ()
    return " ".join(str(evidence[0].get("quote", "")).split()) if evidence else ""


def _line(claim: Claim, lines: Sequence[str]) -> str:
    """The line that the gold says states the claim, "" when it says none."""
    at = next((e["line"] for e in claim.get("evidence") or () if isinstance(e.get("line"), int)), 0)
    return " ".join(lines[at - 1].split()) if 0 < at <= len(lines) else ""


def count(judged: Iterable[Judged]) -> dict[str, Tally]:
    """The tally of each family."""
    out = dict.fromkeys(RULES, Tally())
    for one in judged:
        out[one.family] += Tally(**{one.verdict: 1})
    return out


def tallies(read: Iterable[Claim], gold: Gold) -> Mapping[str, Tally]:
    """The tally of each family for what was read of a release."""
    return count(judge(read, gold))
