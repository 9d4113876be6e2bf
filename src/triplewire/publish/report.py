"""`report.json`: what a build comes to, what looks wrong, what was set aside, mended and not known, written bit by bit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from triplewire import workbook
from triplewire.publish.product import Product, Tally, finding_texts
from triplewire.workbook import Book


def report(product: Product, tally: Tally) -> Iterator[str]:
    """The file, as `json.dumps` would write it with sorted keys and an indent of one, a list at a time."""
    return _text(_parts(product, tally))


def _parts(product: Product, tally: Tally) -> Iterator[tuple[str, object]]:
    """The parts of `report.json` by name: counts, findings, what was set aside, repairs, names without an identifier; long lists bit by
    bit, each member as JSON text.
    """
    yield "as_of", product.as_of.isoformat() if product.as_of else None
    yield "corrections", [c.to_json() for c in product.corrections]
    yield "counts", tally.counts(product)
    yield "facts_by_family", tally.families
    yield "findings", finding_texts(product, tally.families)
    yield "left_out", dict(product.left_out)
    yield "policy", product.policy
    yield "promises", workbook.states(product.book)
    yield "quarantine", [q.to_json() for q in product.quarantine]
    yield "repairs", _repairs(product.book)
    yield "since", product.since.isoformat() if product.since else None
    yield "ungrounded", [name.to_json() for name in tally.ungrounded]
    yield "ungrounded_by_type", Counter(name.type for name in tally.ungrounded)


def _repairs(book: Book) -> Iterator[str]:
    for release, tally in workbook.tallies(book):
        for start, end, old, new, rule in tally["repairs"]:
            yield as_json({"release": release, "start": start, "end": end, "old": old, "new": new, "rule": rule}, indent=1)


def _text(parts: Iterable[tuple[str, object]]) -> Iterator[str]:
    """A JSON object of parts as `json.dumps` would indent it by one, a list at a time."""
    for number, (name, value) in enumerate(parts):
        yield f"{',' if number else '{'}\n {as_json(name)}: "
        yield from _array(value) if isinstance(value, Iterator) else [_deeper(as_json(value, indent=1))]
    yield "\n}\n"


def _array(items: Iterator[str]) -> Iterator[str]:
    opened = False
    for item in items:
        yield f"{',' if opened else '['}\n  {_deeper(item, 2)}"
        opened = True
    yield "\n ]" if opened else "[]"


def _deeper(text: str, depth: int = 1) -> str:
    return text.replace("\n", "\n" + " " * depth)


def as_json(value: object, indent: int | None = None) -> str:
    """A value as JSON text, keys sorted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
