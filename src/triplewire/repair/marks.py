"""Markup inside lines: links, stress, escapes and entities of Markdown and HTML. The view shows the words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from triplewire.model import Edit, Span

_TARGET = r"\([^()\s]{1,800}(?:\s+[\"'][^\"'\n]{0,200}[\"'])?\)"
_IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,200}}\]{_TARGET}")
_LINK = re.compile(rf"(?P<open>\[)(?P<text>[^\[\]\n]{{1,300}})(?P<close>\]{_TARGET})")
_STRESS = re.compile(
    r"(?<![\w*\\])(?P<open>\*\*\*|\*\*|\*)(?=[^\s*])(?P<text>[^*\n]{1,300}?)(?<=[^\s*\\])(?P<close>(?P=open))(?![\w*])"
    r"|(?<![\w_\\])(?P<open2>__|_)(?=[^\s_])(?P<text2>[^_\n]{1,300}?)(?<=[^\s_\\])(?P<close2>(?P=open2))(?![\w_])"
)
_ESCAPE = re.compile(r"\\(?=[*_#\[\]()\-.!&$~+|><`{}=])")
_ENTITY = re.compile(r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d{0,2});")
# The mark of a note behind a word or the end of a sentence; behind a short word or a figure it may be a power.
_NOTE = re.compile(r"(?:(?<=[A-Za-z]{3})|(?<=[.,;:)%”\"’]))<sup>\s?[(\[]?(?:\d{1,2}|[a-z*†‡])[)\]]?\s?</sup>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|font|a|p|div|br|small|center|h[1-6])(?:\s[^<>\n]{0,300})?\s?/?>", re.IGNORECASE)
_BREAKS = re.compile(r"</?(?:br|p|div|h[1-6])\b", re.IGNORECASE)
_LINE_END = re.compile(r":?[ \t\r]*(?:\n|$)")


def mark_edits(text: str, start: int, end: int) -> list[Edit]:
    """The edits that leave the words of marked-up text between two offsets, sorted and apart: "[words](address)" shows "words"."""
    edits: list[Edit] = []
    taken: set[int] = set()
    for edit in _edits(text, start, end):
        places = range(edit.span.start, edit.span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            edits.append(edit)
    return sorted(edits)


def _edits(text: str, start: int, end: int) -> Iterator[Edit]:
    """All edits, by kind; a kind is looked for only when its sign is in the text."""
    for sign, kind in (("](", _links), ("*", _stress), ("_", _stress), ("\\", _escapes), ("&", _entities), ("<", _tags)):
        if text.find(sign, start, end) >= 0:
            yield from kind(text, start, end)


def _links(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _IMAGE.finditer(text, start, end):
        yield _edit(text, match.start(), match.end(), "")
    for match in _LINK.finditer(text, start, end):
        yield _edit(text, match.start("open"), match.end("open"), "")
        yield _edit(text, match.start("close"), match.end("close"), "")


def _stress(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _STRESS.finditer(text, start, end):
        if not _whole_line(text, match):
            names = ("open", "close") if match["open"] else ("open2", "close2")
            yield from (_edit(text, match.start(name), match.end(name), "") for name in names)


def _escapes(text: str, start: int, end: int) -> Iterator[Edit]:
    yield from (_edit(text, m.start(), m.end(), "") for m in _ESCAPE.finditer(text, start, end))


def _entities(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _ENTITY.finditer(text, start, end):
        shown = html.unescape(match.group())
        if shown != match.group() and shown not in "<>":
            yield _edit(text, match.start(), match.end(), " " if shown.isspace() else shown)


def _tags(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _NOTE.finditer(text, start, end):
        yield _edit(text, match.start(), match.end(), "")
    for match in _TAG.finditer(text, start, end):
        yield _edit(text, match.start(), match.end(), "\n" if _BREAKS.match(match.group()) else "")


def _whole_line(text: str, match: re.Match[str]) -> bool:
    """Whether the stress is that of a heading: later stages read it as such."""
    if len(match["open"] or match["open2"]) == 1:
        return False
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return not before.strip() and _LINE_END.match(text, match.end()) is not None


def _edit(text: str, start: int, end: int, new: str) -> Edit:
    span = Span(start, end)
    return Edit(span, span.of(text), new, "markup", 1.0, "style")
