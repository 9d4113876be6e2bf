"""Counting: what was found, what was found wrongly, what was missed; by family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triplewire.model import Fact, Reading
from triplewire.score.gold import Claim, Gold
from triplewire.score.match import KEYS, pair_up, same

BASELINE = {
    "uses_technology": "technology",
    "has_payload": "payload",
    "has_target": "target",
    "has_indication": "indication",
    "developed_by": "organization",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, wrong and missed facts of a family, or of all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Right among read; 1 when nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Right among those to be found; 1 when there is nothing to find."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(facts: Iterable[Fact], gold: Gold) -> dict[str, Tally]:
    """The tally of each family for one release; only facts that the text states are scored."""
    return count([{**f.to_json()} for f in facts if f.basis == "stated"], gold)


def count(read: Iterable[Claim], gold: Gold) -> dict[str, Tally]:
    """The tally of each family for claims in the words of `facts.jsonl`.

    A fact that is the same as an optional claim, or as one already matched, counts neither for nor against.
    """
    claims = list(read)
    return {family: _family([c for c in claims if c["family"] == family], family, gold) for family in KEYS}


def _family(read: list[Claim], family: str, gold: Gold) -> Tally:
    required = [c for c in gold.required if c["family"] == family]
    optional = [c for c in gold.optional if c["family"] == family]
    pairs = pair_up(read, required, gold)
    matched = [id(fact) for fact, _ in pairs]
    rest = [fact for fact in read if id(fact) not in matched]
    wrong = [fact for fact in rest if not any(same(fact, claim, gold) for claim in [*required, *optional])]
    return Tally(len(pairs), len(wrong), len(required) - len(pairs))


def baseline(reading: Reading) -> list[Claim]:
    """What co-occurrence alone would say: every compound with every technology, payload, target … of the same sentence."""
    out: dict[tuple[str, str, str], Claim] = {}
    for mentions in reading.by_sentence:
        compounds = sorted({m.name for m in mentions if m.type == "compound"})
        for family, kind in BASELINE.items():
            for name in sorted({m.name for m in mentions if m.type == kind}):
                for compound in compounds:
                    out[(family, compound, name)] = {"family": family, "compound": compound, kind: name}
    return list(out.values())


def total(tallies: Iterable[Mapping[str, Tally]], families: Iterable[str]) -> Tally:
    """The sum over releases and families."""
    wanted = list(families)
    return sum((t[f] for t in tallies for f in wanted), Tally())
