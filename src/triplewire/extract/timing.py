"""The time of an event: which of the times nearby is meant, and of which year a month or quarter without a year is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from triplewire.extract import context
from triplewire.extract.drafts import Draft
from triplewire.extract.line import Line
from triplewire.extract.matching import Hit
from triplewire.extract.nearby import LONGEST, nearest
from triplewire.extract.scene import Scene
from triplewire.extract.wording import listed, wording
from triplewire.model import Mention, Span, When

REACH_TIME = 210
CLOSE = 10
"""How far behind a phrase a time still stands right behind it."""

ASIDE = 60
"""How far beside a time the words may stand that give it to something else: figures, an authority's answer."""

FORMER_REACH = 200
"""How far before a time the words may stand that say that it holds no more."""

NEAR_DAYS = 45
"""A month or day this near to the release is that one, whatever the verb."""

MEETING_GAP = 3
DATED = frozenset({"decision", "approval"})
"""The kinds of event that a date set by an authority is about."""

_SAID_YEAR = re.compile(
    r"\d{4}|[’']\d\d|\d(?:Q|H)\d\d|FY|\b(?:this|next|last|coming|current|ago|past|previous|today|later|earlier|rest|remainder)\b",
    re.IGNORECASE,
)


def attach_time(scene: Scene, hit: Hit, draft: Draft) -> None:
    """Fill the time of a draft from nearby: right behind the phrase, inside it, behind it, before it; the first that fits what the
    verb says (promised or done) wins, else the first.
    """
    former = _former(hit)
    draft.renewed = bool(former)
    if draft.when and not former.isdisjoint(_own_times(hit)):
        draft.when = None
    if draft.when:
        _flag_meeting(hit, draft)
        draft.when = _in_its_year(draft.when, _tense(hit), scene.release.date, _year_above(scene, hit.line))
        return
    found = list({m.span: m for m in _candidates(scene, hit, draft, former)}.values())
    if not found:
        return
    tense = _tense(hit)
    year = _year_above(scene, hit.line)
    timed = [(m, _in_its_year(m.when, tense, scene.release.date, year)) for m in found if m.when]
    mention, when = next(((m, w) for m, w in timed if _fits(w, tense, scene.release.date)), timed[0] if timed else (found[0], None))
    if _names_the_meeting(hit.line, mention):
        draft.flags.append("time-from-venue")
    draft.when = when
    draft.spans.append(mention.span)


def _flag_meeting(hit: Hit, draft: Draft) -> None:
    """Flag a time of the phrase itself that only belongs to the name of a meeting."""
    if any(_names_the_meeting(hit.line, m) for m in _own_times(hit).values()):
        draft.flags.append("time-from-venue")


def _own_times(hit: Hit) -> dict[Span, Mention]:
    """The times of the phrase itself."""
    return {m.span: m for values in hit.slots.values() for value in values for m in value if m.type == "time"}


def _candidates(scene: Scene, hit: Hit, draft: Draft, former: frozenset[Span]) -> Iterator[Mention]:
    """The times nearby that may be the one, the likeliest first; those that hold no more are none."""
    aside = former | _reporting(hit) | _of_figures(hit) | _dateline(scene, hit)
    if draft.args.get("kind") not in DATED:
        aside |= _set_dates(hit)
    line, span = hit.line, hit.span
    if former:
        yield from _renewed(hit, aside)
    yield from (m for m in line.starting_in("time", span.end, span.end + CLOSE) if m.span not in aside and _follows(line, span.end, m))
    for behind_first in (True, False):
        mention = nearest(hit, "time", behind_first=behind_first, reach=REACH_TIME, but=aside, border="time")
        if mention:
            yield mention


def _near(hit: Hit) -> list[Mention]:
    """The times nearby."""
    return hit.line.starting_in("time", hit.span.start - REACH_TIME - LONGEST, hit.span.end + REACH_TIME)


def _former(hit: Hit) -> frozenset[Span]:
    """The times nearby that were expected once, where the sentence names another that took their place."""
    near = _near(hit)
    former = frozenset(m.span for m in near if len(near) > 1 and _is_former(hit.line, m.span))
    return former if len(former) < len({m.span for m in near}) else frozenset()


def _is_former(line: Line, span: Span) -> bool:
    """Whether the words beside a time say that it holds no more ("previously guided to …", "moved from … to …")."""
    before = line.between(span.start - FORMER_REACH, span.start)
    if wording("former", "before").search(before):
        return True
    moved = line.between(span.start, span.end).lower().startswith("from ") or wording("former", "from").search(before)
    return bool(moved) and bool(wording("former", "to").match(line.between(span.end, span.end + CLOSE)))


def _renewed(hit: Hit, aside: frozenset[Span]) -> Iterator[Mention]:
    """The times behind a phrase that took the place of an earlier one: behind "now", or behind the old one of a move."""
    line, span = hit.line, hit.span
    for mention in line.starting_in("time", span.end, span.end + REACH_TIME):
        before = line.between(mention.span.start - FORMER_REACH, mention.span.start)
        if mention.span not in aside and wording("former", "now").search(before):
            yield mention


