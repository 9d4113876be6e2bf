"""The difference of two states: a step for each key under which something else is told, and what to call it.

`compare(a, b)` goes key by key. A step that is worth a row has one of six words; one that is not (told in other words, told less
exactly, told only where it need not be told again) has none, and is kept so that differences can be composed: `compose(compare(a, b),
compare(b, c))` is `compare(a, c)`, and `compare(a, a)` is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from triplewire.model import Cited
from triplewire.model.fact import Value
from triplewire.reconcile.changes.spec import Spec, Word
from triplewire.reconcile.changes.state import Item, Key, State, Told, place
from triplewire.reconcile.figures import same_amount

WORDS: tuple[Word, ...] = ("added", "advanced", "dropped", "moved", "restated", "changed")


@dataclass(frozen=True)
class Change:
    """What is told under a key before and after (None where nothing is), and the word for the difference; "" when it is no news."""

    change: Word
    key: Key
    before: Item | None
    after: Item | None

    @property
    def item(self) -> Item:
        """The later side that there is."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def what(self) -> str:
        """What the change is about, in words."""
        return self.item.what

    @property
    def compounds(self) -> tuple[str, ...]:
        """The compounds that it is about."""
        return self.key.compounds

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies that tell it or that it names, sorted."""
        issuers = {name for item in (self.before, self.after) if item for name in item.issuers}
        return tuple(sorted({*issuers, *self.key.companies}))

    def said(self) -> tuple[Word, Key, tuple[Told, ...], tuple[Told, ...]]:
        """What the change says, without the words that say so: what laws compare."""
        return (self.change, self.key, self.before.told if self.before else (), self.after.told if self.after else ())

    def to_json(self) -> dict[str, Any]:
        """The object of one line of `diff --format jsonl`."""
        sides = {"before": self.before, "after": self.after}
        return {
            "after": self.after.words if self.after else "",
            "before": self.before.words if self.before else "",
            "change": self.change,
            "companies": list(self.companies),
            "compounds": list(self.compounds),
            "evidence": {side: [asdict(c) for c in cited(item)] for side, item in sides.items()},
            "family": self.key.family,
            "key": dict(self.key.parts),
            "what": self.what,
        }


@dataclass(frozen=True)
class Delta:
    """All steps from one state to another, sorted by what they are about. `listed` is that of the later state."""

    before: str
    after: str
    steps: tuple[Change, ...]
    listed: frozenset[tuple[str, str]] | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The steps that are worth telling."""
        return tuple(step for step in self.steps if step.change)


def compare(before: State, after: State) -> Delta:
    """The difference of two states."""
    pairs = {key: (before.items.get(key), after.items.get(key)) for key in before.items.keys() | after.items.keys()}
    return _delta(before.name, after, pairs)


def compose(first: Delta, second: Delta) -> Delta:
    """The difference from the state before `first` to the state after `second`, which begins where `first` ends."""
    pairs = {step.key: (step.before, step.after) for step in first.steps}
    for step in second.steps:
        begun = pairs.get(step.key, (step.before, None))[0]
        pairs[step.key] = (begun, step.after)
    return _delta(first.before, State(second.after, {}, second.listed), pairs)


def _delta(name: str, after: State, pairs: Mapping[Key, tuple[Item | None, Item | None]]) -> Delta:
    steps = [step(key, *pair, must_tell=after.must_tell(key)) for key, pair in pairs.items() if pair[0] != pair[1]]
    return Delta(name, after.name, in_order(steps), after.listed)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes by compound, then by key; not by their words, which a release chooses."""
    return tuple(sorted(changes, key=lambda c: (not c.compounds, c.compounds, c.key)))


def step(key: Key, before: Item | None, after: Item | None, *, must_tell: bool = True) -> Change:
    """The change of what is told under a key; `must_tell` says whether silence of the later side means that it is gone."""
    return Change(_word(before, after, must_tell=must_tell), key, before, after)


def _word(before: Item | None, after: Item | None, *, must_tell: bool) -> Word:
    if before is None or after is None:
        return "added" if before is None else "dropped" if must_tell else ""
    if before.holds != after.holds:
        return "added" if after.holds else "dropped"
    spec = after.spec
    if not after.holds:
        return "" if before.told == after.told else spec.differs
    word = _step(before, after) if spec.window else _ahead(spec, _holding(before), _holding(after))
    return word or _other(spec, before, after)


def _holding(item: Item) -> tuple[Told, ...]:
    return tuple(t for t in item.told if t.holds)


def _ahead(spec: Spec, before: tuple[Told, ...], after: tuple[Told, ...]) -> Word:
    """`advanced` when something is further and nothing is back; `changed` when something is back."""
    signs = {_sign(_come(before), _come(after))}
    for name in spec.ahead:
        one, two = (max(place(spec, name, t) for t in side) for side in (before, after))
        if min(one, two) >= 0:
            signs.add(_sign(one, two))
    return "changed" if -1 in signs else "advanced" if 1 in signs else ""


def _come(told: tuple[Told, ...]) -> int:
    """1 when something told has come about, 0 when all is still to come."""
    return int(any(t.standing == "actual" for t in told))


def _sign(one: int, two: int) -> int:
    return (two > one) - (two < one)


def _step(before: Item, after: Item) -> Word:
    """The word for a step in development: `advanced` when what was to come has come, `moved` when it is to come at another time,
    `restated` when a time is told on one side only, `changed` when another step of the kind has come, or one is to come anew.
    """
    (come, coming), (come_then, coming_then) = _windows(before), _windows(after)
    if coming and come_then - come:
        return "advanced"
    if coming and coming_then and coming != coming_then:
        return "moved" if any(map(any, coming)) and any(map(any, coming_then)) else "restated"
    is_same_time = all(_touch(a, b) for a in come for b in come_then) and bool(come) == bool(come_then)
    return "" if coming == coming_then and is_same_time else "changed"


def _windows(item: Item) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The windows of what has come about, and of what is to come."""
    held = _holding(item)
    return {t.window for t in held if t.standing == "actual"}, {t.window for t in held if t.standing != "actual"}


def _touch(one: tuple[str, str], two: tuple[str, str]) -> bool:
    """Whether two windows have a day in common; an open side is open."""
    return all(not end or not start or start <= end for start, end in ((one[0], two[1]), (two[0], one[1])))


def _other(spec: Spec, before: Item, after: Item) -> Word:
    """The word for other values of what both sides tell, or for the same promised more or less firmly."""
    one, two = ({name: {v for t in _holding(item) for n, v in t.values if n == name} for name in spec.value} for item in (before, after))
    others = [name for name in spec.value if one[name] and two[name] and not _same(spec, one[name], two[name])]
    if others:
        return spec.differs
    firm = [{t.firmness for t in _holding(item) if t.standing != "actual"} for item in (before, after)]
    return "restated" if all(firm) and firm[0] != firm[1] else ""


def _same(spec: Spec, one: set[Value], two: set[Value]) -> bool:
    """Whether two sides tell the same values, rounding aside where that tells nothing."""
    if one == two or not spec.rounds:
        return one == two
    return all(any(_alike(a, b) for b in two) for a in one) and all(any(_alike(a, b) for a in one) for b in two)


def _alike(one: Value, two: Value) -> bool:
    return one == two or (isinstance(one, float) and isinstance(two, float) and same_amount(one, two))


def cited(item: Item | None) -> tuple[Cited, ...]:
    """The words behind one side of a change; none where there is nothing."""
    return item.cited if item else ()
