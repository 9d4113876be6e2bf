"""Scripts laid upon companies: for each a compound, a topic of it and releases to tell it in, so that its promises end as they must."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from tests.promises.rows import Form, Said, Story, Topic
from tests.promises.states import fate
from tests.promises.windows import NONE, Window, month_of, relation, windows
from tests.promises.world import TRIAL, Company, Compound, World, shown_at

OF_TRIALS = ("trial_start", "enrollment_complete", "data_presentation")
KINDS = (*OF_TRIALS, "ind_submission", "regulatory_submission", "approval", "decision", "other")
SEVERAL_WORDS = frozenset(("quarter", "half", "month", "mid", "by", "year"))
"""The shapes of windows that can be put in other words."""
TRIES = 25


@dataclass(frozen=True, slots=True)
class Script:
    """One entry of `scripts.toml`."""

    name: str
    steps: tuple[str, ...]
    states: tuple[str, ...]
    kinds: tuple[str, ...]
    times: int
    needs: str
    beside: str

    @property
    def guides(self) -> bool:
        """Whether it is about a figure and not about a compound."""
        return self.steps[0] == "range"


def scripts() -> list[Script]:
    """All scripts, in the order of the file."""
    read = tomllib.loads((Path(__file__).with_name("scripts.toml")).read_text("utf-8"))
    return [_script(name, entry) for name, entry in read.items()]


def _script(name: str, entry: Mapping[str, object]) -> Script:
    def listed(key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        return tuple(cast("list[str]", entry.get(key, default)))

    times = entry.get("times", 1)
    assert isinstance(times, int)
    said = {key: str(entry.get(key, "")) for key in ("needs", "beside")}
    return Script(name, listed("steps"), listed("states"), listed("kinds", KINDS), times, **said)


class Teller:
    """Lays scripts upon a world, each kind of event in its turn; the world grows when a script has no place left."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = world.rng
        self.told: Counter[str] = Counter()

    def tell(self, script: Script) -> Story:
        """A story by the script, whose topic is then no longer free."""
        while True:
            for company, topic in self._places(script):
                for _ in range(TRIES):
                    if story := self._draft(script, company, topic):
                        return self._kept(script, story)
            self.world.grow()

    def _kept(self, script: Script, story: Story) -> Story:
        topic = story.said[0].topic
        self.told[topic.kind] += 1
        key = topic.compound or self.world.companies[story.company].slug
        for said in story.said:
            self._use(said.topic.compound or key, said.topic)
        self.world.fresh.discard(key)
        if script.needs == "fresh":
            self.world.free[key] = []
        if script.needs == "brand":
            self.world.branded[key] = story.said[-1].day
        return story

    def _use(self, key: str, topic: Topic) -> None:
        """Takes the topic, and with something told of a trial the whole trial."""
        self.world.free[key] = [t for t in self.world.free[key] if not _same(t, topic)]

    def _places(self, script: Script) -> Iterator[tuple[Company, Topic]]:
        """Where the script may go: the kinds told least first, the companies in any order."""
        kinds = ("guidance",) if script.guides else sorted(script.kinds, key=lambda k: (self.told[k], k))
        for kind in kinds:
            for company in self.rng.sample(self.world.companies, len(self.world.companies)):
                for topic in self._topics(script, company, kind):
                    yield company, topic

    def _topics(self, script: Script, company: Company, kind: str) -> Iterator[Topic]:
        if kind == "guidance":
            yield from self._near(company)
            return
        for compound in self.rng.sample(company.compounds, len(company.compounds)):
            if self._fits(script, compound):
                for free in self.world.free[compound.code]:
                    if topic := self._as_kind(free, kind, compound, script):
                        yield topic

    def _near(self, company: Company) -> list[Topic]:
        free = self.world.free[company.slug]
        return self.rng.sample(free, min(4, len(free)))

    def _fits(self, script: Script, compound: Compound) -> bool:
        if script.needs == "fresh":
            return compound.code in self.world.fresh
        return script.needs != "renamed" or date.min < compound.inn_from < date.max

    def _as_kind(self, free: Topic, kind: str, compound: Compound, script: Script) -> Topic | None:
        """The free topic as one of that kind: a trial becomes what is told of it."""
        if script.needs == "brand" and free.region != "US":
            return None
        wants_venue = script.needs == "venues" or script.beside in ("other_venue", "past")
        if free.kind != TRIAL or kind not in OF_TRIALS:
            # Data of no trial are not given up with one.
            return free if free.kind == kind and "drop trial" not in script.steps else None
        if kind != "data_presentation":
            return replace(free, kind=kind)
        sort = self.rng.choice(("topline", "interim", "final", "initial"))
        venue = shown_at(compound, self.rng) if wants_venue or self.rng.random() < 0.3 else ""
        return replace(free, kind=kind, data=sort, venue=venue)

    def _draft(self, script: Script, company: Company, topic: Topic) -> Story | None:
        """A story with days and windows taken at random; None when they do not go together."""
        days = self._days(script, company)
        if not days or not self._in_time(script, company, topic, days):
            return None
        said: list[Said] = []
        for step, day in zip(script.steps, days, strict=True):
            told = self._step(step, script, company, topic, day, said)
            if told is None:
                return None
            said.append(told)
        aside = self._beside(script, company, said) if script.beside else []
        if aside is None:
            return None
        story = sorted([*said, *aside], key=lambda s: s.day)
        return self._as_told(script, company, tuple(story))

    def _as_told(self, script: Script, company: Company, said: tuple[Said, ...]) -> Story | None:
        """The story when its promises end as the script says."""
        found = tuple(fate(s, said, company.published).state for s in said if s.act == "promise")
        ends = zip(found, script.states, strict=True)
        right = all(have == want or (want == "any" and have in ("open", "overdue")) for have, want in ends)
        return Story(script.name, company.number, said, found) if right else None

    def _days(self, script: Script, company: Company) -> list[date]:
        number = len(script.steps)
        if script.needs == "partner":
            first = self.rng.choice(company.days)
            later = [d for d in self.world.companies[company.partner].days if d > first]
            return [first, self.rng.choice(later)] if later else []
        return sorted(self.rng.sample(company.days, number)) if number <= len(company.days) else []

    def _in_time(self, script: Script, company: Company, topic: Topic, days: list[date]) -> bool:
        if script.needs == "company":
            return days[0] < company.named_from <= days[-1]
        return script.needs != "renamed" or days[0] < self.world.compound(topic.compound).inn_from <= days[-1]

    def _step(self, step: str, script: Script, company: Company, topic: Topic, day: date, before: list[Said]) -> Said | None:
        teller = company if script.needs != "partner" or not before else self.world.companies[company.partner]
        empty = Said("promise", topic, teller.number, teller.release(day), day)
        what, _, form = step.partition(" ")
        if script.guides:
            return _measured(self.rng, what, form, empty, before)
        if what == "drop":
            return replace(empty, act="drop", how=form)
        if form:
            by = self.world.companies[company.partner].called(day) if script.needs == "licensee" else ""
            earlier = max([before[-1].day, *(d for d in teller.days if d < day)])
            return _happened(self.rng, what, cast("Form", form), replace(empty, by=by), before[-1].window, earlier)
        window = _promised(self.rng, what, day, before[-1].window if before else NONE)
        return replace(empty, how=what, window=window) if window != NONE or what == "undated" else None

    def _beside(self, script: Script, company: Company, said: list[Said]) -> list[Said] | None:
        """News that is none of the topic, in a later release; None when there is no place for it."""
        promise = said[0]
        later = [d for d in company.days if promise.day < d and (len(said) == 1 or d < said[-1].day)]
        if not later:
            return None
        day = self.rng.choice(later)
        blank = replace(promise, act="other", how=script.beside, release=company.release(day), day=day, window=NONE)
        if script.beside == "rival":
            window = self.rng.choice(windows(day))
            return [replace(blank, window=window, topic=replace(promise.topic, compound="", trial=""))]
        if script.beside == "past":
            long_ago = promise.day - timedelta(days=self.rng.randint(150, 600))
            return [replace(blank, form="day", when=Window("", long_ago, long_ago))]
        topic = self._other(script.beside, promise.topic)
        return [replace(blank, topic=topic, form=self.rng.choice(("today", "plain")), when=Window("", day, day))] if topic else None

    def _other(self, how: str, topic: Topic) -> Topic | None:
        """A topic near to this one: of the twin compound, or of this one in another phase, disease or at another meeting."""
        if how == "other_venue":
            return replace(topic, venue=shown_at(self.world.compound(topic.compound), self.rng, topic.venue))
        code = _twin(topic.compound) if how == "near_code" else topic.compound
        free = [t for t in self.world.free.get(code, ()) if t.kind == TRIAL and _beside(how, t, topic)]
        if not free:
            return None
        other = self.rng.choice(free)
        return replace(other, kind=topic.kind, data=topic.data, venue=topic.venue if how != "near_code" else "")


