"""The page of a thing that has none of its own: its triples in words, and its evidence."""

from __future__ import annotations

import re

import pytest

import triplewire as tw
from triplewire import query, vocab
from triplewire.draw import Site
from triplewire.errors import NotFoundError


@pytest.fixture(scope="module")
def live(sample_graph: tw.Graph) -> Site:
    """The pages of the samples as a server has them."""
    return sample_graph.site(live=True)


@pytest.fixture(scope="module")
def statement(sample_graph: tw.Graph) -> str:
    """The IRI of a statement with evidence."""
    rows = sample_graph.query(
        "SELECT ?s { ?s a tw:FactualStatement ; tw:stmtPredicate tw:targets ; tw:hasEvidence ?e } ORDER BY ?s LIMIT 1"
    )
    assert isinstance(rows, query.Table)
    return rows.plain()[0][0]


def test_a_statement_shows_what_it_claims_and_its_words(live: Site, statement: str) -> None:
    """Its title is the claim, its evidence the quote with its place."""
    text = live.resource(statement)
    assert re.search(r"<h1><bdi>[^<]+ targets [^<]+</bdi></h1>", text)
    assert "<blockquote" in text
    assert "characters " in text


def test_every_name_on_the_page_leads_on(live: Site, statement: str) -> None:
    """Things of the graph lead to their pages, relations to the ontology, and the page to the same as data."""
    text = live.resource(statement)
    assert re.search(r'href="\.\./\.\./id/target/[a-z0-9-]+', text)
    assert 'href="../../ontology/property/targets.html"' in text
    for ending in ("ttl", "jsonld", "nt"):
        assert f'href="{statement.rsplit("/", 1)[-1]}.{ending}"' in text


def test_a_thing_with_a_page_of_its_own_has_that(live: Site) -> None:
    """Asked for by its IRI, a compound's page is the one that the site has."""
    assert live.resource(vocab.entity("compound", "CYB003")) == live.page("id/compound/cyb003.html")


def test_what_no_triple_has_is_told_with_near_names(live: Site) -> None:
    """An unknown IRI is an error that names what is near."""
    with pytest.raises(NotFoundError, match="did you mean compound:cyb003"):
        live.resource(vocab.entity("compound", "CYB0033"))
