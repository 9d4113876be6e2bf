"""What things are called, what they are and what they are made of: read once, then looked up.

A triple that many releases repeat (a label, a class, the phase of a trial) is found once per release, and a query that joins several
of them multiplies. So each is asked for alone, and joined here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from triplewire.draw.model import Entity, Node
from triplewire.draw.style import style

Row = dict[str, str]
SEARCHED = ("compound", "organization", "indication", "target", "technology")
# Marks that would turn the direction of the text around a name, and control characters, have no place in a label.
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")

_LONG_NUMBER = re.compile(r"(?<![\w-])\d{5,}\b")


def clean(label: str) -> str:
    """A label on one line, without control characters and direction overrides."""
    return " ".join(_UNSEEN.sub(" ", label).split())


def capital(words: str) -> str:
    """The words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def plain_figures(text: str) -> str:
    """The text with long numbers in groups of three digits.

    >>> plain_figures("net loss FY2011, 60000000 to 64000000 USD")
    'net loss FY2011, 60,000,000 to 64,000,000 USD'
    """
    return _LONG_NUMBER.sub(lambda m: f"{int(m[0]):,}", text)


class Names:
    """Look-ups over a graph; `rows` answers a view query by its name."""

    def __init__(self, rows: Callable[[str], list[Row]]) -> None:
        self._rows = rows

    def _many(self, query: str, value: str) -> dict[str, tuple[str, ...]]:
        out: dict[str, list[str]] = {}
        for row in self._rows(query):
            out.setdefault(row["node"], []).append(row[value])
        return {iri: tuple(found) for iri, found in out.items()}

    @cached_property
    def labels(self) -> dict[str, str]:
        """IRI -> label, cleaned; the first in the order of the alphabet where a graph has several."""
        found = {iri: next((clean(n) for n in names if clean(n)), "") for iri, names in self._many("names", "label").items()}
        return {iri: name for iri, name in found.items() if name}

    @cached_property
    def types(self) -> dict[str, str]:
        """IRI -> the type of `data/style.toml` that it is drawn as."""
        found = self._many("classes", "class")
        typed = {iri: next((t for c in classes if (t := style().type_of(c.rsplit("#", 1)[-1]))), "") for iri, classes in found.items()}
        return {iri: kind for iri, kind in typed.items() if kind}

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """IRI -> other names, cleaned, without the label."""
        found = {iri: {clean(n) for n in names} - {"", self.labels.get(iri)} for iri, names in self._many("aliases", "also").items()}
        return {iri: tuple(sorted(n for n in names if n)) for iri, names in found.items()}

    @cached_property
    def identifiers(self) -> dict[str, tuple[str, ...]]:
        """IRI -> the public identifiers (IRIs) that a thing is matched with."""
        return self._many("identifiers", "match")

    @cached_property
    def _parts(self) -> dict[tuple[str, str], str]:
        out: dict[tuple[str, str], str] = {}
        for row in self._rows("parts"):
            out.setdefault((row["node"], row["part"]), row["value"])
        return out

    def part(self, iri: str, part: str) -> str:
        """A part of a node as the graph has it (an IRI or a plain value), "" when there is none; see `parts.rq` for the words."""
        return self._parts.get((iri, part), "")

    @cached_property
    def orders(self) -> list[tuple[str, float]]:
        """Stages of development with their places, from the earliest on."""
        found = [(iri, float(value)) for (iri, part), value in self._parts.items() if part == "order"]
        return sorted(found, key=lambda f: (f[1], f[0]))

    def label(self, iri: str) -> str:
        """What a node is called; "unnamed" when it has no label, "" for no node."""
        return self.labels.get(iri, "unnamed") if iri else ""

    def word(self, iri: str) -> str:
        """The short word of a closed vocabulary (a stage, a region, a type), else the label; "" for no node."""
        return clean(self.part(iri, "notation")) or self.label(iri)

    def node(self, iri: str) -> Node:
        """The node as it is drawn. Its type is "" when it is nothing that is drawn."""
        return Node(iri, self.short(iri) or self.label(iri), self.types.get(iri, ""))

    def short(self, iri: str) -> str:
        """A name that fits beside others: type and region of a designation, kind and venue of a milestone; "" for anything else."""
        kind, of = self.part(iri, "kind"), self.part(iri, "type")
        words = (self.word(of), self.word(self.part(iri, "region"))) if of else (self.label(kind), self.label(self.part(iri, "venue")))
        return capital(", ".join(w for w in words if w)) if of or kind else ""

    def long(self, iri: str) -> str:
        """A name that reads well after the relation, without repeating it; "" for anything but designations and milestones."""
        of = self.word(self.part(iri, "type"))
        if not of:
            return self.short(iri)
        words = (of if of != "orphan" else "", self.label(self.part(iri, "indication")), self.word(self.part(iri, "region")))
        return ", ".join(w for w in words if w) or of

    def relation(self, iri: str) -> str:
        """What a relation is called: its label in the ontology, else its local name in words."""
        local = re.split(r"[#/]", iri)[-1]
        return self.labels.get(iri) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()

    @cached_property
    def entities(self) -> list[Entity]:
        """Everything that can be looked up and that a claim is about, by name."""
        counts = {row["node"]: int(row["facts"]) for row in self._rows("mentions")}
        found = [
            Entity(iri, self.label(iri), kind, self.aliases.get(iri, ()), counts[iri])
            for iri, kind in self.types.items()
            if kind in SEARCHED and iri in counts
        ]
        return sorted(found, key=lambda e: (e.label.lower(), e.id))
