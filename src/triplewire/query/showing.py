"""How the answer of a query can be shown beside its table: the header lines `chart` and `draw`, read into values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

ChartKind = Literal["bar", "stacked", "dots", "steps"]
Period = Literal["", "year", "quarter"]
Order = Literal["value", "label", "stage", "given"]
KEYS = {"group", "label", "value", "of", "count", "at", "mark", "unit", "order"}
NEEDED: dict[ChartKind, tuple[str, ...]] = {
    "bar": ("label",),
    "stacked": ("label", "value"),
    "dots": ("label", "value"),
    "steps": ("label", "at", "mark"),
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of rows. `label`, `group` and `value` name columns; `period` cuts the days of the label to years or quarters.

    `bar`: one bar for each label, as long as its `value`, or as the number of its rows (of different `count`, when given); `of` is the
    column of what the value is a part of. `stacked`: one bar for each label, made of all `value` columns. `dots`: a dot for each row at
    its `value`. `steps`: a mark for each row on the day in `at`, with the words of `mark`. `unit`, a word or a column, is what values
    are in.
    """

    kind: ChartKind
    label: tuple[str, ...]
    group: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    of: str = ""
    count: str = ""
    at: str = ""
    mark: str = ""
    unit: str = ""
    period: Period = ""
    order: Order = "value"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads, apart from the unit, which may be a word."""
        return tuple(c for c in (*self.group, *self.label, *self.value, self.of, self.count, self.at, self.mark) if c)


@dataclass(frozen=True, slots=True)
class Draw:
    """Links to draw for each row: from the thing in one column to that in another. `relation` is a column that has the word for it, or
    the word itself.
    """

    source: str
    target: str
    relation: str


def chart(line: str) -> Chart:
    """The chart of a header line `kind | key=value | …`. Raises ValueError that says what was expected."""
    kind, *rest = (part.strip() for part in line.split("|"))
    if kind not in get_args(ChartKind):
        raise ValueError(f"expected one of {', '.join(get_args(ChartKind))} first, found {kind!r}")
    fields = dict(_pair(part) for part in rest)
    lacking = [key for key in NEEDED[cast("ChartKind", kind)] if not fields.get(key)]
    if lacking:
        raise ValueError(f"{kind} needs {' and '.join(f'{key}=…' for key in lacking)}")
    label, _, period = fields["label"].partition("/")
    order = fields.get("order", "value")
    if period not in get_args(Period) or order not in get_args(Order):
        raise ValueError("expected label=COLUMN/year or /quarter, and as order one of value, label, stage, given")
    group, value = (_names(fields.get(key, "")) for key in ("group", "value"))
    of, count, at, mark, unit = (fields.get(key, "") for key in ("of", "count", "at", "mark", "unit"))
    shown = cast("ChartKind", kind), _names(label), group, value, of, count, at, mark, unit
    return Chart(*shown, cast("Period", period), cast("Order", order))


def _pair(part: str) -> tuple[str, str]:
    key, equals, value = (p.strip() for p in part.partition("="))
    if not equals or key not in KEYS:
        raise ValueError(f"expected key=value with one of {', '.join(sorted(KEYS))}, found {part!r}")
    return key, value


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def draw(line: str) -> Draw:
    """The links of a header line `source | target | relation`. Raises ValueError that says what was expected."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts):
        raise ValueError("expected `source | target | relation`")
    return Draw(*parts)
