"""Work for processes that die, or whose disk refuses, at a call that was chosen. Each is started warm, see `build_helper.warm`."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

import triplewire as tw
from triplewire import draw, store
from triplewire.builds import locked, replace_current
from triplewire.errors import BuildError

CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink")
MAKES = ("os.mkdir", "os.rename", "os.symlink")
"""Calls that a full disk refuses, besides those that open a file to be written."""
GRAPH = NamedNode("https://w3id.org/triplewire/graph/background")


def build(releases: Path, out: Path) -> None:
    """A build with a few pages: what is written for each of them is written in the same way."""
    draw.site = _few_pages  # type: ignore[assignment]
    tw.build(releases, out)


def _few_pages(held: Any, out: Path, *_: object, **__: object) -> list[Path]:
    (out / "id").mkdir()
    pages = [out / "id" / f"{n}.html" for n in range(10)]
    for page in pages:
        page.write_text(f"{page.name} of {len(held)} triples\n" * 200, "utf-8")
    return pages


def swap(out: Path, what: str) -> None:
    """Puts a small build that says `what` in place of the current one."""

    def fill(folder: Path) -> dict[str, Any]:
        for name in ("facts.jsonl", "graph.ttl", "index.html"):
            (folder / name).write_text(f"{what}\n" * 9000, "utf-8")
        store.write([Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(what), GRAPH)], folder / "store")
        return {}

    with locked(out):
        replace_current(out, what, fill)


def said(out: Path) -> str:
    """What the current build says, in each of its files and in its store."""
    current = (out / "current").resolve(strict=True)
    (words,) = {line for name in ("facts.jsonl", "graph.ttl", "index.html") for line in set((current / name).read_text("utf-8").split())}
    assert [str(row["o"].value) for row in store.open_store(current / "store").query("SELECT ?o { ?s ?p ?o }")] == [words]  # type: ignore[union-attr]
    return words


def dies(out: Path, what: str, number: int) -> None:
    """A swap in which the process is killed just before the so many-th call that changes the folder, which is just after the one before."""
    _at(number, lambda event, path, mode: event in CHANGES or event == "open", lambda: os.kill(os.getpid(), signal.SIGKILL))
    swap(out, what)


def refused(out: Path, what: str, number: int, told: Path) -> None:
    """A swap in which the disk has no room for the so many-th call that needs some; writes into `told`
    whether there was such a call, and what was said, "" for nothing.
    """
    real, fsync = Path.write_text, os.fsync

    def needs(event: str, path: str, mode: object) -> bool:
        return event in MAKES or (event == "open" and isinstance(mode, str) and "r" not in mode) or event == "test.needs"

    def half(path: Path, text: str, *more: str, **rest: str) -> int:
        real(path, text[: len(text) // 2], *more, **rest)
        sys.audit("test.needs", str(path))
        return real(path, text, *more, **rest)

    def synced(handle: int) -> None:
        sys.audit("test.needs", str(out))
        fsync(handle)

    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    Path.write_text, os.fsync = half, synced  # type: ignore[assignment]
    begun = _at(number, needs, full)
    try:
        swap(out, what)
        words = ""
    except BuildError as error:
        words = str(error)
    reached = begun.pop() >= number
    Path.write_text = real  # type: ignore[method-assign]
    told.write_text(json.dumps([reached, words]), "utf-8")


def _at(number: int, counts: Callable[[str, str, object], bool], act: Callable[[], None]) -> list[int]:
    """Has `act` called at the so many-th of the calls that count; returns the counter, which is emptied to end this."""
    calls = [0]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if calls and (event in CHANGES or event in ("open", "test.needs")) and isinstance(arguments[0], (str, os.PathLike)):
            path = os.fspath(arguments[0])
            if (event != "open" or str(path).startswith("/")) and counts(event, str(path), arguments[1] if event == "open" else ""):
                calls[0] += 1
                if calls[0] == number:
                    act()

    sys.addaudithook(hook)
    return calls
