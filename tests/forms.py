"""One release in many forms: as a page, wrapped at a column, as a damaged copy, as a PDF."""

from __future__ import annotations

import html
import re
import textwrap

from tests.pdf_maker import pdf

BULLET = re.compile(r"[*•-] +")
UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def as_page(text: str) -> str:
    """The release as HTML: headings, paragraphs and lists of one item."""
    parts = [_element(line.strip()) for line in text.split("\n") if line.strip()]
    return "<html><head><title>News</title></head><body>" + "\n".join(parts) + "</body></html>"


def _element(line: str) -> str:
    if line.startswith("#"):
        rank = "h1" if line.startswith("# ") else "h3"
        return f"<{rank}>{html.escape(line.strip('# '))}</{rank}>"
    if bullet := BULLET.match(line):
        return f"<ul><li>{html.escape(line[bullet.end() :])}</li></ul>"
    return f"<p>{html.escape(line)}</p>"


def as_wrapped(text: str, width: int = 72, indent: str = "     ") -> str:
    """The release wrapped at a column: its headline set in the middle, its paragraphs set in."""
    return "\n".join(_wrapped(line.strip(), width, indent) for line in text.split("\n")) + "\n"


def _wrapped(line: str, width: int, indent: str) -> str:
    if line.startswith("# "):
        return "\n".join(part.center(width).rstrip() for part in textwrap.wrap(line[2:], width - 12))
    if bullet := BULLET.match(line):
        words = line[bullet.end() :]
        return textwrap.fill(words, width, initial_indent="   - ", subsequent_indent="     ", break_on_hyphens=False)
    return textwrap.fill(line.strip("# "), width, initial_indent=indent, break_on_hyphens=False, break_long_words=False)


def as_mojibake(text: str) -> str:
    """The release as it looks when its UTF-8 is read as Windows-1252."""
    return "".join(chr(b) if b in UNDEFINED else bytes([b]).decode("cp1252") for b in text.encode())


def as_pdf(text: str, lines: int = 46) -> bytes:
    """The release on pages with a running head and numbers."""
    wrapped = as_wrapped(text, 92, "").split("\n")
    pages = [wrapped[at : at + lines] for at in range(0, len(wrapped), lines)]
    return pdf([["Norvane for those who hold its shares", *page, f"{'':50}{number}"] for number, page in enumerate(pages, 1)])
