"""The same measure of the same period told twice with different amounts, within a release and in one release after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from triplewire.model import Fact
from triplewire.reconcile.conflict import Conflict, Side
from triplewire.reconcile.corpus import Corpus, by_release, grouped, head_of
from triplewire.reconcile.figures import damage, same_figure, unit, value_of, written
from triplewire.reconcile.settings import words

FIGURES = {"financial": ("value",), "guidance": ("low", "high")}
"""The families that tell amounts, and their arguments that are figures."""

MOST = 20
"""How many sides a conflict has at most."""


def amount_conflicts(corpus: Corpus) -> Iterator[Conflict]:
    """A conflict for each measure, period and currency that a release tells with amounts that rounding does not explain, and for each
    two releases of an issuer, one after the other, that do. Guidance may change from release to release.
    """
    for scope in corpus.scopes:
        told = [f for f in scope if f.polarity == "positive" and f.family in FIGURES and all(f.arg(a) for a in FIGURES[f.family])]
        for key, group in grouped(told, _measure):
            releases = by_release(group)
            yield from (c for facts in releases if (c := _within(key, facts)))
            if key[0] == "financial":
                yield from (c for one, two in pairwise(releases) if (c := _across(corpus, key, one, two)))


def _measure(fact: Fact) -> tuple[str, ...]:
    """What two amounts share when they tell the same thing."""
    metric = fact.arg("metric")
    others = words("measures", metric) or words("measures", "*")
    said = fact.evidence[0].quote.casefold()
    kinds = " ".join(sorted(w for w in others if w in said))
    return (fact.family, *(fact.arg(a) for a in ("organization", "metric", "period", "currency")), kinds)


def _same(one: Fact, two: Fact) -> bool:
    return all(same_figure(one, two, argument) for argument in FIGURES[one.family])


def _sides(facts: Sequence[Fact]) -> tuple[Side, ...]:
    """Facts that tell one figure together, as they stand in the text; of more than `MOST` figures the most exact."""
    groups: list[list[Fact]] = []
    for fact in sorted(facts, key=lambda f: unit(f, FIGURES[f.family][0])):
        same = next((g for g in groups if _same(g[0], fact)), None)
        if same is not None:
            same.append(fact)
        elif len(groups) < MOST:
            groups.append([fact])
    place = {f.id: i for i, f in enumerate(facts)}
    sides = [Side(_amount(g[0]), tuple(sorted(g, key=lambda f: place[f.id]))) for g in groups]
    return tuple(sorted(sides, key=lambda s: place[s.facts[0].id]))


def _within(key: tuple[str, ...], facts: Sequence[Fact]) -> Conflict | None:
    """The conflict of the figures of one release; two rows of one table are two lines of a statement, whatever the lexicon calls them."""
    sides = _sides(facts)
    apart = any(not _one_table(one, two) for one, two in combinations(sides, 2))
    return _conflict(key, sides, "") if apart else None


def _one_table(one: Side, two: Side) -> bool:
    """Whether two sides are rows of the same table."""
    return bool({head_of(f) for f in one.facts} & {head_of(f) for f in two.facts} - {()})


def _across(corpus: Corpus, key: tuple[str, ...], one: Sequence[Fact], two: Sequence[Fact]) -> Conflict | None:
    """The conflict of two releases, none of whose amounts agree."""
    if any(_same(a, b) for a in one for b in two):
        return None
    restated = _compares(corpus, two[0]) and not _compares(corpus, one[0])
    note = "; the later release gives it as a comparative figure, so it was restated" if restated else ""
    return _conflict(key, (*_sides(one), *_sides(two)), note)


def _compares(corpus: Corpus, fact: Fact) -> bool:
    """Whether a release tells the same measure of a later period too, so that this one stands beside it to compare."""
    end = fact.when.end if fact.when else None
    return end is not None and corpus.latest.get((fact.release, fact.arg("metric")), end) > end


def _conflict(key: tuple[str, ...], sides: tuple[Side, ...], note: str) -> Conflict:
    _, organization, metric, period, currency, _ = key
    what = f"{metric.replace('_', ' ')} of {period or 'an unnamed period'}"
    lead = f"{organization}: {what} told as {' and '.join(s.says for s in sides)} {currency}".rstrip()
    suspects, why = _suspects(sides)
    suspicion = f"; {why} would explain the difference, so one of them may be misread" if why else ""
    return Conflict("amount-conflict", organization, lead, sides, note + suspicion, suspects)


def _suspects(sides: Sequence[Side]) -> tuple[tuple[Fact, ...], str]:
    """The facts that typical damage to another side would explain, both sides where it may have gone either way, and that damage."""
    for one, two in combinations(sides, 2):
        a, b = one.facts[0], two.facts[0]
        size = max(unit(f, FIGURES[f.family][0]) for f in (a, b))
        ways = [(side.facts, why) for side, seen, true in ((one, a, b), (two, b, a)) if (why := _damage(seen, true, size))]
        if ways:
            return tuple(f for facts, _ in ways for f in facts), ways[0][1]
    return (), ""


def _damage(seen: Fact, true: Fact, size: float) -> str:
    argument = FIGURES[seen.family][0]
    return damage(value_of(seen, argument), value_of(true, argument), size)


def _amount(fact: Fact) -> str:
    return " to ".join(written(value_of(fact, a)) for a in FIGURES[fact.family])
