"""The page of anything that has an IRI and no page of its own: its triples in words, and the evidence where it claims something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from triplewire import vocab
from triplewire.draw import linked, page
from triplewire.draw.model import numbered
from triplewire.draw.names import clean
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader
from triplewire.query import Description

LABEL, CLASS = (vocab.curie_to_iri(name) for name in ("rdfs:label", "rdf:type"))
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Cell:
    """One end of a triple: what it is called, its short IRI ("" for a literal) and the page that tells of it ("" for none)."""

    words: str
    name: str = ""
    href: str = ""


def resource_page(reader: Reader, iri: str, told: Description, around: Around) -> str:
    """The page about `iri`: what it is and has, and what links to it, with the words of the release where it is a claim."""
    own = [t for t in told.triples if _iri(t.subject) == iri]
    to = [t for t in told.triples if _iri(t.object) == iri]
    claims = reader.statements([iri])
    said = next((f"{s.subject} {'not: ' if s.denied else ''}{s.relation} {s.object}" for s in claims.values()), "")
    label = next((clean(t.object.value) for t in own if _iri(t.predicate) == LABEL and isinstance(t.object, Literal)), said)
    return page.render(
        "resource.html",
        title=label or vocab.curie(iri),
        lede="",
        foot=foot(reader),
        around=around,
        sheets=("base.css", "resource.css"),
        iri=iri,
        own=_groups(((t.predicate, t.object) for t in own), reader, around),
        to=_groups(((t.predicate, t.subject) for t in to), reader, around),
        left_out=told.left_out,
        claims=numbered(claims.values()),
        alternates=linked.alternates(around),
    )


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _groups(pairs: Iterable[tuple[NamedNode, object]], reader: Reader, around: Around) -> list[tuple[Cell, list[Cell]]]:
    """The other ends of some triples by their relation: classes and names first, then in the order of the alphabet."""
    found: dict[str, list[Cell]] = {}
    for predicate, other in pairs:
        found.setdefault(predicate.value, []).append(_cell(other, reader, around))
    order = sorted(found, key=lambda iri: (iri not in (CLASS, LABEL), vocab.curie(iri)))
    return [(_relation(iri, reader, around), sorted(found[iri], key=lambda c: (c.words.lower(), c.name))) for iri in order]


def _relation(iri: str, reader: Reader, around: Around) -> Cell:
    return Cell("is a" if iri == CLASS else reader.names.relation(iri), vocab.curie(iri), around.href(iri))


def _cell(term: object, reader: Reader, around: Around) -> Cell:
    if not isinstance(term, NamedNode):
        words = clean(term.value if isinstance(term, Literal) else str(term))
        return Cell(words if len(words) <= LONGEST else words[:LONGEST] + " …")
    iri = term.value
    href = around.href(iri) or page.safe_href(iri)
    return Cell(reader.names.labels.get(iri, ""), vocab.curie(iri), href)
