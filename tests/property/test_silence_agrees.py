"""The query `silent-programmes` and the findings of a build are one rule in two places."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import FIRST, Corpus, corpora

import triplewire as tw
from triplewire import query
from triplewire.reconcile.changes import Limits, limits, silence
from triplewire.store import memory
from triplewire.triplify import triplify

Row = tuple[str, str, str, str, str]
DAYS = st.integers(0, 620).map(lambda n: FIRST + timedelta(days=n))


def asked(store: ox.Store, limit: Limits, as_of: date | None) -> list[Row]:
    """The rows of the query: company, compound, last mention, releases and months since."""
    numbers = {"releases": limit.releases, "months": limit.months, "least": limit.least}
    answer = query.run(store, "silent-programmes", {**numbers, **({"as_of": as_of} if as_of else {})})
    assert isinstance(answer, query.Table)
    return sorted((a, b, c, d, e) for a, b, c, d, e, _ in answer.plain())


def found(one: Corpus, limit: Limits, as_of: date | None) -> list[Row]:
    """What the findings say in their messages."""
    kept = one.until(as_of) if as_of else one
    told = (f.message for f in silence(kept.releases, kept.facts, limit) if f.kind == "silent-programme")
    pattern = r"(.+): no development reported by (.+) since (\S+) \((\d+) releases?, (\d+) months?\)"
    parts = (re.match(pattern, message) for message in told)
    return sorted((p[2], p[1], p[3], p[4], p[5]) for p in parts if p)


@settings(max_examples=120)
@given(corpora, st.integers(0, 3), st.integers(0, 9), st.integers(1, 3), st.none() | DAYS)
def test_the_query_finds_what_the_build_reports(one: Corpus, releases: int, months: int, least: int, as_of: date | None) -> None:
    """For any corpus, limits and day: the same companies, compounds, days and numbers."""
    limit = replace(limits(), releases=releases, months=months, least=least)
    store = memory(triplify(one.documents(), one.facts))
    assert asked(store, limit, as_of) == found(one, limit, as_of)


def test_they_agree_on_the_samples(sample_graph: tw.Graph) -> None:
    """With limits low enough that something is silent."""
    one = Corpus(tuple(sample_graph.releases()), tuple(sample_graph.facts()))
    limit = replace(limits(), releases=1, months=1, least=1)
    rows = asked(sample_graph.store, limit, None)
    assert rows == found(one, limit, None)
    assert rows


def test_the_query_has_the_limits_of_the_settings() -> None:
    """A limit that is changed in the file is changed in the query too, and so are the families."""
    named = query.named("silent-programmes")
    numbers = {p.name: p.default for p in named.params}
    limit = limits()
    assert {n: int(numbers[n]) for n in ("releases", "months", "least")} == {
        "releases": limit.releases,
        "months": limit.months,
        "least": limit.least,
    }
    blocks = [frozenset(re.findall(r'"(\w+)"', block)) for block in re.findall(r"\?family (?:\{|NOT IN \()([^})]*)", named.text)]
    assert blocks == [limit.developing, limit.living]
