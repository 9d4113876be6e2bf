"""Neighbours that show that an expression is no time: a dose, an address, a law, part of a code."""

from __future__ import annotations

import re

from triplewire.recognize.periods.nodes import Expression, Fuzzy, Part
from triplewire.recognize.periods.settings import settings

BEFORE = frozenset("$€£¥#@_=&+%/.\\")
AFTER = frozenset("%°_=@&\\")
_NEXT = re.compile(r"[\s\-–]{0,2}([^\W\d_]+)")
_LAW = re.compile(r"\s+((?:(?:[A-Z][\w'’-]*|of|and|the|for|on)\s+){0,7}?)([A-Z]\w+)")
_STREET = re.compile(r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w.]*\s+){1,3}?([A-Z][a-z]+)\b")
_TAIL = 40


def stands(text: str, start: int, end: int, expression: Expression) -> bool:
    """Whether what surrounds `text[start:end]` lets it be a time."""
    if not _clear_edges(text, start, end):
        return False
    node = expression.body.node
    if not isinstance(node, Part):
        return True
    if node.unit == "year" and node.bare:
        return node.name != "short" and not _number_name(text, start, end)
    if node.unit == "day" and text[end - 1].isdigit() and node.year is None:
        return not _counts(text, end)
    if node.unit == "day" and node.step is not None:
        return text[end : end + 2] not in ("'s", "’s")
    return _lone(text, start, end, expression, node)


def _clear_edges(text: str, start: int, end: int) -> bool:
    """Whether the expression is not the middle of a code, a number, a link or an amount."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before and (before[-1] in BEFORE or (before[-1] in "-–," and len(before) == 2 and before[0].isalnum())):
        return before[-1] == "/" and not before[:1].isalnum()
    if after and (after[0] in AFTER or (after[0] in ".,-–/" and len(after) == 2 and after[1].isdigit())):
        return False
    return not (after[:1] == "/" and text[end - 1].isdigit())


def _number_name(text: str, start: int, end: int) -> bool:
    """Whether four bare digits count something, stand after a label, open an address or name a law."""
    head = text[max(0, start - 24) : start].lower()
    words = re.findall(r"[a-z&]+", head)[-2:]
    labels = settings().guards["labels"]
    if words and head.rstrip(" .:#").endswith(words[-1]) and (words[-1] in labels or " ".join(words) in labels):
        return True
    return head.rstrip().endswith("©") or _counts(text, end) or _opens_name(text, end)


def _counts(text: str, end: int) -> bool:
    follows = _NEXT.match(text, end)
    return bool(follows) and follows[1].lower() in settings().guards["units"] if follows else False


def _opens_name(text: str, end: int) -> bool:
    """Whether a capitalised run after the year ends as a law or a street."""
    law = re.match(r"(?:\s+[\w'’-]+){1,8}", text[end : end + 120])
    if law:
        words = law[0].split()
        titled = next((i for i, word in enumerate(words) if not (word[0].isupper() or word in ("of", "and", "the", "for", "on"))), len(words))
        if settings().guards["laws"] & set(words[:titled]):
            return True
    street = _STREET.match(text, end, end + _TAIL)
    return bool(street) and street[1].lower() in settings().guards["streets"] if street else False


def _lone(text: str, start: int, end: int, expression: Expression, node: Part) -> bool:
    """Whether a month, half or season without a year is introduced as a time."""
    if not (node.bare and node.year is None and node.step is None):
        return True
    if expression.prefix:
        return node.unit != "half" or not re.match(r"\s+of\b", text[end : end + 6])
    return node.unit == "month" and _before(text, start) in settings().guards["before_month"]


def _before(text: str, start: int) -> str:
    words = re.findall(r"[A-Za-z]+", text[max(0, start - 16) : start])
    return words[-1].lower() if words else ""


def fuzzy(expression: Expression) -> bool:
    """Whether the body is an early, mid or late."""
    return isinstance(expression.body.node, Fuzzy)
