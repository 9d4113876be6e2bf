"""Rows of the ledger held against promises that a person read: which are found, and whether their states are right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from triplewire.model import Promise
from triplewire.vocab import slug

Line = Mapping[str, Any]
NEAR = 31
"""Days that two ends of one window may differ."""


@dataclass
class Comparison:
    """Lines with their rows, and lines without."""

    pairs: list[tuple[Line, Promise]] = field(default_factory=list)
    missed: list[Line] = field(default_factory=list)

    @property
    def right(self) -> list[tuple[Line, Promise]]:
        """The pairs whose state is the line's, or one that is as good."""
        return [(line, row) for line, row in self.pairs if row.state in (line["state"], *line["also"])]

    @property
    def wrong(self) -> list[tuple[Line, Promise]]:
        """The pairs whose state is another one."""
        right = {id(row) for _, row in self.right}
        return [(line, row) for line, row in self.pairs if id(row) not in right]

    @property
    def precision(self) -> float:
        """Of the rows that a line speaks of, how many have the right state."""
        return len(self.right) / len(self.pairs) if self.pairs else 1.0

    @property
    def recall(self) -> float:
        """Of the lines that are not optional, how many have a row."""
        found = sum(not line.get("optional") for line, _ in self.pairs)
        return found / (found + len(self.missed)) if found or self.missed else 1.0


def read_lines(file: Path) -> list[dict[str, Any]]:
    """The lines of a gold file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def compare(lines: Iterable[Line], rows: Iterable[Promise], release_of: Mapping[str, str]) -> Comparison:
    """Each line with the row that fits it best, each used once; `release_of` says which release of the rows a line's release is."""
    out, by_release = Comparison(), dict[str, list[Promise]]()
    for row in rows:
        by_release.setdefault(row.fact.release, []).append(row)
    wanted: dict[str, list[Line]] = {}
    for line in lines:
        wanted.setdefault(release_of.get(line["release"], ""), []).append(line)
    for release, told in wanted.items():
        _pair(told, by_release.get(release, []), out)
    return out


def _pair(told: Sequence[Line], rows: Sequence[Promise], out: Comparison) -> None:
    fits = sorted(
        ((fit, -i, -j) for i, line in enumerate(told) for j, row in enumerate(rows) if (fit := _fit(line, row)) > 0), reverse=True
    )
    lines_used: set[int] = set()
    rows_used: set[int] = set()
    for _, i, j in fits:
        if -i not in lines_used and -j not in rows_used:
            lines_used.add(-i)
            rows_used.add(-j)
            out.pairs.append((told[-i], rows[-j]))
    out.missed += [line for i, line in enumerate(told) if i not in lines_used and not line.get("optional")]


def _fit(line: Line, row: Promise) -> int:
    """How well a row fits a line; 0 when it is about something else."""
    kind = {"phase_entry": "trial_start"}.get(row.kind, row.kind)
    if kind not in (line["kind"], *_listed(line.get("kind_alt"))) or not _one_compound(line["compound"], row):
        return 0
    if line["kind"] == "guidance":
        return int(line["metric"] == row.fact.arg("metric")) * 3
    details = sum(
        bool(line.get(a)) and slug(line[a]) in {slug(v) for v in row.details.get(a, ())} for a in ("phase", "trial", "venue", "indication")
    )
    when = row.fact.when
    same = (when.text if when else "").casefold() == line["text"].casefold()
    ends = [date.fromisoformat(line["end"]) if line["end"] else None, when.end if when else None]
    if None in ends:
        return (10 if same else 1 if ends == [None, None] else 0) + details
    assert ends[0] is not None
    assert ends[1] is not None
    return (10 if same else 5) + details if abs((ends[0] - ends[1]).days) <= NEAR else 0


def _listed(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()


def _one_compound(name: str, row: Promise) -> bool:
    names = {slug(n) for n in (row.fact.arg("compound"), *row.fact.aliases.get("compound", ())) if n}
    return slug(name) in names if name and names else not name and not names


def archive_releases(files: Iterable[Path], root: Path) -> dict[str, str]:
    """From how the gold names real releases (paths below `archive/`, cut; stems of others) to the stems of their files."""
    out: dict[str, str] = {}
    for file in files:
        inside = file.relative_to(root)
        if inside.parts[0] == "archive":
            folder, words = "/".join(inside.parts[1:-1]), file.stem.split("-")
            out |= {f"{folder}/{'-'.join(words[:n])}": file.stem for n in range(2, len(words) + 1)}
        else:
            out[file.stem] = file.stem
    return out
