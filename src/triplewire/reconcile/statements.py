"""What a release tells of one period in one place: the figures of a table's column, or those of its prose, under the names of measures."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from triplewire.model import Cited, Document, Fact
from triplewire.reconcile.corpus import Corpus, by_release, cited, grouped, head_of
from triplewire.reconcile.figures import unit, value_of
from triplewire.reconcile.rows import Cell, Line, lines_of
from triplewire.reconcile.settings import labels, results, words

BEYOND = 700
"""How many characters behind the last fact of a table its last rows may stand."""

SHARES, WRITTEN_OUT = "shares_outstanding", 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its measure ("" when only its label tells), its label, its signed value, what its last digit counts, its words."""

    metric: str
    label: str
    value: float
    unit: float
    cited: Cited
    fact: Fact | None = None

    @property
    def name(self) -> str:
        """What it is called in a message."""
        return (self.fact.arg("metric") if self.fact else self.metric).replace("_", " ") or self.label


@dataclass(frozen=True, slots=True)
class Gap:
    """A row without a figure in this column: a heading, or (`empty`) one that has figures in others."""

    label: str
    empty: bool


@dataclass(frozen=True)
class Column:
    """The figures of one period, in text order, with the headings between them. `place` is `table` or `text`."""

    release: str
    organization: str
    period: str
    currency: str
    place: str
    items: tuple[Figure | Gap, ...] = field(default=())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures alone."""
        return tuple(i for i in self.items if isinstance(i, Figure))

    def of(self, metric: str) -> list[Figure]:
        """The figures of a measure."""
        return [f for f in self.figures if f.metric == metric]


def columns(corpus: Corpus) -> Iterator[Column]:
    """The columns of all releases: those of tables first, then prose."""
    for facts in by_release(corpus.facts):
        told = [f for f in facts if f.family == "financial" and f.polarity == "positive" and f.status == "actual"]
        tables = [f for f in told if head_of(f)]
        for _, group in grouped(tables, lambda f: (f.arg("organization"), *map(str, head_of(f)))):
            yield from _table(corpus.document(group[0]), group)
        prose = [f for f in told if not f.rule.startswith("table.")]
        for (organization, period, currency), group in grouped(prose, _stretch):
            yield Column(group[0].release, organization, period, currency, "text", tuple(_figure(f) for f in group))


def _stretch(fact: Fact) -> tuple[str, ...]:
    return fact.arg("organization"), fact.arg("period"), fact.arg("currency")


def _figure(fact: Fact, cell: Cell | None = None, row: Line | None = None) -> Figure:
    metric = fact.arg("metric")
    value = value_of(fact) * (-1 if _is_negative(metric, cell, row) else 1)
    return Figure(results().get(metric, metric), row.label if row else "", value, unit(fact), cited([fact])[0], fact)


def _is_negative(metric: str, cell: Cell | None, row: Line | None) -> bool:
    """Whether a figure counts as less than nothing: as printed, but for losses in a row without signs, and for what is always positive."""
    if metric in words("signs", "positive"):
        return False
    if metric in words("signs", "negative") and not (row and any(c.value < 0 for c in row.cells)):
        return True
    return cell is not None and cell.value < 0


def _table(document: Document | None, facts: Sequence[Fact]) -> Iterator[Column]:
    """A column for each period of a table."""
    rows = _rows(document, facts)
    periods = _periods(rows, facts)
    factor = _factor(rows, facts)
    for period in sorted({f.arg("period") for f in facts}):
        own = [f for f in facts if f.arg("period") == period]
        currency = max((f.arg("currency") for f in own), default="")
        items = _items(document, rows, own, [c for c, p in periods.items() if p == period], factor)
        yield Column(own[0].release, own[0].arg("organization"), period, currency, "table", tuple(items))


def _rows(document: Document | None, facts: Sequence[Fact]) -> list[Line]:
    """The lines of a table, from its head to a little behind the last fact; none without the text."""
    if document is None:
        return []
    last = max(f.evidence[0].end for f in facts)
    found = []
    for line in lines_of(document.raw, head_of(facts[0])[1], min(len(document.raw), last + BEYOND)):
        # Behind the last fact only rows of the same table follow; a line of words is something else.
        if line.start > last and not line.cells:
            break
        found.append(line)
    return found


def _cell(rows: Sequence[Line], fact: Fact) -> tuple[Line, Cell] | None:
    """The line and the cell where a fact's figure stands."""
    end = next(e.end for e in fact.evidence if not e.role)
    at = bisect_left(rows, end, key=lambda r: r.start) - 1
    line = rows[at] if at >= 0 and end <= rows[at].end + 1 else None
    cells = [c for c in line.cells if c.start < end] if line else []
    return (line, cells[-1]) if line and cells else None


def _periods(rows: Sequence[Line], facts: Sequence[Fact]) -> dict[int, str]:
    """The period of each column, as most facts that stand in it have it."""
    votes: dict[int, Counter[str]] = {}
    for fact in facts:
        if place := _cell(rows, fact):
            votes.setdefault(place[1].column, Counter())[fact.arg("period")] += 1
    return {column: min(v, key=lambda p: (-v[p], p)) for column, v in sorted(votes.items())}


def _factor(rows: Sequence[Line], facts: Sequence[Fact]) -> float:
    """What the figures of a table are counted in, as most facts have it."""
    votes: Counter[float] = Counter()
    for fact in facts:
        place = _cell(rows, fact)
        if place and place[1].value and "per_share" not in fact.arg("metric"):
            votes[round(value_of(fact) / abs(place[1].value), 6)] += 1
    return min(votes, key=lambda f: (-votes[f], f), default=1.0)


def _items(document: Document | None, rows: Sequence[Line], own: Sequence[Fact], at: Sequence[int], factor: float) -> list[Figure | Gap]:
    """What one column holds, row by row."""
    placed = {id(p[0]): (f, p[1]) for f in own if (p := _cell(rows, f))}
    width = max((len(r.cells) for r in rows), default=0)
    items: list[tuple[int, Figure | Gap]] = [(f.evidence[0].start, _figure(f)) for f in own if not _cell(rows, f)]
    for row in rows:
        fact, cell = placed.get(id(row), (None, None))
        if fact:
            items.append((row.start, _figure(fact, cell, row)))
        else:
            items.append((row.start, _unnamed(document, row, at, factor, width)))
    return [item for _, item in sorted(items, key=lambda i: i[0])]


def _unnamed(document: Document | None, row: Line, at: Sequence[int], factor: float, width: int) -> Figure | Gap:
    """The figure of a row that is no fact, where the column can be told; else a gap."""
    cell = next((c for c in row.cells if c.column in at), None)
    sure = cell and (row.piped or len(row.cells) == width or (len(row.cells) == 1 and cell.column == 0))
    if document is None or cell is None or not sure or not row.label:
        return Gap(row.label, bool(row.cells))
    metric = next((m for m, shape in labels() if shape.search(row.label)), "")
    # Shares that are written out are not counted in thousands.
    factor = 1.0 if metric == SHARES and cell.value >= WRITTEN_OUT else factor
    words_of = Cited(document.release.id, row.start, cell.end, document.raw[row.start : cell.end])
    return Figure(results().get(metric, metric), row.label, cell.value * factor, cell.unit * factor, words_of)
