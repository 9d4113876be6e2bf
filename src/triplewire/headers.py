"""The head of a query file: its lines `#+ key: value`, which say what the query is for."""

from __future__ import annotations

import re
from collections.abc import Iterable

LINE = re.compile(r"^#\+[ \t]*(\w+)[ \t]*:[ \t]*([^\n]*?)[ \t\r]*$", re.MULTILINE)


def header(text: str, needed: Iterable[str] = ()) -> dict[str, list[str]]:
    """By key the values of its lines, in order. Raises ValueError when one of the keys `needed` has no line, or an empty one."""
    found: dict[str, list[str]] = {}
    for key, value in LINE.findall(text):
        found.setdefault(key, []).append(value)
    for key in needed:
        if not all(found.get(key, [""])):
            raise ValueError(f"has no line `#+ {key}:` with a value; write one at the head of the file")
    return found
