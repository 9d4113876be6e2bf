"""The pages of a build as files, written by one process or by several.

What all pages need of the graph is looked up once and handed to the other processes; each of them opens the store for itself, read only,
and inherits nothing, so a page never depends on who writes it or on what was written before. The pages are dealt out a few at a time, the
largest first, so that all processes end together. Those of questions, which take longest and need no more
than the store and the texts, may be begun `Ahead`.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from triplewire.children import TRIES, end_with_parent
from triplewire.draw.ask.prose import FOLDER
from triplewire.draw.model import Dossier, SiteInfo, Text
from triplewire.draw.reader import Reader
from triplewire.draw.site import Site
from triplewire.errors import BuildError
from triplewire.store import open_store

SEVERAL = 1000
"""Fewer files are written by one process in the time that others take to start."""
SHARE = 25
"""So many pages of things or releases are dealt out at a time."""
Progress = Callable[[int, int, str], None]
"""Called with pages written, pages in all, and what they are called together."""


class Ahead:
    """The pages of questions on their way, written by another process while this one still gathers what all the others tell."""

    def __init__(self, folder: Path, as_of: date | None, texts: Mapping[str, Text], *, few: bool = False) -> None:
        """Begins to write them into `folder`, which has the store of the build; `texts` are those of releases, by id."""
        self._process = get_context("spawn").Process(target=_ask, args=(folder, as_of, texts, few), daemon=True)
        self._process.start()

    def done(self) -> bool:
        """Waits until that process has ended; whether it has written them all. What kept it from that, whoever writes them will meet."""
        self._process.join()
        return self._process.exitcode == 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()


def site(
    store: ox.Store,
    folder: Path,
    info: SiteInfo,
    *,
    few: bool = False,
    workers: int = 1,
    ahead: Ahead | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Writes every page of a build into `folder`, the scripts and sheets that they share into `assets/`; returns the paths, sorted. With
    `few` the pages of single things and releases are left out; those of questions may be on their way (`ahead`).

    With several `workers` so many processes write; the store is then the one in `folder`. Raises BuildError when one of them is killed,
    OSError as the disk does.
    """
    made = Site(Reader(store, info.as_of, info.dossier.texts), info, few=few)
    waiting, several, written = deque(shares(made.files)), workers > 1 and len(made.files) >= SEVERAL, list[str]()
    asked = waiting.popleft() if ahead else ()
    for share in _shared(made, folder, waiting, workers - 1) if several else _alone(made, folder, waiting):
        written += share
        if progress:
            progress(len(written), len(made.files), "pages")
    if ahead:
        written += asked if ahead.done() else _write(made, folder, asked)
        if progress:
            progress(len(written), len(made.files), "pages")
    return sorted(folder / file for file in written)


def shares(files: Iterable[str]) -> list[tuple[str, ...]]:
    """The files of a site as they are dealt out: those of all questions together, since one answer makes several of them and the index
    counts them all, then what shows the whole graph one by one, then the others.
    """
    by_kind: dict[str, list[str]] = {"asked": [], "whole": [], "rest": []}
    for file in files:
        by_kind["asked" if file.startswith(FOLDER) else "whole" if "/" not in file else "rest"].append(file)
    rest = by_kind["rest"]
    found = [tuple(by_kind["asked"]), *((file,) for file in by_kind["whole"])]
    found += [tuple(rest[at : at + SHARE]) for at in range(0, len(rest), SHARE)]
    return [share for share in found if share]


def _alone(made: Site, folder: Path, waiting: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for share in waiting:
        yield _write(made, folder, share)


def _shared(made: Site, folder: Path, waiting: deque[tuple[str, ...]], others: int) -> Iterator[tuple[str, ...]]:
    """The shares as they are done, some by this process and the rest by so many `others`, which have what was looked up so far. When one
    of those is killed, others begin again with what was at hand.
    """
    made.look_up()
    for _ in range(TRIES):
        pool = ProcessPoolExecutor(others, mp_context=get_context("spawn"), initializer=_begin, initargs=(folder, made))
        running = dict[Future[tuple[str, ...]], tuple[str, ...]]()
        try:
            yield from _dealt(made, folder, waiting, pool, running, 2 * others)
        except BrokenProcessPool:
            waiting.extendleft(running.values())
        else:
            return
        finally:
            pool.shutdown(cancel_futures=True)
    raise BuildError("a process that writes pages was killed (out of memory?); nothing was replaced; try fewer --workers")


def _dealt(
    made: Site,
    folder: Path,
    waiting: deque[tuple[str, ...]],
    pool: ProcessPoolExecutor,
    running: dict[Future[tuple[str, ...]], tuple[str, ...]],
    most: int,
) -> Iterator[tuple[str, ...]]:
    """The shares as they are done; those that are at hand elsewhere are `running`. Raises BrokenProcessPool when a process is killed."""
    while waiting or running:
        # The others begin with the largest, and always have one more at hand; what is left at the end is small.
        while waiting and len(running) < most:
            future = pool.submit(_written, waiting[0])
            running[future] = waiting.popleft()
        if waiting:
            yield _write(made, folder, waiting.pop())
        for future in wait(running, 0 if waiting else None, FIRST_COMPLETED).done:
            written = future.result()
            del running[future]
            yield written


def _write(made: Site, folder: Path, share: tuple[str, ...]) -> tuple[str, ...]:
    for file in share:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.files[file](), "utf-8", newline="\n")
    return share


_own: list[tuple[Path, Site]] = []
"""In another process that writes: the folder of the build, and its site."""


def _ask(folder: Path, as_of: date | None, texts: Mapping[str, Text], few: bool) -> None:
    """All that another process does that writes the pages of questions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends this
    end_with_parent()
    try:
        made = Site(Reader(open_store(folder / "store"), as_of, texts), SiteInfo("", as_of=as_of, dossier=Dossier(())), few=few)
        _write(made, folder, shares(made.files)[0])
    except Exception:  # noqa: BLE001 - whatever it was, the parent does it again and tells of it
        os._exit(1)


def _begin(folder: Path, made: Site) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends this
    end_with_parent()
    made.reader.store = open_store(folder / "store")
    _own.append((folder, made))


def _written(share: tuple[str, ...]) -> tuple[str, ...]:
    ((folder, made),) = _own
    return _write(made, folder, share)
