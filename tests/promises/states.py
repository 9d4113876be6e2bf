"""What becomes of a promise by the meaning of a ledger row, worked out from what was put into the releases, never from their text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.promises.rows import Said
from tests.promises.windows import NONE, Window, relation


@dataclass(frozen=True, slots=True)
class Fate:
    """A state, its days with other values that are as good, the releases that decide it, and the actual figure of guidance."""

    state: str
    days: int | None = None
    days_alt: tuple[int | None, ...] = ()
    decided_by: tuple[str, ...] = ()
    actual: int | None = None


def fate(promise: Said, story: Iterable[Said], published: Sequence[tuple[date, str]], as_of: date = date.max) -> Fate:
    """The state of a promise as of a day: the first thing said later that decides it, else overdue or open.

    `published` are the days and ids of the company's own releases, in order.
    """
    for later in story:
        if promise.day < later.day <= as_of and (found := _decided(promise, later)):
            return found
    end = promise.window.end
    after = [name for day, name in published if end and end < day <= as_of]
    return Fate("overdue", decided_by=(after[0],)) if after else Fate("open")


def _decided(promise: Said, later: Said) -> Fate | None:
    if later.act == "drop":
        return Fate("withdrawn", decided_by=(later.release,))
    if promise.topic.kind == "guidance":
        return _guided(promise, later)
    if later.act == "event":
        days, others = _days(promise, later)
        return Fate("kept", days, others, (later.release,))
    return _promised_anew(promise, later) if later.act == "promise" else None


def _promised_anew(promise: Said, later: Said) -> Fate | None:
    """None when the window is the same or a coarser one around it. What `days` are of an advanced promise is nowhere said."""
    how = relation(promise.window, later.window)
    if how == "same":
        return None
    moved = (later.window.end - promise.window.end).days if later.window.end and promise.window.end else None
    if how == "slipped":
        return Fate(how, moved, (), (later.release,))
    return Fate(how, None, (moved,), (later.release,))


def _days(promise: Said, event: Said) -> tuple[int | None, tuple[int | None, ...]]:
    """Days early or late, then other values as good.

    A state of things shows that the event came at some time between the promise and the release: it is placed when all of these days are
    inside the window; but as good is the release's own day. An undated promise has no window to place an event against.
    """
    if promise.window == NONE:
        return None, (0,)
    if event.form == "state":
        span = Window("", promise.day + timedelta(days=1), event.day)
        return (0 if promise.window.around(span) else None), (None, _off(promise.window, event.day))
    return _placed(promise.window, event.when), ()


def _placed(window: Window, when: Window) -> int | None:
    if window.around(when):
        return 0
    return _off(window, when.start) if when.start and when.start == when.end else None


def _off(window: Window, day: date) -> int:
    if window.start and day < window.start:
        return (day - window.start).days
    return (day - window.end).days if window.end and day > window.end else 0


def _guided(promise: Said, later: Said) -> Fate | None:
    by = (later.release,)
    if later.act == "event":
        state = "below" if later.low < promise.low else "above" if later.low > promise.high else "inside"
        return Fate(state, None, (0,), by, later.low)
    if (later.low, later.high) == (promise.low, promise.high):
        return None
    if promise.low <= later.low and later.high <= promise.high:
        return Fate("narrowed", None, (0,), by)
    return Fate("raised" if later.low + later.high > promise.low + promise.high else "lowered", None, (0,), by)
