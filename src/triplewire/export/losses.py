"""What a format cannot carry, and what it has cost this graph: counted while it is written, so that the figures are those of the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Limit:
    """A kind of thing that a format cannot carry, and why: true of every graph."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What one graph has lost to a limit: how many, and the first of them in the order of the file."""

    what: str
    count: int
    why: str
    example: str


class Tally:
    """Counts what a writer writes and what it leaves out; knows no losses but those to the limits of its format."""

    def __init__(self, limits: Iterable[Limit] = ()) -> None:
        self._limits = {limit.what: limit for limit in limits}
        self._lost: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._written: Counter[str] = Counter()

    def lose(self, what: str, example: object, count: int = 1) -> None:
        """Counts things of a kind as lost. Raises ValueError for a kind that the format does not name among its limits."""
        if what not in self._limits:
            raise ValueError(f"{what!r} is lost, and the format says only that it loses {', '.join(self._limits) or 'nothing'}")
        if count:
            self._lost[what] += count
            self._examples.setdefault(what, str(example))

    def wrote(self, what: str, count: int = 1) -> None:
        """Counts what is in the file: triples, quads, rows."""
        self._written[what] += count

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was lost, in the order in which the format names its limits."""
        kinds = (limit for what, limit in self._limits.items() if self._lost[what])
        return tuple(Loss(k.what, self._lost[k.what], k.why, self._examples[k.what]) for k in kinds)

    @property
    def written(self) -> dict[str, int]:
        """How many of what was written, by name."""
        return dict(sorted(self._written.items()))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file holds and what of the graph it does not."""

    format: str
    ending: str
    carries: str
    written: dict[str, int]
    losses: tuple[Loss, ...]

    def to_json(self) -> dict[str, Any]:
        """The object that `triplewire export --manifest` writes."""
        return asdict(self)

    def to_text(self) -> str:
        """The same as JSON text, for a file."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n"
