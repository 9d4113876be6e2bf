"""HTML pages: the text as it is laid out, without scripts and navigation, and what the page says in its head."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree

from triplewire.errors import InputError

_DROP = ("script", "style", "noscript", "template", "svg", "nav", "iframe", "form", "button", "object", "embed", "canvas", "select")
_ROLES = ("navigation", "banner", "search", "menu", "menubar", "complementary")
_ENTITY = re.compile(r"<!DOCTYPE[^>\[]{0,400}\[|<!ENTITY", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DATE_KEYS = ("article:published_time", "date", "dc.date", "dc.date.issued", "datepublished", "pubdate", "publishdate")
# The layout of deeply nested markup is recursive; pages of wires stay below 60 levels.
_MAX_DEPTH = 200


def html_text(markup: str, name: str) -> tuple[str, dict[str, Any]]:
    """The laid-out text of a page (tables keep their rows and columns) and hints from its head: `source`, `page_date`.

    Raises InputError, reason `html`, when there is no page in it, when it declares entities, or when it nests deeper than 200.
    """
    if _ENTITY.search(markup):
        raise InputError(f"{name}: declares its own entities, which no release needs; save the page as plain HTML", "html")
    try:
        tree = lxml.html.document_fromstring(_DECLARED.sub("", markup))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError(f"{name}: no HTML page: {error}", "html") from error
    if _depth(tree) > _MAX_DEPTH:
        raise InputError(f"{name}: elements nest deeper than {_MAX_DEPTH}; save the page's text as .txt", "html")
    hints = _hints(tree)
    _prune(tree)
    text = Inscriptis(tree, ParserConfig(css=CSS_PROFILES["strict"])).get_text()
    return "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n") + "\n", hints


def _depth(tree: lxml.html.HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _prune(tree: lxml.html.HtmlElement) -> None:
    """Drops what is no part of the page's text; the text after an element stays."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        hidden = element.get("aria-hidden") == "true" or element.get("hidden") is not None
        drop = hidden or element.tag in _DROP or element.get("role") in _ROLES
        if drop and element.getparent() is not None:
            element.drop_tree()


def _hints(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith(("http://", "https://")):
            hints.setdefault("source", link.get("href"))
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key in _DATE_KEYS and (day := _iso(meta.get("content") or "")):
            hints.setdefault("page_date", day)
    return hints


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
