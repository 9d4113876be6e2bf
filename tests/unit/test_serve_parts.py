"""Parts of the server that need no server: media types, cutting, messages, USING clauses."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triplewire.errors import QueryError
from triplewire.serve import cutting, media, wire
from triplewire.serve.using import with_dataset

FORMS = {offer.words[0]: offer for offer in media.ROWS}
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['},{"', "</result>", "\r\n", '"', "a\tb\n", "]}}"]
)


def solutions(values: list[str]) -> ox.QuerySolutions:
    """A SELECT with one row for each value."""
    found = ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {' '.join(str(ox.Literal(value)) for value in values)} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found


def values_of(data: bytes, form: str) -> list[str]:
    """The values in a result document."""
    if form == "json":
        return [row["x"]["value"] for row in json.loads(data)["results"]["bindings"]]
    if form == "xml":
        return [row.text or "" for row in ET.fromstring(data).iter("{http://www.w3.org/2005/sparql-results#}literal")]
    if form == "csv":
        return [(row or [""])[0] for row in csv.reader(io.StringIO(data.decode(), newline=""), strict=True)][1:]
    found = ox.parse_query_results(data, ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    return [row["x"].value for row in found]


def plain(value: str, form: str) -> str:
    """What a format can carry of a value: XML has no control characters."""
    if form != "xml":
        return value
    return "".join("\ufffd" if ord(c) in (0xFFFE, 0xFFFF) or (ord(c) < 32 and c not in "\t\r\n") else c for c in value)


@pytest.mark.parametrize("form", sorted(FORMS))
@given(st.lists(texts, max_size=8), st.integers(1, 8))
def test_exactly_so_many_rows_are_left(form: str, values: list[str], most: int) -> None:
    """Whatever the values look like: the first ones are there, whole and unchanged, and it is said when there are more."""
    data, limit = cutting.rows(solutions(values), FORMS[form], most, 1 << 20)
    assert values_of(data, form) == [plain(value, form) for value in values[:most]]
    assert limit == (f"rows={most}" if len(values) > most else "")


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("size", [30_000, 100_000, 1_000_000])
def test_so_many_bytes_are_left_at_most(form: str, size: int) -> None:
    """Cut behind a whole row; nothing is cut when all of it fits."""
    values = [f"{number:05} " + "é" * 200 for number in range(1000)]
    data, limit = cutting.rows(solutions(values), FORMS[form], 10_000, size)
    left = values_of(data, form)
    assert (len(data) <= size, left) == (True, values[: len(left)])
    assert limit == ("" if size == 1_000_000 else f"bytes={size}")
    assert len(left) > (25 if limit else 999)


def test_one_row_that_is_too_large_leaves_none() -> None:
    """And still a whole document."""
    for form, offer in FORMS.items():
        data, limit = cutting.rows(solutions(["x" * 100_000]), offer, 10, 5000)
        assert (values_of(data, form), limit) == ([], "bytes=5000")


@given(st.lists(st.tuples(st.dictionaries(st.text(), st.integers()), st.binary(max_size=50)), max_size=5), st.integers(1, 40))
def test_messages_come_out_as_they_went_in(messages: list[tuple[dict[str, int], bytes]], piece: int) -> None:
    """In whatever pieces they arrive."""
    sent = b"".join(part for header, body in messages for part in wire.packed(header, body))
    data, got = bytearray(), []
    for at in range(0, len(sent), piece):
        data += sent[at : at + piece]
        while message := wire.unpacked(data):
            got.append(message)
    assert (got, bytes(data)) == (messages, b"")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("INSERT {} WHERE {}", "INSERT {} USING <a:1> USING NAMED <a:2> WHERE {}"),
        ("DELETE WHERE { ?s ?p 'WHERE {' }", "DELETE { ?s ?p 'WHERE {' } USING <a:1> USING NAMED <a:2> WHERE { ?s ?p 'WHERE {' }"),
        ("INSERT DATA { <a:> <a:> 1 }", "INSERT DATA { <a:> <a:> 1 }"),
        ("CLEAR ALL", "CLEAR ALL"),
        ("INSERT {} WHERE { { SELECT * WHERE {} } }", "INSERT {} USING <a:1> USING NAMED <a:2> WHERE { { SELECT * WHERE {} } }"),
    ],
)
def test_graphs_of_the_protocol_become_using_clauses(text: str, written: str) -> None:
    """Before each WHERE of an operation, and nowhere else."""
    assert with_dataset(text, ["a:1"], ["a:2"]) == written
    assert with_dataset(text, [], []) == text


@pytest.mark.parametrize("text", ["WITH <a:> DELETE {} WHERE {}", "INSERT {} USING <a:> WHERE {}", "DELETE WHERE { {", "DELETE WHERE"])
def test_graphs_are_not_named_twice(text: str) -> None:
    """Nor is a text that is no update rewritten."""
    with pytest.raises(QueryError):
        with_dataset(text, ["a:1"], [])


def test_no_iri_becomes_syntax() -> None:
    """A name of a graph is an IRI or nothing."""
    with pytest.raises(QueryError):
        with_dataset("INSERT {} WHERE {}", ["a:> WHERE {} ; DROP ALL #"], [])
