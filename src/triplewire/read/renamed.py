"""Other names of a renamed company: "Norvane, formerly Quorin Pharma", "changed its name to Norvane"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triplewire.model import Span

_WORD = r"(?:[A-Z][\w&'’.-]{0,30}|&|of|and)"
_FORM = r"(?:, (?:Inc|Ltd|LLC|Corp|plc|AG)\b\.?)?"
_PROPER = rf"[A-Z][\w&'’-]{{1,30}}(?:[ \n]{_WORD}){{0,5}}"
_FORMERLY = re.compile(rf"(?:[Ff]ormerly|[Pp]reviously)(?:[ \n](?:known|called|named))?(?:[ \n]as)?[ \n](?P<name>{_PROPER}){_FORM}")
_RENAMED = re.compile(
    r"(?:chang(?:ed|es|ing|e of)|renam(?:ed|ing)) (?:its|the)(?: (?:corporate|company|company[’']s|legal))* name "
    rf"(?:from (?P<old>{_PROPER}){_FORM} )?to (?P<new>{_PROPER})"
)
# Between a company's name and "formerly": its legal form, its ticker.
_OWN_TAIL = re.compile(r"(?:,? (?:[A-Z][\w&.-]{0,20}))?\.?(?:\s?\([^()]{1,60}\)){0,2},?\s?\(?(?:the company )?")
_BESIDE = 160
"""How far before "formerly" the name of the company may begin."""


def other_names(raw: str, body: Span, short: str) -> Iterator[str]:
    """The names that a text says a company had before or is to have, its own among them; `short` is its name without legal form."""
    for match in _FORMERLY.finditer(raw, body.start, body.end):
        before = raw[max(body.start, match.start() - _BESIDE) : match.start()]
        at = before.rfind(short)
        if at >= 0 and _OWN_TAIL.fullmatch(before, at + len(short)):
            yield _tidy(match["name"])
    for match in _RENAMED.finditer(raw, body.start, body.end):
        names = [_tidy(name) for name in (match["old"], match["new"]) if name]
        if match["old"] is None or short.casefold() in {name.casefold() for name in names}:
            yield from names


def _tidy(name: str) -> str:
    return " ".join(name.split()).rstrip(".,")
