"""How a server starts, loses workers, and ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serve.served import LONGEST, QUERY, TOKEN, Served, alive, command, end, environment, serving, until
from tests.serve.test_evil import LONG

ENDLESS = LONG["product of three"]
MOMENT = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000 } }"
"""Takes a tenth of what a client that has left is given, so that it does on a busy machine too; fifteen of it take longer than that."""


def run(*words: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """One run of `triplewire serve` that ends by itself."""
    return subprocess.run(list(words), input=stdin, capture_output=True, text=True, env=environment(**more), check=False, timeout=LONGEST)


def busy(served: Served, clients: int) -> list[threading.Thread]:
    """Clients that ask an endless query each, once it runs."""

    def ask() -> None:
        with suppress(OSError):  # the server ends beneath it, which is what is tested
            served.ask(ENDLESS)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    until(lambda: sum(map(_running, served.workers())) >= clients, 10)
    return threads


def _running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/task").iterdir()
        return any((task / "stat").read_text("utf-8").rpartition(")")[2].split()[0] == "R" for task in stat)
    except OSError:
        return False


def test_the_one_line_says_where_it_is(read_only: Served) -> None:
    """On stdout, when requests are answered already."""
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", read_only.home)


@pytest.mark.parametrize("load", [0, 2])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_to(sample_out: Path, load: int, number: signal.Signals, record_property: Callable[[str, object], None]) -> None:
    """Idle within a second, busy within three, with code 0; no worker is left, nothing is said. A machine that has other things to do
    gets three tries.
    """
    limit, tries = (3 if load else 1), list[float]()
    while len(tries) < 3 and not (tries and tries[-1] <= limit):
        with serving(sample_out, "--timeout", 60) as served:
            workers, asking = served.processes(), busy(served, load)
            tries.append(end(served.process, number))
            for thread in asking:
                thread.join()
            assert served.process.returncode == 0
            until(lambda: not any(map(alive, workers)), 1)  # noqa: B023 - called at once
        assert served.said == []
    record_property("end", f"{number.name}, {load} queries running: {', '.join(f'{took:.2f} s' for took in tries)}")
    assert min(tries) <= limit


def test_told_twice_it_ends_too(sample_out: Path) -> None:
    """Ctrl-C again, out of impatience, does no harm."""
    with serving(sample_out, "--timeout", 60) as served:
        asking = busy(served, 1)
        served.process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        assert end(served.process, signal.SIGINT) <= 3
        for thread in asking:
            thread.join()
        assert served.process.returncode == 0
    assert served.said == []


def test_a_server_that_is_killed_leaves_no_worker(sample_out: Path) -> None:
    """Neither an idle one, which sees that the line is dead, nor a busy one, whom the system ends."""
    with serving(sample_out, "--timeout", 60) as served:
        asking, workers = busy(served, 2), served.processes()
        assert len(workers) == 4 + 2
        served.process.kill()
        served.process.wait()
        until(lambda: not any(map(alive, workers)), 2)
        for thread in asking:
            thread.join()


def test_nobody_reads_what_it_says(sample_out: Path) -> None:
    """With stdout closed, or a pipe that has been left, it serves and ends without a complaint."""
    line = " ".join(command(sample_out, "--verbose"))
    for shell in (f"exec {line} >&-", f"{line} | head -c 0"):
        with subprocess.Popen(
            ["bash", "-c", shell], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment(), start_new_session=True
        ) as process:
            assert process.stderr is not None
            said = process.stderr.readline()
            os.killpg(process.pid, signal.SIGTERM)
            rest = process.stderr.read()
            process.wait(timeout=10)
        assert "network" in said
        assert "Traceback" not in rest


def test_a_port_that_is_taken_is_named(sample_out: Path) -> None:
    """Exit code 2, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(*command(sample_out, "--port", taken.getsockname()[1]))
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be had" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--graph", "nowhere"], "triplewire build"),
        (["--host", "not-a-host.invalid"], "no address of this machine"),
        (["--host", "0.0.0.0", "--allow-update"], "--force"),
        (["--allow-update", "--token-file", "nowhere"], "the token cannot be read"),
        (["--memory", "1"], "512"),
        (["--port", "70000"], "65535"),
    ],
)
def test_what_cannot_be_served_is_said(sample_out: Path, words: list[str], said: str) -> None:
    """One line and exit code 2, never a traceback."""
    done = run(*command(sample_out, *words))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert said in " ".join(done.stderr.split())


def test_a_weak_token_is_refused(sample_out: Path, tmp_path: Path) -> None:
    """Too short to be a secret, in the variable or the file."""
    file = tmp_path / "token"
    file.write_text("short\n", "utf-8")
    for more, words in (({"TRIPLEWIRE_TOKEN": "short"}, []), ({}, ["--token-file", str(file)])):
        done = run(*command(sample_out, "--allow-update", *words), **more)
        assert (done.returncode, "16 letters" in done.stderr) == (2, True)


