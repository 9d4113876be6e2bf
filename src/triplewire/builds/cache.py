"""What one release was read into, kept under the digest of its bytes and of everything that reads it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from triplewire import resources
from triplewire.lexicon import left_out
from triplewire.lexicon.loading import folders
from triplewire.model import Document, Edit, Fact, Release, Span, fact_from_json
from triplewire.read import Original

T = TypeVar("T")
Reading = tuple[Document, list[Fact]]
"""A release as it was read: its document, and its facts."""

SUFFIXES = (".py", ".toml", ".tsv", ".lark", ".json")
STAGES = ("model", "lexicon", "read", "repair", "segment", "recognize", "extract", "ground", "assemble", "builds")
NOT_READ_BY = ("corrections", "releases")
"""Folders of `data` that reading does not depend on."""


@cache
def reader_digest() -> str:
    """A digest of the code and data that read releases, the user's own lexicons and rules among them, and of which shipped lexicons
    are left out: a change of any makes every reading kept so far void.
    """
    code = Path(__file__).resolve().parents[1]
    files = [*sorted(code.glob("*.py")), *(f for stage in STAGES for f in sorted((code / stage).rglob("*.py")))]
    data = resources.path("data")
    files += [f for f in sorted(data.rglob("*")) if f.suffix in SUFFIXES and f.relative_to(data).parts[0] not in NOT_READ_BY]
    files += [f for folder in folders() for f in sorted(folder.glob("*.tsv"))]
    files += [f for folder in resources.rule_folders() for f in sorted(folder.glob("*.toml"))]
    parts = (part for f in files for part in (f.name.encode(), f.read_bytes()))
    return _digest([*sorted(name.encode() for name in left_out()), *parts])


@cache
def program_digest() -> str:
    """A digest of all that a build depends on besides its inputs: the whole program, its data, ontology and queries."""
    code = Path(__file__).resolve().parents[1]
    places = [code, resources.path("ontology"), resources.path("queries")]
    files = [
        f
        for place in places
        for f in sorted(place.rglob("*"))
        if f.is_file() and not {"__pycache__", "_share"} & set(f.parts[len(place.parts) :])
    ]
    parts = (part for f in files for part in (f.name.encode(), f.read_bytes()))
    return _digest([reader_digest().encode(), resources.version().encode(), *parts])


def digest_of(words: Iterable[str]) -> str:
    """A digest of words in their order, for naming what was made from them."""
    return _digest(w.encode("utf-8", "surrogateescape") for w in words)


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def key_of(original: Original) -> str:
    """The name under which the reading of a release is kept: its path as given, its bytes, its sidecar."""
    sidecar = original.sidecar[1] if original.sidecar else b""
    return _digest([os.fsencode(original.path), original.data, sidecar])


def _file(folder: Path, key: str) -> Path:
    return folder / reader_digest()[:16] / key[:2] / f"{key}.json"


def load(folder: Path, key: str) -> Reading | None:
    """The reading kept under `key`, or None when there is none or it cannot be trusted."""
    return _load(_file(folder, key), _reading)


def unpacked(text: str) -> Reading | None:
    """The reading in what `packed` made; None when it cannot be trusted."""
    return _unpacked(text, _reading)


def documents(folder: Path) -> Iterator[Document]:
    """The documents of all readings kept, in order of their files; those that cannot be trusted are left out."""
    for file in sorted(folder.glob("*/*/*.json")):
        if document := _load(file, _document):
            yield document


def _load(file: Path, made: Callable[[dict[str, Any]], T]) -> T | None:
    try:
        return _unpacked(file.read_text("utf-8"), made)
    except (OSError, ValueError):
        return None


def _unpacked(text: str, made: Callable[[dict[str, Any]], T]) -> T | None:
    """What `made` makes of a reading; None when the text is torn or foreign, which is as good as none: the release is read again."""
    try:
        kept = json.loads(text)
        digest = kept.pop("digest")
        return made(kept) if digest == _digest([_text(kept).encode()]) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def packed(document: Document, facts: list[Fact]) -> str:
    """A reading as a text, with a digest of all of it."""
    kept = {"document": plain(document), "facts": [f.to_json() for f in facts]}
    return _text({**kept, "digest": _digest([_text(kept).encode()])})


def save(folder: Path, key: str, text: str) -> None:
    """Keep a packed reading under `key`; whole or not at all. What cannot be kept is read again next time."""
    file = _file(folder, key)
    partial = file.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(text, "utf-8")
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)


def forget_others(folder: Path) -> None:
    """Remove the readings that other versions of the reader have left; nobody will ask for them again."""
    for old in folder.iterdir() if folder.is_dir() else ():
        if old.is_dir() and old.name != reader_digest()[:16]:
            shutil.rmtree(old, ignore_errors=True)


def _text(obj: Any) -> str:
    return json.dumps(obj, ensure_ascii=False, sort_keys=True, default=str)


def plain(document: Document) -> dict[str, Any]:
    """A document as plain data."""
    return {
        "raw": document.raw,
        "release": {**asdict(document.release), "date": document.release.date.isoformat() if document.release.date else None},
        "edits": [[e.span.start, e.span.end, e.old, e.new, e.rule, e.confidence, e.kind] for e in document.edits],
        "body": [document.body.start, document.body.end] if document.body else None,
        "noise": [[n.start, n.end] for n in document.noise],
        "warnings": list(document.warnings),
    }


def _reading(kept: dict[str, Any]) -> Reading:
    return _document(kept), _facts(kept)


def _facts(reading: dict[str, Any]) -> list[Fact]:
    digest = reading["document"]["release"]["sha256"]
    return [fact_from_json(fact, digest) for fact in reading["facts"]]


def _document(reading: dict[str, Any]) -> Document:
    return document(reading["document"])


def document(kept: dict[str, Any]) -> Document:
    """The document that `plain` made. Raises KeyError when a part is missing."""
    release = Release(**{**kept["release"], "aliases": tuple(kept["release"]["aliases"]), "date": None})
    if kept["release"]["date"]:
        release = replace(release, date=date.fromisoformat(kept["release"]["date"]))
    edits = tuple(Edit(Span(a, b), old, new, rule, confidence, kind) for a, b, old, new, rule, confidence, kind in kept["edits"])
    noise = tuple(Span(a, b) for a, b in kept["noise"])
    return Document(kept["raw"], release, edits, Span(*kept["body"]) if kept["body"] else None, noise, tuple(kept["warnings"]))
