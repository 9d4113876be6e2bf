"""The texts that a build was made from, for whoever wants to hold quotes against them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from triplewire.errors import InputError
from triplewire.read import discover, read

Texts = dict[str, tuple[str, str]]
"""By sha256 of the text: the name of its file, and the raw text."""


def kept_texts(out: Path) -> Texts:
    """The texts that the readings kept beside a build have; a torn reading has none."""
    found: Texts = {}
    for file in sorted((out / "cache").glob("*/*/*.json")):
        try:
            kept = json.loads(file.read_text("utf-8"))["document"]
            raw, name = kept["raw"], kept["release"]["file"]
            found[_digest(raw)] = (name or kept["release"]["id"], raw)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # as good as none: its release is told as not at hand
    return found


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


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
