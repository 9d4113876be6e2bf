"""What a term of the ontology is: frozen, plain strings."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("class", "object property", "data property", "annotation property", "individual")
PLURALS = {kind: f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s" for kind in KINDS} | {"class": "classes"}
RESERVED = "Reserved: "
"""How the note of a term begins that nothing in the program writes yet."""


@dataclass(frozen=True, slots=True)
class Match:
    """A counterpart elsewhere. `relation` is exact, close, broad or related."""

    relation: str
    curie: str
    iri: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the ontology. Other terms are named by their CURIEs, sorted; `axioms` are sentences in Manchester syntax.

    `name` is the CURIE (`tw:Compound`); `parents` are wider classes or properties, for individuals their classes; `domain` and
    `range` have several members where any of them will do. `values` are the assertions about an individual, property and value.
    """

    iri: str
    name: str
    kind: str
    label: str
    definition: str
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    notation: str = ""
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    inverse: str = ""
    traits: tuple[str, ...] = ()
    axioms: tuple[str, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    disjoint: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    matches: tuple[Match, ...] = ()
    replaced_by: str = ""
    deprecated: bool = False

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.partition(":")[2]

    @property
    def reserved(self) -> str:
        """Why nothing in the program writes the term, "" when something does."""
        return next((n.removeprefix(RESERVED) for n in self.notes if n.startswith(RESERVED)), "")

    @property
    def is_property(self) -> bool:
        """Whether it links or describes things."""
        return self.kind.endswith("property")