def _beside(how: str, free: Topic, topic: Topic) -> bool:
    """Whether a free trial differs from the topic in what `how` says, and in no more."""
    phase, disease = free.phase[:1] == topic.phase[:1], free.indication == topic.indication
    return {"near_code": phase, "other_phase": disease and not phase, "other_indication": phase and not disease}[how]


def _twin(code: str) -> str:
    letters, digits = code.split("-")
    return f"{letters}-{digits[0]}{digits[2]}{digits[1]}"


def _same(free: Topic, topic: Topic) -> bool:
    """Whether telling of the topic uses the free one up."""
    if free.kind == TRIAL:
        return (free.compound, free.phase, free.indication) == (topic.compound, topic.phase, topic.indication)
    return replace(free, venue="") == replace(topic, venue="")


def _promised(rng: random.Random, how: str, day: date, old: Window) -> Window:
    """A window to promise on that day, in the given relation to the one before; none when there is none, or none is wanted."""
    if how == "undated":
        return NONE
    fits = [w for w in windows(day) if _stands(how, day, old, w)]
    return rng.choice(fits) if fits else NONE


def _stands(how: str, day: date, old: Window, new: Window) -> bool:
    assert new.end is not None
    if how == "promise":
        return new.end < day + timedelta(days=500)
    if how in ("same", "coarser"):
        # A coarser window with another end would leave open to which of the two an event is late.
        return new == old and new.shape in SEVERAL_WORDS if how == "same" else new.around(old) and new != old and new.end == old.end
    if how == "slip":
        near = new.start and old.end and new.end < old.end + timedelta(days=300)
        return bool(near) and relation(old, new) == "slipped"
    return relation(old, new) == {"narrow": "narrowed", "advance": "advanced"}[how]


