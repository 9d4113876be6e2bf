"""A time as a release says it: the words, and the closed interval of days that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "season", "year", "range", "open", "relative", "unknown"]
Calendar = Literal["civil", "fiscal"]
Bound = Literal["in", "by", "from"]


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A time expression. `start` and `end` are days, both included; None where the words leave that side open.

    `text` is the expression as read (after repair). `bound` is `by` when only the end is promised, `from` when only the start
    is. An expression that cannot be placed (a relative word in a release without a date) keeps its text and no interval.
    """

    text: str
    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"
    calendar: Calendar = "civil"
    bound: Bound = "in"

    def to_json(self) -> dict[str, str | None]:
        """The `when` object of `facts.jsonl`: ISO days or null."""
        return {
            "calendar": self.calendar,
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision,
            "start": self.start.isoformat() if self.start else None,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """A company's fiscal year, named by the civil year in which it ends: `end_month` 6 means FY2011 runs July 2010 to June 2011."""

    end_month: int = 12
