"""What a corpus is made of: topics, what is said of them in which release, stories, releases, and the rows to be expected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from tests.promises.windows import NONE, Window

Act = Literal["promise", "event", "drop", "other"]
Form = Literal["", "day", "month", "today", "plain", "state"]


@dataclass(frozen=True, slots=True)
class Topic:
    """An event that may come: its kind, of which compound (by first name), and details; "" where it has none.

    Each mention names phase, venue and region where there are any, and the disease where the compound is meant for two.
    """

    kind: str
    compound: str = ""
    phase: str = ""
    trial: str = ""
    indication: str = ""
    venue: str = ""
    region: str = ""
    data: str = ""
    metric: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a release says of a topic.

    `act` is `promise` (for `window`, or `low` to `high`), `event` (it happened at `when`, or the figure is `low`), `drop` (it will
    not come; `how` says what was given up), or `other` (news that is no news of the topic). `how` is else the relation to the
    promise before it, `form` the way in which the time of an event is told, `by` the partner whose doing it was.
    """

    act: Act
    topic: Topic
    company: int
    release: str
    day: dt.date
    how: str = ""
    form: Form = ""
    window: Window = NONE
    when: Window = NONE
    low: int = 0
    high: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What releases say of one topic, in order of time, by one of the scripts; `states` are those of its promises, in order."""

    script: str
    company: int
    said: tuple[Said, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A release as a file would hold it; `names` are the words in it that a scanner may misread."""

    id: str
    date: dt.date
    issuer: str
    text: str
    names: tuple[str, ...]
    company: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that a release puts a thing in, whence they come, the words of the window in them, and another company's compound."""

    said: Said
    story: int
    phrasing: str
    sentence: str
    window: str = ""
    rival: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """The row that a ledger of all releases should have for one promise.

    `names` are all names of the compound. `days_alt` are other values of `days` that the meaning of a row allows where it does
    not say which to take. Rows of one `story` are linked in order. A guidance row has no compound and no window of its own.
    """

    release: str
    date: dt.date
    organization: str
    compound: str
    names: tuple[str, ...]
    kind: str
    kind_alt: tuple[str, ...]
    phase: str
    trial: str
    indication: str
    venue: str
    region: str
    text: str
    start: dt.date | None
    end: dt.date | None
    state: str
    days: int | None
    days_alt: tuple[int | None, ...]
    decided_by: tuple[str, ...]
    metric: str
    period: str
    low: int
    high: int
    actual: int | None
    story: int
    script: str
    phrasing: str
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """The row as plain values, days in ISO form."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {k: v.isoformat() if isinstance(v, dt.date) else list(v) if isinstance(v, tuple) else v for k, v in plain.items()}
