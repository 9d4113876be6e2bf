"""Many releases read: from the cache where nothing changed, in parallel where asked, bad ones set aside by name."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path

from triplewire.builds import cache
from triplewire.errors import BuildError, InputError, TriplewireError
from triplewire.model import Document, Fact, Release
from triplewire.read.files import MAX_BYTES

Reader = Callable[[Path], tuple[Document, list[Fact]]]
Outcome = tuple[Document, list[Fact]] | InputError
Read = tuple[Path, Outcome, str, bool]
"""A file, what came of it, the key of its reading, and whether that came from the cache."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that could not be read: its name, a stable reason word, and the message for people, all of them printable."""

    file: str
    reason: str
    message: str

    @classmethod
    def of(cls, file: str, error: InputError) -> Quarantined:
        """The entry for an error in a file; a message of several lines becomes one."""
        return cls(printable(file), error.reason, "; ".join(printable(line) for line in str(error).split("\n")))

    @property
    def line(self) -> str:
        """One line for the terminal."""
        return self.message

    def to_json(self) -> dict[str, str]:
        """The object of one line of `quarantine.jsonl`."""
        return {"file": self.file, "message": self.message, "reason": self.reason}


def printable(name: str) -> str:
    """A file name with what could hurt a terminal or a file (control characters, bytes that are no text) written as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in name)


@dataclass(frozen=True)
class Inputs:
    """What was read: documents and their facts by release id, what was set aside, how many came from the cache, and the digests
    of the files that were read.
    """

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    quarantine: tuple[Quarantined, ...]
    cached: int = 0
    keys: tuple[str, ...] = ()

    def recipe(self, *more: str) -> str:
        """A digest of all that decides the build: the program, the inputs' bytes and names, what was set aside, and `more`."""
        aside = [json.dumps(q.to_json(), sort_keys=True) for q in self.quarantine]
        return cache.digest_of([cache.program_digest(), *more, *self.keys, *aside])

    def until(self, day: date) -> Inputs:
        """Only the releases issued up to `day`; releases without a date are left out, since nobody knows."""
        kept = tuple(d for d in self.documents if d.release.date and d.release.date <= day)
        ids = {d.release.id for d in kept}
        return replace(self, documents=kept, facts=tuple(f for f in self.facts if f.release in ids))

    def without(self, digests: Collection[str]) -> Inputs:
        """What would have been read had the texts with these digests not been there."""
        if not digests:
            return self
        own: dict[str, list[Fact]] = {}
        for fact in self.facts:
            own.setdefault(fact.release, []).append(fact)
        ids = {d.release.id for d in self.documents}
        found = []
        for document in (d for d in self.documents if d.release.sha256 not in digests):
            plain = _plain_id(document.release, ids)
            facts = [replace(f, release=plain) for f in own.get(document.release.id, [])]
            found.append((replace(document, release=replace(document.release, id=plain)), facts))
        documents, kept, _ = _distinct(found)
        return replace(self, documents=documents, facts=kept)


def _plain_id(release: Release, ids: Collection[str]) -> str:
    """The id that a release has when no other text has it: another one of these `ids` is the reason for what is put behind it."""
    plain = release.id.removesuffix(_suffix(release.sha256))
    return plain if plain in ids else release.id


def _suffix(digest: str) -> str:
    """What is put behind an id that two texts would have."""
    return f"-{digest[:8]}"


def read_all(
    files: Sequence[Path],
    missing: Iterable[Quarantined],
    out: Path,
    workers: int,
    progress: Callable[[int, int, str], None] | None,
    reader: Reader,
) -> Inputs:
    """All files through `reader`. Order of the result: release id, then file. Two files of one text are read once; two texts under
    one id get the second's id a suffix of its digest. Raises BuildError when a reading process is killed, and DataError.
    """
    quarantine = list(missing)
    found: list[tuple[Document, list[Fact]]] = []
    keys: list[str] = []
    cached = 0
    for done, (path, outcome, key, kept) in enumerate(_outcomes(files, out / "cache", workers, reader), 1):
        if isinstance(outcome, InputError):
            quarantine.append(Quarantined.of(path.name, outcome))
        else:
            found.append(outcome)
            keys.append(key)
            cached += kept
        if progress:
            progress(done, len(files), printable(path.name))
    cache.forget_others(out / "cache")
    documents, facts, doubles = _distinct(found)
    aside = sorted([*quarantine, *doubles], key=lambda q: (q.file, q.reason, q.message))
    return Inputs(documents, facts, tuple(aside), cached, tuple(sorted(keys)))


def _outcomes(files: Sequence[Path], folder: Path, workers: int, reader: Reader) -> Iterator[Read]:
    read_one = partial(_read_one, folder, reader)
    if workers <= 1 or len(files) <= 1:
        yield from map(read_one, files)
        return
    # Spawned workers inherit nothing, so a reading never depends on what the parent did before.
    try:
        with ProcessPoolExecutor(min(workers, len(files)), mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
            yield from pool.map(read_one, files, chunksize=max(1, min(16, len(files) // (4 * workers))))
    except BrokenProcessPool:
        raise BuildError("a process that reads releases was killed (out of memory?); nothing was replaced; try fewer --workers") from None


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _read_one(folder: Path, reader: Reader, path: Path) -> Read:
    try:
        key = _key(path)
        if key and (kept := cache.load(folder, key)):
            return path, kept, key, True
        document, facts = reader(path)
        document = replace(document, release=replace(document.release, file=printable(document.release.file)))
        if key:
            cache.save(folder, key, document, facts)
    except InputError as error:
        return path, InputError(str(error), error.reason), "", False
    except TriplewireError:
        raise  # the installation or the user's lexicon is at fault, not this release
    except OSError as error:
        return path, InputError(f"{path}: {error.strerror or error}; check the file and its permissions", "unreadable"), "", False
    except Exception as error:  # noqa: BLE001 - one release that the rules stumble over must not cost the others
        return path, InputError(f"{path}: the reader failed with {_what(error)}; please report it", "reader-failed"), "", False
    return path, (document, facts), key, False


def _key(path: Path) -> str:
    """The cache key of a file, "" for one that is too large to be a release. Raises InputError for a pipe, a device, a folder."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is no regular file; save the release as a file first", "kind")
    return cache.key_of(path) if path.stat().st_size <= MAX_BYTES else ""


def _what(error: Exception) -> str:
    """The class of an error and the place where it happened."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f" in {Path(place.tb_frame.f_code.co_filename).name} line {place.tb_lineno}" if place else ""
    return f"{type(error).__name__}{where}"


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
        name = release.id if release.id not in documents else f"{release.id}{_suffix(release.sha256)}"
        documents[name] = replace(document, release=replace(release, id=name))
        facts += own if name == release.id else [replace(f, release=name) for f in own]
    return tuple(documents[k] for k in sorted(documents)), tuple(facts), doubles
