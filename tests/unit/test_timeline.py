"""The timeline: where days lie, which bars stand below each other, and which way leads from a promise to what came of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pyoxigraph as ox
import pytest
from tests import record
from tests.story import release

from triplewire.draw import draw
from triplewire.draw.model import Statement
from triplewire.draw.reader import Reader
from triplewire.draw.timeline.blocks import APART, Block, blocks, line_of
from triplewire.draw.timeline.events import HAPPENED, Event, events, lanes
from triplewire.draw.timeline.scale import BREAK, LEFT, RIGHT, Scale, fullest

TODAY = date(2028, 11, 15)


def span(first: str, last: str) -> tuple[date, date]:
    """Two days."""
    return date.fromisoformat(first), date.fromisoformat(last)


def placed(compound: str, store: ox.Store | None = None) -> list[Block]:
    """The blocks of a compound, of the record unless another graph is given."""
    reader = Reader(store or record.store())
    found = {e.id: e for e in events(reader)}
    scale = Scale.of(e.window for e in found.values() if e.dated)
    lane = next(lane for lane in lanes(found, reader.names.types).values() if lane[0].statement.subject == compound)
    return blocks(lane, scale, TODAY)


def ways(compound: str) -> list[tuple[str, str, str]]:
    """The ways of a compound's only block: kind, and what the bars at both ends are ("" for the line of the day)."""
    (block,) = placed(compound)
    return [(w.kind, block.bars[w.start].shape, "" if w.to is None else block.bars[w.to].shape) for w in block.ways]


def test_days_lie_in_order() -> None:
    """Later days are further right, across breaks too, and all lie on the drawing."""
    scale = Scale.of([span("2013-02-11", "2013-12-31"), span("2027-03-04", "2029-12-31")])
    days = [date(2012, 12, 1) + timedelta(days=40 * n) for n in range(160)]
    places = [scale.x(day) for day in days]
    assert places == sorted(places)
    assert (min(places), max(places)) == (LEFT, RIGHT)


def test_years_without_anything_are_one_short_break() -> None:
    """Fourteen years take no more room than the break has, and it says which they are."""
    scale = Scale.of([span("2013-02-11", "2013-12-31"), span("2027-03-04", "2029-12-31")])
    (gap,) = scale.breaks
    assert scale.x(date(2027, 1, 1)) - scale.x(date(2014, 1, 1)) == pytest.approx(BREAK, abs=0.2)
    assert gap["says"].startswith("2014-01-01 to 2027-01-01")
    assert not any(gap["x"] + 0.1 < tick["x"] < gap["x"] + BREAK - 0.1 for tick in scale.ticks())


def test_a_year_without_anything_is_no_break() -> None:
    """What is near enough is drawn evenly."""
    assert Scale.of([span("2027-01-01", "2027-03-31"), span("2028-03-01", "2028-06-30")]).breaks == []


def test_names_of_ticks_do_not_touch() -> None:
    """Of thirty years only some have a name, and two names are thirty units apart or more."""
    ticks = Scale.of([(date(1995 + n, 1, 1), date(1995 + n, 12, 31)) for n in range(30)]).ticks()
    named = [t["x"] for t in ticks if t["label"]]
    assert len(named) > 5
    assert all(b - a >= 30 for a, b in pairwise(named))


def test_the_fullest_stretch_is_the_one_to_open_at() -> None:
    """The window with most places, and the later of two that are as full."""
    assert fullest([0, 10, 500, 510, 520, 900], 100) == 500
    assert fullest([0, 10, 500, 510], 100) == 500


def test_a_kept_promise_leads_to_the_release_that_tells() -> None:
    """In time and late are two kinds, and the mark stands below its window at the day of the release."""
    assert ways("NVT-205") == [("kept", "window", "news")]
    assert ways("NVT-550") == [("late", "window", "news")]
    (block,) = placed("NVT-550")
    assert block.bars[0].label.endswith("kept 20 days late")
    assert block.bars[1].label == "told 2027-05-20"
    assert block.bars[1].row == block.bars[0].row + 1


