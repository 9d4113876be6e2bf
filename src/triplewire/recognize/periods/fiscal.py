"""The fiscal calendar that a release implies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from triplewire.lexicon import lowered, windows
from triplewire.model.when import FiscalCalendar
from triplewire.recognize.periods.settings import settings

EARLY_DAYS = 7
"""A 52-week year that ends in the first days of a month belongs to the month before."""

REACH_BEFORE, REACH_AFTER = 160, 320
"""How far the words of a fiscal year reach around the word that ends it."""


def learn_fiscal(text: str) -> FiscalCalendar | None:
    """The fiscal calendar that `text` states, in the words of the patterns of `data/periods.toml`; None when it says nothing.

    The month named most often wins, the first one in a tie.
    """
    if not settings().fiscal_near.ends(lowered(text)):
        return None
    flat = " ".join(text.replace("’", "'").split())
    votes = Counter(_end_months(flat))
    return FiscalCalendar(votes.most_common(1)[0][0]) if votes else None


def _end_months(flat: str) -> Iterator[int]:
    """The closing month of the fiscal year according to each match, in the order of the patterns."""
    places = [at for at, _ in settings().fiscal_near.ends(lowered(flat))]
    around = list(windows(places, REACH_BEFORE, REACH_AFTER, len(flat)))
    for pattern in settings().fiscal_patterns:
        for match in (m for start, end in around for m in pattern.finditer(flat, start, end)):
            month = settings().months[match["month"].lower()]
            early = match["day"] is not None and int(match["day"]) <= EARLY_DAYS
            quarter = match.groupdict().get("quarter")
            left = 3 * (4 - settings().numbers[quarter.lower()]) if quarter else 0
            yield (month - early + left - 1) % 12 + 1
