"""Loading a graph, and the shipped queries on it, at several sizes: through Triplewire, on the bare engine, and on other engines.

`python -m benchmarks.speed.asking FOLDER TRIES [MOST]` measures on the graph that `graphs.written` left in a folder, and prints a
line of JSON for loading and one for each query. Each size has such a process of its own, with an end to its memory, so that it
cannot harm the machine.
"""

from __future__ import annotations

import json
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox

from benchmarks.speed import graphs, peers
from benchmarks.speed.clock import Row, StoppedError, geometric_mean, once, race
from triplewire import query, store, vocab
from triplewire.query import engine

SIZES = (10_000, 100_000, 1_000_000)
QUICK = (1_000,)
LIMIT, PATIENCE = 5, 20
"""Seconds of the processor that an engine has for one query, or so many times as long as ours takes: twice what the bar asks for."""
ONCE = 50_000_000
"""Bytes of N-Triples that are loaded once and not several times."""
MEMORY = 8 << 30
"""Bytes that the process of one size may have."""
SLOW = 1.0
"""Seconds that no shipped query may take at a million triples."""
OURS, BARE, DISK = "triplewire", "bare pyoxigraph", "bare pyoxigraph, to disk"
BARS = {BARE: "≥ 0.83", "rdflib": "≥ 10"}
HERE = {"Norvane": "ImmunoGen", "NVT-101": "CYB003", "NVT": "NRX", "GLR3": "CD56", "norvane-2027": "immunogen-2010"}
"""What the sample releases have in place of the invented names of the examples."""
PREMISE = ox.NamedNode(vocab.curie_to_iri("tw:premise"))
STATEMENT = f"{vocab.ID}statement/"


def values(named: query.NamedQuery, fact: str) -> dict[str, str]:
    """The parameters of the query's own example, with names and a fact that are there."""
    given = dict(word.partition("=")[::2] for flag, word in pairwise(shlex.split(named.example)) if flag == "-p")
    given = {name: HERE.get(value, value) for name, value in given.items()}
    return {**given, "fact": fact} if "fact" in given else given


def rows(sizes: Sequence[int], tries: int, say: Callable[[str], None], most: int | None = None) -> list[Row]:
    """Loading and asking at each size; `most` takes the first queries only. Times are of the processor."""
    return [row for size in sizes for row in _size(size, tries, say, most)]


