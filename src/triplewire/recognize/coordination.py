"""Diseases that share one word: "ovarian, breast and lung cancers", "tumors such as colorectal and gastric"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from triplewire import lexicon
from triplewire.model import Mention, Span
from triplewire.recognize.shapes import matches, shape, table

Extend = Callable[[Span], Span | None]
"""Gives a span with the modifiers before it."""


def shared_heads(text: str, lower: str, extend: Extend) -> Iterator[Mention]:
    """The indications of a text that share a head, each named in full; the last of a list takes the head with it."""
    yield from _sites(text, lower, extend)
    yield from _sites_behind(lower)
    yield from _organs(lower)
    yield from _pairs(text)


def singular(head: str) -> str:
    """The head of a coordination as its names have it: "cancer" for "cancers"."""
    return table("disease", "plural").get(head.lower(), head)


def _mention(span: Span, name: str) -> Mention:
    term = lexicon.load().lookup("indication", name)
    return Mention("indication", span, term.name if term else name, "open:shared-head")


def _sites(text: str, lower: str, extend: Extend) -> Iterator[Mention]:
    """The sites before a shared head: "ovarian, breast and lung cancers"."""
    for match in matches(lower, "disease", "shared"):
        head = singular(match["head"])
        *sites, last = shape("disease", "site").finditer(lower, match.start("sites"), match.end("sites"))
        for site in sites:
            span = Span(*site.span())
            if site is sites[0]:
                span = extend(span) or span
            before = " ".join(text[span.start : site.start()].split())
            yield Mention("indication", span, f"{before} {site[0]} {head}".strip(), "open:shared-head")
        yield Mention("indication", Span(last.start(), match.end()), f"{last[0]} {head}", "open:shared-head")


def _sites_behind(lower: str) -> Iterator[Mention]:
    """The sites behind a shared head: "tumors such as colorectal and gastric"."""
    for match in matches(lower, "disease", "sites_behind"):
        for site in shape("disease", "site").finditer(lower, match.start("sites"), match.end("sites")):
            yield _mention(Span(*site.span()), f"{site[0]} {singular(match['head'])}")


def _organs(lower: str) -> Iterator[Mention]:
    """The organs of a shared head: "cancers of the breast, ovary and lung"."""
    names = table("disease", "organs")
    for match in matches(lower, "disease", "organ"):
        found = list(re.finditer("|".join(sorted(names, key=len, reverse=True)), match["organs"]))
        for i, organ in enumerate(found):
            start, end = (match.start("organs") + at for at in organ.span())
            yield _mention(Span(match.start() if not i else start, end), f"{names[organ[0]]} {singular(match['head'])}")


def _pairs(text: str) -> Iterator[Mention]:
    """The first of two kinds of one disease: "Quorin's and Moor's lymphoma"; the second is read with the head as any other name."""
    for match in matches(text, "disease", "pair"):
        yield _mention(Span(*match.span("one")), f"{match['one']} {singular(match['head'])}")
