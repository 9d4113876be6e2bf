"""Parameters become terms, never syntax."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triplewire import query
from triplewire.errors import NotFoundError, QueryError
from triplewire.query import bind

NVT = "https://w3id.org/triplewire/id/compound/nvt-101"
WRONG = [("2027-13-01", "date"), ("twelve", "number"), ("1e5 }", "number"), ("not an iri", "iri"), ("<a b>", "iri")]
HEADER = "#+ title: Which?\n#+ param: name | string | | a name\n#+ param: day | date | 2027-01-01 | a day\n#+ columns: x\n"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_any_text_comes_back_as_it_went_in(value: str) -> None:
    """Quotes, braces, backslashes and line breaks of a value stay inside it."""
    answer = query.run(ox.Store(), query.parse("SELECT ($v AS ?x) { }"), {"v": ox.Literal(value)})
    assert isinstance(answer, query.Table)
    assert answer.plain() == [(value,)]


def test_only_dollar_names_are_replaced() -> None:
    """`?name`, strings, IRIs and comments stay."""
    text = "SELECT ?v { ?v <a:$v> '$v' , $v } # $v"
    assert bind.bind(text, {"v": ox.Literal("1")}) == "SELECT ?v { ?v <a:$v> '$v' , \"1\" } # $v"


def test_a_default_stands_in_for_a_value_that_is_not_given() -> None:
    """The header's default is read as the parameter's type says."""
    assert bind.terms(query.parse(HEADER), {"name": "x"})["day"] == bind.term(date(2027, 1, 1), "date")


def test_a_missing_value_is_asked_for() -> None:
    """The message shows how to give it."""
    with pytest.raises(QueryError, match="-p name="):
        bind.terms(query.parse(HEADER), {})


def test_an_unknown_parameter_names_the_near_one() -> None:
    """A slip of the pen is told from the right name."""
    with pytest.raises(NotFoundError, match="did you mean name"):
        bind.terms(query.parse(HEADER), {"nam": "x"})


@pytest.mark.parametrize(("value", "kind"), WRONG)
def test_a_value_of_the_wrong_kind_is_refused(value: str, kind: query.library.ParamType) -> None:
    """What was expected is said; nothing is run."""
    with pytest.raises(QueryError, match="expected"):
        bind.term(value, kind, "v")


@pytest.mark.parametrize("value", ["compound:nvt-101", NVT, f"<{NVT}>"])
def test_an_iri_may_be_written_in_three_ways(value: str) -> None:
    """CURIE, bare and in brackets mean the same."""
    assert bind.term(value, "iri") == ox.NamedNode(NVT)


def test_a_header_with_faults_names_all_of_them() -> None:
    """Unknown fields and broken params are reported at once."""
    with pytest.raises(ValueError, match="colour") as caught:
        query.parse("#+ colour: red\n#+ param: x | y\nSELECT * { }")
    assert "name | type | default" in str(caught.value)
