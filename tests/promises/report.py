"""The rows of a ledger against those to be expected: how many were found, how much of each is right, and in words what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.promises.corpus import Corpus
from tests.promises.rows import ExpectedRow

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts over the expected rows, rows predicted that nobody expected, and each error in words.

    `state`, `days` and `decided_by` count found rows in which that is right.
    """

    expected: int
    predicted: int
    found: int
    state: int
    days: int
    decided_by: int
    unexpected: int
    errors: tuple[str, ...]

    def __str__(self) -> str:
        """One line of shares."""
        right = ", ".join(f"{name} {getattr(self, name)}/{self.found}" for name in ("state", "days", "decided_by"))
        return f"found {self.found}/{self.expected}, {right}; {self.unexpected} of {self.predicted} rows unexpected"


def compare(expected: Corpus | Sequence[ExpectedRow], rows: Iterable[Row]) -> Comparison:
    """The predicted rows against the expected ones, by release, compound under any of its names, kind and window.

    Where several rows fit, the one goes first that also names the same trial, venue, region and disease. Rows for compounds that a
    corpus tolerates are left out.
    """
    wanted = expected.rows if isinstance(expected, Corpus) else tuple(expected)
    spared = expected.tolerated if isinstance(expected, Corpus) else frozenset()
    given = [row for row in rows if (row.get("release"), row.get("compound")) not in spared]
    pairs = _paired(wanted, given)
    used = {id(row) for row in pairs.values()}
    stray = [row for row in given if id(row) not in used]
    both = [(want, pairs[i]) for i, want in enumerate(wanted) if i in pairs]
    missing = [want for i, want in enumerate(wanted) if i not in pairs]
    errors = [*(_missing(want, stray) for want in missing), *(e for pair in both for e in _errors(*pair)), *map(_stray, stray)]
    right = {name: sum(test(*pair) for pair in both) for name, test in TESTS.items()}
    return Comparison(len(wanted), len(given), len(both), right["state"], right["days"], right["decided_by"], len(stray), tuple(errors))


def _paired(wanted: Sequence[ExpectedRow], given: Sequence[Row]) -> dict[int, Row]:
    """The row for each expected one that has one, the closest pairs first."""
    by_release: dict[str, list[Row]] = {}
    for row in given:
        by_release.setdefault(str(row.get("release")), []).append(row)
    fits = [(-_details(w, r), i, j, r) for i, w in enumerate(wanted) for j, r in enumerate(by_release.get(w.release, [])) if _same(w, r)]
    found: dict[int, Row] = {}
    used: set[int] = set()
    for _, i, _, row in sorted(fits, key=lambda fit: fit[:3]):
        if i not in found and id(row) not in used:
            found[i] = row
            used.add(id(row))
    return found


def _same(want: ExpectedRow, row: Row) -> bool:
    if want.kind == "guidance":
        # A day or a year of a figure may be told as the period or as the window.
        return row.get("kind") == "guidance" and (row.get("metric"), row.get("period")) == (want.metric, want.period)
    return _same_event(want, row) and _window(want) == (row.get("start"), row.get("end"))


def _same_event(want: ExpectedRow, row: Row) -> bool:
    name = str(row.get("compound") or "").casefold()
    return row.get("kind") in (want.kind, *want.kind_alt) and name in {n.casefold() for n in want.names}


def _window(want: ExpectedRow) -> tuple[str | None, str | None]:
    return (want.start.isoformat() if want.start else None, want.end.isoformat() if want.end else None)


def _details(want: ExpectedRow, row: Row) -> int:
    """How many details the two agree on, less those on which they do not; the state counts least."""
    score = 0
    for name in ("trial", "venue", "region", "indication", "phase", "low", "high"):
        ours, theirs = getattr(want, name), row.get(name)
        if ours and theirs:
            score += 2 if str(ours).casefold() == str(theirs).casefold() else -2
    return 2 * score + (row.get("state") == want.state)


def _state(want: ExpectedRow, row: Row) -> bool:
    return bool(row.get("state") == want.state)


def _days(want: ExpectedRow, row: Row) -> bool:
    return row.get("days") in (want.days, *want.days_alt)


def _decided_by(want: ExpectedRow, row: Row) -> bool:
    return tuple(row.get("decided_by") or ()) == want.decided_by


TESTS = {"state": _state, "days": _days, "decided_by": _decided_by}


def _errors(want: ExpectedRow, row: Row) -> Iterator[str]:
    """What is wrong with a row that was found; days and deciding releases only where the state is right."""
    if not _state(want, row):
        yield f"{_about(want)}: state is {row.get('state')} by {row.get('decided_by')}, expected {want.state} by {list(want.decided_by)}"
        return
    if not _days(want, row):
        yield f"{_about(want)}: days is {row.get('days')}, expected {' or '.join(map(str, (want.days, *want.days_alt)))}"
    if not _decided_by(want, row):
        yield f"{_about(want)}: {want.state}, decided by {row.get('decided_by')}, expected {list(want.decided_by)}"


def _missing(want: ExpectedRow, stray: Iterable[Row]) -> str:
    other = next((r for r in stray if r.get("release") == want.release and _same_event(want, r)), None)
    seen = f"window read as {other.get('start')} to {other.get('end')}" if other else "no row"
    return f"{_about(want)}: {seen}; the release says: {want.sentence}"


def _about(want: ExpectedRow) -> str:
    what = f"{want.metric} {want.period}" if want.kind == "guidance" else f"{want.kind} of {want.compound}"
    return f"{want.release}: {what}, {want.text or 'no window'} ({want.script})"


def _stray(row: Row) -> str:
    what = row.get("metric") if row.get("kind") == "guidance" else f"{row.get('kind')} of {row.get('compound')}"
    return f"{row.get('release')}: unexpected row: {what}, {row.get('text') or row.get('period') or 'no window'}, {row.get('state')}"
