"""Rules and shapes on graphs of growing size, against owlrl and pyshacl, and against themselves for how they grow."""

from __future__ import annotations

import gc
import math
import signal
import time
from collections.abc import Callable, Sequence
from statistics import median

import pyshacl
import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import Quad, RdfFormat, Store, serialize

from benchmarks.speed import graphs
from benchmarks.speed.clock import Row, StoppedError, Work
from triplewire import resources
from triplewire.reason import infer
from triplewire.validate import engine
from triplewire.validate.shapes import shapes

SIZES = (10_000, 100_000, 1_000_000)
QUICK = (1_000,)
PEERS = 100_000
"""The size at which the peers take part; they are not asked for more."""
PATIENCE = 100
"""After so many times our own time owlrl is stopped: the bar is reached, whether it would have ended or not."""


def _cpu(work: Work, tries: int = 1) -> float:
    """Median seconds of the processor."""
    return median(_stopped(work, math.inf)[0] for _ in range(tries))


def _graph(quads: Sequence[Quad], *, ontology: bool) -> rdflib.Graph:
    """The quads as one rdflib graph, the ontology with them where the peer needs it."""
    data = serialize([q.triple for q in quads], format=RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph().parse(data=data, format="nt")
    return graph.parse(resources.path("ontology", "triplewire.ttl"), format="turtle") if ontology else graph


def _stopped(work: Work, limit: float) -> tuple[float, bool]:
    """Processor seconds of work, which is stopped after `limit` of them, and whether it was."""

    def stop(*_: object) -> None:
        raise StoppedError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, 0 if math.isinf(limit) else limit)
    gc.collect()
    gc.disable()
    began = time.process_time()
    try:
        work()
        return time.process_time() - began, False
    except StoppedError:
        return limit, True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        gc.enable()


def _core() -> rdflib.Graph:
    """The shapes without their SPARQL constraints, which pyshacl parses anew for every focus node."""
    core = rdflib.Graph()
    for triple in shapes():
        if triple[1] != rdflib.SH.sparql:
            core.add(triple)
    return core


def rows(say: Callable[[str], None], *, quick: bool) -> list[Row]:
    """How rules and compiled shapes grow with the graph, and each against its peer; times are of the processor."""
    found, last = [], dict[str, tuple[float, int]]()
    infer(graphs.tiled(1_000))  # what is loaded once
    for size in QUICK if quick else SIZES:
        quads = graphs.tiled(size)
        tries = 3 if size <= PEERS else 1
        reasoned = _cpu(lambda quads=quads: infer(quads), tries)  # type: ignore[misc]
        full = [*quads, *infer(quads)]
        store = engine.flat(full)
        checked = _cpu(lambda store=store: engine.compiled(store), tries)  # type: ignore[misc]
        loaded = _cpu(lambda full=full: engine.flat(full))  # type: ignore[misc]
        told = f"rules {reasoned:.2f} s, {len(full) - len(quads):,} more; shapes {checked:.2f} s, their store {loaded:.2f} s"
        say(f"{len(quads):,} quads: {told}")
        for what, seconds, count in (("rules", reasoned, len(quads)), ("shapes", loaded + checked, len(full))):
            if what in last:
                before, fewer = last[what]
                found.append(Row(f"{what}, a quad of {count:,}", seconds / count, f"a quad of {fewer:,}", before / fewer, "near 1"))
            last[what] = (seconds, count)
        if quick or size == PEERS:
            found += _peers(quads, reasoned, say)
            found += _shapes(full, store, checked, say)
    return found


def _peers(quads: list[Quad], reasoned: float, say: Callable[[str], None]) -> list[Row]:
    graph = _graph(quads, ontology=True)
    closing, stopped = _stopped(lambda: DeductiveClosure(OWLRL_Semantics).expand(graph), max(3.0, (PATIENCE + 50) * reasoned))
    if stopped:
        say(f"owlrl was stopped after {closing:.0f} s on {len(quads):,} quads; that time counts, so its ratio is too low")
    return [Row(f"rules to a fixpoint, {len(quads):,} quads", reasoned, "owlrl" + (", stopped" if stopped else ""), closing, "≥ 100")]


def _shapes(full: list[Quad], store: Store, checked: float, say: Callable[[str], None]) -> list[Row]:
    """Against pyshacl: the core constraints of both, then all of them, where pyshacl has a hundred times our time."""
    data, sparql = _graph(full, ontology=True), str(rdflib.SH.SPARQLConstraintComponent)
    checks = [c for c in engine._checks(engine._hierarchy(store)) if c.component != sparql]

    def theirs(graph: rdflib.Graph) -> Work:
        return lambda: pyshacl.validate(data, shacl_graph=graph, inference="none", meta_shacl=False, advanced=False)

    # In turns, so that a busy moment hits both.
    pairs = [(_cpu(lambda: [list(engine._run(check, store, None)) for check in checks]), _cpu(theirs(_core()))) for _ in range(3)]
    ours, core = (median(times) for times in zip(*pairs, strict=True))
    whole, stopped = _stopped(theirs(shapes()), max(3.0, PATIENCE * checked))
    if stopped:
        say(f"pyshacl was stopped after {whole:.0f} s with all shapes; that time counts, so its ratio is too low")
    return [
        Row(f"core constraints, {len(full):,} quads", ours, "pyshacl", core, "≥ 8"),
        Row(f"all shapes, {len(full):,} quads", checked, "pyshacl" + (", stopped" if stopped else ""), whole, "≥ 8"),
    ]
