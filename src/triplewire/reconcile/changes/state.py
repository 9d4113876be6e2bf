"""What is known at a point in time, as frozen values under what identifies each.

A `Key` says what a claim is about: its family and the arguments that tell it from others (a stage: compound and indication; a promise:
who, what kind of step, at which venue; a figure: company, metric, period, currency). An `Item` is what is told under a key: a set of
`Told` values with the words that say so. A `State` maps keys to items:

- `told` of one release: what that release itself says, and which lists it would have to give in full (`listed`).
- `known` up to a day, or of a whole build: of each key the telling of the newest day that has one; nothing is forgotten. Releases of
  one day count as one, so no order of files matters. Releases without a date count as older than all others, and are not part of what
  was known on a day.

The stage of a compound as a whole (a key without indication) is the furthest of its stages: unless the newest word on it is that it is
discontinued. Which arguments make up key and value is written in `data/changes.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any, Literal

from triplewire.issuers import heads
from triplewire.model import COMPOUND_ARGUMENTS, ORGANIZATION_ARGUMENTS, Cited, Fact, Release
from triplewire.model.fact import Value
from triplewire.reconcile.changes.spec import Rules, Spec, rules, worded
from triplewire.reconcile.corpus import words_of

Standing = Literal["actual", "expected", "planned", "denied", "over"]
COMPANIES = (*ORGANIZATION_ARGUMENTS, "issuer")


@dataclass(frozen=True, order=True)
class Key:
    """What a claim is about: a family, and name and value of the arguments that identify it."""

    family: str
    parts: tuple[tuple[str, str], ...]

    @property
    def compounds(self) -> tuple[str, ...]:
        """The compounds that it names."""
        return tuple(value for name, value in self.parts if name in COMPOUND_ARGUMENTS)

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies that it names."""
        return tuple(value for name, value in self.parts if name in COMPANIES)


@dataclass(frozen=True, order=True)
class Told:
    """One value told under a key: how it stands, its compared arguments, its window, and how firmly it is promised."""

    standing: Standing
    values: tuple[tuple[str, Value], ...] = ()
    start: str = ""
    end: str = ""
    firmness: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is told as being or coming, not as denied or ended."""
        return self.standing not in ("denied", "over")

    @property
    def window(self) -> tuple[str, str]:
        """First and last day, ISO; "" where open."""
        return self.start, self.end


@dataclass(frozen=True)
class Item:
    """What is told under a key, by whom, when, and in which words. Two items are the same when the same is told."""

    key: Key
    told: tuple[Told, ...]
    spec: Spec = field(compare=False, repr=False)
    what: str = field(compare=False)
    words: str = field(compare=False)
    cited: tuple[Cited, ...] = field(compare=False, default=())
    issuers: tuple[str, ...] = field(compare=False, default=())
    facts: tuple[str, ...] = field(compare=False, default=())
    day: date = field(compare=False, default=date.min)

    @property
    def holds(self) -> bool:
        """Whether anything told under the key is or is to come."""
        return any(t.holds for t in self.told)


@dataclass(frozen=True)
class State:
    """What is known at a point, which `name` says. `listed` are families and compounds of which a release would have to tell
    everything; None when all that is known is there.
    """

    name: str
    items: Mapping[Key, Item]
    listed: frozenset[tuple[str, str]] | None = None

    def must_tell(self, key: Key) -> bool:
        """Whether what is absent here is gone, rather than just not told."""
        return self.listed is None or any((key.family, compound) in self.listed for compound in key.compounds)


def told(release: Release, facts: Iterable[Fact]) -> State:
    """What one release says; facts of other releases are left aside."""
    own = [f for f in facts if f.release == release.id]
    return State(f"release {release.id}", with_whole(_items(own, heads([release], own))), _listed(own, rules()))


def known(releases: Iterable[Release], facts: Sequence[Fact], as_of: date | None = None, name: str = "") -> State:
    """What the releases taken together have told; up to a day when `as_of` is given."""
    items: dict[Key, Item] = {}
    for day, told_then in by_day(releases, facts):
        if as_of is None or date.min < day <= as_of:
            items |= news(items, told_then)
    return State(name or (f"as of {as_of}" if as_of else "all releases"), with_whole(items))


def by_day(releases: Iterable[Release], facts: Sequence[Fact]) -> Iterator[tuple[date, dict[Key, Item]]]:
    """Day by day what its releases told, the oldest first; what has no date comes first of all, under `date.min`."""
    issued = heads(releases, facts)

    def day(fact: Fact) -> date:
        return issued[fact.release].date or date.min

    for when, group in groupby(sorted((f for f in facts if f.release in issued), key=day), key=day):
        yield when, _items(list(group), issued)


def news(items: Mapping[Key, Item], then: Mapping[Key, Item]) -> dict[Key, Item]:
    """What of a day's tellings takes the place of what was known: all of it, but for a vaguer word for the same."""
    return {key: item for key, item in then.items() if key not in items or not _is_vaguer(item, items[key])}


