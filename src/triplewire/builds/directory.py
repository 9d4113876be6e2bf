"""The folder of a build: written beside the old one, then put in its place in one step.

- `OUT/current` -> `builds/<digest>`: what readers open; a link, replaced as a whole.
- `OUT/builds/<digest>/`: finished builds, the current one and the one before it, for those who still have it open.
- `OUT/builds/.new-*`, `.old-*`: work in progress and what is on its way out; a killed run leaves them, the next one removes them.
- `OUT/cache/`: what makes the next build fast.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import itertools
import json
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from triplewire.errors import BuildError

T = TypeVar("T")
FORMAT = 1
MARKER = "triplewire-build.json"
_tries = itertools.count(1)
AT_ONCE = 4
"""So many files are looked at, or written through to the disk, at once."""
FULL = 1 << 18
"""With fewer bytes left, a disk is as good as full."""
_ANOTHER = "choose another folder with -o"
_ELSEWHERE = f"move it away or {_ANOTHER}"
_FINISHED = re.compile(r"[0-9a-f]{16}(-[0-9]+)?")


@dataclass(frozen=True)
class Build:
    """A finished build: where it is, its own `folder` there, what is said of it at the end (`brief`), how many releases were read before,
    and the exit code that tells whether anything was set aside.
    """

    dir: Path
    folder: Path
    brief: dict[str, Any]
    cached: int = 0
    exit_code: int = 0

    @property
    def current(self) -> Path:
        """The folder with the artefacts."""
        return self.dir / "current"

    @cached_property
    def report(self) -> dict[str, Any]:
        """What `report.json` says."""
        report: dict[str, Any] = json.loads((self.folder / "report.json").read_text("utf-8"))
        return {**report, "counts": {**report["counts"], "cached": self.cached}}

    def summary(self) -> list[str]:
        """What a person wants to know at the end of a build, a line each."""
        counts = self.brief["counts"]
        lines = list(self.brief["quarantine"])
        lines.append(
            f"{counts['releases']} releases ({self.cached} unchanged), {counts['facts']} facts, {counts['triples']} triples, "
            f"{counts['findings']} findings, {counts['quarantined']} set aside"
        )
        lines += self._left_out()
        lines += _listed("corrections", (f"{n} {state}" for state, n in sorted(self.brief["corrections"].items())), "corrections")
        names = (f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in sorted(self.brief["ungrounded"].items()))
        lines += _listed("without a public identifier", names, "ungrounded")
        lines.append(f"open {self.current / 'index.html'}")
        return lines

    def _left_out(self) -> list[str]:
        """How many releases are not of the days of the build; nothing when there are none."""
        left_out = self.brief["left_out"]
        words = {
            "before": f"dated before {self.brief['since']}",
            "after": f"dated after {self.brief['as_of']}",
            "undated": "without a date",
        }
        told = ", ".join(f"{left_out[why]} {said}" for why, said in words.items() if why in left_out)
        return [f"left out: {told}"] if told else []


def _listed(what: str, items: Iterable[str], part: str) -> list[str]:
    """A line with some items and the part of the report that has them; none where there are none."""
    told = ", ".join(items)
    return [f"{what}: {told} (report.json, {part})"] if told else []


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """The output folder, made if need be, for this run alone; the lock goes with the process, however that ends.

    What killed runs left behind is removed first. Raises BuildError when another run has it, when it cannot be written, or when
    `out/current` is no build of this program, or of a later version.
    """
    _check(out)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out, os.O_RDONLY)
    try:
        _lock(handle, out)
        with writing(out):
            _sweep(out)
        try:
            yield
        except BaseException:
            with suppress(OSError):
                _sweep(out)  # what readers were at when they were ended
            raise
    finally:
        os.close(handle)
        with suppress(OSError):
            out.rmdir()  # goes only when the run has left nothing in it


def unchanged(out: Path, recipe: str) -> Build | None:
    """The build in `out` when it was made from that recipe and nothing of it is lost or changed; else None."""
    current = (out / "current").resolve()
    marker = _marker(current)
    if marker.get("recipe") != recipe or not isinstance(marker.get("brief"), dict):
        return None
    return Build(out, current, marker["brief"]) if _is_whole(current, current.name.partition("-")[0]) else None


def made_from(out: Path, recipe: str) -> Path | None:
    """The folder of a build in `out` that was made from that recipe and has its store; None when there is none."""
    for folder in [out / "current", *sorted(out.glob("builds/*"))]:
        if _marker(folder).get("recipe") == recipe and (folder / "store" / "CURRENT").is_file():
            return folder.resolve()
    return None


def _marker(folder: Path) -> dict[str, Any]:
    """What a build says of itself; nothing where there is none."""
    try:
        found = json.loads((folder / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def replace_current(out: Path, recipe: str, fill: Callable[[Path], dict[str, Any]]) -> Build:
    """Have `fill` write a build into a fresh folder and return what is said of it, then make `out/current` that folder in one step.
    `recipe` and what is said are kept in it for `unchanged`.

    Readers of the old build keep what they have open. When `fill` fails, nothing is replaced and the fresh folder goes. To be
    called while `out` is `locked`. Raises BuildError when the disk refuses, and what `fill` raises.
    """
    # A name of its own for each try: a store that could not be opened for lack of room leaves its name locked in this process.
    fresh = out / "builds" / f".new-{os.getpid()}-{next(_tries)}"
    try:
        with writing(out):
            fresh.mkdir(parents=True)
            brief = fill(fresh)
            (fresh / MARKER).write_text(json.dumps({"brief": brief, "format": FORMAT, "recipe": recipe}, sort_keys=True) + "\n", "utf-8")
            _to_disk(fresh)
            return Build(out, _swap(out, fresh).resolve(), brief)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _check(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise BuildError(f"{out}: is a file; a build needs a folder; {_ANOTHER}")
    current = out / "current"
    if not current.exists():
        return
    try:
        made = json.loads((current / MARKER).read_text("utf-8"))["format"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BuildError(f"{current}: is not a build of triplewire; {_ELSEWHERE}") from None
    if made > FORMAT:
        raise BuildError(f"{current}: was made by a later version of triplewire (format {made}, not {FORMAT}); upgrade, or {_ANOTHER}")
    if not current.is_symlink():
        raise BuildError(f"{current}: is a copy of a build and no link, so it cannot be replaced in one step; {_ELSEWHERE}")


def _lock(handle: int, out: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BuildError(f"{out}: another build is being written here; wait for it, or {_ANOTHER}") from None
    except OSError:
        return  # a file system without locks: one writer at a time is then up to the user


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Whatever the disk refuses inside, as a BuildError that names the cause."""
    try:
        yield
    except OSError as error:
        cause, room = error.strerror or str(error), os.strerror(errno.ENOSPC)
        if error.errno in (errno.ENOSPC, errno.EDQUOT) or room in cause:
            cause = f"{cause} on the disk at {_mount_point(out)}"
        elif _is_full(out):  # not every library says what it is that the disk refuses
            cause = f"{room} on the disk at {_mount_point(out)} ({cause})"
        raise BuildError(f"{out}: cannot be written: {cause}; what was there before is untouched; mend that, or {_ANOTHER}") from error


