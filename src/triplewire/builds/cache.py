"""What one release was read into, kept under the digest of its bytes and of everything that reads it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from triplewire import resources
from triplewire.lexicon import left_out
from triplewire.lexicon.loading import folders
from triplewire.model import Document, Edit, Fact, Release, Span, fact_from_json
from triplewire.read import Original

Reading = tuple[Document, list[Fact]]
"""A release as it was read: its document, and its facts."""
SUFFIXES = (".py", ".toml", ".tsv", ".lark", ".json")
STAGES = ("model", "lexicon", "read", "repair", "segment", "recognize", "extract", "ground", "assemble", "builds")
NOT_READ_BY = ("corrections", "releases")
"""Folders of `data` that reading does not depend on."""


@dataclass(frozen=True, slots=True)
class Held:
    """A release that was read, of which only what it says of itself is in memory. `digest` is another one when anything of the reading
    is; `packed` gives it as `packed` made it.
    """

    release: Release
    digest: str
    packed: Callable[[], bytes] = field(compare=False, repr=False)

    @classmethod
    def of(cls, document: Document, facts: Iterable[Fact]) -> Held:
        """A reading that is at hand."""
        data = packed(document, facts).encode()
        return cls(document.release, digest_of([document.release.id, data.partition(b"\n")[0].decode()]), partial(bytes, data))

    @property
    def id(self) -> str:
        """The id of the release."""
        return self.release.id

    def head(self) -> Document:
        """The document without its text."""
        return replace(_document(_part(self.packed(), 1)), release=self.release)

    def document(self) -> Document:
        """The document."""
        data = self.packed()
        return replace(_document(_part(data, 1)), raw=_part(data, 2), release=self.release)

    def raw(self) -> str:
        """The text."""
        text: str = _part(self.packed(), 2)
        return text

    def facts(self) -> list[Fact]:
        """The facts as they were read."""
        told = (fact_from_json(fact, self.release.sha256) for fact in _part(self.packed(), 3))
        return [f if f.release == self.id else replace(f, release=self.id) for f in told]

    def renamed(self, name: str) -> Held:
        """The same release under another id."""
        if name == self.id:
            return self
        return replace(self, release=replace(self.release, id=name), digest=digest_of([self.digest, name]))


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


def load(folder: Path, key: str) -> Held | None:
    """The reading kept under `key`, or None when there is none or it cannot be trusted."""
    return _load(_file(folder, key), key)


def held(key: str, text: str) -> Held | None:
    """The reading in what `packed` made, which is kept in memory; None when it cannot be trusted."""
    data = text.encode()
    return _held(key, data, partial(bytes, data))


def documents(folder: Path) -> Iterator[Document]:
    """The documents of all readings kept, in order of their files; those that cannot be trusted are left out."""
    for file in sorted(folder.glob("*/*/*.json")):
        if known := _load(file, file.stem):
            yield known.document()


def _load(file: Path, key: str) -> Held | None:
    try:
        return _held(key, file.read_bytes(), file.read_bytes)
    except OSError:
        return None


def _held(key: str, data: bytes, again: Callable[[], bytes]) -> Held | None:
    """What a packed reading holds; None when it is torn or foreign, which is as good as none: the release is read again."""
    digest, _, body = data.partition(b"\n")
    if digest != _digest([body]).encode():
        return None
    try:
        return Held(_release(json.loads(body.partition(b"\n")[0])["release"]), key, again)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _part(data: bytes, number: int) -> Any:
    """A line of a packed reading: 1 the document without its text, 2 the text, 3 the facts."""
    return json.loads(data.split(b"\n", 4)[number])


def packed(document: Document, facts: Iterable[Fact]) -> str:
    """A reading as a text: a digest of the rest, then a line each for the document without its text, the text, and the facts."""
    parts = (_plain(document), document.raw, [f.to_json() for f in facts])
    body = "".join(f"{json.dumps(part, ensure_ascii=False, sort_keys=True)}\n" for part in parts)
    return f"{_digest([body.encode()])}\n{body}"


def save(folder: Path, key: str, text: str) -> bool:
    """Keep a packed reading under `key`, whole or not at all; whether it is kept. What cannot be kept is read again next time."""
    file = _file(folder, key)
    torn = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        torn.write_text(text, "utf-8")
        torn.replace(file)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            torn.unlink(missing_ok=True)
    return True


def forget_others(folder: Path) -> None:
    """Remove the readings that other versions of the reader have left; nobody will ask for them again."""
    for old in folder.iterdir() if folder.is_dir() else ():
        if old.is_dir() and old.name != reader_digest()[:16]:
            shutil.rmtree(old, ignore_errors=True)


def _plain(document: Document) -> dict[str, Any]:
    """A document without its text, as plain data."""
    return {
        "release": {**asdict(document.release), "date": document.release.date.isoformat() if document.release.date else None},
        "edits": [[e.span.start, e.span.end, e.old, e.new, e.rule, e.confidence, e.kind] for e in document.edits],
        "body": [document.body.start, document.body.end] if document.body else None,
        "noise": [[n.start, n.end] for n in document.noise],
        "warnings": list(document.warnings),
    }


def _document(kept: dict[str, Any]) -> Document:
    """The document that `_plain` made, without its text."""
    edits = tuple(Edit(Span(a, b), old, new, rule, confidence, kind) for a, b, old, new, rule, confidence, kind in kept["edits"])
    noise = tuple(Span(a, b) for a, b in kept["noise"])
    body = Span(*kept["body"]) if kept["body"] else None
    return Document("", _release(kept["release"]), edits, body, noise, tuple(kept["warnings"]))


def _release(kept: dict[str, Any]) -> Release:
    """What a release says of itself. Raises KeyError, TypeError or ValueError for what is no such thing."""
    day = date.fromisoformat(kept["date"]) if kept["date"] else None
    return Release(**{**kept, "aliases": tuple(kept["aliases"]), "date": day})
