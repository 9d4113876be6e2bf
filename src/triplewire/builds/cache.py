"""What one release was read into, kept under the digest of its bytes and of everything that reads it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from triplewire import resources
from triplewire.model import Document, Edit, Fact, Release, Span, fact_from_json

SUFFIXES = (".py", ".toml", ".tsv", ".lark", ".json")


@cache
def reader_digest() -> str:
    """A digest of the code and data that read releases: a change of either makes every cached reading void."""
    code = Path(__file__).resolve().parents[1]
    stages = ("model", "lexicon", "read", "repair", "segment", "recognize", "extract", "ground", "assemble")
    files = [f for stage in stages for f in sorted((code / stage).rglob("*.py"))]
    files += [f for f in sorted(resources.path("data").rglob("*")) if f.suffix in SUFFIXES and "releases" not in f.parts]
    return _digest([*(f.name.encode() + f.read_bytes() for f in files), os.environ.get("TRIPLEWIRE_LEXICONS", "").encode()])


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def key_of(path: Path) -> str:
    """The name under which the reading of a file is kept: its path as given, its bytes, its sidecar, and the reader."""
    sidecar = path.with_name(path.stem + ".meta.toml")
    parts = [str(path).encode(), path.read_bytes(), sidecar.read_bytes() if sidecar.is_file() else b""]
    return _digest([reader_digest().encode(), *parts])


def load(folder: Path, key: str) -> tuple[Document, list[Fact]] | None:
    """The reading kept under `key`, or None when there is none or it cannot be trusted."""
    file = folder / key[:2] / f"{key}.json"
    try:
        kept = json.loads(file.read_text("utf-8"))
        digest = kept.pop("digest")
        if digest != _digest([_text(kept).encode()]):
            return None
        return _document(kept["document"]), [fact_from_json(f, kept["document"]["release"]["sha256"]) for f in kept["facts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a torn or foreign file is as good as none: the release is read again


def save(folder: Path, key: str, document: Document, facts: list[Fact]) -> None:
    """Keep a reading under `key`; whole or not at all."""
    kept = {"document": _plain(document), "facts": [f.to_json() for f in facts]}
    kept["digest"] = _digest([_text(kept).encode()])
    file = folder / key[:2] / f"{key}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(f".{os.getpid()}.tmp")
    partial.write_text(_text(kept), "utf-8")
    partial.replace(file)


def _text(obj: Any) -> str:
    return json.dumps(obj, ensure_ascii=False, sort_keys=True, default=str)


def _plain(document: Document) -> dict[str, Any]:
    return {
        "raw": document.raw,
        "release": {**asdict(document.release), "date": document.release.date.isoformat() if document.release.date else None},
        "edits": [[e.span.start, e.span.end, e.old, e.new, e.rule, e.confidence, e.kind] for e in document.edits],
        "body": [document.body.start, document.body.end] if document.body else None,
        "noise": [[n.start, n.end] for n in document.noise],
        "warnings": list(document.warnings),
    }


def _document(kept: dict[str, Any]) -> Document:
    release = Release(**{**kept["release"], "aliases": tuple(kept["release"]["aliases"]), "date": None})
    if kept["release"]["date"]:
        release = replace(release, date=date.fromisoformat(kept["release"]["date"]))
    edits = tuple(Edit(Span(a, b), old, new, rule, confidence, kind) for a, b, old, new, rule, confidence, kind in kept["edits"])
    noise = tuple(Span(a, b) for a, b in kept["noise"])
    return Document(kept["raw"], release, edits, Span(*kept["body"]) if kept["body"] else None, noise, tuple(kept["warnings"]))