def _is_vaguer(item: Item, before: Item) -> bool:
    """Whether an item only says in general what was told before ("in the clinic" of what is in Phase 2)."""
    names = item.spec.vague
    return bool(names) and all(_blurs(names, one, two) for one in item.told for two in before.told)


def _blurs(vague: Mapping[str, Mapping[str, tuple[str, ...]]], one: Told, two: Told) -> bool:
    old = dict(two.values)
    return any(old.get(name) in vague.get(name, {}).get(str(value), ()) for name, value in one.values)


def _items(facts: Sequence[Fact], issued: Mapping[str, Release]) -> dict[Key, Item]:
    """The claims of facts under their keys, each with all that is told there."""
    found: dict[Key, list[tuple[Told, Fact]]] = {}
    for fact in facts:
        key, value = _reading(fact, issued[fact.release])
        found.setdefault(key, []).append((value, fact))
    return {key: _item(key, tellings, issued) for key, tellings in found.items()}


def _reading(fact: Fact, release: Release) -> tuple[Key, Told]:
    book = rules()
    spec = book.of(fact)
    values = spec.values(fact.args)
    begin, end = (fact.when.start, fact.when.end) if fact.when and spec.window else (None, None)
    told_as = Told(
        _standing(fact, spec),
        values,
        begin.isoformat() if begin else "",
        end.isoformat() if end else "",
        book.firmness(fact.hedge) if spec.window and fact.status != "actual" else "",
    )
    return Key(fact.family, spec.parts({**fact.args, "issuer": release.issuer})), told_as


def _standing(fact: Fact, spec: Spec) -> Standing:
    if fact.polarity == "negated":
        return "denied"
    ended = any(fact.arg(name) in ends for name, ends in spec.over.items())
    return "over" if ended else fact.status


def _item(key: Key, tellings: Sequence[tuple[Told, Fact]], issued: Mapping[str, Release]) -> Item:
    """What is told under a key in one day's releases. A denial beside an assertion is a conflict: both stay."""
    tellings = sorted(tellings, key=lambda t: (t[1].release, t[1].evidence[0].start, t[1].id))
    spec = rules().of(tellings[0][1])
    values = tuple(sorted(_furthest_told(spec, {t for t, _ in tellings}), key=_order))
    facts = [f for value, f in tellings if value in values]
    issuers = tuple(sorted({issued[f.release].issuer for f in facts} - {""}))
    args = _sides(dict(key.parts), issuers)
    words = dict.fromkeys(said(t, spec, next(f for v, f in tellings if v == t), args) for t in values)
    cited = tuple(dict.fromkeys(c for f in facts for c in words_of(f)))
    day = issued[facts[0].release].date or date.min
    ids = tuple(dict.fromkeys(f.id for f in facts))
    return Item(key, values, spec, worded(spec.what, args), "; ".join(words) or "stated", cited, issuers, ids, day)


def _furthest_told(spec: Spec, told: set[Told]) -> set[Told]:
    """What is told, without what the same day tells to be further on: a trial that is planned in one sentence and runs in another."""
    return {t for t in told if not any(_is_behind(spec, t, other) for other in told if other != t)}


