"""Times that can be compared: tries of all contestants in turn, so that a busy moment hits each of them alike."""

from __future__ import annotations

import gc
import math
import signal
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


Clock = Callable[[], float]
"""What tells seconds: of the wall, or of the processor alone (`time.process_time`), which neighbours do not slow and threads add to."""


def once(work: Work, clock: Clock = time.perf_counter) -> float:
    """Seconds of one try; rubbish is collected before and not during it."""
    gc.collect()
    gc.disable()
    try:
        began = clock()
        work()
        return clock() - began
    finally:
        gc.enable()


def race(contestants: Mapping[str, Work], tries: int, limit: float = 5, clock: Clock = time.perf_counter) -> dict[str, float]:
    """Median seconds of each contestant over so many rounds; one round before the first is not counted.

    Who takes more than a second in that round has run his race: it counts, and he is not asked again. After `limit` seconds he is
    stopped, so that his true time is longer.
    """
    first = {name: _at_most(work, limit, clock) for name, work in contestants.items()}
    rounds = [{name: once(work, clock) for name, work in contestants.items() if first[name] < 1} for _ in range(tries)]
    return {name: seconds if seconds >= 1 else median(r[name] for r in rounds) for name, seconds in first.items()}


class StoppedError(Exception):
    """Raised in work that is stopped."""


def _at_most(work: Work, limit: float, clock: Clock) -> float:
    """Seconds of one try, stopped after `limit` of the same clock; work that cannot be interrupted has the time it took."""

    def stop(*_: object) -> None:
        raise StoppedError

    alarm, timer = (signal.SIGPROF, signal.ITIMER_PROF) if clock is time.process_time else (signal.SIGALRM, signal.ITIMER_REAL)
    before = signal.signal(alarm, stop)
    signal.setitimer(timer, limit)
    began = clock()
    try:
        return once(work, clock)
    except StoppedError:
        return max(limit, clock() - began)
    finally:
        signal.setitimer(timer, 0)
        signal.signal(alarm, before)


def geometric_mean(values: Iterable[float]) -> float:
    """The mean of ratios."""
    logs = [math.log(v) for v in values]
    return math.exp(sum(logs) / len(logs))
