"""What a workbook tells of all releases together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from triplewire.model import Fact, fact_from_json
from triplewire.workbook.book import Book, unpacked_text


def facts(book: Book) -> Iterator[Fact]:
    """The facts of all releases in the order of `facts.jsonl`."""
    for digest, lines in book.rows("SELECT sha256, lines FROM release ORDER BY id"):
        yield from (fact_from_json(json.loads(line), digest) for line in unpacked_text(lines).split("\n") if line)


def states(book: Book) -> Counter[str]:
    """How many promises are in which state."""
    found: Counter[str] = Counter()
    for (kept,) in book.rows("SELECT states FROM company"):
        found.update(json.loads(kept))
    return found


def shown(book: Book) -> dict[str, str]:
    """By the id of each release the name that is shown for its issuer."""
    return dict(book.rows("SELECT id, shown FROM release"))


def tallies(book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    """By the id of each release what the report counts of it."""
    return ((release, json.loads(tally)) for release, tally in book.rows("SELECT id, tally FROM release ORDER BY id"))
