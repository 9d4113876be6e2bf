"""A worker: a process that does one job after the other until the server kills it or is gone. `python -m triplewire.serve.worker JSON`."""

from __future__ import annotations

import json
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from triplewire.serve import cage
from triplewire.serve.refusal import RefusalError
from triplewire.serve.wire import Header, Line, Reply

STACK = 256 * 1024 * 1024
"""Bytes: the engine goes one level deeper for each clause, and ends the process when the stack is at its end."""


def main() -> None:
    """Readies the process and works in a thread with a deep stack."""
    options = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    network = cage.leave_network()
    cage.limit(options["memory"])
    if not cage.die_with(options["parent"]):
        return
    threading.stack_size(STACK)
    with socket.socket(fileno=options["channel"]) as channel:
        thread = threading.Thread(target=_work, args=(Line(channel), options, network))
        thread.start()
        thread.join()


def _work(line: Line, options: dict[str, Any], network: str) -> None:
    jobs = _writing(options) if options["writes"] else _reading(options)
    line.send({"ready": True, "network": network})
    while message := line.receive():
        header, body = message
        _send(line, _done(jobs, header, body))


def _reading(options: dict[str, Any]) -> dict[str, Callable[[Header, bytes], Reply]]:
    from triplewire.serve.asking import Reader

    reader = Reader(options)
    return {"query": reader.query, "page": reader.page}


def _writing(options: dict[str, Any]) -> dict[str, Callable[[Header, bytes], Reply]]:
    from triplewire.serve.updating import Writer

    return {"update": Writer(options).update}


def _done(jobs: dict[str, Callable[[Header, bytes], Reply]], header: Header, body: bytes) -> tuple[Header, bytes]:
    """The outcome of one job as a message: a reply, or a problem for the server to put into words of HTML or text."""
    try:
        reply = jobs[header["kind"]](header, body)
        return {"status": reply.status, "headers": dict(reply.headers)}, reply.body
    except RefusalError as refusal:
        return {"status": refusal.status, "headers": refusal.headers, "problem": refusal.message}, b""
    except MemoryError:
        return {"status": 503, "headers": {}, "problem": "", "memory_out": True}, b""
    except Exception:  # noqa: BLE001 - one job failed, and the next one is no worse for it
        traceback.print_exc()
        return {"status": 500, "headers": {}, "problem": "the request met a fault of the program; --verbose shows it"}, b""


def _send(line: Line, message: tuple[Header, bytes]) -> None:
    header, body = message
    line.send({**header, "resident": cage.resident()}, body)


if __name__ == "__main__":
    main()
