"""Every query file keeps the house's form."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from triplewire import query, resources, vocab
from triplewire.tokens import tokens

FILES = [path for folder in ("competency", "explore", "views") for path in resources.files(f"queries/{folder}", "*.rq")]

ASKED = [path for path in FILES if path.parent.name != "views"]


def test_there_are_query_files() -> None:
    """A moved folder would leave the tests below without a case."""
    assert len(FILES) >= 50


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_query_says_what_it_asks_takes_and_answers(path: Path) -> None:
    """Title as a question, a description that ends as a sentence, an example that names the query."""
    named = query.load(path)
    assert named.title.endswith("?")
    assert named.description.endswith(".")
    verb = "draw" if named.folder == "views" else f"query {named.name}"
    assert named.example.startswith(f"triplewire {verb}")
    assert named.columns or "CONSTRUCT" in named.text


@pytest.mark.parametrize("path", ASKED, ids=lambda p: p.stem)
def test_each_query_shows_columns_that_it_has(path: Path) -> None:
    """What a chart and a picture read is promised in the header."""
    named = query.load(path)
    shown = set(named.chart.columns if named.chart else ()) | {end for d in named.draws for end in (d.source, d.target)}
    assert shown <= set(named.columns)


def test_each_question_has_a_theme_with_others() -> None:
    """A theme of one question or two is a slip of the pen; of many, no help."""
    themes = Counter(query.load(path).theme for path in ASKED)
    assert "" not in themes
    assert min(themes.values()) >= 3
    assert len(themes) <= 12


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_query_orders_its_rows(path: Path) -> None:
    """The last clause is an ORDER BY: an answer without order is another one each day."""
    words = [token.keyword for token in tokens(path.read_text("utf-8"))]
    assert "ORDER" in words
    assert words.index("ORDER") > max((i for i, w in enumerate(words) if w == "WHERE"), default=0)


@pytest.mark.parametrize("path", ASKED, ids=lambda p: p.stem)
def test_each_query_leaves_no_two_rows_to_chance(path: Path) -> None:
    """Rows are sorted by every column that they can differ in: all of them, or those of GROUP BY, which make a row one of a kind."""
    named = query.load(path)
    last = named.text.rpartition("\n}")[2]
    grouped = re.search(r"GROUP BY(.*)", last)
    different = re.findall(r"\w+", grouped.group(1)) if grouped else named.columns
    assert set(different) <= set(re.findall(r"\w+", last.partition("ORDER BY")[2]))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_query_leaves_prefixes_to_the_shared_file(path: Path) -> None:
    """No PREFIX line: all come from data/prefixes.json, and each that is used is there."""
    found = list(tokens(path.read_text("utf-8")))
    assert "PREFIX" not in {token.keyword for token in found}
    assert {t.text.partition(":")[0] for t in found if t.kind == "pname"} <= vocab.prefixes().keys()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_query_is_kind_to_the_planner(path: Path) -> None:
    """No NOT EXISTS, which the engine evaluates row by row; OPTIONAL with !BOUND says the same."""
    assert not re.search(r"\bEXISTS\b", path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_query_walks_no_hierarchy(path: Path) -> None:
    """No path with + or *, which not every store walks rightly: what it would reach is in the graph."""
    found = list(tokens(path.read_text("utf-8")))
    steps = [b for a, b in pairwise(found) if b.text in ("+", "*") and b.start == a.end and a.kind in ("pname", "iri")]
    assert not steps


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_declared_parameter_is_used(path: Path) -> None:
    """`$name` stands in the text for every `param`, and for nothing else."""
    named = query.load(path)
    used = {token.text[1:] for token in tokens(named.text) if token.kind == "variable" and token.text.startswith("$")}
    assert used == {param.name for param in named.params}
