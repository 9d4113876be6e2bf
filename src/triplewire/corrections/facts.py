"""Facts that are rejected or put right: which ones an entry means, whether it may, and what they say then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from triplewire.corrections.entries import BESIDE, NAMED, FactEntry, days, number, same_value, value_of
from triplewire.corrections.traced import Touch, Traced, flagged, renamed
from triplewire.extract.families import families
from triplewire.model import Fact, When

Versions = Mapping[str, Sequence[Fact]]
"""By the id that a fact had as it was read: the fact as it was read, under the names of all releases, and after corrections."""

NAMES = frozenset(argument for arguments in NAMED.values() for argument in arguments)


@dataclass
class Orders:
    """What is to be done with facts, by the ids that they had as they were read, and why some entries do nothing."""

    rejected: dict[str, list[FactEntry]] = field(default_factory=dict)
    fixed: dict[str, list[FactEntry]] = field(default_factory=dict)
    idle: dict[str, str] = field(default_factory=dict)
    contrary: dict[str, str] = field(default_factory=dict)


def chosen(entries: Iterable[FactEntry], versions: Versions) -> dict[str, frozenset[str]]:
    """For each entry, by its id, the facts that it means."""
    return {e.id: frozenset(o for o, facts in versions.items() if any(map(e.selection.fits, facts))) for e in entries}


def orders(entries: Sequence[FactEntry], means: Mapping[str, frozenset[str]], versions: Versions) -> Orders:
    """What the entries come to together. Two that set one thing of one fact differently are both left undone."""
    out = Orders(contrary=_contrary(entries, means))
    for entry in entries:
        if entry.record.kind == "reject":
            for origin in means[entry.id]:
                out.rejected.setdefault(origin, []).append(entry)
        if not means[entry.id]:
            out.idle[entry.id] = "no fact is like that (any more)"
    for entry in entries:
        if entry.put and means[entry.id] and entry.id not in out.contrary:
            _order_fix(out, entry, means[entry.id], versions)
    return out


def _order_fix(out: Orders, entry: FactEntry, means: Iterable[str], versions: Versions) -> None:
    hindered = {origin: _hindrance(out, entry, origin, versions[origin]) for origin in sorted(means)}
    free = [origin for origin, why in hindered.items() if not why]
    for origin in free:
        out.fixed.setdefault(origin, []).append(entry)
    if not free:
        out.idle[entry.id] = next(iter(hindered.values()))


def _contrary(entries: Iterable[FactEntry], means: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Fixes that contradict another one, each with what it contradicts."""
    said: dict[tuple[str, str], list[tuple[FactEntry, Any]]] = {}
    for entry in entries:
        for origin in means[entry.id]:
            for key, value in entry.put.items():
                said.setdefault((origin, key), []).append((entry, value))
    out: dict[str, str] = {}
    for (_, key), told in sorted(said.items()):
        for entry, value in told:
            others = [(e, v) for e, v in told if not same_value(v, value)]
            if others:
                other, theirs = others[0]
                out[entry.id] = f"{other.record.place} sets {key} of the same fact to {theirs!r}; neither is applied"
    return out


def _hindrance(out: Orders, entry: FactEntry, origin: str, versions: Sequence[Fact]) -> str:
    """Why an entry cannot fix a fact, "" when it can."""
    if origin in out.rejected:
        return f"the fact is rejected at {out.rejected[origin][0].record.place}"
    for key, expected in entry.was.items():
        if not any(same_value(value_of(f, key), expected) for f in versions):
            return f"{key} was to be {str(expected)!r} and is {value_of(versions[-1], key)!r} now"
    if why := next(filter(None, (_misfit(versions[0], key, value) for key, value in entry.put.items())), ""):
        return why
    as_read = versions[:2]
    if all(any(same_value(value_of(f, key), value) for f in as_read) for key, value in entry.put.items()):
        return "the fact says so by itself"
    return ""


def _misfit(fact: Fact, key: str, value: Any) -> str:
    """Why a value cannot be set, "" when it can."""
    spec = families().get(fact.family)
    argument = spec.argument(key) if spec else None
    if key in BESIDE or spec is None:
        return ""
    if argument is None:
        return f"{fact.family} has no argument {key!r} (it has {', '.join(a.name for a in spec.arguments)})"
    if value == "":
        return f"{fact.family} cannot be without {key}" if argument.required else ""
    if argument.type == "number" and number(value) is None:
        return f"{key} is a number, and {value!r} is none"
    return ""


def applied(facts: Iterable[Traced], to_do: Orders) -> tuple[list[Traced], list[Touch]]:
    """The facts without the rejected ones, the others put right; and who has touched what."""
    kept, touches = [], []
    for one in facts:
        if entries := to_do.rejected.get(one.origin):
            touches += [Touch(entry.id, one.origin) for entry in entries]
            continue
        own = [t for entry in to_do.fixed.get(one.origin, ()) for t in _touches(one, entry)]
        fact = one.fact
        for entry in to_do.fixed.get(one.origin, ()):
            fact = _fixed(fact, entry.put)
        kept.append(Traced(one.origin, flagged(fact, own) if own else fact))
        touches += own
    return kept, touches


def _touches(one: Traced, entry: FactEntry) -> list[Touch]:
    changed = [key for key, value in entry.put.items() if not same_value(value_of(one.fact, key), value)]
    return [Touch(entry.id, one.origin, key, value_of(one.fact, key), str(entry.put[key])) for key in changed]


def _fixed(fact: Fact, put: Mapping[str, Any]) -> Fact:
    """The fact with other values."""
    values = {key: _as_before(fact.args.get(key), value) for key, value in put.items() if key not in BESIDE}
    fact = renamed(fact, {k: str(v) for k, v in values.items() if k in NAMES and v != fact.arg(k)}, keep=False)
    args = {k: v for k, v in {**fact.args, **_in_dollars(fact, values), **values}.items() if v != "" or k not in values}
    ids = {k: v for k, v in fact.ids.items() if k in args}
    aliases = {k: v for k, v in fact.aliases.items() if k in args}
    fact = replace(fact, args=args, ids=ids, aliases=aliases)
    if "when" in put:
        fact = replace(fact, when=_when(fact, str(put["when"])))
    if put.get("status") == "actual":
        fact = replace(fact, hedge="")
    return replace(fact, status=put.get("status", fact.status), polarity=put.get("polarity", fact.polarity))


def _as_before(old: Any, value: Any) -> Any:
    """The value as the fact had it: a number where it had one, words where it had words."""
    if isinstance(old, str) and value != "":
        return str(value)
    return float(value) if isinstance(old, float) and value != "" else value


def _in_dollars(fact: Fact, values: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts in dollars that repeat another argument follow it."""
    pairs = {key: f"{key}_usd" for key in values if f"{key}_usd" in fact.args and f"{key}_usd" not in values}
    return {usd: values[key] for key, usd in pairs.items() if same_value(fact.args[usd], fact.args.get(key))}


def _when(fact: Fact, text: str) -> When | None:
    """A time of the given days, in the words of the release."""
    if not text:
        return None
    start, end = days(text)
    words = fact.when.text if fact.when else text
    bound = "in" if start and end else "by" if end else "from"
    precision = "open" if not (start and end) else "day" if start == end else "range"
    return When(words, start, end, precision, fact.when.calendar if fact.when else "civil", bound)  # type: ignore[arg-type]
