"""What looks wrong, by who finds it, in the order in which it is reported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from triplewire.model import Finding
from triplewire.workbook.book import Book

RECONCILED, READ, CHECKED, QUOTED = "reconciled", "read", "checked", "quoted"
"""Parts of the findings: of claims held against each other, of single readings, of the graph held against its shapes, and of quotes held
against texts.
"""

Order = Callable[[Finding], tuple[str, ...]]


def found(book: Book, part: str, owner: str, findings: Iterable[Finding], order: Order) -> None:
    """Notes what an owner finds now."""
    book.do("DELETE FROM finding WHERE owner = ? AND part = ?", owner, part)
    rows = [(part, owner, "\0".join(order(f)), as_text(f)) for f in findings]
    book.each("INSERT INTO finding VALUES (?, ?, ?, ?)", rows)


def as_text(finding: Finding) -> str:
    """A finding as the report writes it: JSON, keys sorted, an indent of one."""
    return json.dumps(finding.to_json(), ensure_ascii=False, sort_keys=True, indent=1)


def told(book: Book, *parts: str) -> Iterator[Finding]:
    """What was found in some parts, in the order of its places."""
    return (Finding.from_json(json.loads(one)) for one in told_texts(book, *parts))


def told_texts(book: Book, *parts: str) -> Iterator[str]:
    """The same, each finding as its text."""
    among = ", ".join("?" for _ in parts)
    query = f"SELECT told FROM finding WHERE part IN ({among}) ORDER BY place, owner, told"  # noqa: S608 - nothing but question marks
    return (one for (one,) in book.rows(query, *parts))
