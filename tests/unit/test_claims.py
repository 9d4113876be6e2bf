"""Claims read from the index of a store, held against a query that asks for each of their properties."""

from __future__ import annotations

from dataclasses import astuple

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

import triplewire as tw
from triplewire import query, store
from triplewire.draw.claim import claims
from triplewire.draw.quick import Templates, escaped

ASKED = """
SELECT DISTINCT ?statement ?kind ?subject ?relation ?object ?rule ?release ?date ?confidence ?hedge ?window ?time ?flag WHERE {
  {
    ?statement tw:stmtSubject ?subject ; tw:stmtPredicate ?relation ; tw:stmtObject ?object ; a ?class .
    VALUES (?class ?kind) {
      (tw:FactualStatement "stated") (tw:ForwardLookingStatement "expected")
      (tw:NegativeStatement "denied") (tw:DerivedStatement "inferred")
    }
    OPTIONAL { ?statement tw:extractionRule ?rule }
  } UNION {
    ?statement tw:infersSubject ?subject ; tw:infersPredicate ?relation ; tw:infersObject ?object .
    BIND("inferred" AS ?kind)
    OPTIONAL { ?statement tw:byRule ?rule }
  }
  OPTIONAL { ?statement tw:statedIn ?release }
  OPTIONAL { ?statement dcterms:issued ?date }
  OPTIONAL { ?statement tw:confidence ?confidence }
  OPTIONAL { ?statement tw:hedge ?hedge }
  OPTIONAL { ?statement tw:windowText ?window }
  OPTIONAL { ?statement tw:expectedWindow ?expected }
  OPTIONAL { ?statement tw:occurredIn ?occurred }
  BIND(COALESCE(?expected, ?occurred) AS ?time)
  OPTIONAL { ?statement tw:flag ?flag }
}
ORDER BY ?statement ?flag
"""


@pytest.fixture(scope="module")
def asked(sample_graph: tw.Graph) -> dict[str, tuple[object, ...]]:
    """What the query has of each claim of the samples: its columns, the flags as one."""
    found: dict[str, tuple[object, ...]] = {}
    table = query.run(sample_graph.store, ASKED)
    assert isinstance(table, query.Table)
    for statement, *columns, flag in table.plain():
        flags = (*found[statement][-1], flag) if statement in found else (flag,) if flag else ()  # type: ignore[misc]
        found[statement] = (*columns, flags)
    return found


def test_a_claim_read_at_once_is_what_a_query_for_its_properties_finds(
    sample_graph: tw.Graph, asked: dict[str, tuple[object, ...]]
) -> None:
    """Every statement and every inference of the samples has the values that the query has, whichever graphs of the store are asked."""
    assert {iri: astuple(claim) for iri, claim in claims(sample_graph.store, asked).items()} == asked
    old = ox.Store()
    old.bulk_extend(store.named_quads(sample_graph.store))
    some = list(asked)[:50]
    assert claims(old, some) == claims(sample_graph.store, some)


def test_what_is_no_claim_is_left_out(sample_graph: tw.Graph) -> None:
    """An IRI that the store does not have, and one of a thing, give nothing."""
    thing = next(iter(sample_graph.site().things.all))
    assert claims(sample_graph.store, ["https://example.org/none", thing]) == {}


VALUES = st.one_of(st.text(), st.text().map(Markup), st.integers(), st.none(), st.booleans())
TEMPLATE = """{% macro m(a, b="x<") %}{{ a }}{{ b }}{% endmacro %}{{ m(v.one) }}|{{ m(v["one"], b=v.text) }}|{{ w.real }}
{% for k in v.texts %}{{ k }}{{ loop.index }}{% endfor %}{% set s %}{{ v.one }}{% endset %}{{ s }}{{ v.text | upper }}{{ v.one ~ "&" }}"""


@given(one=VALUES, text=st.text(), texts=st.lists(VALUES, max_size=3), w=st.integers())
def test_the_short_ways_through_a_template_lead_to_the_same_text(one: object, text: str, texts: list[object], w: int) -> None:
    """A template gives what Jinja gives for it, whatever the values: escaped once, attributes before items."""
    values = {"one": one, "text": text, "texts": texts}
    plain = Environment(autoescape=True, undefined=StrictUndefined)
    quick = Templates(autoescape=True, undefined=StrictUndefined)
    made = [env.from_string(TEMPLATE).render(v=values, w=w) for env in (plain, quick)]
    assert made[0] == made[1]
    assert str(escaped(one)) == str(escape(one))


def test_a_dict_keeps_its_methods_in_a_template() -> None:
    """An item that is called like a method of a dict does not hide it, as in Jinja."""
    for env in (Environment(autoescape=True), Templates(autoescape=True)):
        assert (
            env.from_string("{% for k, v in d.items() %}{{ k }}{% endfor %}{{ d.none is defined }}").render(d={"items": 1}) == "itemsFalse"
        )
