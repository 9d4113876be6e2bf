"""What a time expression says, before a release date and a fiscal calendar place it on the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from triplewire.model.when import Calendar

Unit = Literal["day", "week", "month", "quarter", "half", "opening", "season", "year"]


@dataclass(frozen=True, slots=True)
class Year:
    """A year by its number, or, when `value` is None, `step` years after that of the release."""

    value: int | None = None
    step: int = 0
    calendar: Calendar = "civil"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch that the calendar itself names.

    `n` is the number inside the year (month, quarter, half, length of an opening in months); `name` the season. `year` None
    means that none was said. `step` counts from the release (this -> 0, next -> 1). `bare` marks four digits alone, a month
    alone, a season alone.
    """

    unit: Unit
    n: int = 0
    day: int = 0
    year: Year | None = None
    step: int | None = None
    name: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Early, mid or late in a part; two words stand for everything from the first to the second."""

    words: tuple[str, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class Rest:
    """The side of a part that lies after (`later`) or before the release date."""

    later: bool
    part: Part


@dataclass(frozen=True, slots=True)
class End:
    """The end of a part: a limit, not a window."""

    part: Part


@dataclass(frozen=True, slots=True)
class Ended:
    """A stretch of months that ends with a stated day or month; `also` is the second of two lengths ("three and nine months")."""

    months: int
    last: Part
    fiscal: bool = False
    also: int = 0


@dataclass(frozen=True, slots=True)
class Rolling:
    """So many units from the release date on (`sign` 1) or up to it (-1); `vague` is the word used instead of a number."""

    sign: int
    unit: Unit
    n: int = 0
    vague: str = ""


@dataclass(frozen=True, slots=True)
class Ago:
    """The day, week, month, quarter or year that lies `n` units before the release date."""

    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Same:
    """The counterpart, in another year, of a period that the text named before."""

    year: Year


@dataclass(frozen=True, slots=True)
class Range:
    """Everything from the first to the last."""

    first: Node
    last: Node


@dataclass(frozen=True, slots=True)
class Item:
    """A node with the characters of the candidate that said it."""

    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Several times joined by "and" or "compared to"; each becomes a mention of its own."""

    items: tuple[Item, ...]


Node = Part | Fuzzy | Rest | End | Ended | Rolling | Ago | Same | Range | Listed


@dataclass(frozen=True, slots=True)
class Expression:
    """A whole expression: its body, the preposition before it (terminal and words) and whether "and beyond" follows."""

    body: Item
    start: int
    end: int
    prefix: str = ""
    words: str = ""
    beyond: bool = False
