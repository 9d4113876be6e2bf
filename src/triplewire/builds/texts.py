"""The texts that a build was made from, for whoever wants to hold quotes against them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from triplewire.builds import cache
from triplewire.errors import InputError
from triplewire.read import discover, read

Texts = dict[str, tuple[str, str]]
"""By sha256 of the text: the name of its file, and the raw text."""


def kept_texts(out: Path) -> Texts:
    """The texts that the readings kept beside a build have; a torn reading has none, and its release is told as not at hand."""
    return {d.release.sha256: (d.release.file or d.release.id, d.raw) for d in cache.documents(out / "cache")}


def given_texts(paths: Iterable[str | Path]) -> Texts:
    """The texts of the releases in the given files and folders. Raises InputError when one cannot be read."""
    found: Texts = {}
    for path in paths:
        files = discover([path])
        if not files:
            raise InputError(f"{path}: no release in this folder (txt, md, html, pdf)", "no-releases")
        for file in files:
            document = read(file)
            found[document.release.sha256] = (str(file), document.raw)
    return found
