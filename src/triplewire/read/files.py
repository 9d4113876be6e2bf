"""Which files are releases, and their bytes."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from triplewire.errors import InputError

EXTENSIONS = (".txt", ".md", ".html", ".htm", ".pdf")
MAX_BYTES = 5_000_000


def discover(paths: Iterable[str | Path]) -> list[Path]:
    """The release files behind files, folders (searched to the bottom) and globs: sorted, each once.

    Folders and globs give the files with the extensions txt, md, html, htm and pdf, without README.md, hidden files and sidecars;
    a file that is named itself is taken as it is. Raises InputError, reason `missing`, for a path or glob that finds nothing,
    `kind` for a named file of another kind.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _expand(str(path)):
            found.setdefault(file.resolve(), file)
    return sorted(found.values(), key=lambda p: p.as_posix())


def _expand(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from _wanted(path.rglob("*"))
    elif path.exists():
        yield _named(path)
    else:
        matches = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []  # noqa: PTH207 - absolute patterns too
        if not matches:
            raise InputError(f"{name}: no such file or folder; give a release (txt, md, html, pdf), a folder or a glob", "missing")
        for match in matches:
            yield from _wanted(Path(match).rglob("*")) if Path(match).is_dir() else _wanted([Path(match)])


def _wanted(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        hidden = path.name.startswith(".") or path.name.lower() == "readme.md"
        if path.suffix.lower() in EXTENSIONS and not hidden and path.is_file():
            yield path


def _named(path: Path) -> Path:
    if path.suffix.lower() in EXTENSIONS:
        return path
    raise InputError(f"{path}: releases are read from {', '.join(EXTENSIONS)}, not {path.suffix or 'files without extension'}", "kind")


def load(path: Path) -> bytes:
    """The bytes of a file. Raises InputError: `missing`, `too-large` (over 5 MB), `empty`, or `unreadable`."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"{path}: {size:,} bytes; a release may have {MAX_BYTES:,}; split it or cut what is no release", "too-large")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", "missing") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}", "unreadable") from error
    if not data.strip():
        raise InputError(f"{path}: empty; expected the text of a release", "empty")
    return data
