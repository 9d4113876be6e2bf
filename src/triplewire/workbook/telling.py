"""What a workbook tells of all releases together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from triplewire.builds import cache
from triplewire.model import Fact, Finding, fact_from_json
from triplewire.workbook.book import Book, unpacked


def facts(book: Book) -> Iterator[Fact]:
    """The facts of all releases in the order of `facts.jsonl`."""
    for head, lines in book.rows("SELECT head, lines FROM release ORDER BY id"):
        digest = cache.document(json.loads(head)).release.sha256
        yield from (fact_from_json(json.loads(line), digest) for line in unpacked(lines))


def findings(book: Book) -> list[Finding]:
    """What reconciling found, by release, kind and id."""
    found = (Finding.from_json(one) for (kept,) in book.rows("SELECT findings FROM company") for one in unpacked(kept))
    return sorted(found, key=lambda f: (f.release, f.kind, f.id))


def states(book: Book) -> Counter[str]:
    """How many promises are in which state."""
    found: Counter[str] = Counter()
    for (kept,) in book.rows("SELECT states FROM company"):
        found.update(json.loads(kept))
    return found
