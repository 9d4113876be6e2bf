"""From a file or a text to a Document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from triplewire.errors import InputError
from triplewire.model import Document
from triplewire.read.decode import check_text, decode
from triplewire.read.files import EXTENSIONS, MAX_BYTES, load
from triplewire.read.layout import find_body, find_noise, trimmed_lines
from triplewire.read.metadata import describe, find_title
from triplewire.read.sidecar import sidecar_of

HTML = (".html", ".htm")


def read(path: Path | str) -> Document:
    """The release in a file (txt, md, html, pdf): raw text, body, noise and metadata; no repairs yet.

    `raw` is the decoded text as it is for txt and md, line ends included; the laid-out text of the page for html and pdf. A sidecar
    `NAME.meta.toml` overrides the metadata. Raises InputError with a reason: `missing`, `kind`, `empty`, `binary`, `encoding`,
    `too-large`, `line-too-long`, `html`, `pdf`, `sidecar`, `unreadable`.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in EXTENSIONS:
        raise InputError(f"{path}: releases are read from {', '.join(EXTENSIONS)}, not {suffix or 'files without extension'}", "kind")
    data = load(path)
    if suffix == ".pdf":
        return _document(_pdf(path), str(path), (), sidecar_of(path), path.as_posix())
    raw, warnings = decode(data, str(path))
    raw, hints = _page(raw, str(path)) if suffix in HTML else (raw, {})
    return _document(raw, str(path), warnings, {**hints, **sidecar_of(path)}, path.as_posix())


def read_text(text: str, name: str = "text", suffix: str = ".txt") -> Document:
    """The release in a string; `name` becomes its id and may carry a path with a date, `suffix` says what it is (txt, md, html).

    Raises InputError as `read` does.
    """
    if len(text) > MAX_BYTES:
        raise InputError(f"{name}: {len(text):,} characters; a release may have {MAX_BYTES:,}", "too-large")
    raw, hints = _page(text, name) if suffix.lower() in HTML else (text, {})
    return _document(raw, name, (), hints, name)


def _pdf(path: Path) -> str:
    # Imported when needed: most builds meet no PDF and no page.
    from triplewire.read.pdf import pdf_text

    return pdf_text(path)


def _page(text: str, name: str) -> tuple[str, dict[str, Any]]:
    from triplewire.read.markup import html_text

    return html_text(text, name)


def _document(text: str, name: str, warnings: tuple[str, ...], known: Mapping[str, Any], path: str) -> Document:
    raw, odd = check_text(text, name)
    lines = tuple(trimmed_lines(raw))
    body = find_body(raw, lines)
    title = find_title(raw, lines, body)
    noise = find_noise(raw, lines, body, title)
    release, notes = describe(raw, lines, body, title, noise, path, known)
    return Document(raw, release, body=body, noise=noise, warnings=(*warnings, *odd, *notes))
