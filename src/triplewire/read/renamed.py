"""Other names of a renamed company: "Norvane, formerly Quorin Pharma", "changed its name to Norvane"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triplewire.lexicon import any_of, short_name, word_list
from triplewire.model import Span

_WORD = r"[A-Z][\w&'’-]{0,30}(?:\.\w[\w&'’-]{0,10}){0,3}"
_PROPER = rf"[A-Z][\w&'’-]{{1,30}}(?:[ \n](?:(?:&|of|and)[ \n])?{_WORD}){{0,5}}"
FORMERLY = r"\b(?i:formerly|previously)(?:\s(?:known|called|named))?(?:\sas)?\s"
"""Before a name that is one no more."""

_FORMERLY = re.compile(rf"{FORMERLY}(?P<name>{_PROPER})")
_RENAMED = re.compile(
    r"(?:chang(?:ed|es|ing|e of)|renam(?:ed|ing)) (?:its|our|the)(?: (?:corporate|company|company[’']s|legal))* name "
    rf"(?:from (?P<old>{_PROPER}(?:, {_WORD})?)\.? )?to (?P<new>{_PROPER})"
)
# Between the one who changes a name and the verb.
_SUBJECT_TAIL = r"(?: (?:has|have|had|is|are|was|will|be|today|now|also|then|formally|officially))*\s$"
_WE = re.compile(rf"\b(?:[Ww]e|[Tt]he [Cc]ompany){_SUBJECT_TAIL}")
_IT = re.compile(rf"\b[Ii]t{_SUBJECT_TAIL}")
_BESIDE = 160
"""How far before "formerly", or before a change of name, the name of the company may begin."""


def other_names(raw: str, body: Span, short: str) -> Iterator[str]:
    """The names that a text says a company had before or is to have, its own among them; `short` is its name without legal form."""
    for match in _FORMERLY.finditer(raw, body.start, body.end):
        if _stands_beside(raw[max(body.start, match.start() - _BESIDE) : match.start()], short):
            yield _tidy(match["name"])
    for match in _RENAMED.finditer(raw, body.start, body.end):
        names = [_tidy(name) for name in (match["old"], match["new"]) if name]
        own = short.casefold() in {name.casefold() for name in names}
        if own or (match["old"] is None and _renames_itself(raw[max(body.start, match.start() - _BESIDE) : match.start()], short)):
            yield from names


def _stands_beside(before: str, short: str) -> bool:
    """Whether a stretch ends with the name of the company, its legal form and its ticker aside."""
    at = before.rfind(short)
    return at >= 0 and _own_tail().fullmatch(before, at + len(short)) is not None


@cache
def _own_tail() -> re.Pattern[str]:
    """What may stand between a company's name and "formerly": its legal form, or one word more of its name, and its ticker."""
    legal = any_of(term.form.rstrip(".") for term in word_list("org_suffix"))
    return re.compile(rf"(?:,? (?:[A-Z][\w&.-]{{0,20}}|{legal}))?\.?(?:\s?\([^()]{{1,60}}\)){{0,2}},?\s?\(?(?:the company )?")


def _renames_itself(before: str, short: str) -> bool:
    """Whether what stands before a change of name makes the company the one whose name changes."""
    if _WE.search(before) or (short in before and _IT.search(before)):
        return True
    return _stands_beside(re.sub(_SUBJECT_TAIL, "", before), short)


def _tidy(name: str) -> str:
    """The name on one line, without its legal form."""
    return short_name(" ".join(name.split())).rstrip(".,")
