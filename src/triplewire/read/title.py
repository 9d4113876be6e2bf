"""Which lines of a release are its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triplewire import resources
from triplewire.model import Span
from triplewire.read import frames
from triplewire.read.dateline import find_dateline
from triplewire.read.dates import find_dates
from triplewire.read.layout import lines, trimmed

_CONTACT = re.compile(
    r"(?:(?:investor|media|press|company|corporate|ir)s?(?: (?:and|&) \w+)? )?(?:relations )?"
    r"(?:contacts?|inquiries|enquiries)\b.{0,3}(?::|$)",
    re.IGNORECASE,
)
# A heading of the first rank with the words of a headline.
_FIRST = re.compile(r"#\s+(?:\S+\s+){3}\S")
_MARKS = "#* \t"
# How many lines may stand above a headline, how many it may have, and what a line is worth that is no letterhead.
_ABOVE, _LINES, _TELLING, _NEAR = 18, 5, 40, 7


@cache
def _open_words() -> frozenset[str]:
    return frozenset(resources.toml("data", "abbreviations.toml")["runs_on"])


def find_title(raw: str, body: Span, headline: str = "") -> Span:
    """The span of the headline, without Markdown: where the text has `headline`, what the page itself calls so; else the first line that
    reads as one. Lines it wraps over belong to it.
    """
    spans = [trimmed(raw, s) for s in lines(raw) if body.start <= s.end and s.start <= body.end]
    spans = [Span(max(s.start, body.start), max(s.end, body.start)) for s in spans]
    if headline and (found := _called(raw, spans, headline)):
        return found
    filled = [i for i, s in enumerate(spans) if len(s)]
    marked = next((i for i in filled[: 2 * _ABOVE] if _FIRST.match(spans[i].of(raw))), None)
    if marked is not None:
        return _whole(raw, spans, marked)
    candidates = list(_candidates(raw, spans, filled[:_ABOVE]))
    first = _best(raw, spans, candidates) if candidates else filled[0] if filled else None
    return Span(body.start, body.start) if first is None else _whole(raw, spans, first)


def _called(raw: str, spans: list[Span], headline: str) -> Span | None:
    """The lines that say what the page calls its headline; None when none do."""
    wanted = _bare(headline)
    for i, span in enumerate(spans):
        words = _bare(span.of(raw))
        if not words or not wanted.startswith(words):
            continue
        for last in range(i, min(i + _LINES, len(spans))):
            if _bare(raw[span.start : spans[last].end]) == wanted:
                return _without_marks(raw, span.start, spans[last].end)
    return None


def _bare(text: str) -> str:
    return " ".join(text.strip(_MARKS).split()).casefold()


def _candidates(raw: str, spans: list[Span], filled: list[int]) -> Iterator[int]:
    """The lines that may be a headline, down to the dateline; addresses of contacts above it are passed over whole."""
    contact = -2
    for i in filled:
        text = spans[i].of(raw).strip(_MARKS)
        if (
            _CONTACT.match(text)
            or (contact == i - 1 and raw[spans[i].start - 1 : spans[i].start] in " \t")
            or (contact == i - 1 and len(text) < _TELLING)
        ):
            contact = i
        elif not _above_title(raw, spans[i]):
            if find_dateline(text, Span(0, len(text))).at is not None:
                return
            yield i


def _best(raw: str, spans: list[Span], candidates: list[int]) -> int:
    """The first candidate, unless it is a letterhead: then the next that is none, or has the verb of a headline."""
    first = candidates[0]
    text = spans[first].of(raw)
    if text.startswith("#") or len(text) >= _TELLING or _tells(text):
        return first
    others = [i for i in candidates[1:_NEAR] if _is_line_of_headline(spans[i].of(raw))]
    heads = others if _is_letterhead(raw, text) else [first]
    return next((i for i in others if _tells(spans[i].of(raw))), heads[0] if heads else first)


def _is_letterhead(raw: str, text: str) -> bool:
    """Whether a line is the name of a company, stands at the head of several pages, or shows nothing at all."""
    last = text.split()[-1].strip(".,").lower() if text.strip() else ""
    if not last or last in {s.lower() for s in frames.wires()["issuer"]["suffixes"]}:
        return True
    return "\f" in raw and raw.count(text) > raw.count("\f")


def _is_line_of_headline(text: str) -> bool:
    return len(text) >= _TELLING // 2 and not text[0].islower() and text[-1] not in ".;"


def _tells(text: str) -> bool:
    return any(m.group().strip().lower() != "and" for m in frames.title_verb().finditer(text))


def _above_title(raw: str, span: Span) -> bool:
    text = span.of(raw).strip(_MARKS)
    if not text or frames.title_skip().match(text) or frames.noise().match(text):
        return True
    dates = find_dates(text, 0, len(text))
    return bool(dates) and len(text) < 60 and dates[0][0].start < 12 and len(dates[0][0]) > len(text) // 2


def _whole(raw: str, spans: list[Span], first: int) -> Span:
    start, end = spans[first].start, spans[first].end
    if not raw.startswith("#", start):
        for follow in spans[first + 1 : first + _LINES]:
            if not _wraps(raw, Span(start, end), follow):
                break
            end = follow.end
    return _without_marks(raw, start, end)


def _without_marks(raw: str, start: int, end: int) -> Span:
    start += len(raw[start:end]) - len(raw[start:end].lstrip(_MARKS))
    while end > start and raw[end - 1] in "*# ":
        end -= 1
    return Span(start, end)


def _wraps(raw: str, title: Span, line: Span) -> bool:
    """Whether the next line goes on with the headline: it is no bullet, no subhead in dashes, no dateline."""
    text, last = line.of(raw), title.of(raw).rsplit("\n", 1)[-1].strip()
    if not text or not last or text[0] in "-–—•*.·(#!" or last[-1] in ".!?:" or len(text) >= 120:
        return False
    if find_dateline(text, Span(0, len(text))).at is not None:
        return False
    if last.split()[-1].lower() in _open_words() or text[0].islower():
        return True
    alike = last.isupper() and text.isupper()
    return (
        alike or (len(title) >= 60 and len(last) >= 60) or (_indented(raw, title.start) and _indented(raw, line.start) and len(last) > 30)
    )


def _indented(raw: str, at: int) -> bool:
    """Whether a line is set in the middle, as headlines of hard-wrapped texts are."""
    return raw[max(0, at - 5) : at].isspace() and "\n" not in raw[max(0, at - 5) : at]
