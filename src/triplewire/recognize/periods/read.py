"""Expressions made into times: what the preposition opens or closes, and which words are quoted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from triplewire.model.when import Bound, FiscalCalendar, When, canonical_period
from triplewire.recognize.periods.days import DAY
from triplewire.recognize.periods.nodes import Ago, End, Ended, Expression, Fuzzy, Item, Listed, Node, Part, Range, Rolling, Same, Year
from triplewire.recognize.periods.place import Context, ImpossibleError, Placed, UnplaceableError, place, said_year, share_year, with_year

LIMITS = frozenset({"BY", "UNTIL", "THROUGH", "INTO", "BEFORE"})
OPENINGS = frozenset({"SINCE", "AFTER", "FROM"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A time in a candidate: its characters, its meaning, and what else the words told."""

    start: int
    end: int
    when: When
    attrs: tuple[tuple[str, str], ...]


def times(candidate: str, expression: Expression, anchor: date | None, fiscal: FiscalCalendar | None) -> tuple[Hit, ...]:
    """The times that an expression of `candidate` states, in order; empty when the words cannot be placed on any calendar."""
    context = Context(anchor, fiscal)
    try:
        return tuple(_hit(candidate, one, context) for one in _each(_freed(candidate, expression)))
    except ImpossibleError:
        return ()


def _freed(candidate: str, expression: Expression) -> Expression:
    """The expression without its preposition when that belongs to a noun which the time qualifies: "from the 2026 meeting"."""
    node = expression.body.node
    if expression.prefix not in LIMITS | OPENINGS or not isinstance(node, Part):
        return expression
    between = candidate[expression.start + len(expression.words) : expression.body.start].strip()
    said = candidate[expression.body.start : expression.end]
    qualifies = (node.bare and between) or (node.unit == "quarter" and "-" in said)
    return replace(expression, prefix="IN") if qualifies else expression


def _each(expression: Expression) -> list[Expression]:
    """The expression, or one for each member of a list; the preposition goes to the first."""
    body = expression.body
    if not isinstance(body.node, Listed):
        return [expression]
    items = list(_shared(body.node.items))
    if expression.prefix == "BETWEEN" and len(items) == 2:
        whole = Range(items[0].node, items[1].node)
        return [replace(expression, body=replace(body, node=whole))]
    first = replace(expression, body=items[0], end=items[0].end, beyond=False)
    others = [Expression(item, item.start, item.end) for item in items[1:]]
    others[-1] = replace(others[-1], end=expression.end, beyond=expression.beyond)
    return [first, *others]


def _shared(items: tuple[Item, ...]) -> list[Item]:
    """Members completed by each other: "Q3 and Q4 2025" lends the year backwards, "June 30, 2025 and 2024" the day forwards."""
    done: list[Item] = []
    for i, item in enumerate(items):
        before = done[-1].node if done else None
        node = item.node
        if before and _bare_year(node) and said_year(before) is not None and isinstance(node, Part) and node.year:
            year = said_year(before)
            node = with_year(before, replace(node.year, calendar=year.calendar if year else "civil"))
        elif said_year(node) is None:
            later = next((other.node for other in items[i + 1 :] if said_year(other.node)), None)
            node = share_year(node, later) if later else share_year(node, before) if before else node
        done.append(replace(item, node=node))
    return done


def _bare_year(node: Node) -> bool:
    return isinstance(node, Part) and node.unit == "year" and node.bare


def _hit(candidate: str, expression: Expression, context: Context) -> Hit:
    node = expression.body.node
    kept = _keeps_prefix(expression)
    start = expression.start if kept else _after_article(candidate, expression.body.start)
    text = candidate[start : expression.end]
    placed = _try_place(node, context)
    when = _when(text, expression, placed) if placed else When(text, precision="relative", bound=_bound(expression))
    return Hit(start, expression.end, when, tuple(sorted(_attrs(expression, when, placed, context).items())))


def _after_article(candidate: str, start: int) -> int:
    """Where the quoted words begin: "the next few months" is quoted without its article."""
    return start + 4 if candidate[start : start + 4].lower() == "the " else start


def _try_place(node: Node, context: Context) -> Placed | None:
    try:
        return place(node, context)
    except UnplaceableError:
        return None


def _keeps_prefix(expression: Expression) -> bool:
    """Whether the preposition belongs to the quoted words: it sets a limit, or the words need it ("in the coming weeks")."""
    node = expression.body.node
    if isinstance(node, Range):
        return expression.prefix == "BETWEEN"
    if expression.prefix == "BY":
        return not isinstance(node, Fuzzy)
    if isinstance(node, Ago | Same):
        return False
    return expression.prefix in LIMITS | OPENINGS or (expression.prefix == "IN" and isinstance(node, Rolling))


def _bound(expression: Expression) -> Bound:
    node, prefix = expression.body.node, expression.prefix
    if expression.beyond:
        return "from"
    if (prefix == "BY" and isinstance(node, Fuzzy)) or isinstance(node, Same | Range):
        return "in"
    if prefix in OPENINGS:
        return "from"
    return "by" if prefix in LIMITS or isinstance(node, End) else "in"


def _when(text: str, expression: Expression, placed: Placed) -> When:
    """The interval, with the side that the words leave open taken away."""
    bound, prefix = _bound(expression), expression.prefix
    start, end = placed.start, placed.end
    first, last = start or end, end or start
    if bound == "by":
        start, end = None, _limit(expression, placed)
    elif bound == "from":
        start, end = (last + DAY if prefix == "AFTER" and last else first), None
    precision = placed.precision if start and end else "open"
    return When(text, start, end, precision, placed.calendar, bound)


def _limit(expression: Expression, placed: Placed) -> date | None:
    """The last day that is meant: "before June" ends with 31 May, "before the end of June" with 30 June."""
    if expression.prefix == "BEFORE" and placed.start and not isinstance(expression.body.node, Rolling | Ended):
        return placed.start - DAY
    return placed.end


def _attrs(expression: Expression, when: When, placed: Placed | None, context: Context) -> dict[str, str]:
    node = expression.body.node
    attrs = {"prep": " ".join(expression.words.split())} if expression.words else {}
    if isinstance(node, Ago) and node == Ago(1, "year"):
        attrs["same"] = "-1"
    if isinstance(node, Same):
        return attrs | {"same": _same(node.year)}
    if placed and (name := canonical_period(when, context.fiscal)):
        attrs["period"] = name
    if placed and placed.assumed:
        attrs["year"] = "assumed"
    if isinstance(node, Ended) and node.also and placed:
        longer = place(replace(node, months=node.also, also=0), context)
        attrs["also"] = canonical_period(When(when.text, longer.start, longer.end, longer.precision, longer.calendar), context.fiscal)
    return attrs


def _same(year: Year) -> str:
    if year.value is None:
        return str(year.step or -1)
    return f"FY{year.value}" if year.calendar == "fiscal" else str(year.value)
