"""Laws of the order of rows: it is the one that the engine gives, and what is no order at the end of a text is left in it."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triplewire import query
from triplewire.query import ordering

XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(value: object, datatype: str) -> ox.Literal:
    """The literal of a value."""
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + datatype))


TEXTS = st.text(st.sampled_from("aAbé\U0001f600 -1"), max_size=3)
TERMS = st.one_of(
    st.none(),
    TEXTS.map(ox.Literal),
    st.tuples(TEXTS, st.sampled_from(["en", "de"])).map(lambda p: ox.Literal(p[0], language=p[1])),
    st.sampled_from("abc").map(lambda c: ox.NamedNode(f"urn:{c}")),
)
TENTHS = st.decimals(-11, 11, places=1).filter(lambda d: d % 1 != 0)
NUMBERS = st.one_of(st.none(), st.integers(-11, 11).map(ox.Literal), TENTHS.map(lambda d: typed(d, "decimal")))
DAYS = st.one_of(st.none(), st.dates().map(lambda d: typed(d, "date")))
ROWS = st.lists(st.tuples(TERMS, NUMBERS, DAYS), max_size=12, unique=True)
KEYS = st.permutations([f"{sign}(?{name})" if sign else f"?{name}" for name, sign in (("a", ""), ("b", "DESC"), ("c", "asc"))])


@given(ROWS, KEYS)
@settings(max_examples=200)
def test_rows_come_in_the_order_of_the_engine(rows: Sequence[ordering.Row], keys: Sequence[str]) -> None:
    """Texts with and without a language, IRIs, numbers, days and nothing at all, by any of the columns first."""
    lines = " ".join(f"({' '.join('UNDEF' if cell is None else str(cell) for cell in row)})" for row in rows)
    text = f"SELECT ?a ?b ?c WHERE {{ VALUES (?a ?b ?c) {{ {lines} }} }}\nORDER BY {' '.join(keys)}"
    store = ox.Store()
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    answer = query.run(store, text)
    assert isinstance(answer, query.Table)
    assert list(answer.rows) == [tuple(row) for row in solutions]
    assert ordering.ordered(rows, ["a", "b", "c"], ordering.split(text)[1]) is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a LIMIT 2",
        "SELECT ?a WHERE { ?a ?b ?c } ORDER BY STR(?a)",
        "SELECT ?a WHERE { { SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a } }",
        "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a VALUES ?a { 1 }",
    ],
)
def test_another_end_is_left_to_the_engine(text: str) -> None:
    """Only an ORDER BY of variables that ends the text is taken from it."""
    assert ordering.split(text) == (text, ())


@pytest.mark.parametrize("cells", [[ox.Literal(1), ox.Literal("1")], [ox.Literal(1.5)], [ox.BlankNode("a")]])
def test_what_is_not_known_here_has_the_order_of_the_engine(cells: list[ordering.Cell]) -> None:
    """Mixed kinds, floating numbers and blank nodes are not ordered here, and neither is what is no column."""
    assert ordering.ordered([(cell,) for cell in cells], ["a"], [("a", False)]) is None
    assert ordering.ordered([], ["a"], [("b", False)]) is None
