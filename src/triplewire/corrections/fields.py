"""What may stand in a corrections file, key by key, and every fault of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args

from triplewire.corrections.entries import BESIDE, NAMED, days
from triplewire.errors import near
from triplewire.extract.rulefiles.fields import Fault, kind_of
from triplewire.extract.rulefiles.places import Keys
from triplewire.model import FamilySpec
from triplewire.model.fact import Polarity, Status

SIGNED = ("author", "date", "reason")
"""What every entry has."""

CHOSEN = ("fact", "family", "arguments", "release", "quote")
"""What chooses facts."""

KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "reject": ((), CHOSEN),
    "fix": (("set",), (*CHOSEN, "was")),
    "merge": (("kind", "name", "into"), ()),
    "split": (("kind", "name", "into"), ("releases", "company")),
    "withdraw": (("release",), ("since",)),
    "replace": (("release", "by"), ("since",)),
}
"""Kind of entry -> the keys that it needs, and those that it may have, besides SIGNED."""

LONGEST = 2_000
_ID = re.compile(r"[0-9a-f]{16}")
_HELP = "data/corrections/README.md"

Faults = Iterator[Fault]
Families = Mapping[str, FamilySpec]


def table_faults(table: Mapping[str, Any], families: Families) -> Faults:
    """Every fault of a file's table, each with the keys that lead to it."""
    yield from _unknown((), table, KEYS)
    for kind in KEYS.keys() & table.keys():
        rows = table[kind]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield Fault((kind,), f"{kind} is {kind_of(rows)}; expected one table each; write [[{kind}]] above each of them")
            continue
        for number, row in enumerate(rows):
            yield from entry_faults(kind, (kind, number), row, families)


def entry_faults(kind: str, keys: Keys, row: Mapping[str, Any], families: Families) -> Faults:
    """Every fault of one entry."""
    needed, more = KEYS[kind]
    yield from _unknown(keys, row, (*SIGNED, *needed, *more))
    for key in (*SIGNED, *needed):
        if key not in row:
            yield Fault(keys, f"a [[{kind}]] without {key}; expected {key} = …; add it ({_HELP})")
    for key in row.keys() & _CHECKS.keys():
        yield from _CHECKS[key]((*keys, key), row[key])
    if "fact" in more:
        yield from _choice_faults(kind, keys, row, families)
    if kind == "split" and ("releases" in row) == ("company" in row):
        yield Fault(keys, "a [[split]] says where the name is another thing; expected either releases or company; give one of them")
    if "into" in row and row.get("name") == row["into"]:
        yield Fault((*keys, "into"), f"into is {str(row['into'])[:40]!r}, as name is; expected another name; correct one of them")


def _unknown(keys: Keys, row: Mapping[str, Any], known: Iterable[str]) -> Faults:
    for key in row.keys() - set(known):
        alike = near(key, known)
        hint = f"did you mean {' or '.join(alike)}?" if alike else f"correct or remove it ({_HELP})"
        yield Fault((*keys, key), f"unknown key {key[:40]!r}; expected one of {', '.join(sorted(known))}; {hint}", on_key=True)


def _choice_faults(kind: str, keys: Keys, row: Mapping[str, Any], families: Families) -> Faults:
    """Faults of what chooses facts, and of arguments that the family has not."""
    if "fact" in row and (both := [key for key in CHOSEN[1:] if key in row]):
        yield Fault((*keys, both[0]), f"{both[0]} beside fact; an id is enough; remove one of them", on_key=True)
    if "fact" not in row and not ("family" in row and "arguments" in row):
        yield Fault(keys, f"a [[{kind}]] that chooses no fact; expected fact = …, or family and arguments; add them ({_HELP})")
    family = row.get("family")
    if not isinstance(family, str):
        return
    if family not in families:
        yield Fault((*keys, "family"), f"there is no family {family[:40]!r}; {_one_of(family, families)}")
        return
    names = [argument.name for argument in families[family].arguments]
    for key, known in (("arguments", names), ("set", [*names, *BESIDE]), ("was", [*names, *BESIDE])):
        for name in row[key] if isinstance(row.get(key), dict) else ():
            if name not in known:
                yield Fault((*keys, key, name), f"{name[:40]!r} is no argument of {family}; {_one_of(name, known)}", on_key=True)