def _size(size: int, tries: int, say: Callable[[str], None], most: int | None) -> list[Row]:
    if "oxrdflib" not in peers.installed():
        say("oxrdflib is not installed (pip install --group bench), so it is not in the table")
    with TemporaryDirectory() as folder:
        count = graphs.written(size, Path(folder))
        command = [sys.executable, "-m", "benchmarks.speed.asking", folder, str(tries), *([str(most)] if most else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        end = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        say(f"{count:,} triples: the process ended early with {done.returncode} ({end}); the table has what it had measured by then")
    loads, *found = [json.loads(line) for line in done.stdout.splitlines() if line.endswith("}")] or [{}]
    return [*_loading(count, loads), *(_asking(count, {one["name"]: one for one in found}, say) if found else [])]


def _loading(count: int, times: Mapping[str, float]) -> list[Row]:
    others = {peer if peer == DISK else f"{peer}, in memory": seconds for peer, seconds in times.items() if peer != OURS}
    return [Row(f"load {count:,} triples, to disk", times[OURS], peer, seconds) for peer, seconds in others.items()]


def _asking(count: int, found: Mapping[str, Any], say: Callable[[str], None]) -> list[Row]:
    times, sizes, limits = ({name: one[part] for name, one in found.items()} for part in ("seconds", "rows", "limit"))
    _tell(count, times, sizes, limits, say)
    out = []
    for peer in next(iter(times.values())):
        able = [name for name, by in times.items() if by[peer] and (by[peer] >= limits[name] or sizes[name][peer] == sizes[name][OURS])]
        if peer == OURS or not able:
            continue
        what = f"answer a shipped query of {count:,} triples (mean of {len(able)})"
        ours, theirs = (geometric_mean(times[name][who] for name in able) for who in (OURS, peer))
        out.append(Row(what, ours, f"{peer}, on disk" if peer in (BARE, "oxrdflib") else peer, theirs, BARS.get(peer, "")))
    slowest = max(times, key=lambda name: times[name][OURS])
    return [*out, Row(f"slowest shipped query of {count:,} triples: {slowest}", times[slowest][OURS], "the bar", SLOW, "≥ 1 at 1M")]


def _tell(count: int, times: Mapping[str, Any], sizes: Mapping[str, Any], limits: Mapping[str, float], say: Callable[[str], None]) -> None:
    """What the means hide: who could not answer, who answered otherwise, who was stopped, and which of our own queries are slow."""
    say(f"{count:,} triples: {len(times)} queries, {sum(1 for by in sizes.values() if by[OURS])} of which find something")
    for peer in next(iter(times.values())):
        unable = [name for name, by in times.items() if by[peer] is None]
        ran = {name: by for name, by in times.items() if by[peer]}
        stopped = [name for name, by in ran.items() if peer != OURS and by[peer] >= limits[name]]
        other = [name for name, by in ran.items() if by[peer] < limits[name] and sizes[name][peer] != sizes[name][OURS]]
        for names, told in ((unable, "cannot run"), (other, "has other rows in")):
            if names:
                say(f"{count:,} triples: {peer} {told} {len(names)} of them, which are left out of its mean: {', '.join(names)}")
        if stopped:
            say(f"{count:,} triples: {peer} was stopped in {len(stopped)} of them: {', '.join(stopped)}")
    slow = {name: by[OURS] for name, by in times.items() if by[OURS] > SLOW}
    if slow:
        told = ", ".join(f"{name} {seconds:.1f} s, {sizes[name][OURS]:,} rows" for name, seconds in slow.items())
        say(f"{count:,} triples: longer than a second of ours: {told}")


def measured(folder: Path, tries: int, most: int | None) -> Iterator[dict[str, Any]]:
    """Median seconds of loading by each engine; then of each query its name, the seconds after which an engine is stopped, and by engine
    the median seconds (None where it cannot) and how many rows it had.
    """
    loads, loaded = _loads(folder, min(tries, 3) if (folder / "graph.nt").stat().st_size < ONCE else 1)
    yield loads
    held = store.open_store(folder / "store")
    ways, fact = peers.asked(loaded, held), _fact(held)
    for named in query.listing()[:most]:
        given = values(named, fact)
        text, rows = engine.prepare(named, given), dict[str, int | None]()
        works = {OURS: partial(_ours, held, named, given, rows)}
        works |= {peer: partial(_theirs, ask, text, peer, rows) for peer, ask in ways.items()}
        limit = max(LIMIT, PATIENCE * once(works[OURS], time.process_time))
        took = race(works, tries, limit, time.process_time)
        seconds = {peer: None if peer in rows and rows[peer] is None else took[peer] for peer in works}
        yield {"name": named.name, "limit": limit, "seconds": seconds, "rows": {peer: rows.get(peer) for peer in works}}


def _loads(folder: Path, tries: int) -> tuple[dict[str, float], dict[str, Any]]:
    """Median seconds of loading, by turns, and what the peers have loaded."""
    named, triples = folder / "graph.nq", folder / "graph.nt"
    loaded, took = dict[str, Any](), dict[str, list[float]]()

    def keep(peer: str, load: Callable[[Path], Any]) -> None:
        loaded[peer] = load(triples)

    for _ in range(tries):
        with TemporaryDirectory() as own, TemporaryDirectory() as bare:
            works = {OURS: lambda own=own: store.write(ox.parse(path=named, format=ox.RdfFormat.N_QUADS), Path(own))}
            works |= {DISK: lambda bare=bare: ox.Store(bare).bulk_load(path=named, format=ox.RdfFormat.N_QUADS)}
            works |= {peer: partial(keep, peer, load) for peer, load in peers.installed().items()}
            for who, work in works.items():
                loaded.pop(who, None)
                took.setdefault(who, []).append(once(work, time.process_time))
    del loaded[BARE]
    loaded.pop("oxrdflib", None)
    return {who: median(seconds) for who, seconds in took.items()}, loaded


def _fact(held: ox.Store) -> str:
    """The id of a fact that has evidence and has something inferred from it; "" where there is none."""
    premises = {quad.object.value for quad in held.quads_for_pattern(None, PREMISE, None) if isinstance(quad.object, ox.NamedNode)}
    return min((iri.removeprefix(STATEMENT) for iri in premises if iri.startswith(STATEMENT)), default="")


def _ours(held: ox.Store, named: query.NamedQuery, given: Mapping[str, str], rows: dict[str, int | None]) -> None:
    answer = query.run(held, named, given)
    rows[OURS] = 1 if isinstance(answer, bool) else len(answer)


def _theirs(ask: peers.Ask, text: str, peer: str, rows: dict[str, int | None]) -> None:
    """What a peer cannot run has None."""
    try:
        rows[peer] = ask(text)
    except StoppedError:
        raise
    except Exception:  # noqa: BLE001 - engines raise what they like
        rows[peer] = None


def main(folder: str, tries: str, most: str = "") -> None:
    """Measures, and prints the lines."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for one in measured(Path(folder), int(tries), int(most) if most else None):
        print(json.dumps(one), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