def test_a_token_is_made_when_none_is_given(sample_out: Path, tmp_path: Path) -> None:
    """It is shown once, and opens the door; one in a file goes before the variable."""
    from tests.serve.served import copy_of

    out = copy_of(sample_out, tmp_path / "out")
    without = {name: value for name, value in environment().items() if name != "TRIPLEWIRE_TOKEN"}
    with subprocess.Popen(
        command(out, "--allow-update", "--workers", 1), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=without
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        token = process.stderr.readline().split()[-1]
        served = Served(process, process.stdout.readline().strip(), out)
        for given, status in ((token, 204), (TOKEN, 401)):
            with served.client() as client:
                answer = client.post("CLEAR DEFAULT", {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {given}"})
            assert answer.status == status
        end(process)


def test_beyond_loopback_it_warns(sample_out: Path) -> None:
    """Whoever opens it to others is told so, and its own names only are answered."""
    with serving(sample_out, "--host", "0.0.0.0", "--workers", 1) as served, served.client() as client:
        assert client.get("ASK {}").status == 200
        assert client.request("GET", "/sparql?query=ASK%7B%7D", {"Host": f"other:{served.port}"}).status == 421
    assert "whoever reaches this machine" in served.said[0]


def test_what_is_asked_is_logged_only_when_wanted(sample_out: Path, read_only: Served) -> None:
    """A line for each request, without the query, with --verbose alone."""
    assert read_only.ask("ASK {}").status == 200
    assert read_only.said == []
    with serving(sample_out, "--verbose", "--workers", 1) as served:
        served.ask("ASK { <urn:secret> ?p ?o }")
    assert [line for line in served.said if re.fullmatch(r"POST /sparql 200 \d+ ms\n", line)] != []
    assert "secret" not in "".join(served.said)


def test_a_worker_that_is_killed_costs_one_request(sample_out: Path) -> None:
    """Under load from four clients one answer at most is lost, and soon there are as many workers as before."""
    with serving(sample_out) as served:
        stop, answers = threading.Event(), list[int]()

        def ask() -> None:
            with served.client() as client:
                while not stop.is_set():
                    answers.append(client.get("SELECT ?c { ?c a tw:Compound } ORDER BY ?c").status)

        clients = [threading.Thread(target=ask) for _ in range(4)]
        for client in clients:
            client.start()
        for _ in range(5):
            time.sleep(0.2)
            os.kill(served.workers()[0], signal.SIGKILL)
        until(lambda: len(served.workers()) == 4, 10)
        stop.set()
        for client in clients:
            client.join()
        assert len(answers) > 50
        assert sum(status != 200 for status in answers) <= 5
        assert set(answers) <= {200, 503}


def test_a_client_that_leaves_has_its_query_killed(sample_out: Path) -> None:
    """Its worker is replaced at once, long before the time limit; one that leaves a short query costs none."""
    with serving(sample_out, "--timeout", 60, "--workers", 2) as served:
        before = set(served.workers())
        with socket.create_connection(("127.0.0.1", served.port)) as client:
            head = f"POST /sparql HTTP/1.1\r\nHost: localhost:{served.port}\r\nContent-Type: {QUERY['Content-Type']}\r\n"
            client.sendall(f"{head}Content-Length: {len(ENDLESS)}\r\n\r\n{ENDLESS}".encode())
            until(lambda: any(map(_running, served.workers())), 5)
        until(lambda: len(set(served.workers()) - before) == 1 and len(served.workers()) == 2, 10)
        between = set(served.workers())
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", served.port)) as client:
                client.sendall(f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode())
        assert served.ask("ASK {}").status == 200
        assert set(served.workers()) == between


def test_clients_that_leave_together_cost_no_worker(sample_out: Path) -> None:
    """Of many that ask for a moment's work and leave, those that waited still are given up, and the one at work comes to its end: what
    counts is how long a job goes on, and not how long it had to wait.
    """
    with serving(sample_out, "--workers", 1) as served:
        before = served.workers()
        took = _seconds(served, MOMENT)
        with ExitStack() as stack:
            for _ in range(15):
                client = stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
                client.sendall(f"GET /sparql?query={quote(MOMENT)} HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode())
            until(lambda: any(map(_running, served.workers())), 5)
        assert _seconds(served, "ASK {}") < 8 * took
        assert served.workers() == before


def _seconds(served: Served, query: str) -> float:
    """How long an answer takes."""
    began = time.monotonic()
    assert served.ask(query).status == 200
    return time.monotonic() - began


def test_more_than_can_wait_are_sent_away(sample_out: Path) -> None:
    """With the only worker busy sixteen wait; those beyond get 503 at once, with a time to come again."""
    with serving(sample_out, "--workers", 1, "--timeout", 4) as served:
        asking = busy(served, 1)
        answers: list[tuple[int, float, bool]] = []

        def ask() -> None:
            began = time.monotonic()
            answer = served.ask("ASK {}")
            answers.append((answer.status, time.monotonic() - began, "retry-after" in answer.headers))

        asking += [threading.Thread(target=ask) for _ in range(30)]
        for thread in asking[1:]:
            thread.start()
        for thread in asking:
            thread.join()
        sent_away = [answer for answer in answers if answer[0] == 503]
        assert len(answers) == 30
        assert len(sent_away) >= 14
        assert all(again for _, _, again in sent_away)
        assert served.ask("ASK {}").status == 200
