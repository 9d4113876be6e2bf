"""From the grammar's tree to nodes. Every method carries the name of a rule or alias of `data/grammars/periods.lark`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from lark import Token, Tree

from triplewire.recognize.periods.nodes import (
    Ago,
    End,
    Ended,
    Expression,
    Fuzzy,
    Item,
    Listed,
    Node,
    Part,
    Range,
    Rest,
    Rolling,
    Same,
    Unit,
    Year,
)
from triplewire.recognize.periods.values import NonsenseError, day_of, month_of, number, reject, typed, year_of

STEPS = {"THIS": 0, "NEXT": 1, "LAST": -1}
UNITS: dict[str, Unit] = {"DAYW": "day", "WEEKW": "week", "MONTHW": "month", "QUARTER": "quarter", "YEARW": "year"}
DAYWORDS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}


def _plural(count: Token, unit: Token) -> None:
    """More than one takes a plural; "three-year data" are no stretch of time."""
    if not unit.lower().endswith("s") and (count.type == "VAGUE" or number(count) != 1):
        reject(f"{count} {unit} qualifies something else")


class _Place(NamedTuple):
    """Where the first terminal of a rule begins and where the last one ends."""

    start_pos: int
    end_pos: int


_PLACED: set[str] = set()
"""The rules whose nodes keep their place."""

Rule = TypeVar("Rule", bound=Callable[..., Any])


def _placed(rule: Rule) -> Rule:
    _PLACED.add(rule.__name__)
    return rule


class _Builder:
    """Builds nodes bottom-up; words that mean nothing raise NonsenseError."""

    # -- whole expressions

    @_placed
    def bounded(self, meta: _Place, children: list[Any]) -> Expression:
        prefix, body, *rest = children
        return Expression(body, meta.start_pos, meta.end_pos, prefix.type, prefix.lower(), bool(rest))

    @_placed
    def unbounded(self, meta: _Place, children: list[Any]) -> Expression:
        return Expression(children[0], meta.start_pos, meta.end_pos, beyond=len(children) > 1)

    def prefix(self, children: list[Token]) -> Token:
        return children[0]

    @_placed
    def item(self, meta: _Place, children: list[Node]) -> Item:
        return Item(children[0], meta.start_pos, meta.end_pos)

    def and_item(self, children: list[Item]) -> Item:
        return children[-1]

    @_placed
    def listed(self, meta: _Place, children: list[Item]) -> Item:
        return Item(Listed(tuple(c for c in children if isinstance(c, Item))), meta.start_pos, meta.end_pos)

    @_placed
    def range(self, meta: _Place, children: list[Any]) -> Item:
        first, last = (c.node for c in children if isinstance(c, Item))
        return Item(Range(first, last), meta.start_pos, meta.end_pos)

    # -- stretches measured from the release date

    def unit(self, children: list[Token]) -> Token:
        return children[0]

    def num(self, children: list[Token]) -> Token:
        return children[0]

    def count(self, children: list[Token]) -> Token:
        return children[-1]

    @_placed
    def rolling(self, meta: _Place, children: list[Any]) -> Item:
        return Item(self._counted(1, children[-2], children[-1]), meta.start_pos, meta.end_pos)

    @_placed
    def past(self, meta: _Place, children: list[Any]) -> Item:
        return Item(self._counted(-1, children[-2], children[-1]), meta.start_pos, meta.end_pos)

    @_placed
    def rolling_one(self, meta: _Place, children: list[Any]) -> Item:
        return Item(self._uncounted(1, children[-1]), meta.start_pos, meta.end_pos)

    @_placed
    def past_one(self, meta: _Place, children: list[Any]) -> Item:
        return Item(self._uncounted(-1, children[-1]), meta.start_pos, meta.end_pos)

    def _counted(self, sign: int, count: Token, unit: Token) -> Rolling:
        _plural(count, unit)
        if count.type == "VAGUE":
            return Rolling(sign, UNITS[unit.type], vague=count.lower().split()[0])
        return Rolling(sign, UNITS[unit.type], number(count))

    def _uncounted(self, sign: int, unit: Token) -> Node:
        if unit.lower().endswith("s"):
            return Rolling(sign, UNITS[unit.type], vague="coming")
        return Part("quarter", step=sign) if unit.type == "QUARTER" else Rolling(sign, UNITS[unit.type], 1)

    @_placed
    def ago(self, meta: _Place, children: list[Token]) -> Item:
        _plural(children[0], children[1])
        return Item(Ago(number(children[0]), UNITS[children[1].type]), meta.start_pos, meta.end_pos)

    @_placed
    def ago_one(self, meta: _Place, children: list[Token]) -> Item:
        return Item(Ago(1, UNITS[children[0].type]), meta.start_pos, meta.end_pos)

    @_placed
    def ago_quarter(self, meta: _Place, children: list[Any]) -> Item:
        n, calendar = children[-1]
        year = Year(step=-1, calendar="fiscal" if calendar == "fiscal" else "civil")
        yearly = children[0].type == "YEARW"
        return Item(self._part("quarter", n, year), meta.start_pos, meta.end_pos) if yearly else reject("only a year has quarters")

    # -- counterparts

    @_placed
    def same_bare(self, meta: _Place, children: list[Any]) -> Item:
        return Item(Same(Year(step=-1)), meta.start_pos, meta.end_pos) if children[0].type == "PRIORYEAR" else reject("the same as what")

    @_placed
    def same_of(self, meta: _Place, children: list[Any]) -> Item:
        return Item(Same(children[-1].year), meta.start_pos, meta.end_pos)

    @_placed
    def same_ago(self, meta: _Place, children: list[Any]) -> Item:
        yearly = any(c.type == "YEARW" for c in children if isinstance(c, Token))
        return Item(Same(Year(step=-1)), meta.start_pos, meta.end_pos) if yearly else reject("the same as what")

    def sameunit(self, _: list[Any]) -> str:
        return "unit"

    # -- moments

    def fuzz(self, children: list[Any]) -> tuple[str, ...]:
        return tuple(c for c in children if isinstance(c, str) and not isinstance(c, Token))

    def fuzzword(self, children: list[Token]) -> str:
        return str(children[0].type).lower()

    def fuzzy(self, children: list[Any]) -> Fuzzy:
        words, part = children
        return Fuzzy(words, replace(part, bare=False))

    def fuzzy_this(self, children: list[Any]) -> Fuzzy:
        return Fuzzy(children[0], Part("year", year=Year()))

    def rest(self, children: list[Any]) -> Rest:
        return Rest(children[0].type == "LATER", children[1])

    def rest_this(self, children: list[Any]) -> Rest:
        return Rest(children[0].type == "LATER", self._this(children[1]))

    def end(self, children: list[Any]) -> End:
        return End(replace(children[-1], bare=False))

    def end_this(self, children: list[Any]) -> End:
        return End(self._this(children[-1]))

    def year_end(self, children: list[Any]) -> End:
        return End(children[-1] if isinstance(children[-1], Part) else Part("year", year=Year()))

    def year_end_after(self, children: list[Any]) -> End:
        return End(children[0])

    def _this(self, unit: Token) -> Part:
        if unit.lower().endswith("s"):
            reject("units in the plural have no end")
        kind = UNITS[unit.type]
        return Part("year", year=Year()) if kind == "year" else Part(kind, step=0)

    def ended(self, children: list[Any]) -> Ended:
        length: Ended = children[0]
        last = children[2]
        return replace(length, last=last) if isinstance(last, Part) else reject("a period ends on one day")

    def months_long(self, children: list[Any]) -> Ended:
        counts = [number(c) for c in typed(children, "NUM", "COUNT")]
        return Ended(counts[0], Part("month"), also=counts[1] if len(counts) > 1 else 0)

    def quarter_long(self, children: list[Any]) -> Ended:
        fiscal = bool(typed(children, "FISCAL")) or any(isinstance(c, tuple) and c[1] == "fiscal" for c in children)
        return Ended(3, Part("month"), fiscal=fiscal)

    def year_long(self, _: list[Any]) -> Ended:
        return Ended(12, Part("month"))

    def fiscal_long(self, _: list[Any]) -> Ended:
        return Ended(12, Part("month"), fiscal=True)

    # -- years

    def civil_year(self, children: list[Token]) -> Part:
        return Part("year", year=Year(year_of(children[-1])), bare=len(children) == 1)

    def short_year(self, children: list[Token]) -> Part:
        return Part("year", year=Year(year_of(children[0])), bare=True, name="short")

    def two_years(self, children: list[Token]) -> Node:
        """A turn of the year, such as 2025-26."""
        first, last = year_of(children[0]), number(children[2])
        if children[1] not in "-–—/" or (first + 1) % 100 != last or len(children[2]) != 2:
            reject("not two years in a row")
        return Range(Part("year", year=Year(first)), Part("year", year=Year(first + 1)))

    def fiscal_year(self, children: list[Token]) -> Part:
        value = year_of(typed(children, "YEAR", "YY")[0])
        return Part("year", year=Year(value, calendar="fiscal"))

    def this_year(self, _: list[Token]) -> Part:
        return Part("year", year=Year())

    def next_year(self, _: list[Token]) -> Part:
        return Part("year", year=Year(step=1))

    def last_year(self, _: list[Token]) -> Part:
        return Part("year", year=Year(step=-1))

    def this_fiscal(self, _: list[Token]) -> Part:
        return Part("year", year=Year(calendar="fiscal"))

    def next_fiscal(self, _: list[Token]) -> Part:
        return Part("year", year=Year(step=1, calendar="fiscal"))

    def last_fiscal(self, _: list[Token]) -> Part:
        return Part("year", year=Year(step=-1, calendar="fiscal"))

    # -- quarters and halves

    def ord(self, children: list[Token]) -> int:
        return number(children[0])

    def quarter_name(self, children: list[Any]) -> tuple[int, str]:
        return next((c, "civil") for c in children if isinstance(c, int))

    def fiscal_quarter_name(self, children: list[Any]) -> tuple[int, str]:
        return next((c, "fiscal") for c in children if isinstance(c, int))

    def quarter_code(self, children: list[Token]) -> tuple[int, str]:
        return number(children[-1]), "civil"

    def fiscal_quarter_code(self, children: list[Token]) -> tuple[int, str]:
        return number(children[-1]), "fiscal"

    def bare_quarter(self, children: list[Any]) -> Part:
        n, calendar = children[0]
        return replace(self._part("quarter", n, None), name=calendar)

    def pair(self, children: list[Any]) -> list[int]:
        return [c for c in children if isinstance(c, int)]

    def bare_quarters(self, children: list[Any]) -> Range:
        first, last = (self._part("quarter", n, None) for n in children[0])
        return Range(first, last)

    def quarters_of(self, children: list[Any]) -> Range:
        first, last = (self._part("quarter", n, children[-1].year) for n in children[0])
        return Range(first, last)

    def quarter_of(self, children: list[Any]) -> Part:
        (n, calendar), part = children[0], children[-1]
        year = replace(part.year, calendar="fiscal") if calendar == "fiscal" else part.year
        return self._part("quarter", n, year)

    def of_quarter(self, children: list[Any]) -> Part:
        return self.quarter_of(children[::-1])

    def hname(self, children: list[Any]) -> tuple[int, str]:
        n = next(c if isinstance(c, int) else number(c) for c in children if isinstance(c, int) or c.type == "HCODE")
        return n, "fiscal" if typed(children, "FISCAL") else "civil"

    def bare_half(self, children: list[Any]) -> Part:
        return replace(self._part("half", children[0][0], None), bare=True)

    def half_of(self, children: list[Any]) -> Part:
        (n, calendar), part = children[0], children[-1]
        year = replace(part.year, calendar="fiscal") if calendar == "fiscal" else part.year
        return self._part("half", n, year)

    def of_half(self, children: list[Any]) -> Part:
        return self.half_of(children[::-1])

    def first_months(self, children: list[Any]) -> Part:
        if children[0].lower() != "first":
            reject("only the first months of a year are a period")
        return self._part("opening", number(children[1]), children[-1].year)

    def coded_months(self, children: list[Any]) -> Part:
        return self._part("opening", number(children[0]), children[-1].year)

    def _part(self, unit: Unit, n: int, year: Year | None) -> Part:
        most = {"quarter": 4, "half": 2, "opening": 12}[unit]
        if not 1 <= n <= most:
            reject(f"there is no {unit} number {n}")
        return Part(unit, n, year=year)

    # -- seasons and months

    def bare_season(self, children: list[Token]) -> Part:
        return Part("season", name=children[0].lower(), bare=True)

    def season_of(self, children: list[Any]) -> Part:
        return Part("season", name=children[0].lower(), year=children[-1].year)

    def of_season(self, children: list[Any]) -> Part:
        return Part("season", name=children[1].lower(), year=children[0].year)

    def deictic_season(self, children: list[Token]) -> Part:
        return Part("season", name=children[1].lower(), step=STEPS[children[0].type])

    def bare_month(self, children: list[Token]) -> Part:
        return Part("month", month_of(children[0]), bare=True)

    def month_of(self, children: list[Any]) -> Part:
        return Part("month", month_of(children[0]), year=children[-1].year)

    def deictic_month(self, children: list[Token]) -> Part:
        return Part("month", month_of(children[1]), step=STEPS[children[0].type])

    def deictic_unit(self, children: list[Token]) -> Part:
        unit = children[-1]
        if unit.lower().endswith("s"):
            reject("this, next and last go with one unit")
        return Part(UNITS[unit.type], step=STEPS[children[0].type])

    # -- days

    def _days(self, children: list[Any]) -> Node:
        month = month_of(typed(children, "MONTH")[0])
        years = typed(children, "YEAR")
        year = Year(year_of(years[0])) if years else None
        if typed(children, "COUNT"):
            reject("a day is a number")
        days = [day_of(month, number(token), year) for token in typed(children, "NUM", "NTH")]
        return days[0] if len(days) == 1 else Range(days[0], days[1])

    def month_day(self, children: list[Any]) -> Node:
        return self._days(children)

    month_days = day_month = days_month = month_day

    def month_day_of(self, children: list[Any]) -> Node:
        day = self._days(children[:2])
        return replace(day, year=children[-1].year) if isinstance(day, Part) else day

    def week_of(self, children: list[Any]) -> Part:
        return replace(children[-1], unit="week") if isinstance(children[-1], Part) else reject("a week has one first day")

    def iso(self, children: list[Token]) -> Part:
        year, month, day = (int(piece) for piece in children[0].split("-"))
        return day_of(month, day, Year(year))

    def slashed(self, children: list[Token]) -> Part:
        first, second, last = children[0].split("/")
        month, day = (int(first), int(second)) if int(first) <= 12 else (int(second), int(first))
        return day_of(month, day, Year(year_of(Token("YEAR", last))))

    def dayword(self, children: list[Token]) -> Part:
        return Part("day", step=DAYWORDS[children[0].lower()])


_BUILDER = _Builder()


def build(tree: Tree[Token]) -> Expression | None:
    """The expression that a parse tree states; None when its words mean nothing (a fifth quarter, a 31 June)."""
    try:
        built: Expression = _built(tree)[0]
    except NonsenseError:
        return None
    return built


def _built(node: Tree[Token] | Token) -> tuple[Any, _Place]:
    """What a part of the tree states, and its place."""
    if isinstance(node, Token):
        return node, _Place(node.start_pos or 0, node.end_pos or 0)
    parts = [_built(child) for child in node.children]
    place = _Place(parts[0][1].start_pos, parts[-1][1].end_pos)
    children = [value for value, _ in parts]
    rule = getattr(_BUILDER, node.data)
    return (rule(place, children) if node.data in _PLACED else rule(children)), place
