"""Laws of the Turtle writer, for any literals and any order."""

from __future__ import annotations

import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from triplewire.store import turtle
from triplewire.triplify.rdf import clean, name

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(clean)
SLUGS = st.text("abcz019-._~%:/", min_size=1, max_size=12).filter(lambda s: "%" not in s)
NODES = st.one_of(
    SLUGS.map(lambda s: NamedNode("https://w3id.org/triplewire/id/compound/" + s)),
    SLUGS.map(lambda s: NamedNode("https://w3id.org/triplewire/ontology#" + s)),
)
LITERALS = st.one_of(
    WORDS.map(Literal),
    WORDS.map(lambda w: Literal(w, language="en")),
    st.integers(-(10**12), 10**12).map(lambda i: Literal(str(i), datatype=name("xsd:integer"))),
    st.decimals(-(10**9), 10**9, places=4).map(lambda d: Literal(f"{d:f}", datatype=name("xsd:decimal"))),
    st.dates().map(lambda d: Literal(d.isoformat(), datatype=name("xsd:date"))),
    st.booleans().map(lambda b: Literal(str(b).lower(), datatype=name("xsd:boolean"))),
)
QUADS = st.lists(st.builds(Quad, NODES, NODES, st.one_of(NODES, LITERALS)), max_size=12)


def flat(quads: list[Quad]) -> set[str]:
    """The triples as N-Triples lines."""
    return {f"{q.subject} {q.predicate} {q.object}" for q in quads}


@given(QUADS)
def test_turtle_reads_back_as_it_was(quads: list[Quad]) -> None:
    """Whatever the strings and numbers, the triples come back unchanged."""
    assert flat(list(parse(input=turtle(quads).encode(), format=RdfFormat.TURTLE))) == flat(quads)


@given(QUADS)
def test_rdflib_reads_the_same_triples(quads: list[Quad]) -> None:
    """Rdflib reads from Turtle what it reads from N-Triples."""
    lines = "".join(f"{line} .\n" for line in sorted(flat(quads)))
    assert set(rdflib.Graph().parse(data=turtle(quads), format="turtle")) == set(rdflib.Graph().parse(data=lines, format="nt"))


@given(QUADS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_show(quads: list[Quad], order: object) -> None:
    """Any order, with repetitions, gives the same text."""
    mixed = quads + quads
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert turtle(mixed) == turtle(quads)