def _is_behind(spec: Spec, one: Told, two: Told) -> bool:
    """Whether two says all that one does, and in an argument that has an order says it to be further on."""
    if not spec.ahead or not (one.holds and two.holds):
        return False
    mine, theirs = dict(one.values), dict(two.values)
    return all(n in theirs and (v == theirs[n] or -1 < place(spec, n, one) < place(spec, n, two)) for n, v in mine.items())


def _sides(args: dict[str, Value], issuers: Sequence[str]) -> dict[str, Value]:
    """The arguments of a key for the eye: of two partners the one first that tells of it."""
    if args.get("organization_b") in issuers:
        return {**args, "organization_a": args["organization_b"], "organization_b": args["organization_a"]}
    return args


def _order(value: Told) -> tuple[Any, ...]:
    return (value.start or value.end, value.end, value.standing, [(n, str(v)) for n, v in value.values], value.firmness)


def said(value: Told, spec: Spec, fact: Fact, args: Mapping[str, Value]) -> str:
    """What is told, for the eye: the arguments, or for what has a window the time, with how it stands in front."""
    if spec.window:
        return " ".join(filter(None, (_OF_STEPS[value.standing], _time(fact))))
    words = worded(spec.says, {**fact.args, **args})
    if value.standing == "denied":
        return f"not {words}".strip()
    is_plain = value.standing not in ("expected", "planned") or fact.family == "guidance" or value.standing in words.split()
    return words if is_plain else f"{value.standing}: {words}"


_OF_STEPS: Mapping[Standing, str] = {"actual": "done", "denied": "not", "over": "ended", "expected": "expected", "planned": "planned"}


def _time(fact: Fact) -> str:
    """The time of a fact in its words; a day as such, since "today" says little elsewhere."""
    if fact.when is None:
        return ""
    is_day = fact.when.start is not None and fact.when.start == fact.when.end
    return str(fact.when.start) if is_day else " ".join(fact.when.text.split())


def _listed(facts: Sequence[Fact], book: Rules) -> frozenset[tuple[str, str]]:
    """The lists that a release would have to give in full: none, unless it surveys a pipeline."""
    compounds = {f.arg("compound") for f in facts if f.arg("compound")}
    if not any(f.family in book.surveys for f in facts) and len(compounds) < book.compounds:
        return frozenset()
    return frozenset((f.family, f.arg("compound")) for f in facts if f.family in book.listed)


def with_whole(items: Mapping[Key, Item]) -> dict[Key, Item]:
    """The items, with what holds of a compound as a whole made from what is told of it in parts."""
    out = dict(items)
    groups: dict[Key, list[Item]] = {}
    for key, item in items.items():
        if item.spec.whole:
            rest = Key(key.family, tuple(p for p in key.parts if p[0] != item.spec.whole))
            groups.setdefault(rest, []).append(item)
    for key, group in groups.items():
        out[key] = _furthest(key, group)
    return out


def _furthest(key: Key, group: Sequence[Item]) -> Item:
    """The item that is furthest ahead; the end of the whole, when that is the newest word on it."""
    own = next((i for i in group if i.key == key), None)
    if own and not own.holds and own.day >= max(i.day for i in group):
        return own
    best = max(group, key=lambda i: (i.holds, rank(i), i.key == key, [p[1] for p in i.key.parts]))
    args: dict[str, Value] = dict(key.parts)
    return replace(best, key=key, what=worded(best.spec.what, args))


def rank(item: Item) -> tuple[int, ...]:
    """How far what holds of an item is, argument by argument; -1 where it is not known."""
    return tuple(max((place(item.spec, name, t) for t in item.told if t.holds), default=-1) for name in item.spec.ahead)


def place(spec: Spec, name: str, value: Told) -> int:
    """The place of a value among those of an argument; -1 when it has none, or when the argument has no order."""
    order, seen = spec.ahead.get(name, ()), dict(value.values).get(name)
    return order.index(seen) if isinstance(seen, str) and seen in order else -1


__all__ = ["Item", "Key", "Standing", "State", "Told", "by_day", "known", "news", "place", "rank", "told", "with_whole"]
