"""How the window of a promise stands to another window, and to the day of an event. All days are included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from triplewire.model import When
from triplewire.reconcile.promises.settings import settings

Window = tuple[date | None, date | None]
Relation = Literal["same", "narrower", "wider", "later", "earlier", "undated"]


def window(when: When | None) -> Window:
    """The first and the last day of a time; both None for one that is not said or cannot be placed."""
    return (when.start, when.end) if when else (None, None)


def restated(old: When | None, new: When | None, said: date) -> Relation:
    """How a time that is told later, on the day `said`, stands to the one told before; vague words change nothing while the two windows
    meet. A window with a first day that is still ahead narrows a limit that is a day ("by the end of May").
    """
    if new and settings().vague.search(new.text) and touch(window(old), window(new)):
        return "wider"
    how = relation(window(old), window(new))
    if how == "same" and old and new and not old.start and settings().last_day.search(old.text):
        return "narrower" if new.start and new.start > said else how
    return how


def relation(old: Window, new: Window) -> Relation:
    """How a window that is told later stands to the one told before. `undated`: the new telling has no window."""
    if new == (None, None):
        return "undated"
    if old == (None, None):
        return "narrower"
    if _near(old[1], new[1]) and (old[0] is None or new[0] is None or _near(old[0], new[0])):
        return "same"
    if new[0] is None and new[1] and old[1]:  # a last day, and nothing else: later or earlier than the last day before
        return "later" if new[1] > old[1] else "narrower" if old[0] and new[1] >= old[0] else "earlier"
    if _holds(old, new):
        return "narrower"
    if _holds(new, old):
        return "wider"
    return "later" if (new[1] or date.max) > (old[1] or date.max) or _starts(new) > _starts(old) else "earlier"


def _near(one: date | None, two: date | None) -> bool:
    if one is None or two is None:
        return one is two
    return abs((one - two).days) <= settings().same_days


def _holds(outer: Window, inner: Window) -> bool:
    """Whether the days of `inner` lie within `outer`, with the slack of `same_days`."""
    slack = timedelta(days=settings().same_days)
    first, last = outer[0] or date.min + slack, outer[1] or date.max - slack
    return (inner[0] or date.min) >= first - slack and (inner[1] or date.max) <= last + slack


def _starts(one: Window) -> date:
    return one[0] or date.min


def touch(one: Window, two: Window) -> bool:
    """Whether two windows have a day in common, or one of them is not known."""
    return (one[0] or date.min) <= (two[1] or date.max) and (two[0] or date.min) <= (one[1] or date.max)


def lateness(promised: Window, happened: Window) -> int | None:
    """Days from the promised window to the event: 0 inside, positive from the window's end, negative from its start; None when the
    event may lie on both sides of an edge, or when nothing is known of one of them.
    """
    first, last = promised
    start, end = happened
    if (first is None and last is None) or (start is None and end is None):
        return None
    if last and start and start > last:
        return (start - last).days
    if first and end and end < first:
        return (end - first).days
    return 0 if touch(promised, happened) and _placed(promised, happened) else None


def _placed(promised: Window, happened: Window) -> bool:
    """Whether an event is known well enough to lie inside: by its own words it does, or it ends inside a promise without a start."""
    first, last = promised
    start, end = happened
    inside_first = first is None or (start is not None and start >= first)
    inside_last = last is None or (end is not None and end <= last)
    return (inside_first and inside_last) or (start is not None and end is not None and (end - start).days <= settings().near_days)
