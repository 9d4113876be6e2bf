"""Many requests, one after the other and at once: no error, and nothing grows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serve.served import FORM, QUERY, Client, Served, serving, until

REQUESTS = 10_000
CLIENTS = 8
WARM = 1000
"""Requests after which the server has what it needs, and should grow no more."""

SELECT = "SELECT ?c ?l { ?c a tw:Compound ; rdfs:label ?l } ORDER BY ?c ?l"
KINDS: list[Callable[[Client, int], bool]] = [
    lambda client, i: client.get("ASK { ?s a tw:Compound }").json()["boolean"] is True,
    lambda client, i: len(client.get(SELECT).rows()) > 30,
    lambda client, i: client.get(SELECT, {"Accept": "text/csv"}).text.count("\r\n") > 30,
    lambda client, i: "</sparql>" in client.get(f"{SELECT} LIMIT {i % 20}", {"Accept": "application/sparql-results+xml"}).text,
    lambda client, i: client.post(f"SELECT * {{ ?s ?p ?o }} LIMIT {i % 500}", QUERY).json()["head"]["vars"] != [],
    lambda client, i: client.get("DESCRIBE compound:imgn901").media == "text/turtle",
    lambda client, i: client.get("ASK {").status == 400,
    lambda client, i: client.get("ASK { SERVICE <urn:x> {} }").status == 400,
    lambda client, i: client.request("POST", "/sparql", FORM, "query=ASK%7B%7D").status == 200,
    lambda client, i: client.request("GET", "/elsewhere").status == 404,
    lambda client, i: client.post("INSERT DATA { <urn:a> <urn:b> 1 }", {"Content-Type": "application/sparql-update"}).status == 403,
    lambda client, i: client.get("ASK {}", {"Accept": "image/png"}).status == 406,
]


def resident(pid: int) -> int:
    """Pages of memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])


def handles(pid: int) -> int:
    """Open files of a process."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def at_rest(processes: list[int]) -> list[int]:
    """Open files of each process, once they have stayed as many for a while: a server does not notice at once that a client has gone."""
    counts: list[list[int]] = []

    def rests() -> bool:
        counts.append([handles(pid) for pid in processes])
        return len(counts) > 20 and all(count == counts[-1] for count in counts[-20:])

    until(rests, 10)
    return counts[-1]


def use(served: Served, requests: int) -> list[str]:
    """What went wrong in so many requests by the clients at once, each with a connection of its own that it opens anew now and then."""
    wrong: list[str] = []

    def work(number: int) -> None:
        client = Client(served.port)
        for i in range(number, requests, CLIENTS):
            if i % 50 == number:
                client.__exit__()
                client = Client(served.port)
            try:
                if not KINDS[i % len(KINDS)](client, i):
                    wrong.append(f"kind {i % len(KINDS)}")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test looks for
                wrong.append(f"kind {i % len(KINDS)}: {error!r}")
        client.__exit__()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.slow
def test_nothing_grows(sample_out: Path, record_property: Callable[[str, object], None]) -> None:
    """No error; after the first thousand the server and each worker grow by less than a twentieth, and handles and workers stay as many."""
    with serving(sample_out) as served:
        until(lambda: len(served.workers()) == 4, 10)
        workers = served.workers()
        processes = [served.process.pid, *served.processes()]
        assert use(served, WARM) == []
        before, open_before = [resident(pid) for pid in processes], at_rest(processes)
        assert use(served, REQUESTS - WARM) == []
        after = [resident(pid) for pid in processes]
        until(lambda: [handles(pid) for pid in processes] == open_before, 5)
        assert served.workers() == workers
    grown = max(b / a for a, b in zip(before, after, strict=True)) - 1
    record_property("soak", f"{REQUESTS} requests by {CLIENTS} clients, 0 errors, growth {grown:.2%} at most")
    assert [b / a for a, b in zip(before, after, strict=True) if b / a >= 1.05] == []
