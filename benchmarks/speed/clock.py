"""Times that can be compared: tries of all contestants in turn, so that a busy moment hits each of them alike."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was done, by whom against whom, seconds of both, and the ratio in words of the bar."""

    what: str
    ours: float
    peer: str
    theirs: float
    bar: str = ""

    @property
    def ratio(self) -> float:
        """How many times the peer's time is ours."""
        return self.theirs / self.ours


def once(work: Work) -> float:
    """Seconds of one try; rubbish is collected before and not during it."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began
    finally:
        gc.enable()


def race(contestants: Mapping[str, Work], tries: int) -> dict[str, float]:
    """Median seconds of each contestant over so many rounds; one round before the first is not counted."""
    for work in contestants.values():
        work()
    rounds = [{name: once(work) for name, work in contestants.items()} for _ in range(tries)]
    return {name: median(r[name] for r in rounds) for name in contestants}


def geometric_mean(values: Iterable[float]) -> float:
    """The mean of ratios."""
    logs = [math.log(v) for v in values]
    return math.exp(sum(logs) / len(logs))