def _follows(line: Line, end: int, mention: Mention) -> bool:
    """Whether at most a preposition stands between a phrase and a time."""
    return bool(wording("reporting", "joint").fullmatch(line.between(end, mention.span.start)))


def _tense(hit: Hit) -> str:
    """What the words say of the event: "ahead" where they promise it, "done" where it has happened, else ""."""
    if hit.pattern.status in ("expected", "planned"):
        return "ahead"
    cue = context.governing(hit.line.masked, hit.line.cues, hit.start, hit.end)
    if cue is None:
        return ""
    if cue.category in context.HEDGING:
        return "ahead"
    return "done" if cue.category == "actual" and not wording("reporting", "open").search(hit.pattern.id) else ""


def _year_above(scene: Scene, line: Line) -> int:
    """The one year that the heading of a list names ("Milestones for 2031"), 0 when it names none."""
    if line.block.kind != "bullet" or line.block.heading_index is None:
        return 0
    years = set(re.findall(r"\b20\d\d\b", scene.text_of(line.block.heading_index)))
    return int(years.pop()) if len(years) == 1 else 0


def _in_its_year(when: When, tense: str, issued: date | None, above: int) -> When:
    """A month, day or quarter said without a year, in the year of its heading, else in the one that the verb means: promised ones
    lie ahead, done ones behind.
    """
    if issued is None or _SAID_YEAR.search(when.text):
        return when
    if above and tense == "ahead" and when.end:
        return _moved(when, above - when.end.year)
    if tense == "ahead" and when.end and (issued - when.end).days > NEAR_DAYS:
        return _moved(when, 1)
    if tense == "done" and when.start and (when.start - issued).days > NEAR_DAYS and when.bound == "in":
        return _moved(when, -1)
    return when


def _moved(when: When, years: int) -> When:
    return replace(when, start=_shifted(when.start, years), end=_shifted(when.end, years))


def _shifted(day: date | None, years: int) -> date | None:
    """The same day in another year; the last of February stays the last of February."""
    if day is None:
        return None
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _fits(when: When, tense: str, issued: date | None) -> bool:
    """Whether a time may be that of an event that the words promise or report."""
    if issued is None or not tense:
        return True
    if tense == "ahead":
        return when.end is None or when.end >= issued
    return when.start is None or when.start <= issued


def _dateline(scene: Scene, hit: Hit) -> frozenset[Span]:
    """The day of the release at the head of its first paragraph."""
    issued = scene.release.date
    if hit.line.block.kind != "dateline" or issued is None:
        return frozenset()
    days = (m for m in hit.line.of_type("time") if m.when and m.when.start == m.when.end == issued)
    return frozenset(m.span for m in days if re.search(r"\d", m.name))


def _set_dates(hit: Hit) -> frozenset[Span]:
    """The times nearby that an authority has set for its answer ("a target action date of May 5")."""
    dates = wording("reporting", "dates")
    return frozenset(m.span for m in _near(hit) if dates.search(hit.line.between(m.span.start - ASIDE, m.span.start)))


def _reporting(hit: Hit) -> frozenset[Span]:
    """The times nearby that tell when something is said, not when it happens ("today announced")."""
    told = (m.span for m in _near(hit) if m.name.lower() in listed("reporting", "times") and _is_reporting(hit.line, m.span))
    return frozenset(when for when in told if not (_is_of_data(hit) and hit.span.start - 1 <= when.end <= hit.span.end))


def _is_of_data(hit: Hit) -> bool:
    """Whether the words that report are the event itself: data are shown by reporting them."""
    return (hit.pattern.constants or {}).get("kind") == "data_presentation"


def _of_figures(hit: Hit) -> frozenset[Span]:
    """The periods nearby whose figures are told ("third-quarter 2031 financial results")."""
    return frozenset(m.span for m in _near(hit) if _has_figures(hit.line, m.span))


def _has_figures(line: Line, span: Span) -> bool:
    if wording("reporting", "figures_behind").match(line.between(span.end, span.end + ASIDE)):
        return True
    return bool(wording("reporting", "figures_before").search(line.between(span.start - ASIDE, span.start)))


def _is_reporting(line: Line, span: Span) -> bool:
    if wording("reporting", "before").search(line.between(span.start - 30, span.start).rstrip()):
        return True
    return bool(wording("reporting", "after").match(line.between(span.end, span.end + 16)))


def _names_the_meeting(line: Line, mention: Mention) -> bool:
    """Whether a year only belongs to the name of a meeting ("… Congress 2025", "the 2025 … Congress")."""
    if mention.when is None or mention.when.precision != "year":
        return False
    start, end = mention.span.start, mention.span.end
    if wording("meeting", "acronym").search(line.between(start - 24, start)):
        return True
    venues = [m.span for m in line.starting_in("venue", start - 2 * LONGEST, end + MEETING_GAP)]
    return any(v.covers(mention.span) or v.start >= end or (v.end <= start and _tails(line, v.end, start)) for v in venues)


def _tails(line: Line, start: int, end: int) -> bool:
    return bool(wording("meeting", "tail").fullmatch(line.between(start, end)))
