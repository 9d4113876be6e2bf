"""The shipped queries over HTTP, through the server's worker processes, against the bare engine in this process.

`python -m benchmarks.speed.serving OUT [TRIES]` measures on the build in a folder and prints one line of JSON: `queries`, and the
milliseconds beyond 1.2 times the bare engine, `median` and `most`, of the wall; with `--processor` those of client, server and
worker together, which neighbours lengthen less. `plain` are those of a round trip to a server that does nothing, in the same run.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pyoxigraph as ox

import triplewire as tw
from benchmarks.speed.asking import values
from benchmarks.speed.clock import Clock, Row, geometric_mean, race
from triplewire import query, vocab
from triplewire.query import engine
from triplewire.store import open_store

HEADERS = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json, application/n-triples;q=0.9"}

ROUNDS = 69
"""So many round trips to a server that does nothing, each with its tries: about as many as there are queries."""


@dataclass(frozen=True)
class Cost:
    """Median seconds of one query: on the bare engine, written as JSON or N-Triples, and over HTTP with a kept connection."""

    name: str
    bare: float
    served: float

    @property
    def excess(self) -> float:
        """Seconds beyond 1.2 times the bare engine."""
        return self.served - 1.2 * self.bare


@contextmanager
def server(*words: str) -> Iterator[tuple[http.client.HTTPConnection, Clock]]:
    """A connection to a server, a module of Python with arguments, while it runs, and a clock of the processor for this process and those
    of the server.
    """
    with subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split(":")[2].split("/")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port)
        try:
            yield connection, lambda: time.process_time() + _used(process.pid)
        finally:
            connection.close()
            process.terminate()


def _used(server: int) -> float:
    """Seconds of the processor that a server and its workers have had."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text("utf-8").split()
    tasks = (task for pid in (server, *workers) for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((task / "schedstat").read_text("utf-8").split()[0]) for task in tasks) / 1e9


def costs(out: Path, tries: int, most: int | None = None, *, processor: bool = False) -> list[Cost]:
    """The cost of each shipped query, or the first `most`, with the parameters of its own example: of the wall, or of the processor."""
    store = open_store(out / "current" / "store")
    fact = json.loads((out / "current" / "facts.jsonl").read_text("utf-8").split("\n", 1)[0])["id"]
    texts = {named.name: engine.prepare(named, values(named, fact)) for named in query.listing()[:most]}
    with server("triplewire", "serve", "--graph", str(out), "--port", "0") as (connection, used):
        clock = used if processor else time.perf_counter
        return [_cost(store, connection, name, text, tries, clock) for name, text in texts.items()]


def plain(tries: int, *, processor: bool = False) -> float:
    """The median seconds of a round trip to a server that does nothing."""
    with server("benchmarks.speed.plain") as (connection, used):
        clock = used if processor else time.perf_counter
        return median(race({"plain": lambda: _served(connection, "ASK {}")}, tries, clock=clock)["plain"] for _ in range(ROUNDS))


def _cost(store: ox.Store, connection: http.client.HTTPConnection, name: str, text: str, tries: int, clock: Clock) -> Cost:
    found = race({"bare": lambda: _bare(store, text), "served": lambda: _served(connection, text)}, tries, clock=clock)
    return Cost(name, found["bare"], found["served"])


def _bare(store: ox.Store, text: str) -> bytes | None:
    found = store.query(text, prefixes=vocab.prefixes())
    return (
        found.serialize(format=ox.RdfFormat.N_TRIPLES)
        if isinstance(found, ox.QueryTriples)
        else found.serialize(format=ox.QueryResultsFormat.JSON)
    )


def _served(connection: http.client.HTTPConnection, text: str) -> bytes:
    connection.request("POST", "/sparql", text.encode(), HEADERS)
    with connection.getresponse() as response:
        data = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {data.decode()}")
        return data


def rows(tries: int, say: Callable[[str], None], most: int | None = None) -> list[Row]:
    """The geometric means over all shipped queries, or the first `most`, on the sample releases."""
    with TemporaryDirectory() as folder:
        tw.build(out=folder)
        found = costs(Path(folder), tries, most)
    worst = max(found, key=lambda cost: cost.excess)
    say(
        f"serving {len(found)} queries over HTTP: beyond 1.2 times the bare engine {median(c.excess for c in found) * 1000:.2f} ms in the "
        f"median, {worst.excess * 1000:.2f} ms at most ({worst.name}); the bar is 2 ms"
    )
    bare, served = geometric_mean(c.bare for c in found), geometric_mean(c.served for c in found)
    return [Row(f"answer a shipped query over HTTP (mean of {len(found)})", served, "bare pyoxigraph, in process", bare)]


def main(folder: str, tries: str = "5", clock: str = "") -> None:
    """Measures, and prints the line."""
    processor = clock == "--processor"
    excess = [cost.excess * 1000 for cost in costs(Path(folder), int(tries), processor=processor)]
    nothing = plain(int(tries), processor=processor) * 1000
    print(json.dumps({"queries": len(excess), "median": median(excess), "most": max(excess), "plain": nothing}))


if __name__ == "__main__":
    main(*sys.argv[1:])
