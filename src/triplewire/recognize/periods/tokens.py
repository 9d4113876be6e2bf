"""A candidate cut into the terminals of the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from triplewire.recognize.periods.settings import settings

if TYPE_CHECKING:
    from lark import Token

JOINS = frozenset({"TO", "DASH", "THROUGH", "OR", "SLASH", "_AND"})
NUMBERS = frozenset({"NUM", "NTH", "COUNT"})
COMMA_AFTER = frozenset({"NUM", "NTH", "MONTH", "QUARTER", "QCODE", "HALF"})
SPACED_DASH = frozenset(
    {("NUM", "NUM"), ("NTH", "NTH"), ("NUM", "MONTH"), ("YEAR", "YEAR"), ("YEAR", "MONTH"), ("QCODE", "QCODE"), ("MONTH", "MONTH")}
)
GLUED_DASH = frozenset({"NUM", "NTH", "YEAR", "MONTH"})
AFTER_QCODE = frozenset({"YEAR", "YY", "FY"})
FUZZ = frozenset({"EARLY", "MID", "LATE"})
UNIT_WORDS = frozenset({"MONTHW", "WEEKW", "DAYW", "YEARW"})
ORDINAL_NEXT = frozenset({"QUARTER", "HALF", "FISCAL", "CALENDAR"})

_CODES = r"""
(?P<ISO>\d{4}-\d{2}-\d{2}(?![\d-]))
|(?P<SLASHED>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d))
|(?P<QCODE>(?:[1-4]Q|Q[1-4])(?=FY|CY|['\ \-–—,/]|\d{2}(?:\d\d)?\b|$))
|(?P<HCODE>(?:[12]H|H[12])(?=FY|CY|['\ \-–—,/]|\d{2}(?:\d\d)?\b|$))
|(?P<MCODE>(?:3|6|9|12)M(?='?\d\d|\ (?:19|20)\d\d|FY|\ FY))
|(?P<FY>FY(?='?\d|\ |$))
|(?P<CALENDAR>CY(?='?\d|\ \d))
|(?P<YEAREND>YE(?='?\d|\ (?:19|20)\d\d))
|(?P<YY>(?:(?<=[A-Z'])|(?<=FY\ )|(?<=[QH][1-4]-)|(?<=[1-4][QH]-))\d\d(?!\w)|'\d\d(?!\w))
|(?P<YEAR>(?:19|20)\d\d(?!\w))
|(?P<NTH>\d{1,2}(?:st|nd|rd|th)\b)
|(?P<NUM>\d{1,3}(?!\w))
"""


@cache
def _lexer() -> re.Pattern[str]:
    phrases = sorted(settings().terminals, key=lambda phrase: (-len(phrase), phrase))
    words = "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]+") for phrase in phrases)
    rest = r"|(?P<COMMA>,)|(?P<DASH>[-–—])|(?P<SLASH>/)|(?P<GAP>['.]?\s+|['.])|(?P<BREAK>\w+|.)"
    source = _CODES.replace("\n", "") + rf"|(?P<WORD>\b(?i:{words})(?!\w))" + rest
    return re.compile(source, re.DOTALL)


def tokens(text: str) -> list[Token]:
    """The terminals of `text` with their places; a BREAK stands where no expression may go on."""
    raw = list(_raw(text))
    kept = [token for i, token in enumerate(raw) if not _swallowed(raw, i)]
    return [_retyped(kept, i) for i in range(len(kept))]


def _raw(text: str) -> Iterator[Token]:
    from lark import Token

    straight = text.replace("’", "'")
    for match in _lexer().finditer(straight):
        kind = match.lastgroup or "BREAK"
        if kind == "GAP":
            continue
        value = match[0]
        kind = _word(value) if kind == "WORD" else kind
        if kind != "DET":
            yield Token(kind, value, start_pos=match.start(), end_pos=match.end())


def _word(value: str) -> str:
    """The terminal of a phrase. A month that begins in lower case is the verb or the modal."""
    kind = settings().terminals[re.sub(r"[\s-]+", " ", value.lower())]
    return "BREAK" if kind == "MONTH" and value[0].islower() else kind


def _swallowed(raw: list[Token], i: int) -> bool:
    """Whether token `i` is the hyphen of a compound word, such as that of "mid-2026" or "Q4-2025", or the stroke of "Q4/2025"."""
    if raw[i].type not in ("DASH", "SLASH") or not 0 < i < len(raw) - 1:
        return False
    before, after = raw[i - 1], raw[i + 1]
    if raw[i].type == "SLASH":
        return before.type in ("QCODE", "HCODE") and after.type == "YEAR"
    glued = before.end_pos == raw[i].start_pos and raw[i].end_pos == after.start_pos
    if before.type in FUZZ:
        return True
    if before.type in ("QCODE", "HCODE"):
        return after.type in AFTER_QCODE
    return glued and (before.type not in GLUED_DASH or (before.type == "NUM" and after.type in UNIT_WORDS))


def _retyped(kept: list[Token], i: int) -> Token:
    """Token `i` as the grammar wants it: joins before a bare number, commas before a year, ordinals before a quarter."""
    token = kept[i]
    before = kept[i - 1].type if i else ""
    after = kept[i + 1].type if i + 1 < len(kept) else ""
    beyond = kept[i + 2].type if i + 2 < len(kept) else ""
    kind = token.type
    if kind == "COMMA":
        kind = "COMMA" if before in COMMA_AFTER and after in ("YEAR", "FY") else "BREAK"
    elif kind == "DASH" and not _tight(kept, i) and (before, after) not in SPACED_DASH:
        kind = "BREAK"
    elif kind in JOINS and after in NUMBERS and (beyond != "MONTH" or _opens_days(kept, i)):
        kind = "TONUM"
    elif kind == "NTH" and after in ORDINAL_NEXT:
        kind = "ORD"
    return token if kind == token.type else token.update(type=kind)


def _opens_days(kept: list[Token], i: int) -> bool:
    """Whether the join at `i` stands between two days of one month that follows ("16-21 September")."""
    return kept[i - 1].type in NUMBERS and (i < 2 or kept[i - 2].type != "MONTH") if i else False


def _tight(kept: list[Token], i: int) -> bool:
    """Whether the dash at `i` touches both its neighbours."""
    return 0 < i < len(kept) - 1 and kept[i - 1].end_pos == kept[i].start_pos and kept[i].end_pos == kept[i + 1].start_pos
