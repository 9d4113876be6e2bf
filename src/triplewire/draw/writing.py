"""The pages of a build as files, written by one process or by several.

What all pages need of the graph is looked up once and handed to the other processes. The pages are dealt out a few at a time, the largest
first, so that all processes end together. One of the others may be `Ahead`: it begins before it is known what the pages tell beside the
graph.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pyoxigraph as ox

from triplewire.children import TRIES
from triplewire.draw.hands import Ahead, Files, Hands, shares, write
from triplewire.draw.model import SiteInfo
from triplewire.draw.reader import Reader
from triplewire.draw.site import Site
from triplewire.errors import BuildError
from triplewire.memory import settled

SEVERAL = 1000
"""Fewer files are written by one process in the time that others take to start."""
Progress = Callable[[int, int, str], None]
"""Called with pages written, pages in all, and what they are called together."""


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
    `few` the pages of single things and releases are left out.

    With several `workers` so many processes write, or with one that is `ahead`; the store is then the one in `folder`. Raises BuildError
    when one of them is killed again and again, OSError as the disk does.
    """
    made, ahead = _begun(Site(Reader(store, info.as_of, info.dossier.texts), info, few=few), ahead)
    waiting, written = deque(shares(made.files)), list[str]()
    several = ahead or (workers > 1 and len(made.files) >= SEVERAL)
    made.look_up()
    with settled():
        for share in _shared(made, folder, waiting, max(1, workers - 1), ahead) if several else _alone(made, folder, waiting):
            written += share
            if progress and share:
                progress(len(written), len(made.files), "pages")
    return sorted(folder / file for file in written)


def _begun(made: Site, ahead: Ahead | None) -> tuple[Site, Ahead | None]:
    """A site with what the process that is ahead has looked up, if it lives."""
    if ahead:
        try:
            made.knows(ahead.things())
        except BrokenProcessPool:
            return made, None
    return made, ahead


def _alone(made: Site, folder: Path, waiting: Iterable[Files]) -> Iterator[Files]:
    for share in waiting:
        yield write(made, folder, share)


def _shared(made: Site, folder: Path, waiting: deque[Files], others: int, ahead: Ahead | None) -> Iterator[Files]:
    """The shares as they are done, some by this process and the rest by so many `others`, which have what was looked up so far. When one
    of those is killed, others begin again with what was at hand.
    """
    for _ in range(TRIES):
        missing = others - 1 if ahead else others
        new = [Hands.of(made, folder, missing)] if missing else []
        hands = [*([ahead] if ahead else []), *new]
        try:
            if ahead:
                ahead.take(made, waiting.popleft())
            yield from _dealt(made, folder, waiting, hands)
        except BrokenProcessPool:
            waiting.extendleft(share for some in hands for share in some.running.values())
            ahead = None
        else:
            return
        finally:
            for some in new:
                some.close()
    raise BuildError("a process that writes pages was killed (out of memory?); nothing was replaced; try fewer --workers")


def _dealt(made: Site, folder: Path, waiting: deque[Files], hands: Sequence[Hands]) -> Iterator[Files]:
    """The shares as they are done. Raises BrokenProcessPool when a process is killed."""
    while waiting or any(some.running for some in hands):
        # The others begin with the largest, and always have one more at hand; what is left at the end is small.
        for some in hands:
            while waiting and some.wants():
                some.give(waiting.popleft())
        if waiting:
            yield write(made, folder, waiting.pop())
        ended = wait([future for some in hands for future in some.running], 0 if waiting else None, FIRST_COMPLETED).done
        for some in hands:
            yield from some.done(ended)
