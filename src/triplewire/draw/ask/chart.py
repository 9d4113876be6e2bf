"""Charts of answers: what is drawn where, for `templates/charts.html`.

Across, everything is in percent of the width and text in pixels, so that a chart fits a phone and its words stay as large as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from triplewire.draw.ask.scale import Tick, days, numbers
from triplewire.draw.names import clean, plain_figures
from triplewire.query import Chart, Table

MOST_BARS, MOST_PANELS = 24, 12
LEAST = 5
"""No share in percent is told of fewer."""
LETTERS = 34
"""A longer label would run into the value on a phone."""
NARROW = 11.0
"""The share of a phone's width, in percent, that a mark with its word takes."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar, or a mark: `x` and `w` in percent, the `number` of its colour, its words and what it says when asked. A mark has
    the `stage` that it stands for, and the `row` of its lane that has room for it.
    """

    x: float
    w: float = 0
    number: int = 0
    text: str = ""
    says: str = ""
    stage: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: label above, pieces below. `full` is how long the whole is of which the pieces are a part, 0 for none."""

    label: str
    value: str
    pieces: tuple[Piece, ...]
    full: float = 0
    rows: int = 1

    @property
    def cut(self) -> str:
        """The label as long as there is room for."""
        return self.label if len(self.label) <= LETTERS else self.label[: LETTERS - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars under one heading, with the marks of their axis where they have one."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...] = ()
    zero: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: its kind, its panels, the numbers and names of its colours, the short words of its marks with what they stand for, and a
    sentence about what is not in it.
    """

    kind: str
    panels: tuple[Panel, ...]
    legend: tuple[tuple[int, str], ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    notice: str = ""


def figure(chart: Chart, table: Table, stages: Sequence[str] = ()) -> Figure | None:
    """The chart of an answer; None where it would say less than the table. `stages` are stages of development in their order."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.plain()]
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[_joined(row, chart.group)].append(row)
    make = {"bar": _bars, "stacked": _stacked, "dots": _dots, "steps": _steps}[chart.kind]
    made = [(name, *make(chart, found, stages)) for name, found in groups.items()]
    panels = [(panel_of(name, bars), left) for name, bars, left, panel_of in made if len(bars) > 1]
    if not panels:
        return None
    left_out = sum(left for _, left in panels) + sum(len(bars) + left for _, bars, left, _ in made if len(bars) < 2)
    kept = tuple(p for p, _ in panels[:MOST_PANELS])
    used = {piece.number for panel in kept for bar in panel.bars for piece in bar.pieces}
    legend = tuple((n, _words(c)) for n, c in enumerate(chart.value) if n in used) if chart.kind == "stacked" else ()
    return Figure(chart.kind, kept, legend, _marks(kept, stages), _notice(left_out, len(panels)))


def _marks(panels: Iterable[Panel], stages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The short words of marks that differ from the long ones, the earliest stage first."""
    found = {p.stage: p.text for panel in panels for bar in panel.bars for p in bar.pieces if p.stage and p.stage != p.text}
    order = {stage: n for n, stage in enumerate(stages)}
    return tuple((found[stage], stage) for stage in sorted(found, key=lambda s: (order.get(s, len(order)), s)))


def _notice(left_out: int, panels: int) -> str:
    said = [f"{left_out} more {'is' if left_out == 1 else 'are'} in the table only."] if left_out else []
    return " ".join([*said, *([f"The first {MOST_PANELS} of {panels} charts are drawn."] if panels > MOST_PANELS else [])])


Made = tuple[list[Bar], int, Callable[[str, Sequence[Bar]], Panel]]


def _plain_panel(name: str, bars: Sequence[Bar]) -> Panel:
    return Panel(name, tuple(bars))


def _joined(row: Row, columns: Iterable[str]) -> str:
    return ", ".join(_words(row[c]) if "_" in row[c] else clean(row[c]) for c in columns if row[c])


def _words(name: str) -> str:
    return name.replace("_", " ")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _label(chart: Chart, row: Row) -> str:
    """The label of a row; days by their year or quarter."""
    label = _joined(row, chart.label)
    if not label:
        return "not said"
    if not chart.period or not label[:4].isdigit():
        return label
    return label[:4] if chart.period == "year" else f"{label[:4]} Q{(int(label[5:7] or 1) + 2) // 3}"


def _ordered(labels: Mapping[str, float], chart: Chart, stages: Sequence[str]) -> tuple[list[str], int]:
    """The labels to draw in their order, and how many are left out: the last ones of a time, the least of others."""
    place = {stage: n for n, stage in enumerate(stages)}
    keys: dict[str, Callable[[str], tuple[float, str]]] = {
        "value": lambda label: (-labels[label], label),
        "label": lambda label: (0, label),
        "stage": lambda label: (place.get(label, len(place)), label),
        "given": lambda _: (0, ""),
    }
    found = sorted(labels, key=keys[chart.order])
    kept = found[-MOST_BARS:] if chart.order == "label" else found[:MOST_BARS]
    return kept, len(found) - len(kept)


def _bars(chart: Chart, rows: Sequence[Row], stages: Sequence[str]) -> Made:
    by_label: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_label[_label(chart, row)].append(row)
    values = {label: _value(chart, found) for label, found in by_label.items()}
    wholes = {label: sum(_number(row[chart.of]) for row in found) if chart.of else 0 for label, found in by_label.items()}
    order, left = _ordered(wholes if chart.of else values, chart, stages)
    most = max((abs(v) for label in order for v in (values[label], wholes[label])), default=0) or 1
    bars = [_bar(chart, label, values[label], wholes[label], most, by_label[label][0]) for label in order]
    return bars, left, _plain_panel


def _value(chart: Chart, rows: Sequence[Row]) -> float:
    if chart.value:
        return sum(_number(row[chart.value[0]]) for row in rows)
    return len({row[chart.count] for row in rows} if chart.count else rows)


def _bar(chart: Chart, label: str, value: float, whole: float, most: float, row: Row) -> Bar:
    unit = row.get(chart.unit, chart.unit)
    said = plain_figures(f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}") + (f" {unit}" if unit else "")
    if chart.of:
        said = f"{value:g} of {whole:g}" + (f" ({100 * value / whole:.0f} %)" if whole >= LEAST else "")
    return Bar(label, said, (Piece(0, _share(abs(value), most), text=said),), _share(whole, most))


def _share(value: float, most: float) -> float:
    return round(100 * value / most, 2)


def _stacked(chart: Chart, rows: Sequence[Row], stages: Sequence[str]) -> Made:
    totals = {_label(chart, row): sum(_number(row[c]) for c in chart.value) for row in rows}
    order, left = _ordered(totals, chart, stages)
    most = max((totals[label] for label in order), default=0) or 1
    by_label = {_label(chart, row): row for row in rows}
    return [Bar(label, f"{totals[label]:g}", tuple(_pieces(chart, by_label[label], most))) for label in order], left, _plain_panel


def _pieces(chart: Chart, row: Row, most: float) -> Iterable[Piece]:
    at = 0.0
    for number, column in enumerate(chart.value):
        value = _number(row[column])
        if value:
            yield Piece(round(at, 2), _share(value, most), number, f"{value:g}", f"{value:g} {_words(column)}")
            at += _share(value, most)


def _dots(chart: Chart, rows: Sequence[Row], stages: Sequence[str]) -> Made:
    column = chart.value[0]
    told = [row for row in rows if row[column]]
    scale = numbers([0, *(_number(row[column]) for row in told)])
    by_label: defaultdict[str, list[float]] = defaultdict(list)
    for row in told:
        by_label[_label(chart, row)].append(_number(row[column]))
    order, left = _ordered({label: len(found) for label, found in by_label.items()}, chart, stages)
    bars = []
    for label in order:
        marks = [Piece(scale.at(v), says=f"{label}: {v:g} {chart.unit}".strip()) for v in sorted(by_label[label])]
        bars.append(Bar(label, plain_figures(f"{len(marks)}"), tuple(marks)))
    return bars, left, lambda name, found: Panel(name, tuple(found), scale.ticks, scale.at(0))


def _steps(chart: Chart, rows: Sequence[Row], stages: Sequence[str]) -> Made:
    """Lanes in which something moves: those with one mark only are left to the table."""
    by_label: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_label[_label(chart, row)].append(row)
    moving = {label: found for label, found in by_label.items() if len({row[chart.mark] for row in found}) > 1}
    scale = days([row[chart.at] for found in moving.values() for row in found])
    order, left = _ordered({label: len(found) for label, found in moving.items()}, chart, stages)
    bars = [_lane(chart, label, moving[label], scale.at) for label in order]
    return bars, left + len(by_label) - len(moving), lambda name, found: Panel(name, tuple(found), scale.ticks)


def _lane(chart: Chart, label: str, rows: Sequence[Row], at: Callable[[str], float]) -> Bar:
    ends: list[float] = []
    pieces = []
    for row in sorted(rows, key=lambda r: (r[chart.at], r[chart.mark])):
        x = at(row[chart.at])
        free = next((n for n, end in enumerate(ends) if end <= x), len(ends))
        ends[free : free + 1] = [x + NARROW]
        stage = clean(row[chart.mark])
        pieces.append(Piece(x, text=_short(stage), says=f"{row[chart.at]}: {stage}", stage=stage, row=free))
    return Bar(label, "", tuple(pieces), rows=len(ends))


def _short(stage: str) -> str:
    """A stage in at most five letters."""
    word = stage.removeprefix("Phase ")
    return word if len(word) <= 5 else f"{word[:4]}."
