"""What a release says about itself: title, issuer, date, place, wire, source. Unknown stays unknown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any

from triplewire.model import Release, Span
from triplewire.read import frames
from triplewire.read.dateline import Dateline, find_dateline, lines_above
from triplewire.read.dates import day_of, find_dates, find_days, month_of
from triplewire.read.issuer import find_issuer
from triplewire.read.layout import lines, trimmed

_ORIGINAL = re.compile(
    r"\[Original/Source Press Release\]\((?P<url>https?://[^)\s]{4,600})\)"
    r"|View (?:the )?(?:original|source) \w+[^:\n]{0,60}:?\s{1,3}(?P<url2>https?://\S{4,600})",
    re.IGNORECASE,
)
_PATH_DATES = (
    re.compile(r"(?:^|/)(?P<y>20\d\d|19\d\d)/(?P<m>0[1-9]|1[0-2])/?(?P<d>0[1-9]|[12]\d|3[01])(?=/)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d|19\d\d)[-_.]?(?P<m>0[1-9]|1[0-2])[-_.]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])[-_ ](?P<name>[A-Za-z]{3,9})[-_ ](?P<y>20\d\d|19\d\d)(?!\d)"),
)
# The end mark of a wire with its date: "-0-    11/09/2006".
_END_MARK = re.compile(r"^[ \t]*-0-[ \t]+(?P<date>\d{1,2}/\d{1,2}/\d{2,4})", re.MULTILINE)
_BRAND = re.compile(r"^[ \t]*(?P<brand>[A-Z]\w{3,30}) is powered by ", re.MULTILINE)

# Behind the date: brackets and dashes, an hour with its zone and a note where the wire gives them.
_TO_PROSE = re.compile(r"(?:[^\w\n]{0,3}@[^–—\n]{0,40}[–—]\s*)?\W{0,14}(?:(?:regulatory|corporate|company) news:\s*)?", re.IGNORECASE)


def slug(text: str) -> str:
    """A readable name for IRIs and files: small ASCII letters and digits with single hyphens, at most 120 characters."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:120].rstrip("-") or "release"


def digest(raw: str) -> str:
    """The sha256 of the raw text's UTF-8 bytes, in hex."""
    return hashlib.sha256(raw.encode("utf-8")).hexdigest()


def find_source(raw: str) -> str:
    """The address of the original, as the wire gives it; "" when it gives none."""
    match = _ORIGINAL.search(raw)
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
    raw: str, body: Span, title: Span, noise: tuple[Span, ...], path: str, known: Mapping[str, Any]
) -> tuple[Release, tuple[str, ...], list[Span]]:
    """The release's metadata, the warnings about it, and the lines above the dateline that say nothing else. `known` (a sidecar, page
    metadata) overrides what the text says; a date comes from the dateline, else from the path, else from the wire's links, each with a
    warning.
    """
    line = find_dateline(raw, body)
    day, warnings = _date(raw, line, path, known)
    issuer = find_issuer(raw, body, title, _intro(raw, body, title, line), noise)
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
    return release, warnings + missing, lines_above(raw, body, title, line, issuer.name)


def _date(raw: str, line: Dateline, path: str, known: Mapping[str, Any]) -> tuple[date | None, tuple[str, ...]]:
    if known.get("date"):
        return known["date"], ()
    if line.date:
        return line.date, ()
    if line.month_day and (day := _with_year(raw, line.month_day, known.get("page_date"), path)):
        return day, ("year of the dateline from elsewhere",)
    if day := known.get("page_date"):
        return day, ("date from page metadata",)
    if day := date_from_path(path):
        return day, ("date from path",)
    if day := date_from_links(raw):
        return day, ("date from link",)
    return None, ()


def _with_year(raw: str, month_day: tuple[int, int], page: date | None, path: str) -> date | None:
    """The day of a dateline without a year: as the page, the wire's end mark or a date in the text gives it; None when nothing does.

    A page appears on the release's day or later: its year is the release's, or the one after.
    """
    marks = (find_days(raw, m.start("date"), m.end("date"), short=True) for m in _END_MARK.finditer(raw))
    written = (d.date for days in marks for d in days if d.date)
    for day in (*written, *(d for _, d in find_dates(raw, 0, len(raw))), page, date_from_path(path)):
        if day and (day.month, day.day) == month_day:
            return day
    later = page or date_from_path(path)
    if later is None:
        return None
    return day_of(later.year - ((later.month, later.day) < month_day), *month_day)


def _brand(raw: str) -> str:
    """The wire that signs the foot of the page; "" when none does."""
    match = _BRAND.search(raw)
    return match["brand"] if match else ""


def _intro(raw: str, body: Span, title: Span, line: Dateline) -> int:
    """Where the first words of the release's prose are: behind the dateline and its dashes, else the first long line after the headline."""
    if line.at is not None and line.end is not None and (line.place or line.wire):
        rest = _TO_PROSE.match(raw, line.end)
        return rest.end() if rest else line.end
    for span in lines(raw):
        short = trimmed(raw, span)
        if span.start > title.end and len(short) > 100 and raw[short.start] not in "*•·-!#[":
            return short.start
    return min(title.end, body.end)
