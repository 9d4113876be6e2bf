"""The shipped queries over HTTP, through the server's worker processes, against the bare engine in this process.

`python -m benchmarks.speed.serving OUT [TRIES]` measures on the build in a folder and prints one line of JSON: `queries`, and the
milliseconds beyond 1.2 times the bare engine, `median` and `most`, of the wall; with `--processor` those of client, server and
worker together, which neighbours lengthen less. `plain` are those of a round trip to a server that does nothing, measured in turns with
the others, so that a slow moment of the machine is in all three.
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
from benchmarks.speed.clock import Clock, Row, Work, geometric_mean, race
from triplewire import query, vocab
from triplewire.query import engine
from triplewire.store import open_store

HEADERS = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json, application/n-triples;q=0.9"}

ASKED = 5
"""So often in a row is a query asked in one try: the first time after a pause costs any program twice as much."""
IDLE = 0.5
"""Seconds in which a server at rest uses less than a hundredth of the processor."""


@dataclass(frozen=True)
class Cost:
    """Median seconds of one query: on the bare engine, written as JSON or N-Triples, and over HTTP with a kept connection; and of a
    round trip to a server that does nothing in between.
    """

    name: str
    bare: float
    served: float
    plain: float

    @property
    def excess(self) -> float:
        """Seconds beyond 1.2 times the bare engine."""
        return self.served - 1.2 * self.bare


@contextmanager
def server(*words: str) -> Iterator[tuple[http.client.HTTPConnection, int]]:
    """A connection to a server, a module of Python with arguments, while it runs, and the number of its process."""
    with subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split(":")[2].split("/")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port)
        try:
            yield connection, process.pid
        finally:
            connection.close()
            process.terminate()


def processor_of(*servers: int) -> Clock:
    """A clock of the processor for this process, servers and their workers; reading it is not in what it shows."""
    reading = 0.0

    def clock() -> float:
        nonlocal reading
        began = time.process_time()
        theirs = sum(map(_used, servers))
        reading += time.process_time() - began
        return theirs + time.process_time() - reading

    return clock


def at_rest(server: int) -> None:
    """Waits until a server that nobody asks has nothing to do any more: at first it looks up what its pages share."""
    used = -1.0
    while (now := _used(server)) > used + IDLE / 100:
        used = now
        time.sleep(IDLE)


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
    ours, nothing = server("triplewire", "serve", "--graph", str(out), "--port", "0"), server("benchmarks.speed.plain")
    with ours as (connection, pid), nothing as (beside, other):
        at_rest(pid)
        clock = processor_of(pid, other) if processor else time.perf_counter
        return [_cost(name, _contestants(store, text, connection, beside), tries, clock) for name, text in texts.items()]


def _contestants(store: ox.Store, text: str, ours: http.client.HTTPConnection, nothing: http.client.HTTPConnection) -> dict[str, Work]:
    return {
        "bare": lambda: _bare(store, text),
        "served": lambda: _served(ours, text),
        "plain": lambda: _served(nothing, text),
    }


def _cost(name: str, contestants: dict[str, Work], tries: int, clock: Clock) -> Cost:
    found = race({who: _repeated(work) for who, work in contestants.items()}, tries, clock=clock)
    return Cost(name, **{who: seconds / ASKED for who, seconds in found.items()})


def _repeated(work: Work) -> Work:
    def repeated() -> None:
        for _ in range(ASKED):
            work()

    return repeated


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
    found = costs(Path(folder), int(tries), processor=clock == "--processor")
    excess = [cost.excess * 1000 for cost in found]
    nothing = median(cost.plain * 1000 for cost in found)
    print(json.dumps({"queries": len(found), "median": median(excess), "most": max(excess), "plain": nothing}))


if __name__ == "__main__":
    main(*sys.argv[1:])
