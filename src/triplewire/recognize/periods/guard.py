"""Neighbours that show that an expression is no time: a dose, an address, a law, part of a code."""

from __future__ import annotations

import re

from triplewire.recognize.periods.nodes import Expression, Part
from triplewire.recognize.periods.settings import settings

TITLE_LENGTH = 100
_INSIDE_LEFT = re.compile(r"(?:[$€£¥#@_=&+%.\\]|\w[-–,/])$")
_INSIDE_RIGHT = re.compile(r"[%°_=@&\\]|[.,\-–/]\d")
_LABEL = re.compile(r"((?:[a-z]+ )?([a-z]+|©))[ .:#]*$")
_NEXT = re.compile(r"[\s\-–]{0,2}([^\W\d_]+)")
_TITLE = re.compile(r"(?:\s+(?:[A-Z][\w'’-]*|of|and|the|for|on)\b){0,9}")
_OF = re.compile(r"\s+of\b")
_AFTER_SEASON = re.compile(r"[\s-]+[A-Z]")
_STREET = re.compile(r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w.]*\s+){1,3}?([A-Z][a-z]+)\b")


def stands(text: str, start: int, end: int, expression: Expression) -> bool:
    """Whether what surrounds `text[start:end]` lets it be a time."""
    if not _clear_edges(text, start, end):
        return False
    node = expression.body.node
    if not isinstance(node, Part):
        return True
    if node.unit == "year" and node.bare:
        return node.name != "short" and not _number_name(text, start, end)
    if node.unit == "day" and text[start].isdigit() and _before(text, start) in settings().guards["numbered"]:
        return False
    if node.unit == "day" and text[end - 1].isdigit() and node.year is None:
        return not _counts(text, end)
    if node.unit == "day" and node.step is not None:
        return text[end : end + 2] not in ("'s", "’s")
    return _lone(text, start, end, expression, node)


def _clear_edges(text: str, start: int, end: int) -> bool:
    """Whether the expression is not the middle of a code, a number, a link or an amount."""
    return not (_INSIDE_LEFT.search(text, max(0, start - 2), start) or _INSIDE_RIGHT.match(text, end))


def _number_name(text: str, start: int, end: int) -> bool:
    """Whether four bare digits count something, stand after a label, open an address or name a law."""
    label = _LABEL.search(text[max(0, start - 24) : start].lower())
    named = label is not None and not settings().guards["labels"].isdisjoint((label[1], label[2]))
    return named or _counts(text, end) or _names_law(text, end) or _opens_street(text, end)


def _counts(text: str, end: int) -> bool:
    """Whether a counted thing or a unit follows."""
    follows = _NEXT.match(text, end)
    return follows is not None and follows[1].lower() in settings().guards["units"]


def _names_law(text: str, end: int) -> bool:
    """Whether a capitalised run follows that ends as a law does."""
    title = _TITLE.match(text[end : end + TITLE_LENGTH])
    return title is not None and not settings().guards["laws"].isdisjoint(title[0].split())


def _opens_street(text: str, end: int) -> bool:
    """Whether a capitalised run follows that ends as a street does."""
    street = _STREET.match(text[end : end + TITLE_LENGTH])
    return street is not None and street[1].lower() in settings().guards["streets"]


def _lone(text: str, start: int, end: int, expression: Expression, node: Part) -> bool:
    """Whether a month, half or season without a year is introduced as a time."""
    if not (node.bare and node.year is None and node.step is None):
        return True
    if expression.prefix:
        return not (_AFTER_SEASON if node.unit == "season" else _OF).match(text, end) or node.unit == "month"
    return node.unit == "month" and _before(text, start) in settings().guards["before_month"]


def _before(text: str, start: int) -> str:
    words = re.findall(r"[A-Za-z]+", text[max(0, start - 16) : start])
    return words[-1].lower() if words else ""