def _happened(rng: random.Random, where: str, form: Form, empty: Said, window: Window, earlier: date) -> Said | None:
    """The event between the release before this one and this one, on the wanted side of the window; None where it cannot be."""
    event = replace(empty, act="event", form=form)
    days = [earlier + timedelta(days=n) for n in range(1, (empty.day - earlier).days + 1)]
    if form == "month":
        months = sorted({month_of(d) for d in days}, key=str)
        fits = [m for m in months if m.start and m.end and earlier < m.start and m.end < empty.day and window.around(m)]
        return replace(event, when=rng.choice(fits)) if fits else None
    told = days[:-1] if form == "day" else [empty.day]
    on = [d for d in told if where in ("any", _side(window, d))]
    if not on:
        return None
    day = rng.choice(on)
    return replace(event, when=Window("", day, day))


def _side(window: Window, day: date) -> str:
    if window.holds(day):
        return "inside"
    return "early" if window.start and day < window.start else "late"


def _measured(rng: random.Random, what: str, how: str, empty: Said, before: list[Said]) -> Said | None:
    """Guidance for a year, or its figure when the year is over; None when the day does not fit."""
    year = int(empty.topic.period[2:])
    window = Window("year", date(year, 1, 1), date(year, 12, 31))
    first, last = date(year - 1, 11, 1), date(year, 12, 20)
    if what == "figure":
        fits = date(year + 1, 1, 20) < empty.day < date(year + 1, 5, 1)
        return replace(empty, act="event", low=_figure(rng, how, before[-1]), how=how) if fits else None
    if not first < empty.day < last:
        return None
    if how == "withdrawn":
        return replace(empty, act="drop", how="guidance")
    low, high = _range(rng, how, before[-1] if before else None)
    return replace(empty, how=how, window=window, low=low, high=high)


MILLION = 1_000_000


def _figure(rng: random.Random, how: str, range_: Said) -> int:
    low, high = range_.low, range_.high
    step, far = MILLION // 10, 9 * MILLION
    ends = {"inside": (low, high), "above": (high + MILLION, high + far), "below": (max(step, low - far), low - step)}[how]
    return rng.randrange(ends[0], ends[1] + 1, step)


def _range(rng: random.Random, how: str, old: Said | None) -> tuple[int, int]:
    if old is None:
        low = rng.randint(20, 90) * MILLION
        return low, low + rng.randint(3, 6) * 2 * MILLION
    by = {"": 0, "restated": 0, "narrowed": 0, "raised": 5 * MILLION, "lowered": -5 * MILLION}[how]
    inward = 2 * MILLION if how == "narrowed" else 0
    return old.low + by + inward, old.high + by - inward
