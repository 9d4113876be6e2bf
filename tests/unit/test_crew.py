"""Work is given to several processes, and what comes of it is as if one had done it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from triplewire.children import Crew, Spawned
from triplewire.errors import BuildError, InputError

OWN = Path("/proc/self")


def squared(number: int) -> int:
    """A piece of work."""
    return number * number


def process(_: int) -> int:
    """Which process does it."""
    return os.getpid()


def process_and_square(number: int) -> tuple[int, int]:
    """Both."""
    return os.getpid(), number * number


def refused(number: int) -> int:
    """Work that fails at one piece."""
    if number == 5:
        raise InputError("five is refused", "five")
    return number


def killed(number: int) -> int:
    """Work that ends its process at one piece."""
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    """Two processes, once there is enough for them."""
    with Crew(2) as hands:
        yield hands


def test_what_comes_of_work_stands_in_its_order(crew: Crew) -> None:
    """Whoever does it, and when."""
    wanted = [n * n for n in range(50)]
    assert list(Crew().each(squared, range(50), few=0)) == wanted
    assert list(crew.each(squared, range(50), few=10)) == wanted


def test_little_work_is_done_here_until_there_are_processes(crew: Crew) -> None:
    """No process is started for a few pieces; those that are there do them."""
    fresh = Crew(2)
    assert set(fresh.each(process, range(10), few=10)) == {os.getpid()}
    assert os.getpid() not in set(crew.each(process, range(11), few=10))
    assert os.getpid() not in set(crew.each(process, range(2), few=10))


def test_processes_that_were_called_do_little_work_too() -> None:
    """They are there before there is any; who is alone has nobody to call."""
    with Crew(2) as hands, Crew() as alone:
        hands.call()
        alone.call()
        assert os.getpid() not in set(hands.each(process, range(2), few=10))
        assert set(alone.each(process, range(2), few=10)) == {os.getpid()}


@pytest.mark.skipif(not OWN.is_dir(), reason="which signals a process hears is told in /proc, which is not here")
def test_processes_never_hear_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even while they come up, when they could only print a traceback: the one that began them hears it, and ends them."""
    started: list[int] = []
    monkeypatch.setattr(Spawned, "start", _noting(Spawned.start, started))
    with Crew(2) as hands:
        hands.call()
        assert len(started) == 2
        for child in started:
            status = Path(f"/proc/{child}/status").read_text("utf-8")
            blocked = int(status.partition("SigBlk:")[2].split()[0], 16)
            assert blocked >> (signal.SIGINT - 1) & 1
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def _noting(start: Callable[[Spawned], None], started: list[int]) -> Callable[[Spawned], None]:
    def noted(process: Spawned) -> None:
        start(process)
        started.append(process.pid or 0)

    return noted


def test_work_is_asked_for_as_it_is_done(crew: Crew) -> None:
    """However much there is, only a few pieces are on the way."""
    asked: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(1000):
            asked.append(number)
            yield number

    list(crew.each(squared, range(3), few=0))  # they are there
    found = crew.each(squared, pieces(), few=0)
    assert [next(found) for _ in range(3)] == [0, 1, 4]
    assert len(asked) < 20


def test_what_work_raises_comes_back(crew: Crew) -> None:
    """With its words and its reason, and the processes go on."""
    with pytest.raises(InputError, match="five is refused"):
        list(crew.each(refused, range(50), few=0))
    assert list(crew.each(squared, [3], few=0)) == [9]


def test_a_piece_that_kills_its_processes_ends_the_work() -> None:
    """And says what may be done about it."""
    with Crew(2) as hands, pytest.raises(BuildError, match=r"was killed .* try fewer --workers"):
        list(hands.each(killed, range(50), few=0))


def test_a_process_that_is_killed_changes_nothing_but_the_time() -> None:
    """Its work is done again, and all that comes of it stands in its order."""
    with Crew(2) as hands:
        found = hands.each(process_and_square, range(200), few=0)
        first, _ = next(found)
        os.kill(first, signal.SIGKILL)
        rest = list(found)
    assert [square for _, square in rest] == [n * n for n in range(1, 200)]
    assert first not in {who for who, _ in rest[20:]}
