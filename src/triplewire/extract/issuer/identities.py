"""The arithmetic that a financial table must obey, used to catch misread cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from triplewire.extract.issuer.cells import Cell
from triplewire.extract.issuer.data import label_key, metric_of

_TOTAL = re.compile(r"^total\b")
Rows = Sequence[tuple[str, Mapping[int, Cell]]]
Check = tuple[str, tuple[int, ...], bool]


def failing(rows: Rows, columns: int) -> dict[tuple[int, int], tuple[str, ...]]:
    """(row, column) -> the flags `identity-fails:<name>` of the identities that its value breaks.

    Checked per column: each total against the rows above it, operations = revenue - expenses, before taxes = operations +
    other income, net loss = before taxes - taxes, and loss per share = net loss / shares. What cannot be checked, for a
    missing value, is not flagged.
    """
    out: dict[tuple[int, int], set[str]] = {}
    for column in range(columns):
        values = _Column(rows, column)
        for name, places, holds in [*values.totals(), *values.lines()]:
            if not holds:
                for row in places:
                    out.setdefault((row, column), set()).add(f"identity-fails:{name}")
    return {place: tuple(sorted(names)) for place, names in out.items()}


class _Column:
    """The values of one column by row and by metric."""

    def __init__(self, rows: Rows, column: int) -> None:
        self.values: list[tuple[int, str, str, float | None]] = []
        self.by_metric: dict[str, tuple[int, float]] = {}
        for i, (label, cells) in enumerate(rows):
            key = label_key(label)
            metric = metric_of(label)
            cell = cells.get(column)
            value = (cell.value if cell.value is not None else 0.0) if cell else None
            self.values.append((i, key, metric, value))
            if metric and value is not None:
                self.by_metric.setdefault(metric, (i, value))
                if _TOTAL.match(key):
                    self.by_metric[metric] = (i, value)

    def totals(self) -> list[Check]:
        """Each "Total …" row: its value is the sum of some run of rows right above it, smaller totals standing for their parts."""
        out: list[Check] = []
        pending: list[tuple[int, float | None]] = []
        for i, key, metric, value in self.values:
            if not _TOTAL.match(key) or value is None:
                pending.append((i, value))
                continue
            run = _run(pending, value)
            name = (metric or key.replace(" ", "_")).removeprefix("total_")
            complete = len(pending) >= 2 and all(v is not None for _, v in pending)
            grand = metric == "total_liabilities_and_equity" and "total_assets" in self.by_metric
            if grand:
                at, assets = self.by_metric["total_assets"]
                out.append(("balance", (at, i), _equal(assets, value, 1)))
            if run is not None:
                pending = pending[: len(pending) - run]
            elif complete and metric:
                out.append((name, (i,), False))
                pending = []
            pending.append((i, value))
        return out

    def lines(self) -> list[Check]:
        """The lines of a statement of operations against each other."""
        out: list[Check] = []
        operations = self._loss("loss_from_operations", "income_from_operations")
        before = self._loss("loss_before_taxes", "income_before_taxes")
        net = self._loss("net_loss", "net_income")
        each = self._loss("net_loss_per_share", "net_income_per_share")
        get = self.by_metric.get
        revenue, expenses, other, taxes, shares = (
            get(m) for m in ("revenue", "operating_expenses", "other_income", "income_taxes", "shares_outstanding")
        )
        if revenue and expenses and operations:
            places = (revenue[0], expenses[0], operations[0])
            out.append(("operations", places, _equal(revenue[1] - abs(expenses[1]), operations[1], 2)))
        if operations and other and before:
            out.append(("before-tax", (operations[0], other[0], before[0]), _equal(operations[1] + other[1], before[1], 2)))
        if before and taxes and net:
            fits = any(_equal(before[1] + sign * taxes[1], net[1], 2) for sign in (1, -1))
            out.append(("net", (before[0], taxes[0], net[0]), fits))
        if net and shares and each and shares[1]:
            # The scale of the shares may differ from that of the money: only the digits are compared.
            fits = any(_equal(net[1] / shares[1] * factor, each[1], 0.006) for factor in (1, 1e3, 1e-3, 1e6))
            out.append(("per-share", (net[0], shares[0], each[0]), fits))
        return out

    def _loss(self, loss: str, income: str) -> tuple[int, float] | None:
        """A result as a signed number: a figure called a loss is negative however it is printed."""
        if loss in self.by_metric:
            row, value = self.by_metric[loss]
            return row, -abs(value)
        return self.by_metric.get(income)


def _run(pending: Sequence[tuple[int, float | None]], total: float) -> int | None:
    """How many rows right above a total add up to it; None when no run does."""
    sums = 0.0
    for count, (_, value) in enumerate(reversed(pending), 1):
        if value is None:
            return None
        sums += value
        if _equal(sums, total, max(1, count // 2)) and (count > 1 or len(pending) == 1):
            return count
    return None


def _equal(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) <= tolerance + 1e-9
