"""Which files are releases, and their bytes."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from triplewire.errors import InputError

EXTENSIONS = (".txt", ".md", ".html", ".htm", ".pdf")
SIDECAR = ".meta.toml"
MAX_BYTES = 5_000_000
MAX_SIDECAR = 10_000


@dataclass(frozen=True, slots=True)
class Original:
    """A release as it was handed over: its path as given, its bytes, and its sidecar with the bytes of that where there is one."""

    path: Path
    data: bytes
    sidecar: tuple[Path, bytes] | None = None


def discover(paths: Iterable[str | Path]) -> list[Path]:
    """The release files behind files, folders (searched to the bottom) and globs: sorted, each once.

    Folders and globs give what has one of the extensions txt, md, html, htm and pdf, without README.md, hidden files and sidecars;
    pipes, broken links and folders that cannot be searched are among them, so that reading can say what is wrong with each.
    A file that is named itself is taken as it is. Raises InputError, reason `missing`, for a path or glob that finds nothing,
    `kind` for a named file of another kind.
    """
    found: dict[str, Path] = {}
    for path in paths:
        for file in _expand(str(path)):
            found.setdefault(place(file), file)
    return sorted(found.values(), key=lambda p: p.as_posix())


def place(path: Path) -> str:
    """Where a file really lies: the same for all of its names. A link that leads to itself is where it is."""
    return os.path.realpath(path)


def _expand(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from _below(path)
    elif path.exists() or path.is_symlink():
        yield _named(path)
    else:
        matches = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []  # noqa: PTH207 - absolute patterns too
        if not matches:
            raise InputError(f"{name}: no such file or folder; give a release (txt, md, html, pdf), a folder or a glob", "missing")
        for match in map(Path, matches):
            yield from _below(match) if match.is_dir() else _wanted([match])


def _below(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for parent, _, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        yield from _wanted(Path(parent, name) for name in names)
    yield from closed


def _wanted(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.suffix.lower() in EXTENSIONS and not path.name.startswith(".") and path.name.lower() != "readme.md" and not path.is_dir():
            yield path


def _named(path: Path) -> Path:
    if path.suffix.lower() in EXTENSIONS:
        return path
    raise InputError(f"{path}: releases are read from {', '.join(EXTENSIONS)}, not {path.suffix or 'files without extension'}", "kind")


def original(path: Path) -> Original:
    """A file with its sidecar, `NAME.meta.toml` or `NAME.EXT.meta.toml`, as they are now.

    Raises InputError: `missing`, `kind` (a pipe, a device), `too-large` (over 5 MB), `empty`, `unreadable`, or `sidecar`.
    """
    data = _bytes(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        size = max(len(data), path.stat().st_size)
        raise InputError(f"{path}: {size:,} bytes; a release may have {MAX_BYTES:,}; split it or cut what is no release", "too-large")
    if not data.strip():
        raise InputError(f"{path}: empty; expected the text of a release", "empty")
    return Original(path, data, _sidecar(path))


def sidecars(path: Path) -> tuple[Path, Path]:
    """Where the sidecar of a release may be; the first that is there counts."""
    return path.with_suffix(SIDECAR), path.with_name(path.name + SIDECAR)


def _sidecar(path: Path) -> tuple[Path, bytes] | None:
    for candidate in sidecars(path):
        if candidate.is_file():
            data = _bytes(candidate, MAX_SIDECAR)
            if len(data) > MAX_SIDECAR:
                raise InputError(f"{candidate}: more than {MAX_SIDECAR:,} bytes; a sidecar has a line for each of a few keys", "sidecar")
            return candidate, data
    return None


def _bytes(path: Path, limit: int) -> bytes:
    """The first bytes of a file, up to one beyond the limit."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            next(path.iterdir(), None)  # says why it could not be searched, where that is so
        if not stat.S_ISREG(kind):
            raise InputError(f"{path}: is no regular file; save the release as a file first", "kind")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", "missing") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}; check the file and its permissions", "unreadable") from error
