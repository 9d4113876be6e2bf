"""Where in the raw text the release is: its body, and the lines inside it that are no prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from triplewire.model import Span
from triplewire.read import frames

_EDGE = " \t\r\f\v\u00a0\ufeff\u200b\u200e\u200f"
_HEADING = re.compile(r"(?:#+\s*)?about\s+\S.{0,60}$", re.IGNORECASE)
_FRAME = "#*_ \t\r"
_SPACES = re.compile(r"\s+")


def trimmed_lines(raw: str) -> Iterator[Span]:
    """The lines of `raw` without the white space and invisible marks at their edges, as spans; a blank line is empty, at its end."""
    at = 0
    for line in raw.split("\n"):
        end = at + len(line)
        start = end - len(line.lstrip(_EDGE))
        yield Span(start, start + len(line.strip(_EDGE)))
        at = end + 1


def find_body(raw: str, spans: Sequence[Span]) -> Span:
    """The raw span of the release itself: up to the wire's own apparatus, without the rules drawn before it. `spans` are its lines."""
    raw = raw.replace("\u00a0", " ")
    stop = next((i for i, s in enumerate(spans) if i and frames.body_end().match(raw, s.start, s.end)), len(spans))
    kept = list(spans[:stop])
    if stop < len(spans):
        while kept and (not len(kept[-1]) or frames.body_trailing().match(raw, kept[-1].start, kept[-1].end)):
            kept.pop()
    return Span(0, kept[-1].end) if kept and stop < len(spans) else Span(0, len(raw))


def find_noise(raw: str, spans: Iterable[Span], body: Span, title: Span) -> tuple[Span, ...]:
    """Those of the lines of the body that are no prose: bare links, pictures, what the wire says of itself, a headline said twice.

    Sorted, each a line without its edges. A heading "About X" is noise when the line under it is.
    """
    # The frames are written with plain spaces; same length, so spans hold.
    raw = raw.replace("\u00a0", " ")
    spans = [s for s in spans if s.start < body.end and s.end > s.start]
    flags = [_is_noise(raw, s) for s in spans]
    for (i, s), nxt in zip(enumerate(spans), [*flags[1:], False], strict=True):
        if nxt and _HEADING.match(raw, s.start, s.end) and len(s) < 70:
            flags[i] = True
    headline = _bare(title.of(raw))
    return tuple(s for s, bad in zip(spans, flags, strict=True) if bad or _repeats(raw, s, title, headline))


def _is_noise(raw: str, span: Span) -> bool:
    return frames.noise().match(raw, span.start, span.end) is not None


def _repeats(raw: str, span: Span, title: Span, headline: str) -> bool:
    """Whether the line says the headline again, letter for letter but for spaces and Markdown."""
    if span.start <= title.start or span.start > title.end + 1500 or len(title) < 20:
        return False
    text = span.of(raw).strip(_FRAME)
    return text[:1].casefold()[:1] == headline[:1] and _bare(text) == headline


def _bare(text: str) -> str:
    return _SPACES.sub(" ", text.strip(_FRAME)).casefold()
