"""Many releases read: from the cache where nothing changed, in parallel where asked, bad ones set aside by name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from triplewire.builds import cache
from triplewire.builds.cache import Held
from triplewire.builds.executors import Executor
from triplewire.builds.reading import Read, Reader, kept, printable
from triplewire.errors import InputError
from triplewire.model import Release


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that could not be read: its name, a stable reason word, and the message for people, all of them printable."""

    file: str
    reason: str
    message: str

    @classmethod
    def of(cls, file: str, error: InputError) -> Quarantined:
        """The entry for an error in a file; a message of several lines becomes one."""
        words = str(error).replace(file, printable(file))
        return cls(printable(file), error.reason, "; ".join(printable(line) for line in words.split("\n")))

    @property
    def line(self) -> str:
        """One line for the terminal."""
        return self.message

    def to_json(self) -> dict[str, str]:
        """The object of one line of `quarantine.jsonl`."""
        return {"file": self.file, "message": self.message, "reason": self.reason}


@dataclass(frozen=True)
class Inputs:
    """What was read: releases by their ids, what was set aside, how many came from the cache, and the digests of the files that were
    read.
    """

    releases: tuple[Held, ...]
    quarantine: tuple[Quarantined, ...]
    cached: int = 0
    keys: tuple[str, ...] = ()

    def recipe(self, *more: str) -> str:
        """A digest of all that decides the build: the program, the inputs' bytes and names, what was set aside, and `more`."""
        aside = [json.dumps(q.to_json(), sort_keys=True) for q in self.quarantine]
        return cache.digest_of([cache.program_digest(), *more, *self.keys, *aside])

    def until(self, day: date) -> Inputs:
        """Only the releases issued up to `day`; releases without a date are left out, since nobody knows."""
        return self.within(None, day)

    def within(self, since: date | None, until: date | None) -> Inputs:
        """Only the releases issued from the one day to the other, both included; without any day all of them."""
        return self.without({r.release.sha256 for r in self.releases if _outside(r.release, since, until)})

    def outside(self, since: date | None, until: date | None) -> Mapping[str, int]:
        """How many releases `within` leaves out, by why: `before`, `after`, `undated`; no key without one."""
        found = Counter(_outside(r.release, since, until) for r in self.releases)
        return {why: n for why, n in sorted(found.items()) if why}

    def without(self, digests: Collection[str]) -> Inputs:
        """What would have been read had the texts with these digests not been there."""
        if not digests:
            return self
        ids = {r.id for r in self.releases}
        left = [r.renamed(_plain_id(r.release, ids)) for r in self.releases if r.release.sha256 not in digests]
        return replace(self, releases=_distinct(left)[0])


def _outside(release: Release, since: date | None, until: date | None) -> str:
    """Why a release is not of these days; "" when it is."""
    if not (since or until):
        return ""
    if release.date is None:
        return "undated"
    return "before" if since and release.date < since else "after" if until and release.date > until else ""


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
    executor: Executor,
    progress: Callable[[int, int, str], None] | None,
    reader: Reader,
) -> Inputs:
    """All files through `reader`, where `executor` has it run. Order of the result: release id, then file. Two files of one text are
    read once; two texts under one id get the second's id a suffix of its digest. Raises DataError, and BuildError when the processes
    that read do not come up.
    """
    quarantine = list(missing)
    found: list[Held] = []
    keys: list[str] = []
    cached, done = 0, count(1)

    def take(read: Read) -> None:
        nonlocal cached
        if isinstance(read.outcome, InputError):
            quarantine.append(Quarantined.of(read.path.name, read.outcome))
        else:
            found.append(read.outcome)
            keys.append(read.key)
            cached += read.cached
        if progress:
            progress(next(done), len(files), printable(read.path.name))

    with closing(executor(_new(files, out / "cache", take), out / "cache", reader)) as outcomes:
        for read in outcomes:
            take(read)
    cache.forget_others(out / "cache")
    releases, doubles = _distinct(found)
    aside = sorted([*quarantine, *doubles], key=lambda q: (q.file, q.reason, q.message))
    return Inputs(releases, tuple(aside), cached, tuple(sorted(keys)))


def _new(files: Iterable[Path], folder: Path, take: Callable[[Read], None]) -> Iterator[Path]:
    """The files that have to be read, while all others are taken as they are known."""
    for path in files:
        if known := kept(folder, path):
            take(known)
        else:
            yield path


def _distinct(found: Iterable[Held]) -> tuple[tuple[Held, ...], list[Quarantined]]:
    """The readings sorted by id, each text once, each id once."""
    releases: dict[str, Held] = {}
    digests: dict[str, str] = {}
    doubles = []
    for held in sorted(found, key=lambda h: (h.id, h.release.sha256, h.release.file)):
        release = held.release
        if release.sha256 in digests:
            doubles.append(Quarantined(release.file, "duplicate", f"{release.file}: the same text as {digests[release.sha256]}; read once"))
            continue
        digests[release.sha256] = release.file
        name = release.id if release.id not in releases else f"{release.id}{_suffix(release.sha256)}"
        releases[name] = held.renamed(name)
    return tuple(releases[name] for name in sorted(releases)), doubles
