"""Numbers, years, months and days as the words write them."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

from lark import Token

from triplewire.recognize.periods.nodes import Part, Year
from triplewire.recognize.periods.settings import settings


class NonsenseError(ValueError):
    """The words parse but mean nothing: a fifth quarter, a 31 June."""


def reject(why: str) -> NoReturn:
    """Raise NonsenseError."""
    raise NonsenseError(why)


def number(token: Token) -> int:
    """The value of a NUM, NTH, COUNT or ORD."""
    digits = "".join(c for c in token if c.isdigit())
    return int(digits) if digits else settings().numbers[token.lower()]


def year_of(token: Token) -> int:
    """The value of a YEAR or YY; two digits are of this century up to the last plausible year, else of the one before."""
    value = int(token.lstrip("'’"))
    if len(token.lstrip("'’")) == 2:
        value += 2000 if 2000 + value <= settings().last_year else 1900
    if not settings().first_year <= value <= settings().last_year:
        reject(f"{value} is no year of a release")
    return value


def month_of(token: Token) -> int:
    """The number of a month's name."""
    return settings().months[token.lower().rstrip(".")]


def day_of(month: int, day: int, year: Year | None) -> Part:
    """A day, if the month has it (29 February counts when no year is said)."""
    try:
        date(year.value if year and year.value else 2000, month, day)
    except ValueError as error:
        raise NonsenseError(f"no day {day} in month {month}") from error
    return Part("day", month, day, year)


def typed(children: list[Any], *types: str) -> list[Token]:
    """The tokens of these types among the children of a rule, in order."""
    return [c for c in children if isinstance(c, Token) and c.type in types]
