"""A conflict before it is told: two sides or more, what speaks for either, and which of them a policy prefers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from triplewire.lexicon import short_name
from triplewire.model import Fact, Finding, FindingSide
from triplewire.reconcile.corpus import Corpus, cited
from triplewire.reconcile.settings import Policy
from triplewire.vocab import slug

SUSPECT = "suspect:ocr"
"""The flag of a fact that scanning may have damaged."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the claims: what it says, for people, and the facts that say it."""

    says: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all hold. `lead` begins the message, `notes` end it, `suspects` are facts that damage would explain."""

    kind: str
    focus: str
    lead: str
    sides: tuple[Side, ...]
    notes: str = ""
    suspects: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of all sides."""
        return tuple(f for side in self.sides for f in side.facts)


@dataclass(frozen=True, slots=True)
class Judged:
    """A conflict, the side that the policy prefers, and the facts that damage would explain best."""

    conflict: Conflict
    preferred: Side | None
    suspects: tuple[str, ...] = ()


def judged(conflict: Conflict, corpus: Corpus, policy: Policy | None, sound: Collection[str], broken: Collection[str]) -> Judged:
    """A conflict under a policy. `sound` and `broken` are the ids of facts in sums that hold and in sums that fail: of several suspects
    the latter are named first, the former last.
    """
    ids = tuple(f.id for f in conflict.suspects)
    worst = tuple(i for i in ids if i in broken) or tuple(i for i in ids if i not in sound)
    return Judged(conflict, preferred(conflict, corpus, policy), worst or ids)


def told(verdict: Judged, corpus: Corpus, policy: Policy | None) -> Finding:
    """The finding of a conflict. Its release is the last that takes part; its evidence begins with words of each side."""
    conflict, preferred = verdict.conflict, verdict.preferred
    facts = conflict.facts
    last = max(facts, key=lambda f: (corpus.day(f), f.release))
    kept = "Both claims are kept" if len(conflict.sides) == 2 else "All claims are kept"
    choice = f" Preferred by policy `{policy.name}` ({policy.title}): {preferred.says}." if preferred and policy else ""
    evidence = cited([*(side.facts[0] for side in conflict.sides), *facts])
    message = f"{conflict.lead}{_places(conflict, corpus)}. {kept}{conflict.notes}.{choice}"
    sides = tuple(FindingSide("claim", s.says, tuple(f.id for f in s.facts), preferred=s is preferred) for s in conflict.sides)
    bare = Finding(conflict.kind, "warning", conflict.focus, message, tuple(f.id for f in facts), last.release, evidence)
    return replace(bare, sides=sides, policy=policy.name if policy else "", suspects=verdict.suspects)


def _places(conflict: Conflict, corpus: Corpus) -> str:
    """Where each side stands, when that differs: in other releases, or in a table and in the text."""
    places = [sorted({corpus.place(f) for f in side.facts}) for side in conflict.sides]
    if all(p == places[0] for p in places):
        return ""
    told_at = [f"{side.says}: {' and '.join(p)}" for side, p in zip(conflict.sides, places, strict=True)]
    return f" ({'; '.join(told_at)})"


def preferred(conflict: Conflict, corpus: Corpus, policy: Policy | None) -> Side | None:
    """The side that a policy prefers; None without a policy, or when its criteria do not tell the sides apart."""
    for criterion in policy.by if policy else ():
        scores = [CRITERIA[criterion](side, corpus) for side in conflict.sides]
        best = max(scores)
        if scores.count(best) == 1:
            return conflict.sides[scores.index(best)]
    return None


def _date(side: Side, corpus: Corpus) -> float:
    return max(d.toordinal() if (d := corpus.issued(f)) else 0 for f in side.facts)


def _owner(side: Side, corpus: Corpus) -> float:
    """Whether a release of the owner makes the claim: of the company that a fact is about, else of the compound's developer."""
    return max(float(corpus.issuer(f) in owners(f, corpus) - {""}) for f in side.facts)


def owners(fact: Fact, corpus: Corpus) -> frozenset[str]:
    """Whose word counts most on a fact, as slugs."""
    if fact.arg("organization"):
        return frozenset({slug(short_name(fact.arg("organization")))})
    return corpus.developers.get(fact.arg("compound"), frozenset())


def _table(side: Side, corpus: Corpus) -> float:
    return max(float(corpus.in_table(f)) for f in side.facts)


def _confidence(side: Side, _: Corpus) -> float:
    return max(round(f.confidence, 3) for f in side.facts)


CRITERIA: dict[str, Callable[[Side, Corpus], float]] = {"date": _date, "owner": _owner, "table": _table, "confidence": _confidence}


def sides_of(facts: Sequence[Fact], says: Callable[[Fact], str]) -> tuple[Side, ...]:
    """The sides of facts that say different things, in the order of their first facts."""
    by_words: dict[str, list[Fact]] = {}
    for fact in facts:
        by_words.setdefault(says(fact), []).append(fact)
    return tuple(Side(words, tuple(group)) for words, group in by_words.items())


def flags(verdicts: Sequence[Judged], policy: Policy | None) -> dict[str, set[str]]:
    """Fact id -> what the conflicts that it takes part in say of it."""
    out: dict[str, set[str]] = {}
    for verdict in verdicts:
        winner = verdict.preferred
        for side in verdict.conflict.sides:
            for fact in side.facts:
                own = out.setdefault(fact.id, set())
                own.add(f"conflict:{verdict.conflict.kind.removesuffix('-conflict')}")
                if winner and policy:
                    own.add(f"{'preferred' if side is winner else 'outvoted'}:{policy.name}")
        for fact_id in verdict.suspects:
            out.setdefault(fact_id, set()).add(SUSPECT)
    return out
