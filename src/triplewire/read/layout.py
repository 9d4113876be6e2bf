"""Where in the raw text the release is: its body, and the lines inside it that are no prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from triplewire.model import Span
from triplewire.read import frames

_EDGE = " \t\r\f\v\u00a0\ufeff\u200b\u200e\u200f"
_HEADING = re.compile(r"(?:#+\s*)?about\s+\S.{0,60}$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


# A whole submission to the regulator, or one exhibit of it, in the wrapper of its archive.
_DOCUMENT = re.compile(r"<DOCUMENT>\s*<TYPE>(?P<type>[^\s<]*).{0,600}?<TEXT>", re.IGNORECASE | re.DOTALL)
_TEXT_END = re.compile(r"</TEXT>", re.IGNORECASE)
_PAGE_MARK = re.compile(r"\s{0,40}<PAGE>", re.IGNORECASE)
_BLANK_ABOVE, _BLANK_BELOW = re.compile(r"\n[ \t\r]*\n[ \t]*$"), re.compile(r"[ \t]*\r?\n[ \t]*\r?(?:\n|$)")
_CENTRED = 15
_DIGITS = re.compile(r"\d+")
# How many lines the head or the foot of a page may have.
_EDGE_LINES = 2
# A line that long is prose: the release has begun.
_LEAD = 160


def wrapped(text: str) -> Span:
    """Where the press release stands inside the wrapper of a regulator's archive; the whole text without one.

    Of several documents it is the first exhibit 99, else the first one.
    """
    found = list(_DOCUMENT.finditer(text))
    if not found:
        return Span(0, len(text))
    match = next((m for m in found if m["type"].upper().startswith("EX-99")), found[0])
    end = _TEXT_END.search(text, match.end())
    return Span(match.end(), end.start() if end else len(text))


def lines(raw: str) -> Iterator[Span]:
    """The lines of `raw` without their ends, as spans."""
    at = 0
    for line in raw.split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def trimmed(raw: str, span: Span) -> Span:
    """`span` without the white space and invisible marks at its edges."""
    start, end = span.start, span.end
    while start < end and raw[start] in _EDGE:
        start += 1
    while end > start and raw[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def find_body(raw: str) -> Span:
    """The raw span of the release itself: up to the wire's own apparatus, without the rules drawn before it."""
    whole = wrapped(raw)
    raw = raw.replace("\u00a0", " ")
    spans = [t for s in lines(raw) if whole.start <= (t := trimmed(raw, s)).start <= whole.end]
    stop = next(_ends(raw, spans), len(spans))
    kept = spans[:stop]
    if stop < len(spans):
        while kept and (not len(kept[-1]) or frames.body_trailing().match(raw, kept[-1].start, kept[-1].end)):
            kept.pop()
    return Span(whole.start, kept[-1].end) if kept and stop < len(spans) else whole


def _ends(raw: str, spans: list[Span]) -> Iterator[int]:
    """The numbers of the lines that are no longer the release; some are only so once the release has begun, or once its end is told."""
    last = max((i for i, s in enumerate(spans) if frames.later_part().match(raw, _words(raw, s), s.end)), default=-1)
    begun = False
    for i, s in enumerate(spans):
        start = _words(raw, s)
        closes = frames.body_close().match(raw, start, s.end) or (i > last and frames.body_may_close().match(raw, start, s.end))
        if i and (frames.body_end().match(raw, start, s.end) or (begun and closes)):
            yield i
        begun = begun or len(s) >= _LEAD or _is_lead(raw, s)


def _words(raw: str, span: Span) -> int:
    """Where the words of a line begin, behind the marks of a heading."""
    return span.start + len(span.of(raw)) - len(span.of(raw).lstrip("#* "))


def _is_lead(raw: str, span: Span) -> bool:
    return len(span) > 50 and frames.lead().search(raw, span.start, span.end) is not None


def find_noise(raw: str, body: Span, title: Span) -> tuple[Span, ...]:
    """The lines of the body that are no prose: bare links, pictures, what the wire says of itself, a headline said twice.

    Sorted, each a line without its edges. A heading "About X" is noise when the line under it is.
    """
    # The frames are written with plain spaces; same length, so spans hold.
    raw = raw.replace("\u00a0", " ")
    spans = [t for s in lines(raw) if body.start <= s.end and s.start < body.end and len(t := trimmed(raw, s))]
    flags = [_is_noise(raw, s) or _is_page_number(raw, s) for s in spans]
    for (i, s), nxt in zip(enumerate(spans), flags[1:], strict=False):  # the last line has none under it
        if nxt and _HEADING.match(raw, s.start, s.end) and len(s) < 70:
            flags[i] = True
    edges = _page_edges(raw, body, title) if "\f" in raw else frozenset()
    return tuple(s for s, bad in zip(spans, flags, strict=True) if bad or s in edges or _repeats(raw, s, title))


def _page_edges(raw: str, body: Span, title: Span) -> frozenset[Span]:
    """The head and foot lines of pages: first and last lines that stand on two pages and more, their figures aside; never the headline."""
    seen: dict[str, list[Span]] = defaultdict(list)
    at = 0
    for page in raw.split("\f"):
        filled = [t.shift(at) for s in lines(page) if len(t := trimmed(page, s))]
        for span in dict.fromkeys([*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]]):
            seen[_DIGITS.sub("#", _bare(span.of(raw)))].append(span)
        at += len(page) + 1
    repeated = (s for spans in seen.values() if len(spans) > 1 for s in spans)
    return frozenset(s for s in repeated if body.start <= s.start < body.end and not s.overlaps(title))


def _is_noise(raw: str, span: Span) -> bool:
    return frames.noise().match(raw, span.start, span.end) is not None


def _is_page_number(raw: str, span: Span) -> bool:
    """Whether a line is a number alone in the middle of the page, blank lines around it, or beside the mark of a page."""
    if len(span) > 3 or not span.of(raw).isdigit():
        return False
    indent = span.start - raw.rfind("\n", 0, span.start) - 1
    if _PAGE_MARK.match(raw, span.end, span.end + 80) or "\f" in raw[max(0, span.start - 3) : span.end + 3]:
        return True
    return (
        indent >= _CENTRED
        and _BLANK_ABOVE.search(raw[max(0, span.start - 200) : span.start]) is not None
        and _BLANK_BELOW.match(raw, span.end) is not None
    )


def _repeats(raw: str, span: Span, title: Span) -> bool:
    """Whether the line says the headline again, letter for letter but for spaces and Markdown."""
    if span.start <= title.start or span.start > title.end + 1500 or len(title) < 20:
        return False
    return _bare(span.of(raw)) == _bare(title.of(raw))


def _bare(text: str) -> str:
    return _SPACES.sub(" ", text.strip("#*_ \t\r")).casefold()
