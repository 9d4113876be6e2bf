"""Many releases read: from the cache where nothing changed, in parallel where asked, bad ones set aside by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from triplewire.builds import cache
from triplewire.errors import InputError
from triplewire.model import Document, Fact

Reader = Callable[[Path], tuple[Document, list[Fact]]]
Outcome = tuple[Document, list[Fact]] | InputError


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that could not be read: its name, a stable reason word, and the message for people."""

    file: str
    reason: str
    message: str

    @property
    def line(self) -> str:
        """One line for the terminal."""
        return self.message

    def to_json(self) -> dict[str, str]:
        """The object of one line of `quarantine.jsonl`."""
        return {"file": self.file, "message": self.message, "reason": self.reason}


@dataclass(frozen=True)
class Inputs:
    """What was read: documents and their facts by release id, what was set aside, and how many came from the cache."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    quarantine: tuple[Quarantined, ...]
    cached: int = 0

    def until(self, day: date) -> Inputs:
        """Only the releases issued up to `day`; releases without a date are left out, since nobody knows."""
        kept = tuple(d for d in self.documents if d.release.date and d.release.date <= day)
        ids = {d.release.id for d in kept}
        return replace(self, documents=kept, facts=tuple(f for f in self.facts if f.release in ids))


def read_all(
    files: Sequence[Path],
    missing: Iterable[InputError],
    out: Path,
    workers: int,
    progress: Callable[[int, int, str], None] | None,
    reader: Reader,
) -> Inputs:
    """All files through `reader`. Order of the result: release id, then file. Two files of one text are read once; two texts under
    one id get the second's id a suffix of its digest.
    """
    quarantine = [Quarantined(str(e).split(":", 1)[0], e.reason, str(e)) for e in missing]
    found: list[tuple[Document, list[Fact]]] = []
    cached = 0
    for done, (path, outcome, kept) in enumerate(_outcomes(files, out / "cache", workers, reader), 1):
        if isinstance(outcome, InputError):
            quarantine.append(Quarantined(path.name, outcome.reason, str(outcome)))
        else:
            found.append(outcome)
            cached += kept
        if progress:
            progress(done, len(files), path.name)
    documents, facts, doubles = _distinct(found)
    return Inputs(documents, facts, tuple(sorted([*quarantine, *doubles], key=lambda q: (q.file, q.reason))), cached)


def _outcomes(files: Sequence[Path], folder: Path, workers: int, reader: Reader) -> Iterator[tuple[Path, Outcome, bool]]:
    read_one = partial(_read_one, folder, reader)
    if workers <= 1 or len(files) <= 1:
        yield from map(read_one, files)
        return
    # Spawned workers inherit nothing, so a reading never depends on what the parent did before.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(read_one, files, chunksize=4)


def _read_one(folder: Path, reader: Reader, path: Path) -> tuple[Path, Outcome, bool]:
    try:
        key = cache.key_of(path)
        if kept := cache.load(folder, key):
            return path, kept, True
        document, facts = reader(path)
        cache.save(folder, key, document, facts)
    except InputError as error:
        return path, InputError(str(error), error.reason), False
    except OSError as error:
        return path, InputError(f"{path}: {error.strerror or error}; check the file and its permissions", "unreadable"), False
    return path, (document, facts), False


def _distinct(found: list[tuple[Document, list[Fact]]]) -> tuple[tuple[Document, ...], tuple[Fact, ...], list[Quarantined]]:
    """The readings sorted by id, each text once, each id once."""
    documents: dict[str, Document] = {}
    facts: list[Fact] = []
    digests: dict[str, str] = {}
    doubles = []
    for document, own in sorted(found, key=lambda x: (x[0].release.id, x[0].release.sha256, x[0].release.file)):
        release = document.release
        if release.sha256 in digests:
            doubles.append(Quarantined(release.file, "duplicate", f"{release.file}: the same text as {digests[release.sha256]}; read once"))
            continue
        digests[release.sha256] = release.file
        name = release.id if release.id not in documents else f"{release.id}-{release.sha256[:8]}"
        documents[name] = replace(document, release=replace(release, id=name))
        facts += own if name == release.id else [replace(f, release=name) for f in own]
    return tuple(documents[k] for k in sorted(documents)), tuple(facts), doubles
