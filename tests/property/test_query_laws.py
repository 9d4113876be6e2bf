"""Laws of the query library that hold for any text."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from triplewire import query, vocab
from triplewire.errors import QueryError
from triplewire.query import formats, guard
from triplewire.query.bind import bind
from triplewire.tokens import tokens

PIECES = (
    "SELECT",
    "*",
    "{",
    "}",
    "(",
    "?x",
    "$x",
    "<a:b>",
    "<",
    ">",
    "'",
    '"',
    '"""',
    "#",
    "\n",
    "\\",
    "rdfs:label",
    "SERVICE",
    "FROM",
    ".",
    ";",
    "é",
    " ",
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join)
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@given(TEXTS)
def test_tokens_lie_in_order_and_are_what_stands_there(text: str) -> None:
    """No token overlaps another, and each is the slice at its offsets."""
    found = list(tokens(text))
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(TEXTS)
def test_any_text_is_answered_or_refused(text: str) -> None:
    """Whatever comes in, the outcome is an answer or one of our errors."""
    with suppress(QueryError):
        query.run(ox.Store(), query.parse(text))


@given(TEXTS)
def test_what_the_guard_lets_through_has_no_service(text: str) -> None:
    """The word SERVICE outside strings, names and comments never comes through."""
    try:
        guard.check(text, vocab.prefixes())
    except QueryError:
        return
    assert all(token.keyword != "SERVICE" for token in tokens(text))


@given(TEXTS, VALUES)
def test_binding_touches_nothing_but_its_name(text: str, value: str) -> None:
    """Without the name in the text, binding is the identity; with it, binding again changes nothing."""
    once = bind(text, {"absent_name": ox.Literal(value)})
    assert once == text
    term = ox.NamedNode("https://w3id.org/triplewire/id/compound/x")
    bound = bind(text, {"x": term})
    assert bind(bound, {"x": term}) == bound


@given(st.lists(st.tuples(VALUES, VALUES), max_size=5))
def test_w3c_formats_read_back_as_they_were(rows: list[tuple[str, str]]) -> None:
    """JSON and TSV hold every character of every cell."""
    table = query.Table(("a", "b"), tuple((ox.Literal(a), ox.Literal(b)) for a, b in rows))
    for name, form in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        read = ox.parse_query_results(formats.render(table, name), format=form)
        assert isinstance(read, ox.QuerySolutions)
        assert [tuple(row) for row in read] == list(table.rows)
