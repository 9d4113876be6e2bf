"""Which thing a cell of an answer means: most questions answer with names, and pages and pictures want the things."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from triplewire import vocab
from triplewire.draw.names import Names, clean
from triplewire.query import Table

ANY = ("compound", "organization", "indication", "target", "technology", "person", "trial", "conference")
COLUMNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("compound", "rival", "combined_with"), ("compound",)),
    **dict.fromkeys(("company", "partner", "developer", "rival_developer", "organization", "payer", "payee"), ("organization",)),
    **dict.fromkeys(("technology", "payload"), ("technology",)),
    **dict.fromkeys(("indication", "other_indication", "broader"), ("indication",)),
    "target": ("target",),
    "trial": ("trial",),
    "person": ("person",),
    "meeting": ("conference",),
    **dict.fromkeys(("subject", "object", "about", "shared", "name", "what", "earlier", "later"), ANY),
    **dict.fromkeys(("release", "release_before", "decided_by", "one_release", "other_release"), ("release",)),
}
"""By name of a column, the kinds of things that its names may be of; of an unknown column, only IRIs are things."""


class Things:
    """Things by their names, and by their IRIs."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._by_label: dict[str, list[str]] = {}
        for iri, label in sorted(names.labels.items()):
            if self.kind(iri):
                self._by_label.setdefault(label, []).append(iri)

    def kind(self, iri: str) -> str:
        """The type that it is drawn as, else the kind that its IRI names, such as `person`; "" for what is no thing of the graph."""
        return self.names.types.get(iri) or (iri[len(vocab.ID) :].partition("/")[0] if iri.startswith(vocab.ID) else "")

    def of(self, column: str, cell: object) -> str:
        """The IRI of the thing in a cell; "" for none, and for a name that several things of the column's kinds have."""
        if isinstance(cell, ox.NamedNode):
            return cell.value
        kinds = COLUMNS.get(column, ())
        if not kinds or not isinstance(cell, ox.Literal):
            return ""
        if kinds == ("release",):
            return f"{vocab.ID}release/{cell.value}"
        found = [iri for iri in self._by_label.get(clean(cell.value), ()) if self.kind(iri) in kinds]
        return found[0] if len(found) == 1 else ""

    def column_has(self, table: Table, column: str) -> bool:
        """Whether a column has things that can be drawn in it, in most of its cells."""
        at = table.columns.index(column)
        cells = [row[at] for row in table.rows if row[at] is not None]
        return bool(cells) and 2 * self._drawn(column, cells) > len(cells)

    def _drawn(self, column: str, cells: Iterable[object]) -> int:
        return sum(self.of(column, cell) in self.names.types for cell in cells)