def test_a_moved_promise_leads_to_its_later_window() -> None:
    """Tellings stand below each other, those for the same days as one, each with the days it slipped by."""
    assert ways("NVT-101") == [("slipped", "window", "window"), ("slipped", "window", "window"), ("kept", "window", "news")]
    (block,) = placed("NVT-101")
    assert "told 2 times · slipped by 182 days" in block.bars[0].label
    assert "slipped by 184 days" in block.bars[1].label
    assert [b.row for b in block.bars] == [0, 1, 2, 3]


def test_a_window_that_is_told_again_is_still_the_one_that_a_promise_slipped_to() -> None:
    """The later window stands once for both of its tellings, and the way that leads there is that of a slip."""
    again = "Norvane still expects to start a Phase 2 trial of NVT-101 in glioma in the first half of 2028."
    (block,) = placed("NVT-101", record.graph(record.TEXTS[1], record.TEXTS[4], release("2027-11-01", again)))
    assert [b.label for b in block.bars][1:] == ["Trial start, first half of 2028, told 2 times"]
    assert [w.kind for w in block.ways] == ["slipped"]


def test_a_promise_that_is_given_up_ends_in_a_mark() -> None:
    """At the day of the release that ends it."""
    assert ways("NVT-330") == [("withdrawn", "window", "end")]


def test_an_overdue_promise_leads_to_the_day() -> None:
    """The line goes on to the line of the day, and nothing else is packed in its way."""
    assert ways("NVT-440") == [("overdue", "window", "")]
    (block,) = placed("NVT-440")
    path, (x, _) = line_of(block.ways[0], block, 900.0)
    assert x == 900.0
    assert path.endswith("H900")
    assert block.end >= block.reach > block.bars[0].x + block.bars[0].w


def test_an_open_promise_leads_nowhere() -> None:
    """Nothing came of it yet."""
    assert ways("NVT-660") == []


def test_forecasts_stand_beside() -> None:
    """Each in a lane of its company, below the compounds, with what the figure told since was."""
    page = draw(record.store(), "timeline")
    names = re.findall(r'<section class="lane"><h2>.*?<bdi>(.*?)</bdi>', page, re.DOTALL)
    assert names[-1] == "Norvane Therapeutics"
    assert names[:-1] == sorted(names[:-1])
    assert "60,000,000 to 64,000,000 USD, 2027 · inside" in page


def test_bars_and_labels_of_a_lane_do_not_meet() -> None:
    """Any number of promises in a lane: in each row a block begins where the one before has ended."""

    def event(number: int, state: str) -> Event:
        day = date(2027, 1 + number % 12, 1 + number % 27)
        told = Statement(f"s{number:03}", "NVT-1", "has milestone", "x", date="2027-01-01")
        return Event(told, "lane", f"Event {number}", state, day, day + timedelta(days=number % 90))

    found = [event(n, ("open", "overdue", HAPPENED)[n % 3]) for n in range(60)]
    scale = Scale.of(e.window for e in found)
    rows: dict[int, list[tuple[float, float]]] = {}
    for block in blocks(found, scale, TODAY):
        for bar in block.bars:
            rows.setdefault(bar.row, []).append((block.begin, block.end))
    assert len(rows) > 5
    for taken in rows.values():
        assert all(one[1] + APART <= two[0] for one, two in pairwise(sorted(taken)))


def test_the_legend_counts_what_is_drawn() -> None:
    """Each state of the ledger with the number of dated promises in it."""
    page = draw(record.store(), "timeline")
    legend = page[page.index('aria-label="Legend"') : page.index("</ul>")]
    said = dict(re.findall(r"</svg> ([a-z ,]+) <span class=\"num\">\((\d+)\)", legend))
    assert said["slipped to a later window"] == "3"
    assert said["overdue"] == "1"
    assert sum(int(n) for n in said.values()) == sum(row.fact.when is not None for row in record.rows())


def test_as_of_a_day_the_line_stands_there() -> None:
    """A timeline as of an earlier day has no later telling, and its line is that of the last release."""
    page = draw(record.store(), "timeline", as_of=date(2027, 7, 1))
    assert "as of 2027-06-21" in page
    assert "story-05" not in page
