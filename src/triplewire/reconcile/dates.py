"""One event of the past, dated to two times that do not meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from triplewire.lexicon import load
from triplewire.model import Fact
from triplewire.reconcile.conflict import Conflict, Side, sides_of
from triplewire.reconcile.corpus import Corpus, grouped, names_itself
from triplewire.reconcile.figures import damage
from triplewire.reconcile.settings import number, shapes, words
from triplewire.reconcile.stages import is_sure

Window = tuple[date, date]


def date_conflicts(corpus: Corpus) -> Iterator[Conflict]:
    """A conflict for each two claims of an issuer that date one event (same compound, kind, place, and details of the words) to windows
    that lie too far apart for one event and not far enough for surely two.
    """
    for scope in corpus.scopes:
        for key, group in grouped([f for f in scope if _is_dated(f)], _event):
            sides = sides_of(group, _when)
            # Three times of one event are rather three events.
            if len(sides) == 2 and _apart(*(_window(side.facts[0]) for side in sides)):
                yield _conflict(key, *sides)


def _is_dated(fact: Fact) -> bool:
    """Whether a fact is an event of the past that happens once, with a window, and says itself what it is about."""
    if fact.family != "milestone" or fact.status != "actual" or fact.polarity != "positive" or not fact.arg("compound"):
        return False
    once = fact.arg("kind") in words("dates", "kinds") or (fact.arg("kind") in words("dates", "with_venue") and bool(fact.arg("venue")))
    closed = bool(fact.when and fact.when.start and fact.when.end)
    return once and closed and is_sure(fact) and names_itself(fact)


def _event(fact: Fact) -> tuple[str, ...]:
    """What two claims share when they tell of one event."""
    quote = fact.evidence[0].quote
    found = (sorted({m[0].casefold() for m in one.finditer(quote)}) for one in shapes("dates", "details"))
    diseases = sorted({hit.term.name for hit in load(("indication",)).find(quote)})
    return (*(fact.arg(a) for a in ("compound", "kind", "venue")), *(" ".join(f) for f in found), " ".join(diseases))


def _window(fact: Fact) -> Window:
    assert fact.when is not None
    assert fact.when.start is not None
    assert fact.when.end is not None
    return fact.when.start, fact.when.end


def _when(fact: Fact) -> str:
    start, end = _window(fact)
    return start.isoformat() if start == end else f"{start.isoformat()} to {end.isoformat()}"


def _apart(one: Window, two: Window) -> bool:
    gap = (max(one[0], two[0]) - min(one[1], two[1])).days
    return number("dates", "slack") < gap < number("dates", "apart")


def _conflict(key: tuple[str, ...], one: Side, two: Side) -> Conflict:
    compound, kind, venue, *_ = key
    at = f" at {venue}" if venue else ""
    lead = f"{compound}: {kind.replace('_', ' ')}{at} is dated {one.says} and {two.says}"
    why = _misread(one.facts[0], two.facts[0]) or _misread(two.facts[0], one.facts[0])
    suspects = (*one.facts, *two.facts) if why else ()
    note = f"; {why} would explain the difference, so one of them may be misread" if why else ""
    return Conflict("date-conflict", compound, lead, (one, two), note, suspects)


def _misread(seen: Fact, true: Fact) -> str:
    """The damage of one digit of a date that makes it the other."""
    return damage(*(float(_window(f)[0].strftime("%Y%m%d")) for f in (seen, true)))
