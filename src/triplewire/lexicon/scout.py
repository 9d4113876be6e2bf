"""A scout finds where an expression matches next, skipping whatever it cannot begin with: the characters are read from the expression.

`re` skips quickly only over what a leading set of characters rules out, and most expressions lead with a look around, a group or a
letter of either case. A scout leads with that set, then asks the expression itself whether it matches where the character stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

RARE = 0.4
"""Of the characters of a text, how large a share the set may hold; more is hardly skipped."""

_OFTEN = {
    char: share
    for share, chars in (
        (0.15, " "),
        (0.085, "e"),
        (0.06, "taoins"),
        (0.05, "r"),
        (0.03, "lhdc"),
        (0.02, "um"),
        (0.015, "fpgy"),
        (0.01, "wbv."),
    )
    for char in chars
}
"""How large a share of a press release some characters are; each other one is hardly any."""
_SELDOM = 0.0015
_TWINS = {"i": "\u0130\u0131", "s": "\u017f", "k": "\u212a"}
"""What an expression for any case takes for an ASCII letter besides its two cases."""

_CLASSES = {"CATEGORY_DIGIT": (r"\d", 0.02), "CATEGORY_SPACE": (r"\s", 0.17)}
"""The classes of characters that a set may have: how they are written, and how large a share of a press release they are."""
_LAST = 0x7F

Part = tuple[int, int] | str
"""A part of a set of characters: from which to which, or the name of a class."""
First = tuple[frozenset[Part], bool]
"""The parts of a set of characters that may begin a match, and whether the match may be empty so far."""

_ZERO_WIDTH = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEAT = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


class _UnknownError(Exception):
    """Raised where a beginning cannot be told, or would be too many characters to be worth a set."""


@cache
def scout(source: str, flags: int = 0) -> re.Pattern[str] | None:
    r"""An expression that finds one character wherever a match of `source` begins, and nowhere else; None where it would be no quicker.

    >>> scout(r"(?<!\\w)[A-Z]+-\\d").search("the A-list and NVT-1").start()
    15
    """
    parser = import_module("re._parser")
    try:
        items = parser.parse(source, flags)
        parts, empty = _first(items, items.state.flags)
    except (_UnknownError, re.error):
        return None
    if empty or not parts or sum(map(_share, parts)) > RARE:
        return None
    chars = f"(?-i:[{''.join(sorted(map(_written, parts)))}])"
    globals_ = re.match(r"\(\?[aimsux]+\)", source)
    head = globals_[0] if globals_ else ""
    try:
        return re.compile(rf"{head}{chars}(?<=(?={source[len(head) :]}){chars})", flags)
    except re.error:
        return None  # a group that the expression refers to cannot stand in a look behind


def _share(part: Part) -> float:
    """How large a share of a text the characters of a part are."""
    if isinstance(part, str):
        return _CLASSES[part][1]
    low, high = part
    return sum(_OFTEN.get(chr(code), _SELDOM) for code in range(low, min(high, _LAST) + 1)) if low <= _LAST else _SELDOM


def _written(part: Part) -> str:
    """A part of a set as an expression has it."""
    if isinstance(part, str):
        return _CLASSES[part][0]
    low, high = (re.escape(chr(code)) for code in part)
    return low if low == high else f"{low}-{high}"


def _first(items: Iterable[Any], flags: int) -> First:
    """How a match of items in a row may begin."""
    found: frozenset[Part] = frozenset()
    for item in items:
        parts, empty = _first_of(str(item[0]), item[1], flags)
        found |= parts
        if not empty:
            return found, False
    return found, True


def _first_of(name: str, value: Any, flags: int) -> First:
    if name == "LITERAL":
        return _letter(value, flags), False
    if name == "IN":
        return frozenset().union(*(_member(str(kind), what, flags) for kind, what in value)), False
    if name in _ZERO_WIDTH:
        return frozenset(), True
    if name == "SUBPATTERN":
        return _first(value[3], (flags | value[1]) & ~value[2])
    if name == "ATOMIC_GROUP":
        return _first(value, flags)
    if name == "BRANCH":
        arms = [_first(arm, flags) for arm in value[1]]
        return frozenset().union(*(parts for parts, _ in arms)), any(empty for _, empty in arms)
    if name in _REPEAT:
        parts, empty = _first(value[2], flags)
        return parts, empty or value[0] == 0
    raise _UnknownError(name)


def _letter(code: int, flags: int) -> frozenset[Part]:
    """One character, in both cases where these do not matter."""
    char = chr(code)
    if not flags & re.IGNORECASE or char.lower() == char.upper():
        return frozenset({(code, code)})
    if not char.isascii():
        raise _UnknownError(char)
    return frozenset((ord(c), ord(c)) for c in (char.lower(), char.upper(), *_TWINS.get(char.lower(), "")))


def _member(kind: str, what: Any, flags: int) -> frozenset[Part]:
    """A member of a set of characters."""
    if kind == "LITERAL":
        return _letter(what, flags)
    if kind == "CATEGORY" and str(what) in _CLASSES:
        return frozenset({str(what)})
    if kind != "RANGE":
        raise _UnknownError(kind)
    low, high = what
    if not flags & re.IGNORECASE:
        return frozenset({(low, high)})
    if high > _LAST:
        raise _UnknownError(kind)
    return frozenset().union(*(_letter(code, flags) for code in range(low, high + 1)))
