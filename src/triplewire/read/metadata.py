"""What a release says about itself: title, issuer, date, place, wire, source. Unknown stays unknown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import PurePath
from typing import Any

from triplewire.lexicon import Finder, lowered
from triplewire.model import Release, Span
from triplewire.read import frames
from triplewire.read.dateline import Dateline, find_dateline, find_dates, month_of
from triplewire.read.issuer import find_issuer

_ORIGINAL = re.compile(
    r"\[Original/Source Press Release\]\((?P<url>https?://[^)\s]{4,600})\)"
    r"|View (?:the )?(?:original|source) \w+[^:\n]{0,60}:?\s{1,3}(?P<url2>https?://\S{4,600})",
    re.IGNORECASE,
)
_TO_ORIGINAL = Finder(("[original/source press release]", "view "))
_PATH_DATES = (
    re.compile(r"(?:^|/)(?P<y>20\d\d|19\d\d)/(?P<m>0[1-9]|1[0-2])/?(?P<d>0[1-9]|[12]\d|3[01])(?=/)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d|19\d\d)[-_.]?(?P<m>0[1-9]|1[0-2])[-_.]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])[-_ ](?P<name>[A-Za-z]{3,9})[-_ ](?P<y>20\d\d|19\d\d)(?!\d)"),
)
_BRAND = re.compile(r"^[ \t]*(?P<brand>[A-Z]\w{3,30}) is powered by ", re.MULTILINE)

# Behind the date: brackets and dashes, and an hour with its zone where the wire gives one.
_TO_PROSE = re.compile(r"(?:[^\w\n]{0,3}@[^–—\n]{0,40}[–—]\s*)?[^\w\n]{0,12}")


def slug(text: str) -> str:
    """A readable name for IRIs and files: small ASCII letters and digits with single hyphens, at most 120 characters."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:120].rstrip("-") or "release"


def digest(raw: str) -> str:
    """The sha256 of the raw text's UTF-8 bytes, in hex."""
    return hashlib.sha256(raw.encode("utf-8")).hexdigest()


def find_title(raw: str, lines: Iterable[Span], body: Span) -> Span:
    """The span of the headline, without Markdown: the first of the lines that is one; lines it wraps over belong to it."""
    spans = [s for s in lines if s.start <= body.end]
    filled = list(islice((i for i, s in enumerate(spans) if len(s)), 12))
    first = next((i for i in filled if not _above_title(raw, spans[i])), filled[0] if filled else None)
    if first is None:
        return Span(0, 0)
    start, end = spans[first].start, spans[first].end
    start += len(raw[start:end]) - len(raw[start:end].lstrip("#* \t"))
    for follow in spans[first + 1 : first + 3]:
        if not _wraps(raw, Span(start, end), follow):
            break
        end = follow.end
    while end > start and raw[end - 1] in "*# ":
        end -= 1
    return Span(start, end)


def _above_title(raw: str, span: Span) -> bool:
    text = span.of(raw).strip("#* \t")
    if not text or frames.title_skip().match(text) or frames.noise().match(text):
        return True
    dates = find_dates(text, 0, len(text))
    return bool(dates) and len(text) < 60 and dates[0][0].start < 12 and len(dates[0][0]) > len(text) // 2


def _wraps(raw: str, title: Span, line: Span) -> bool:
    """Whether the next line goes on with the headline: it is no bullet, no subhead in dashes, no dateline."""
    text, last = line.of(raw), title.of(raw)[-90:]
    if not text or text[0] in "-–—•*.·(#!" or len(title) < 60 or len(last) < 60 or last[-1] in ".!?:":
        return False
    return len(text) < 120 and find_dateline(text, [Span(0, len(text))], Span(0, len(text))).date is None


def find_source(raw: str) -> str:
    """The address of the original, as the wire gives it; "" when it gives none."""
    places = _TO_ORIGINAL.ends(lowered(raw))
    match = next((m for at, _ in sorted(places) if (m := _ORIGINAL.match(raw, at))), None)
    return (match["url"] or match["url2"]).rstrip(".,)") if match else ""


def date_from_path(path: str) -> date | None:
    """The day in a path such as `…/2025/0904/…`, `name-2010-10-28.txt` or `28-oct-2010.txt`; None without one."""
    for pattern in _PATH_DATES:
        for match in reversed(list(pattern.finditer(path))):
            if day := _day_of(match):
                return day
    return None


def date_from_links(raw: str) -> date | None:
    """The day in the addresses of a wire's own links (below the release); None without one."""
    for link in frames.wires()["dateline"]["links"]:
        for match in re.finditer(link["pattern"], raw):
            if day := _day_of(match):
                return day
    return None


def _day_of(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    year = int(groups["y"]) + (2000 if len(groups["y"]) == 2 else 0)
    month = month_of(groups["name"]) if groups.get("name") else int(groups["m"])
    try:
        return date(year, month, int(groups["d"])) if month else None
    except ValueError:
        return None


def describe(
    raw: str, lines: Sequence[Span], body: Span, title: Span, noise: tuple[Span, ...], path: str, known: Mapping[str, Any]
) -> tuple[Release, tuple[str, ...]]:
    """The release's metadata and the warnings about it, from its text, its lines and what these are.

    `known` (a sidecar, page metadata) overrides what the text says; a date comes from the dateline, else from the path, else from the
    wire's links, each with a warning.
    """
    line = find_dateline(raw, lines, body)
    day, warnings = _date(raw, line, path, known)
    issuer = find_issuer(raw, body, title, _intro(raw, lines, body, title, line), noise)
    name = known.get("issuer") or issuer.name
    release = Release(
        id=slug(known.get("id") or PurePath(path).stem),
        sha256=digest(raw),
        title=known.get("title") or re.sub(r"\s+", " ", title.of(raw)).strip("\ufeff "),
        issuer=name,
        date=day,
        place=known.get("place") or line.place,
        wire=known.get("wire") or line.wire or _brand(raw),
        source=known.get("source") or find_source(raw),
        file=PurePath(path).name,
        aliases=tuple(a for a in issuer.aliases if a != name),
    )
    missing = tuple(f"{k} unknown" for k in ("issuer", "date") if not getattr(release, k))
    return release, warnings + missing


def _date(raw: str, line: Dateline, path: str, known: Mapping[str, Any]) -> tuple[date | None, tuple[str, ...]]:
    if known.get("date"):
        return known["date"], ()
    if line.date:
        return line.date, ()
    if day := known.get("page_date"):
        return day, ("date from page metadata",)
    if day := date_from_path(path):
        return day, ("date from path",)
    if day := date_from_links(raw):
        return day, ("date from link",)
    return None, ()


def _brand(raw: str) -> str:
    """The wire that signs the foot of the page; "" when none does."""
    match = _BRAND.search(raw) if " is powered by " in raw else None
    return match["brand"] if match else ""


def _intro(raw: str, lines: Iterable[Span], body: Span, title: Span, line: Dateline) -> int:
    """Where the first words of the release's prose are: behind the dateline and its dashes, else the first long line after the headline."""
    if line.at is not None and line.end is not None and (line.place or line.wire):
        rest = _TO_PROSE.match(raw, line.end)
        return rest.end() if rest else line.end
    for short in lines:
        if short.start > title.end and len(short) > 100 and raw[short.start] not in "*•·-!#[":
            return short.start
    return min(title.end, body.end)
