"""HTML pages: the text as it is laid out, without scripts and navigation, and what the page says in its head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import lxml.html
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree

from triplewire.errors import InputError
from triplewire.read import frames
from triplewire.read.cells import lay_out_tables
from triplewire.read.layout import wrapped
from triplewire.read.prune import Element, prune, text_of

_ENTITY = re.compile(r"<!DOCTYPE[^>\[]{0,400}\[|<!ENTITY", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CONTROL = re.compile(r"&#(?:(?P<d>12[89]|1[345]\d)|x(?P<x>[89][0-9a-f]));?", re.IGNORECASE)
_DATE_KEYS = ("article:published_time", "date", "dc.date", "dc.date.issued", "datepublished", "pubdate", "publishdate")
_TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "headline")
_TITLED = re.compile(r"(?:^|[-_ ])(?:pr)?(?:title|headline)s?(?:$|[-_ ])", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
# The layout of deeply nested markup is recursive; pages of wires stay below 60 levels.
_MAX_DEPTH = 200
_HEADLINE_WORDS = 4


def is_page(text: str) -> bool:
    """Whether a text is a page of HTML, whatever its file is called; it may stand in the wrapper of an archive."""
    start = wrapped(text).start
    return _PAGE.search(text, start, start + 2000) is not None


def html_text(markup: str, name: str) -> tuple[str, dict[str, Any]]:
    """The laid-out text of a page (tables keep their rows and columns) and hints from its head: `source`, `page_date`, `headline`.

    Raises InputError, reason `html`, when there is no page in it, when it declares entities, or when it nests deeper than 200.
    """
    markup = wrapped(markup).of(markup)
    if _ENTITY.search(markup):
        raise InputError(f"{name}: declares its own entities, which no release needs; save the page as plain HTML", "html")
    try:
        tree = lxml.html.document_fromstring(_CONTROL.sub(_windows, _DECLARED.sub("", markup)))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError(f"{name}: no HTML page: {error}", "html") from error
    if _depth(tree) > _MAX_DEPTH:
        raise InputError(f"{name}: elements nest deeper than {_MAX_DEPTH}; save the page's text as .txt", "html")
    hints = _hints(tree)
    prune(tree, hints.get("headline", ""))
    lay_out_tables(tree)
    _part_blocks(tree)
    text = Inscriptis(tree, ParserConfig(css=CSS_PROFILES["strict"])).get_text()
    return "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n") + "\n", hints


def _windows(match: re.Match[str]) -> str:
    """The character that pages mean by a control code: bullets, dashes and quotes of Windows."""
    code = int(match["d"]) if match["d"] else int(match["x"], 16)
    return bytes([code]).decode("cp1252", "replace")


def _depth(tree: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _part_blocks(tree: Element) -> None:
    """A `div` that holds text alone is a paragraph: pages set whole releases in them."""
    blocks = frames.page_words("blocks") - {"br"}
    for element in tree.iter("div"):
        if not any(child.tag in blocks for child in element):
            element.tag = "p"


def _hints(tree: Element) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith(("http://", "https://")):
            hints.setdefault("source", link.get("href"))
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key in _DATE_KEYS and (day := _iso(meta.get("content") or "")):
            hints.setdefault("page_date", day)
    if headline := _headline(tree):
        hints["headline"] = headline
    return hints


def _headline(tree: Element) -> str:
    """The headline by the page's own marks: a heading that its head repeats, else one marked as such, else the first heading."""
    named = [*(m.get("content") or "" for m in tree.iter("meta") if (m.get("property") or m.get("name") or "").lower() in _TITLE_KEYS)]
    named += [text_of(t) for t in tree.iter("title")]
    shown = [t for e in _marked(tree) if len((t := text_of(e)).split()) >= _HEADLINE_WORDS and len(t) < 400]
    agreed = (t for t in shown if any(t.casefold() in " ".join(n.split()).casefold() for n in named))
    return next(agreed, next(iter(shown), ""))


def _marked(tree: Element) -> Iterator[Element]:
    yield from (e for e in tree.iter() if isinstance(e.tag, str) and (e.get("itemprop") or "").lower() == "headline")
    for level in ("h1", "h2"):
        yield from tree.iter(level)
    yield from (
        e for e in tree.iter("p", "div", "span", "td", "b", "strong") if _TITLED.search(f"{e.get('class') or ''} {e.get('id') or ''}")
    )


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