def _is_full(path: Path) -> bool:
    """Whether there is next to no room where a path is."""
    disk = os.statvfs(_mount_point(path))
    return disk.f_bavail * disk.f_frsize < FULL


def _mount_point(path: Path) -> Path:
    """Where the disk begins that a path is on."""
    at = next(p for p in (path.absolute(), *path.absolute().parents) if p.exists())
    while not at.is_mount():
        at = at.parent
    return at


def _sweep(out: Path) -> None:
    """Remove what killed runs left behind."""
    for left in [*out.glob("builds/.new-*"), *out.glob("builds/.old-*")]:
        shutil.rmtree(left, ignore_errors=True)
    for left in [*out.glob(".current-*"), *out.glob("cache/*/*/*.tmp")]:
        left.unlink(missing_ok=True)


def _to_disk(folder: Path) -> None:
    """Make sure that a power cut after the swap finds whole files."""
    _each(_flush, (path for path in [*folder.rglob("*"), folder] if not path.is_symlink()))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(out: Path, fresh: Path) -> Path:
    """Name the fresh build by its content, point `current` at it, and let the builds before the last one go."""
    builds = out / "builds"
    before = (out / "current").resolve().name
    digest = _content_digest(fresh)
    final = builds / digest
    try:
        if _is_whole(final, digest):
            shutil.rmtree(fresh)
        else:
            final = _free(final)
            fresh.rename(final)
        _point(out, final)
    finally:
        with suppress(OSError):  # what cannot go now, goes with the next build
            _let_go(builds, {(out / "current").resolve().name, before})
    return final


def _point(out: Path, final: Path) -> None:
    """Make `current` another build, in one step."""
    link = out / f".current-{os.getpid()}"
    try:
        link.symlink_to(Path("builds") / final.name)
        link.replace(out / "current")
    finally:
        link.unlink(missing_ok=True)


def _let_go(builds: Path, kept: Collection[str]) -> None:
    """Remove the finished builds that are not to be kept."""
    for old in sorted(builds.iterdir()):
        if old.name not in kept and _FINISHED.fullmatch(old.name) and (old / MARKER).is_file():
            # Renamed first: a folder under the name of a build is always a whole one.
            shutil.rmtree(old.rename(builds / f".old-{old.name}"), ignore_errors=True)


def _is_whole(folder: Path, digest: str) -> bool:
    """Whether this is the build of that content, nothing of it lost or changed since."""
    return (folder / "store" / "CURRENT").is_file() and _content_digest(folder) == digest


def _free(wanted: Path) -> Path:
    """The wanted name, or with a number the first that nobody has."""
    number, path = 0, wanted
    while path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.name}-{number}")
    return path


def _content_digest(folder: Path) -> str:
    """A short digest of the readable artefacts; the store's own files hold log numbers and do not count."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and "store" not in p.relative_to(folder).parts)
    digest = hashlib.sha256()
    for file, own in zip(files, _each(_digest, files), strict=True):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + own)
    return digest.hexdigest()[:16]


def _digest(file: Path) -> bytes:
    with file.open("rb") as held:
        return hashlib.file_digest(held, "sha256").digest()


def _each(work: Callable[[Path], T], paths: Iterable[Path]) -> list[T]:
    """What comes of each path, in their order; some at once, since most of the time is the disk's. Raises what the first of them raises."""
    with ThreadPoolExecutor(AT_ONCE) as some:
        return list(some.map(work, paths))
