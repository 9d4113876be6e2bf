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

RARE, RARE_INITIALS = 0.4, 0.8
"""Of the characters of a text, how large a share the set may hold; more is hardly skipped. Where a match begins only with a word, most
of the set is skipped for what stands before it.
"""

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
    initial = _opens_words(items) and all(map(_in_words, parts))
    if empty or not parts or sum(map(_share, parts)) > (RARE_INITIALS if initial else RARE):
        return None
    chars = f"(?-i:[{''.join(sorted(map(_written, parts)))}])"
    return _compiled(f"{chars}(?<!\\w{chars})" if initial else chars, source, flags)


def scout_at(begins: str, source: str, flags: int = 0) -> re.Pattern[str] | None:
    """The same where what every match begins with is known: one character that looks around as it needs."""
    return _compiled(f"(?:{begins})", source, flags)


def _compiled(begins: str, source: str, flags: int) -> re.Pattern[str] | None:
    everywhere = re.match(r"\(\?[aimsux]+\)", source)
    head = everywhere[0] if everywhere else ""
    try:
        return re.compile(rf"{head}{begins}(?<=(?={source[len(head) :]})(?s:.))", flags)
    except re.error:
        return None  # a group that the expression refers to cannot stand in a look behind


def _opens_words(items: Iterable[Any]) -> bool:
    """Whether no match begins inside a word: the expression leads with a boundary or with a look behind for the characters of words."""
    for name, value in ((str(item[0]), item[1]) for item in items):
        if name == "AT":
            return str(value) == "AT_BOUNDARY"
        if name == "SUBPATTERN":
            return _opens_words(value[3])
        if name == "BRANCH":
            return all(map(_opens_words, value[1]))
        if name != "ASSERT_NOT":
            return False
        if value[0] < 0 and _bars_words(list(value[1])):
            return True
    return False


def _bars_words(items: list[Any]) -> bool:
    """Whether a look behind is one for any character of a word."""
    if len(items) != 1 or str(items[0][0]) != "IN":
        return False
    return "NEGATE" not in {str(kind) for kind, _ in items[0][1]} and "CATEGORY_WORD" in {str(what) for _, what in items[0][1]}


def _in_words(part: Part) -> bool:
    """Whether all characters of a part are those of words."""
    if isinstance(part, str):
        return part == "CATEGORY_DIGIT"
    return part[1] - part[0] < 0x100 and all(chr(code).isalnum() for code in range(part[0], part[1] + 1))


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
