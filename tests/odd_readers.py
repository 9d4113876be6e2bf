"""A reader that does what its release says, for tests of what becomes of readers; other processes have it by its name."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

from triplewire.errors import DataError, InputError
from triplewire.model import Document, Fact, Release
from triplewire.read import Original


def odd(original: Original) -> tuple[Document, list[Fact]]:
    """The text as a document without facts; or what its first word says, to which the second is an argument."""
    text = original.data.decode()
    what, _, argument = text.partition(" ")
    if what in ("SIGKILL", "SIGSEGV"):
        os.kill(os.getpid(), signal.Signals[what])
    if what == "once" and not (mark := Path(argument)).exists():
        mark.write_text("was here", "utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "slow":
        time.sleep(float(argument.split()[0]))
    if what == "bad":
        raise InputError(f"{original.path}: holds nothing to read", "empty")
    if what == "faulty":
        raise DataError(["one fault", "another fault"])
    digest = hashlib.sha256(original.data).hexdigest()
    return Document(text, Release(original.path.stem, digest, file=original.path.name)), []


def write(folder: Path, **texts: str) -> list[Path]:
    """Named texts in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return sorted(folder.iterdir())


def plain(number: int) -> dict[str, str]:
    """So many texts with nothing odd about them."""
    return {f"r{n:03}": f"text {n}" for n in range(number)}


def kept(out: Path) -> dict[str, bytes]:
    """What is in the cache of readings."""
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted((out / "cache").rglob("*")) if p.is_file()}
