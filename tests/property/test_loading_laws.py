"""Laws of keeping a store in step, with pyoxigraph as the store: wherever a run ends, what is recorded is true, and the next run finishes.

With requests of one byte every triple and every record is a request of its own, so a run ends between any two of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
from hypothesis import example, given, settings
from hypothesis import strategies as st

from triplewire import vocab
from triplewire.export.sparql.content import contents, lines
from triplewire.export.sparql.forms import Form, GraphStore, Step, Updates
from triplewire.export.sparql.plan import Plan, plan
from triplewire.export.sparql.records import LOADS, Records

NAMES = ("background", "inferred", "ledger", "release/a", "release/b", "release/c")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
TERMS = st.one_of(
    st.sampled_from([ox.NamedNode("urn:x"), ox.NamedNode("urn:é")]),
    TEXT.map(ox.Literal),
    TEXT.map(lambda text: ox.Literal(text, language="en")),
    st.integers(-9, 9).map(lambda n: ox.Literal(f"0{n}", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
)
TRIPLES = st.builds(ox.Triple, st.sampled_from([ox.NamedNode("urn:s"), ox.NamedNode("urn:t")]), st.just(ox.NamedNode("urn:p")), TERMS)
BUILDS = st.dictionaries(st.sampled_from(NAMES), st.sets(TRIPLES, min_size=1, max_size=4), max_size=5)
FORMS = st.one_of(st.sampled_from([1, 150, 400, 100_000]).map(lambda limit: Updates("u:", limit)), st.just(GraphStore("u:")))
Build = dict[str, set[ox.Triple]]
SOME = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode("urn:x"))


def store_of(build: Build) -> ox.Store:
    """A store with the graphs of a build."""
    store = ox.Store()
    for name, triples in build.items():
        store.extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(vocab.GRAPH + name)) for t in triples)
    return store


def quads(store: ox.Store) -> set[str]:
    """What a store holds besides records."""
    return {str(quad) for quad in store if quad.graph_name != ox.NamedNode(LOADS)}


def held(store: ox.Store) -> Records:
    """What it records, and how large its graphs are."""
    said: dict[str, set[tuple[str, str]]] = {}
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(LOADS)):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode)
        said.setdefault(quad.subject.value, set()).add((quad.predicate.value, quad.object.value))
    sizes = {vocab.GRAPH + name: len(lines(store, vocab.GRAPH + name)) for name in NAMES}
    return Records({graph: frozenset(pairs) for graph, pairs in said.items()}, sizes)


def do(store: ox.Store, step: Step) -> None:
    """Carries out a request as the two protocols say."""
    if "update" in step.media:
        store.update((step.body or b"").decode())
        return
    graph = ox.NamedNode(parse_qs(urlsplit(step.url).query)["graph"][0])
    if step.method in ("PUT", "DELETE"):
        store.remove_graph(graph)
    if step.body:
        store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(step.body, ox.RdfFormat.TURTLE))


def steps(build: ox.Store, todo: Plan, form: Form) -> Iterator[Step]:
    """All requests of a run."""
    if todo:
        yield from form.marks(todo)
        yield from form.changes(todo, lambda graph: lines(build, graph))


def run(build: ox.Store, store: ox.Store, form: Form, most: int | None = None) -> Sequence[Step]:
    """Brings a store to hold a build, or ends after so many requests."""
    done = list(islice(steps(build, plan(contents(build), held(store)), form), most))
    for step in done:
        do(store, step)
    return done


@settings(max_examples=300)
@example(old={}, new={"ledger": {SOME}}, forms=(GraphStore("u:"), Updates("u:", 1), GraphStore("u:")), end=4, again=60)
@example(old={"ledger": {SOME}}, new={}, forms=(GraphStore("u:"), Updates("u:", 1), GraphStore("u:")), end=3, again=60)
@given(old=BUILDS, new=BUILDS, forms=st.tuples(FORMS, FORMS, FORMS), end=st.integers(0, 60), again=st.integers(0, 60))
def test_a_run_may_end_anywhere(old: Build, new: Build, forms: tuple[Form, Form, Form], end: int, again: int) -> None:
    """After a broken run, a second broken one back to the old build and a whole one, the store holds exactly the build, and so it does
    after any that was not broken; every graph that is recorded as whole is so, and nobody else's graph is touched.
    """
    first, second = store_of(old), store_of(new)
    store = ox.Store()
    mine = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("mine"), ox.NamedNode("urn:mine"))
    run(first, store, forms[0])
    store.add(mine)
    for build, form, most in ((second, forms[1], end), (first, forms[2], again)):
        if len(run(build, store, form, most)) < most:
            assert quads(store) == {*quads(build), str(mine)}
        there = {content.graph: content.digest for content in contents(store)}
        records = held(store)
        assert all(there.get(graph) == records.version(graph) for graph in records.said if records.version(graph))
    run(second, store, forms[1])
    assert quads(store) == {*quads(second), str(mine)}
    assert not plan(contents(second), held(store))
    assert run(second, store, forms[2]) == []


@given(build=BUILDS, limit=st.integers(300, 3000))
def test_requests_keep_to_their_limit(build: Build, limit: int) -> None:
    """No update is longer than allowed, and each triple goes once."""
    source = store_of(build)
    todo = plan(contents(source), Records())
    sent = list(Updates("u:", limit).changes(todo, lambda graph: lines(source, graph)))
    assert all(len(step.body or b"") <= limit for step in sent)
    assert sum(step.triples for step in sent) == todo.triples == sum(map(len, build.values()))


@given(old=BUILDS, new=BUILDS)
def test_only_what_differs_is_sent(old: Build, new: Build) -> None:
    """Graphs that are the same stay, in the order in which a reader can follow: background, releases, what follows from them."""
    store = ox.Store()
    run(store_of(old), store, GraphStore("u:"))
    todo = plan(contents(store_of(new)), held(store))
    assert {c.graph.removeprefix(vocab.GRAPH) for c in todo.puts} == {n for n in new if new[n] != old.get(n)}
    assert {c.graph.removeprefix(vocab.GRAPH) for c in todo.drops} == old.keys() - new.keys()
    ranks = [0 if "background" in c.graph else 1 if "release" in c.graph else 2 for c in todo.puts]
    assert ranks == sorted(ranks)
