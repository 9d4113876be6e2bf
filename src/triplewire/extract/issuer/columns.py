"""Table heads: which period each column of a table shows, and the scale of its numbers."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TypeVar

from triplewire.extract.issuer.data import family
from triplewire.extract.issuer.periods import ending
from triplewire.model import FiscalCalendar, When

T = TypeVar("T")
MONTHS = (
    {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
    | {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)
_MONTH = "|".join(sorted(MONTHS, key=lambda m: (-len(m), m)))
_COUNT = r"three|six|nine|twelve|3|6|9|12"
HEAD = re.compile(
    rf"(?P<months>{_COUNT})[ -]months?(?: period)?|(?P<unit>(?:fiscal )?quarter|(?:fiscal |full )?years?)(?:s)?(?= ended| ending|s ended)"
    rf"|(?<![\d,.])(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\.? (?P<month1>{_MONTH})\b\.?(?:,? (?P<full1>(?:19|20)\d\d)(?!\d))?"
    rf"|(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?!\d)(?:, ?(?P<full>(?:19|20)\d\d)(?!\d))?"
    r"|(?P<quarter>(?:Q[1-4]|H[12]|HY|FY|9M) ?(?:FY)?(?:20)?\d\d|[1-4]Q ?(?:FY)?(?:20)?\d\d|[12]H ?(?:20)?\d\d)(?!\d)"
    r"|(?P<year>(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d|\d))",
    re.IGNORECASE,
)
NUMBERS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "3": 3, "6": 6, "9": 9, "12": 12}
SCALE = re.compile(
    r"\(?\s?(?:all |amounts |figures |dollars |u\.?s\.? dollars |unaudited[,;]? |\$ |usd |us\$ ){0,4}"
    r"(?:are |expressed |stated |presented )?"
    r"(?:in|\$) ?(?P<scale>thousands|millions|'?000s?|thousand|million)(?P<rest>[^)\n]{0,120})",
    re.IGNORECASE,
)
STATEMENT = re.compile(
    r"balance sheets?|statements? of (?:consolidated )?(?:operations|income|loss|comprehensive|cash flows?|profit)"
    r"|statements? of (?:financial position|earnings)"
    r"|income statements?|cash flow data|selected financial",
    re.IGNORECASE,
)
_SIGNS = ("$", "€", "£", "¥", "eur", "usd", "gbp", "chf", "sek", "dkk", "nok", "aud", "cad", "jpy")
UNSCALED_SHARES = re.compile(r"shares? and per|share data and|except (?:for )?(?:number of )?shares?,? (?!amounts?\b|data\b)")
_ALPHA = re.compile(r"[a-z.]*[a-z]")
NOTES = re.compile(r"\s*\|?\s*notes?\b", re.IGNORECASE)
INSTANT = re.compile(r"balance sheets?|financial position", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a table's numbers are counted in, and what is not; `currency` is "" where the head does not name one."""

    factor: float = 1.0
    shares_too: bool = True
    currency: str = ""


@cache
def _currencies() -> dict[str, str]:
    """What a table's head may call a currency, in small letters; the bare dollar sign may be any dollar."""
    money = family("financial")["money"]
    names = {**money["words"], **money["currencies"]}
    return {name.lower(): code for name, code in names.items() if name != "$"}


@cache
def _unit() -> re.Pattern[str]:
    """A currency and its scale without the word in: "€ million", "£'000", "kEUR"."""
    names = "|".join(re.escape(n) for n in sorted([*_currencies(), "$"], key=lambda n: (-len(n), n)))
    return re.compile(
        rf"(?<![\w$])(?P<currency>{names})\s?(?:in\s)?(?P<scale>thousands?|millions?|['’]?000s?|mn?\b|mio\b)"
        rf"|(?<!\w)(?P<small>[kt])(?P<currency2>{names})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _head_words() -> frozenset[str]:
    return frozenset(family("financial")["tables"]["head_words"])


def is_head(line: str) -> bool:
    """Whether a line holds dates, years or lengths of time and no words but those that stand beside them in a table's head."""
    folded = line.lower()
    # Most lines fall here: one look at each word is far cheaper than the pattern.
    if not all(w in _head_words() or w in MONTHS or w in NUMBERS for w in _ALPHA.findall(folded) if len(w) > 2):
        return False
    rest, found = HEAD.subn(" ", line)
    return found > 0 and all(w in _head_words() for w in re.findall(r"[a-z0-9.]*[a-z0-9]", rest.lower()))


def is_statement(line: str) -> bool:
    """Whether a line names a statement: "Condensed Consolidated Balance Sheets"."""
    folded = line.lower()
    return any(w in folded for w in ("statement", "sheet", "data", "financial")) and bool(STATEMENT.search(folded))


def scale_in(line: str) -> Scale | None:
    """The scale a line announces: "(in thousands, except per share amounts)", "€ million", "£'000"."""
    folded = line.lower()
    match = SCALE.search(line) if any(w in folded for w in ("thousand", "million", "000")) else None
    if match:
        factor = 1e6 if match["scale"].lower().startswith("million") else 1e3
        return Scale(factor, not UNSCALED_SHARES.search(match["rest"].lower()), _currency_in(folded))
    unit = _unit().search(line) if any(sign in folded for sign in _SIGNS) else None
    if not unit:
        return None
    factor = 1e6 if unit["scale"] and unit["scale"][0] in "mM" else 1e3
    return Scale(factor, currency=_currencies().get((unit["currency"] or unit["currency2"]).lower(), ""))


def _currency_in(folded: str) -> str:
    """The currency that a line in small letters names, "" when it names none or dollars of no country."""
    found = {code for name, code in _currencies().items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)}
    return found.pop() if len(found) == 1 else ""


