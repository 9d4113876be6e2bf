"""The kinds of things with pages, and what these pages call their facts, from `data/things.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources, vocab

SUBJECT, OBJECT = "of", "by"
"""What a thing is to a claim: its subject, its object, or else the name of a part of it."""
OTHER = "concerns"
"""The heading of what the file has no heading for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things: the folder of their IRIs, what one and many are called, how they are drawn ("" when they are not), their class
    of the ontology (an IRI), and the type of schema.org that fits.
    """

    name: str
    label: str
    plural: str
    type: str
    cls: str
    schema: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What a group of facts is called, its place among the groups, and whether the newest come first."""

    text: str
    place: int
    newest: bool


@cache
def _file() -> dict[str, Any]:
    return resources.toml("data", "things.toml")


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds by name, in the order in which they are listed. Raises DataError when the file is broken."""
    return {
        name: Kind(name, v["label"], v["plural"], v["type"], vocab.term(v["class"]), v["schema"]) for name, v in _file()["kinds"].items()
    }


@cache
def mirrors() -> frozenset[str]:
    """The rules whose results only repeat, the other way round or in wider words, what is said already."""
    return frozenset(_file()["rules"]["mirrors"])


@cache
def heading(relation: str, role: str) -> Heading:
    """What claims with a relation (an IRI) are called on the page of a thing that is their subject, object or other part."""
    facts = _file()["facts"]
    name = relation.rsplit("#", 1)[-1]
    known = name if role in facts.get(name, ()) else OTHER
    given = facts[known]
    return Heading(given.get(role, given[SUBJECT]), list(facts).index(known), given.get("newest", False))


def kind_of(iri: str, drawn: str = "") -> str:
    """The kind of a thing by its IRI; of one in a foreign namespace the kind that is drawn as `drawn`. "" for what has no page.

    >>> kind_of("https://w3id.org/triplewire/id/payload/dm1"), kind_of("https://example.org/x", "indication")
    ('payload', 'indication')
    """
    if iri.startswith(vocab.ID):
        folder = iri.removeprefix(vocab.ID).partition("/")[0]
        return folder if folder in kinds() else ""
    return drawn if drawn in kinds() and drawn == kinds()[drawn].type != "trial" else ""
