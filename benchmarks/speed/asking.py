"""The shipped queries on the sample graph: through Triplewire, on the bare engine, and on rdflib."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import rdflib

import triplewire as tw
from benchmarks.speed.clock import Row, Work, geometric_mean, race
from triplewire import query, vocab
from triplewire.query import engine

LIMIT = 5
"""Seconds that an engine has for one query."""


def values(named: query.NamedQuery, fact: str) -> dict[str, str]:
    """The parameters of the query's own example, with a fact that is there."""
    given = dict(word.partition("=")[::2] for flag, word in pairwise(shlex.split(named.example)) if flag == "-p")
    return {**given, "fact": fact} if "fact" in given else given


def _rdflib(store: ox.Store) -> rdflib.Dataset:
    """The same quads in rdflib, its default graph the union of all."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    return dataset


def _contestants(graph: tw.Graph, other: rdflib.Dataset, named: query.NamedQuery, fact: str) -> dict[str, Work]:
    given, prefixes = values(named, fact), vocab.prefixes()
    text = engine.prepare(named, given)
    return {
        "triplewire": lambda: query.run(graph.store, named, given),
        "bare pyoxigraph": lambda: _answer(graph.store.query(text, prefixes=prefixes)),
        "rdflib": lambda: list(other.query(text, initNs=prefixes)),
    }


def _answer(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> object:
    return bool(found) if isinstance(found, ox.QueryBoolean) else list(found)


def rows(tries: int, say: Callable[[str], None], most: int | None = None) -> list[Row]:
    """The geometric means over all shipped queries, of the store on disk; `most` takes the first ones only."""
    with TemporaryDirectory() as folder:
        tw.build(out=folder)
        graph = tw.open(folder)
        fact = json.loads((Path(folder) / "current" / "facts.jsonl").read_text("utf-8").split("\n", 1)[0])["id"]
        other = _rdflib(graph.store)
        times = [race(_contestants(graph, other, named, fact), tries, LIMIT) for named in query.listing()[:most]]
    ours = geometric_mean(t["triplewire"] for t in times)
    gains = sorted(t["rdflib"] / t["triplewire"] for t in times)
    stopped = sum(t["rdflib"] >= LIMIT for t in times)
    say(f"asking {len(times)} queries of {len(other):,} triples; against rdflib {gains[0]:.1f} to {gains[-1]:,.0f} times as fast")
    if stopped:
        say(f"rdflib was stopped in {stopped} of them after {LIMIT} s; that time counts, so its mean is too good")
    bars = {"bare pyoxigraph": "≥ 0.83", "rdflib": "≥ 10"}
    what = f"answer a shipped query (mean of {len(times)})"
    return [Row(what, ours, peer, geometric_mean(t[peer] for t in times), bars[peer]) for peer in bars]
