"""Work of a worker that nobody waits for any more."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress

from triplewire.serve.pool import GRACE, to_its_end


def left_alone(busy: float, *, answers: bool) -> str:
    """What comes of work whose asker is gone, when the server itself is kept busy for some seconds at that moment: "done", "given up"
    or "going on" a little after the time that it has.
    """

    async def leave() -> str:
        ours, theirs = socket.socketpair()
        with theirs:
            reader, writer = await asyncio.open_connection(sock=ours)
            outcome = "going on"

            async def work() -> None:
                nonlocal outcome
                try:
                    await reader.read(1)
                    outcome = "done"
                except asyncio.CancelledError:
                    outcome = "given up"
                    raise

            asking = asyncio.ensure_future(to_its_end(work()))
            await asyncio.sleep(0.01)
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking
            if answers:
                theirs.send(b"!")
            time.sleep(busy)  # the loop, too, is kept busy
            await asyncio.sleep(GRACE + 0.1 if not busy else 0.05)
            writer.close()
            return outcome

    return asyncio.run(leave())


def test_it_comes_to_its_end_in_the_time_it_has() -> None:
    """It is not given up at once."""
    assert left_alone(0, answers=True) == "done"


def test_it_is_given_up_when_it_takes_longer() -> None:
    """Its worker is needed."""
    assert left_alone(0, answers=False) == "given up"


def test_an_answer_that_came_while_the_server_was_busy_counts() -> None:
    """The time is over and the answer is there, both seen at once: the worker has done its work, and stays."""
    assert left_alone(2 * GRACE, answers=True) == "done"
