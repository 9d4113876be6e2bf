"""Where things stand in a lane: the tellings of one promise below each other, with the way from each to what came of it.

Units of the drawing, which are pixels at scale 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from triplewire.draw.layout.boxes import text_width
from triplewire.draw.timeline.events import HAPPENED, Event
from triplewire.draw.timeline.scale import LEFT, WIDTH, Scale

ROW, BAR, PADDING = 26, 14, 10
LEAST = 12
APART = 14
MOVED = frozenset({"slipped", "narrowed", "advanced", "raised", "lowered"})
CAME = frozenset({"kept", "inside", "above", "below"})


@lru_cache(maxsize=1 << 12)
def _room(label: str) -> float:
    """How much room a label takes."""
    return text_width(label, 13) * 0.92


@dataclass(frozen=True, slots=True)
class Bar:
    """One mark with its label: a `window`, a `done` bar, or a `news` or `end` mark where a release tells and no bar is."""

    shape: str
    event: Event
    label: str
    x: float
    w: float
    row: int = 0

    @property
    def flipped(self) -> bool:
        """Whether its label stands to the left of it, because it would run off the page on the right."""
        return self.x + self.w + 8 + _room(self.label) > WIDTH - 6 and self.x - 8 - _room(self.label) > LEFT - 14

    @property
    def begin(self) -> float:
        """Where it begins, its label included."""
        return self.x - 8 - _room(self.label) if self.flipped else self.x

    @property
    def end(self) -> float:
        """Where it ends, its label included."""
        return self.x + self.w + (0 if self.flipped else 8 + _room(self.label))

    @property
    def y(self) -> float:
        """The upper edge, in the lane."""
        return PADDING + self.row * ROW + (ROW - BAR) / 2


@dataclass(frozen=True, slots=True)
class Way:
    """A connector between two bars of a block (places in its rows), or from a bar to the line of the day (`to` None)."""

    kind: str
    start: int
    to: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """Bars in rows of their own, one below the other, and the ways between them."""

    bars: tuple[Bar, ...]
    ways: tuple[Way, ...] = ()
    reach: float = 0.0

    @property
    def begin(self) -> float:
        """Where the leftmost bar begins."""
        return min(b.begin for b in self.bars)

    @property
    def end(self) -> float:
        """Where the rightmost bar or way ends."""
        return max(self.reach, *(b.end for b in self.bars))

    def at(self, row: int) -> Block:
        """The block with its first bar in a row of the lane."""
        return replace(self, bars=tuple(replace(b, row=row + n) for n, b in enumerate(self.bars)))


def blocks(found: Sequence[Event], scale: Scale, today: date) -> list[Block]:
    """The events of a lane in blocks, packed: each block in the first rows where it fits, the earliest first."""
    chains = _chains({e.id: e for e in found})
    made = sorted((_block(_once(chain), scale, today) for chain in chains), key=lambda b: (b.begin, b.end, b.bars[0].event.id))
    return _packed(made)


def _chains(found: Mapping[str, Event]) -> list[list[Event]]:
    """The events that a promise, its new tellings and what decides it tie together, each chain by the day of saying."""
    heads = {i: i for i in found}

    def head(i: str) -> str:
        while heads[i] != i:
            heads[i] = i = heads[heads[i]]
        return i

    for event in found.values():
        for other in (event.previous, event.deciding):
            if other in found:
                heads[head(other)] = head(event.id)
    chains: dict[str, list[Event]] = {}
    for i in found:
        chains.setdefault(head(i), []).append(found[i])
    return [sorted(chain, key=_by_day) for chain in chains.values()]


def _by_day(event: Event) -> tuple[bool, date, tuple[date, date], str]:
    return (event.state == HAPPENED, event.said or date.min, event.window, event.id)


def _once(chain: Sequence[Event]) -> list[Event]:
    """The chain, one event for tellings in a row that name the same days and have come to the same."""
    out: dict[str, Event] = {}
    for event in chain:
        before = out.get(event.previous)
        if before and event.state != HAPPENED and _same(before, event):
            del out[before.id]
            out[event.id] = replace(event, previous=before.previous, before=before.tellings)
        else:
            out[event.id] = event
    return list(out.values())


def _same(one: Event, two: Event) -> bool:
    return (one.label, one.window, one.state, one.days, one.deciding) == (two.label, two.window, two.state, two.days, two.deciding)


def _block(chain: Sequence[Event], scale: Scale, today: date) -> Block:
    later = {e.previous: e.id for e in chain if e.previous}
    there = {i for e in chain for i in e.tellings}
    bars: list[Bar] = []
    for event in chain:
        bars.append(_bar(event, scale))
        if event.decided and event.deciding not in there and _ends_here(event, later.get(event.id) in there):
            bars.append(_mark(event, event.decided, scale))
    ways = tuple(w for n, b in enumerate(bars) if b.shape == "window" and (w := _way(n, bars, later)))
    overdue = any(w.to is None for w in ways)
    return Block(tuple(bars), ways, scale.x(today) if overdue else 0.0)


def _ends_here(event: Event, is_told_again: bool) -> bool:
    """Whether what decides a promise is drawn beside it, not beside a later telling."""
    return event.state == "withdrawn" or (event.state in CAME | MOVED and not is_told_again)


def _bar(event: Event, scale: Scale) -> Bar:
    first, last = event.window
    left, right = scale.x(first), scale.x(last + timedelta(days=1))
    return Bar("done" if event.state == HAPPENED else "window", event, event.short, left, max(LEAST, round(right - left, 1)))


def _mark(event: Event, day: date, scale: Scale) -> Bar:
    ended = event.state == "withdrawn"
    return Bar("end" if ended else "news", event, f"{'given up' if ended else 'told'} {day}", scale.x(day) - 6, 12)


def _way(start: int, bars: Sequence[Bar], later: Mapping[str, str]) -> Way | None:
    """The way onward from a promise: to what decides it, else to its next telling; an overdue one's leads to the day."""
    event = bars[start].event
    place = {i: n for n, b in enumerate(bars) if b.shape in ("window", "done") for i in b.event.tellings}
    if event.state == "overdue" and later.get(event.id) not in place:
        return Way("overdue", start, None)
    if start + 1 < len(bars) and bars[start + 1].shape in ("news", "end"):
        return Way(event.mark, start, start + 1)
    again = place.get(later.get(event.id, ""))
    to = place.get(event.deciding)
    if event.state in MOVED and to is not None:
        return Way(event.mark, start, to)
    if again is not None:
        return Way("again", start, again)
    return Way(event.mark, start, to) if event.state in CAME and to is not None else None


