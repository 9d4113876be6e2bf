"""Time expressions: where a text says when, and which days it means.

`find_periods` finds them, `learn_fiscal` learns the company's fiscal year from the text, and `same_period` follows "the same period
last year" to its counterpart.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from triplewire.model.mention import Mention
from triplewire.model.text import Span
from triplewire.model.when import FiscalCalendar
from triplewire.recognize.periods.fiscal import learn_fiscal
from triplewire.recognize.periods.guard import stands
from triplewire.recognize.periods.names import same_period
from triplewire.recognize.periods.parse import LONGEST, readings
from triplewire.recognize.periods.read import Hit, times
from triplewire.recognize.periods.scan import candidates, parted
from triplewire.recognize.periods.tokens import tokens

__all__ = ["find_periods", "learn_fiscal", "same_period"]


def find_periods(text: str, base: int, anchor: date | None, fiscal: FiscalCalendar | None) -> list[Mention]:
    """The time expressions of `text`, leftmost-longest, not overlapping, in order.

    Spans are code points, moved by `base`; `name` and `when.text` are the very words. `anchor` is the release date that relative
    words count from: without it they keep their words and no days. `fiscal` places fiscal years; without it they are civil.

    A preposition is part of the words when it sets a limit ("by the end of 2026", "since 2019") or when the words need it ("in the
    coming weeks"), and is left out of plain windows ("in October 2026"). Attributes: `prep` the preposition, `period` the canonical
    name, `year` = "assumed" when the year was taken from the release date, `also` the second period of "three and nine months ended",
    `same` on "the same period last year" (see `same_period`).
    """
    mentions: list[Mention] = []
    for start, end in (part for whole in candidates(text) for part in parted(text, *whole)):
        mentions += [_mention(hit, base + start) for hit in _hits(text, start, end, anchor, fiscal)]
    return mentions


def _hits(text: str, start: int, end: int, anchor: date | None, fiscal: FiscalCalendar | None) -> list[Hit]:
    """The times of one candidate; the longest reading that its surroundings allow wins."""
    candidate = text[start:end]
    found: list[Hit] = []
    free, terminals = 0, tokens(candidate)
    for i, first in enumerate(terminals):
        for expression in readings(terminals[i : i + LONGEST]) if (first.start_pos or 0) >= free else ():
            if stands(text, start + expression.body.start, start + expression.end, expression):
                hits = times(candidate, expression, anchor, fiscal)
                if hits:
                    found += hits
                    free = expression.end
                    break
    return found


def _mention(hit: Hit, base: int) -> Mention:
    span = Span(base + hit.start, base + hit.end)
    return Mention("time", span, hit.when.text, "periods", MappingProxyType(dict(hit.attrs)), hit.when)
