"""From a file or a text to a Document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from triplewire.errors import InputError
from triplewire.lexicon.mojibake import MOJIBAKE, is_mangled, unmangled
from triplewire.model import Document, Span
from triplewire.read.decode import check_text, decode
from triplewire.read.files import EXTENSIONS, MAX_BYTES, Original, original
from triplewire.read.layout import find_body, find_noise
from triplewire.read.metadata import describe, digest
from triplewire.read.sidecar import values_of
from triplewire.read.title import find_title

HTML = (".html", ".htm")
_TAG = re.compile(r"<(?:!doctype\s|html|body|document>)", re.IGNORECASE)
_HEAD = 3000
_PUNCTUATION = frozenset("–—•·…\u00a0\u00ad\u200b")


def read(file: Path | str | Original) -> Document:
    """The release in a file (txt, md, html, pdf), or in one whose bytes are at hand: raw text, body, noise and metadata; no repairs yet.

    `raw` is the decoded text as it is for txt and md, line ends included; the laid-out text of the page for html (also when a txt holds
    a page) and pdf. A sidecar
    `NAME.meta.toml` overrides the metadata. Raises InputError with a reason: `missing`, `kind`, `empty`, `binary`, `encoding`,
    `too-large`, `line-too-long`, `html`, `pdf`, `sidecar`, `unreadable`.
    """
    path = file.path if isinstance(file, Original) else Path(file)
    suffix = path.suffix.lower()
    if suffix not in EXTENSIONS:
        raise InputError(f"{path}: releases are read from {', '.join(EXTENSIONS)}, not {suffix or 'files without extension'}", "kind")
    given = file if isinstance(file, Original) else original(path)
    known = values_of(*given.sidecar) if given.sidecar else {}
    if suffix == ".pdf":
        return _document(_pdf(given), str(path), (), known, path.as_posix())
    raw, warnings = decode(given.data, str(path))
    raw, hints = _page(raw, str(path), suffix)
    return _document(raw, str(path), warnings, {**hints, **known}, path.as_posix())


def read_text(text: str, name: str = "text", suffix: str = ".txt") -> Document:
    """The release in a string; `name` becomes its id and may carry a path with a date, `suffix` says what it is (txt, md, html).

    Raises InputError as `read` does.
    """
    if len(text) > MAX_BYTES:
        raise InputError(f"{name}: {len(text):,} characters; a release may have {MAX_BYTES:,}", "too-large")
    raw, hints = _page(text, name, suffix.lower())
    return _document(raw, name, (), hints, name)


def _plain(raw: str) -> str:
    """The text with the dashes, bullets and blanks that mojibake hides, widened by blanks: offsets stay. The rest is left to repair."""
    return MOJIBAKE.sub(_widened, raw) if is_mangled(raw) else raw


def _widened(match: re.Match[str]) -> str:
    meant = unmangled(match.group())
    return meant.ljust(len(match.group())) if all(c.isspace() or c in _PUNCTUATION for c in meant) else match.group()


def _pdf(given: Original) -> str:
    # Imported when needed: most builds meet no PDF and no page.
    from triplewire.read.pdf import pdf_text

    return pdf_text(given.data, str(given.path))


def _page(text: str, name: str, suffix: str) -> tuple[str, dict[str, Any]]:
    """The text of a page and its hints; a text that is no page as it is. A page is one by its extension or by its first tags."""
    if suffix not in HTML and not _TAG.search(text, 0, _HEAD):
        return text, {}
    from triplewire.read.markup import html_text, is_page

    return html_text(text, name) if suffix in HTML or is_page(text) else (text, {})


def _document(text: str, name: str, warnings: tuple[str, ...], known: Mapping[str, Any], path: str) -> Document:
    raw, odd = check_text(text, name)
    shown = _plain(raw)
    body = find_body(shown)
    title = find_title(shown, body, known.get("headline", ""))
    noise = find_noise(shown, body, title)
    release, notes, above = describe(shown, body, title, noise, path, known)
    release = release if shown is raw else replace(release, sha256=digest(raw))
    noise = tuple(sorted({*noise, *above}))
    # What stands above the headline (addresses, menus, the wrapper of an archive) tells the date and the issuer, and no more.
    body = Span(max(body.start, raw.rfind("\n", 0, title.start) + 1), body.end) if title.start < title.end < body.end else body
    return Document(raw, release, body=body, noise=noise, warnings=(*warnings, *odd, *notes))