def _one_of(name: str, known: Iterable[str]) -> str:
    alike = near(name, known)
    return f"expected one of {', '.join(sorted(known))}; {f'did you mean {alike[0]}?' if alike else 'use one of these'}"


def _words(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, str) or not value.strip():
        seen = "empty" if isinstance(value, str) else kind_of(value)
        yield Fault(keys, f"{keys[-1]} is {seen}; expected words; write them in quotes")
    elif len(value) > LONGEST:
        yield Fault(keys, f"{keys[-1]} has {len(value):,} characters; expected at most {LONGEST:,}; shorten it")
    elif keys[-1] != "quote" and (sign := _unprintable(value)):
        yield Fault(keys, f"{keys[-1]} holds the control character {sign!r}; expected words on one line; take it out")


def _unprintable(words: str) -> str:
    """The first control character, "" when there is none."""
    return next((sign for sign in words if not (sign.isprintable() or sign.isspace()) or sign in "\x1c\x1d\x1e\x1f"), "")


def _day(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, date) or isinstance(value, datetime):
        yield Fault(keys, f"{keys[-1]} is {kind_of(value)}; expected a day; write {keys[-1]} = 2030-01-31, without quotes")


def _fact(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        seen = repr(value[:40]) if isinstance(value, str) else kind_of(value)
        yield Fault(keys, f"fact is {seen}; expected the id of a fact, sixteen digits or letters a to f; copy it from facts.jsonl")


def _kind(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, str) or value not in NAMED:
        seen = repr(value[:40]) if isinstance(value, str) else kind_of(value)
        yield Fault(keys, f"kind is {seen}; {_one_of(str(value), NAMED)}")


def _releases(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, list) or not value:
        seen = "an empty list" if isinstance(value, list) else kind_of(value)
        yield Fault(keys, f'releases is {seen}; expected a list of release ids; write releases = [ "…" ]')
        return
    for number, name in enumerate(value):
        yield from _words((*keys, number), name)


def _values(keys: Keys, value: Any) -> Faults:
    if not isinstance(value, dict) or not value:
        seen = "an empty table" if isinstance(value, dict) else kind_of(value)
        yield Fault(keys, f'{keys[-1]} is {seen}; expected arguments with their values; write {keys[-1]} = {{ target = "…" }}')
        return
    for name, one in value.items():
        yield from _value((*keys, name), name, one)


def _value(keys: Keys, name: str, value: Any) -> Faults:
    """The value of an argument: words or a number; "" takes an argument away, or says that there is none."""
    if name == "when" and keys[-2] != "arguments":
        yield from _when(keys, value)
    elif isinstance(value, bool) or not isinstance(value, str | int | float):
        yield Fault(keys, f"{name[:40]} is {kind_of(value)}; expected words or a number; write words in quotes")
    elif value in (float("inf"), float("-inf")) or value != value:
        yield Fault(keys, f"{name[:40]} is {value}; expected words or a number; write the number out")
    elif isinstance(value, str) and len(value) > LONGEST:
        yield Fault(keys, f"{name[:40]} has {len(value):,} characters; expected at most {LONGEST:,}; shorten it")
    elif isinstance(value, str) and (sign := _unprintable(value)):
        yield Fault(keys, f"{name[:40]} holds the control character {sign!r}; expected words; take it out")
    elif (known := {"status": get_args(Status), "polarity": get_args(Polarity)}.get(name)) and value not in known:
        yield Fault(keys, f"{name} is {str(value)[:40]!r}; {_one_of(str(value), known)}")


def _when(keys: Keys, value: Any) -> Faults:
    try:
        if value != "":
            days(value.isoformat() if isinstance(value, date) else value)
    except (ValueError, TypeError, AttributeError):
        seen = repr(value[:40]) if isinstance(value, str) else kind_of(value)
        yield Fault(
            keys, f'when is {seen}; expected a day or START/END in days; write when = "2030-01-01/2030-06-30", ".." for an open end'
        )


_CHECKS: Mapping[str, Callable[[Keys, Any], Faults]] = {
    **dict.fromkeys(("author", "reason", "family", "release", "quote", "name", "into", "company", "by"), _words),
    **dict.fromkeys(("date", "since"), _day),
    **dict.fromkeys(("arguments", "set", "was"), _values),
    "fact": _fact,
    "kind": _kind,
    "releases": _releases,
}
