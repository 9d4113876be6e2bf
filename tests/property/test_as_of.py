"""As of a day is the same as a build of only the releases dated up to it: facts, graph, report, pages and answers."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.contract.build_helper import artefacts

import triplewire as tw
from triplewire import api, draw, query, store
from triplewire.errors import QueryError

DAYS = (date(2010, 10, 28), date(2025, 5, 19), date(2025, 9, 3))
"""The day of the first release, one between two releases, one on which two were issued."""

UNDATED = (
    "Halcyra Biosciences Notes\n\nHalcyra Biosciences SA today said that HAL-9 targets CD19. HAL-9 is in Phase 1 testing for lymphoma.\n"
)


@dataclass(frozen=True)
class Then:
    """A day, a build as of that day, and one of only the releases that were out."""

    day: date
    as_of: tw.Graph
    only: tw.Graph


@pytest.fixture(scope="module")
def whole(sample_out: Path, tmp_path_factory: pytest.TempPathFactory) -> tw.Graph:
    """A build of the samples and of a release without a date, which is not known to have been out on any day."""
    out = tmp_path_factory.mktemp("whole")
    shutil.copytree(sample_out / "cache", out / "cache")
    undated = out / "undated.txt"
    undated.write_text(UNDATED, "utf-8")
    tw.build([*api.samples(), undated], out)
    graph = tw.open(out)
    assert any(r.date is None for r in graph.releases())
    return graph


@pytest.fixture(scope="module", params=DAYS, ids=str)
def then(request: pytest.FixtureRequest, whole: tw.Graph, tmp_path_factory: pytest.TempPathFactory) -> Then:
    """Both builds, from readings that are there already."""
    folders = [tmp_path_factory.mktemp(name) for name in ("as-of", "only")]
    for folder in folders:
        shutil.copytree(whole.folder.parents[1] / "cache", folder / "cache")
    dates = {r.id: r.date for r in whole.releases()}
    out = [path for path in api.samples() if (day := dates.get(path.stem)) and day <= request.param]
    tw.build([*api.samples(), whole.folder.parents[1] / "undated.txt"], folders[0], as_of=request.param)
    tw.build(out, folders[1])
    return Then(request.param, tw.open(folders[0]), tw.open(folders[1]))


def report(graph: tw.Graph) -> dict[str, Any]:
    """The report of a build without the day it was made as of, and what it left out for that."""
    made = json.loads((graph.folder / "report.json").read_text("utf-8"))
    return {key: value for key, value in made.items() if key not in ("as_of", "left_out")}


def test_an_as_of_build_is_a_build_of_what_was_out(then: Then) -> None:
    """Every file but the report and the pages, byte by byte; the report but for its as-of line."""
    one, two = (artefacts(graph.folder.parents[1]) for graph in (then.as_of, then.only))
    assert one.keys() == two.keys()
    plain = [name for name in one if not name.endswith(".html") and name != "report.json"]
    assert [name for name in plain if one[name] != two[name]] == []
    assert {"facts.jsonl", "graph.ttl", "graph.trig"} <= set(plain)
    assert report(then.as_of) == report(then.only)


def test_a_build_knows_what_it_knew_on_a_day(then: Then, whole: tw.Graph) -> None:
    """The graph of all releases, taken back to a day, has the same quads, facts and releases."""
    back = whole.until(then.day)
    assert set(store.named_quads(back.store)) == set(store.named_quads(then.only.store))
    assert [f.to_line() for f in back.facts()] == [f.to_line() for f in then.only.facts()]
    assert back.releases() == then.only.releases()


@pytest.mark.parametrize("view", sorted(name for name, view in draw.VIEWS.items() if not view.needs_focus))
def test_a_view_as_of_a_day_is_that_of_a_build_of_that_day(then: Then, whole: tw.Graph, view: str) -> None:
    """No name, part or inference of a later release comes through."""
    assert whole.draw(view, as_of=then.day) == then.as_of.draw(view, as_of=then.day)


def test_a_company_as_of_a_day_is_that_of_a_build_of_that_day(then: Then, whole: tw.Graph) -> None:
    """Its record, its promises and its change log know nothing later."""
    for name in sorted({r.issuer for r in then.only.releases() if r.issuer}):
        assert whole.draw("company", focus=name, as_of=then.day) == then.as_of.draw("company", focus=name, as_of=then.day)


@pytest.mark.parametrize("name", [q.name for q in query.listing() if not any(p.required for p in q.params)])
def test_every_question_takes_a_day(then: Then, whole: tw.Graph, name: str) -> None:
    """With `as_of` it answers as it does on a build of what was out; also those that have no such parameter."""
    assert whole.query(name, as_of=then.day) == then.only.query(name, **_day_of(name, then.day))


def _day_of(name: str, day: date) -> dict[str, Any]:
    """Where a question has the parameter itself, it may ask about the day: whose time is up by then."""
    return {"as_of": day} if query.takes(query.named(name), "as_of") else {}


def test_a_query_of_ones_own_takes_a_day_too(whole: tw.Graph) -> None:
    """One with `$as_of` in its text gets the day there, any other the graph of that day; what is no day is said."""
    count = "SELECT (COUNT(DISTINCT ?r) AS ?n) WHERE { ?r a tw:Release }"
    bound = "SELECT (COUNT(DISTINCT ?r) AS ?n) WHERE { ?r a tw:Release ; dcterms:issued ?d FILTER(?d <= $as_of) }"
    answers = [whole.query(text, as_of="2025-05-19") for text in (count, bound)]
    assert answers[0] == answers[1] != whole.query(count)
    with pytest.raises(QueryError, match="as_of=2025-5-19: expected a date as YYYY-MM-DD"):
        whole.query(count, as_of="2025-5-19")