def _packed(made: Iterable[Block]) -> list[Block]:
    free: list[float] = []
    out = []
    for block in made:
        size = len(block.bars)
        row = next((n for n in range(len(free)) if all(end + APART <= block.begin for end in free[n : n + size])), len(free))
        free[row : row + size] = [block.end] * size
        out.append(block.at(row))
    return out


def line_of(way: Way, block: Block, today: float) -> tuple[str, tuple[float, float]]:
    """The path of a way, and where it ends: down from the window, across between the rows, and down to the bar, or across to the line
    of the day.
    """
    one = block.bars[way.start]
    if way.to is None:
        x, y = one.x + one.w, one.y + BAR + 5
        start = x - min(6.0, one.w / 2)
        return f"M{start:g} {one.y + BAR:g}V{y:g}H{max(today, start):g}", (max(today, start), y)
    two = block.bars[way.to]
    x, y = two.x + min(two.w / 2, 10), two.y
    start = min(max(x, one.x + min(5.0, one.w / 2)), one.x + one.w - min(5.0, one.w / 2))
    across = "" if abs(start - x) < 2 else f"V{one.y + BAR + 5:g}H{x:g}"
    return f"M{start if across else x:g} {one.y + BAR:g}{across}V{y - 1:g}", (x, y - 1)
