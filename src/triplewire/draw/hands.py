"""Other processes that write pages of a build: what each of them has open, and what it is given to do.

Each opens the store for itself, read only, and inherits nothing, so a page never depends on who writes it or on what was written before.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Self

from triplewire.children import AT_HAND, Spawned, Spawning, end_with_parent
from triplewire.draw.ask.prose import FOLDER
from triplewire.draw.model import Dossier, SiteInfo, Text
from triplewire.draw.reader import Reader
from triplewire.draw.site import Site
from triplewire.draw.things import Things
from triplewire.store import open_store

SHARE = 25
"""So many pages of things or releases are dealt out at a time."""
Files = tuple[str, ...]


class _Known(Spawning):
    """Knows which processes it begins, so that a pool of them can be ended at once."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[Spawned] = []

    def Process(self, *given: Any, **more: Any) -> Spawned:  # type: ignore[override]  # noqa: N802 - the name is theirs
        """A new process."""
        self.begun.append(Spawned(*given, **more))
        return self.begun[-1]


class Hands:
    """Some processes that write shares of the pages of a site; each has one more at hand than it is at."""

    def __init__(self, pool: ProcessPoolExecutor, number: int) -> None:
        self._pool, self._most = pool, AT_HAND * number
        self.running: dict[Future[Files], Files] = {}

    @staticmethod
    def of(made: Site, folder: Path, number: int) -> Hands:
        """So many new ones, which have what was looked up so far."""
        return Hands(ProcessPoolExecutor(number, Spawning(), _begin, (folder, made)), number)

    def wants(self) -> bool:
        """Whether there is less at hand than there should be."""
        return len(self.running) < self._most

    def give(self, share: Files) -> None:
        """One more share. Raises BrokenProcessPool when a process was killed."""
        self.running[self._pool.submit(_written, share)] = share

    def done(self, ended: Iterable[Future[Files]]) -> Iterator[Files]:
        """What was written of those shares that are their own. Raises BrokenProcessPool when one was killed, and what writing raises."""
        for future in ended:
            if future in self.running:
                written = future.result()
                del self.running[future]
                yield written

    def close(self) -> None:
        """Ends them."""
        self._pool.shutdown(cancel_futures=True)


class Ahead(Hands):
    """Another process at work on the pages of a build while this one still gathers what they tell beside the graph: it looks up what many
    of them ask of that, and then writes those of the questions, which take longest. After that it writes what it is given.
    """

    def __init__(self, folder: Path, as_of: date | None, texts: Mapping[str, Text], *, few: bool = False) -> None:
        """Begins on the build in `folder`, which has its store; `texts` are those of releases, by id."""
        context = _Known()
        pool = ProcessPoolExecutor(1, context, _open, (folder, as_of, texts, few))
        super().__init__(pool, 1)
        self._things, self._asked = pool.submit(_looked_up), pool.submit(_asked)
        (self.process,) = context.begun

    def things(self) -> Things:
        """What was looked up, without a store. Waits. Raises BrokenProcessPool when the process was killed, and what looking up raises."""
        return self._things.result()

    def take(self, made: Site, asked: Files) -> None:
        """Lets it write pages of a site, once it is done with the questions, of which these files are. Raises BrokenProcessPool."""
        self.running[self._asked] = asked
        # Now and here: what goes through a pool is otherwise pickled while this process already writes, and looks up more.
        self.running[self._pool.submit(_take, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.close()


def shares(files: Iterable[str]) -> list[Files]:
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


def write(made: Site, folder: Path, share: Files) -> Files:
    """Writes some files of a site, and gives their names. Raises OSError as the disk does."""
    for file in share:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.files[file](), "utf-8", newline="\n")
    return share


# -- in another process ----------------------------------------------------------------------------------------------------

_own: list[tuple[Path, Site]] = []
"""The folder of the build, and its site as this process knows it; the last one counts."""


def _begin(folder: Path, made: Site) -> None:
    end_with_parent()
    made.reader.store = open_store(folder / "store")
    _own.append((folder, made))
    gc.freeze()  # see memory.settled; this process does nothing else


def _open(folder: Path, as_of: date | None, texts: Mapping[str, Text], few: bool) -> None:
    reader = Reader(open_store(folder / "store"), as_of, texts)
    _begin(folder, Site(reader, SiteInfo("", as_of=as_of, dossier=Dossier(())), few=few))


def _looked_up() -> Things:
    _, made = _own[-1]
    made.things.look_up()
    return made.things


def _asked() -> Files:
    folder, made = _own[-1]
    return write(made, folder, shares(made.files)[0])


def _take(made: bytes) -> Files:
    (folder, known) = _own.pop()
    whole: Site = pickle.loads(made)  # noqa: S301 - from the process that began this one
    whole.reader.store = known.reader.store
    _own.append((folder, whole))
    gc.freeze()
    return ()


def _written(share: Files) -> Files:
    folder, made = _own[-1]
    return write(made, folder, share)