@dataclass(slots=True)
class Head:
    """The head of a table as its lines come in: lengths of time, month-days, years, quarters, each in reading order."""

    months: list[int] = field(default_factory=list)
    days: list[tuple[int, int]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    quarters: list[str] = field(default_factory=list)
    start: int = -1
    end: int = -1
    instant: bool = False
    notes: bool = False

    def read(self, line: str, base: int) -> bool:
        """Take in a line; False, and nothing taken, when it holds no word of a head."""
        found = list(HEAD.finditer(line))
        self.notes = self.notes or NOTES.match(line) is not None
        for match in found:
            self._take(match)
        if found:
            self.start = base + found[0].start() if self.start < 0 else self.start
            self.end = base + found[-1].end()
        return bool(found)

    def _take(self, match: re.Match[str]) -> None:
        if match["day1"]:
            self.days.append((MONTHS[match["month1"].lower()], int(match["day1"])))
            self.years += [int(match["full1"])] if match["full1"] else []
        elif match["months"]:
            self.months.append(NUMBERS[match["months"].lower()])
        elif match["unit"]:
            self.months.append(3 if "quarter" in match["unit"].lower() else 12)
        elif match["month"]:
            self.days.append((MONTHS[match["month"].lower()], int(match["day"])))
            self.years += [int(match["full"])] if match["full"] else []
        elif match["quarter"]:
            self.quarters.append(match["quarter"])
        else:
            self.years.append(int(match["year"]))

    def columns(self, fiscal: FiscalCalendar | None) -> list[When]:
        """The period of each column, left to right; [] when the head does not settle them."""
        if self.quarters and not self.years:
            return [_named(q, fiscal) for q in self.quarters]
        n = len(self.years)
        days, months = _dealt(self.days, n), _dealt(self.months, n)
        if not n or (self.days and not days) or (self.months and not months) or not all(1 <= day <= 31 for _, day in days):
            return []
        if not days:
            return [_year(y, fiscal) for y in self.years] if not self.months or set(self.months) == {12} else []
        lengths = months if months and not self.instant else [0] * n
        return [_column(y, d, m) for y, d, m in zip(self.years, days, lengths, strict=True)]


def _dealt(values: list[T], n: int) -> list[T]:
    """The values over n columns: one for each, or each for as many neighbouring columns; [] when they do not divide."""
    if not values or n % len(values):
        return []
    return [v for v in values for _ in range(n // len(values))]


def _column(year: int, day: tuple[int, int], months: int) -> When:
    last = calendar.monthrange(year, day[0])[1]
    end = date(year, day[0], min(day[1], last))
    when = When(end.isoformat(), end, end, "day")
    return ending(when, months) if months else when


def _year(year: int, fiscal: FiscalCalendar | None) -> When:
    month = fiscal.end_month if fiscal else 12
    return ending(_column(year, (month, calendar.monthrange(year, month)[1]), 0), 12)


def _named(words: str, fiscal: FiscalCalendar | None) -> When:
    """A quarter, a half, nine months or a year by name."""
    folded = words.upper().replace(" ", "")
    months = 6 if "H" in folded else 9 if folded.startswith("9M") else 12 if folded.startswith("FY") else 3
    if months == 3:
        return _quarter(words, fiscal)
    year = int(folded[-4:] if folded[-4:].isdigit() else folded[-2:])
    year += 2000 if year < 100 else 0
    if months == 12:
        return _year(year, fiscal)
    month = 9 if months == 9 else 12 if "2" in (folded[:2] if folded[0] == "H" else folded[:1]) else 6
    return ending(_column(year, (month, calendar.monthrange(year, month)[1]), 0), months)


def _quarter(words: str, fiscal: FiscalCalendar | None) -> When:
    digits = re.findall(r"\d+", words)
    number, year = (int(digits[0]), int(digits[1])) if words[0].isdigit() else (int(digits[0][0]), int(digits[-1]))
    year += 2000 if year < 100 else 0
    shifted = fiscal is not None and "FY" in words.upper()
    end_month = ((fiscal.end_month if fiscal and shifted else 12) + 3 * number - 1) % 12 + 1
    civil = year - 1 if fiscal and shifted and end_month > fiscal.end_month else year
    return ending(_column(civil, (end_month, calendar.monthrange(civil, end_month)[1]), 0), 3)
