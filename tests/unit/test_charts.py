"""Charts of answers: what is drawn where, and what a header may say."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triplewire.draw.ask.chart import LETTERS, MOST_BARS, NARROW, figure
from triplewire.draw.ask.scale import days, numbers
from triplewire.query import Table, parse, showing

BARS = showing.chart("bar | label=name | value=n")


def table(columns: str, *rows: tuple[object, ...]) -> Table:
    """An answer of plain literals."""
    return Table(tuple(columns.split()), tuple(tuple(None if v is None else ox.Literal(v) for v in row) for row in rows))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pie | label=a", "expected one of bar"),
        ("bar | value=n", "bar needs label="),
        ("stacked | label=a", "stacked needs value="),
        ("bar | label=a | colour=red", "expected key=value with one of"),
        ("bar | label=a/week", "expected label=COLUMN/year"),
        ("bar | label=a | order=random", "as order one of"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_a_fault_of_the_file(line: str, said: str) -> None:
    """The fault says what was expected, and stands among the others of the header."""
    with pytest.raises(ValueError, match=said):
        parse(f"#+ chart: {line}\n#+ columns: a\nSELECT ?a {{}}")


def test_a_link_needs_two_ends_and_a_word() -> None:
    """Two are not enough."""
    with pytest.raises(ValueError, match=r"expected `source \| target \| relation`"):
        parse("#+ draw: a | b\nSELECT ?a {}")


def test_two_charts_are_one_too_many() -> None:
    """A page has one."""
    with pytest.raises(ValueError, match="has 2 lines `chart`"):
        parse("#+ chart: bar | label=a\n#+ chart: bar | label=b\nSELECT ?a {}")


def test_bars_are_as_long_as_their_values() -> None:
    """The longest takes the whole width, the first is the greatest."""
    made = figure(BARS, table("name n", ("a", 1), ("b", 4)))
    assert made
    assert [(b.label, b.value, b.pieces[0].w) for b in made.panels[0].bars] == [("b", "4", 100.0), ("a", "1", 25.0)]


def test_a_single_bar_is_no_chart() -> None:
    """It would say less than the table."""
    assert figure(BARS, table("name n", ("a", 1))) is None


def test_bars_beyond_the_most_are_counted_not_drawn() -> None:
    """The sentence below says how many are in the table only."""
    made = figure(BARS, table("name n", *((f"n{n:02}", n) for n in range(MOST_BARS + 3))))
    assert made
    assert len(made.panels[0].bars) == MOST_BARS
    assert made.notice == "3 more are in the table only."


def test_rows_are_counted_where_there_is_no_value() -> None:
    """Each different thing once where a column says so; stages in their order, and what is not said has a bar of its own."""
    chart = showing.chart("bar | label=stage | count=compound | order=stage")
    rows = table("compound stage", ("x", "Phase 2"), ("x", "Phase 2"), ("y", "Phase 2"), ("z", "Phase 1"), ("w", None))
    made = figure(chart, rows, ["Phase 1", "Phase 2"])
    assert made
    assert [(b.label, b.value) for b in made.panels[0].bars] == [("Phase 1", "1"), ("Phase 2", "2"), ("not said", "1")]


def test_a_part_is_shown_in_its_whole() -> None:
    """With the share in percent where there are enough to tell one."""
    made = figure(showing.chart("bar | label=name | value=n | of=all"), table("name n all", ("a", 3, 6), ("b", 1, 2)))
    assert made
    assert [(b.value, b.pieces[0].w, b.full) for b in made.panels[0].bars] == [("3 of 6 (50 %)", 50.0, 100.0), ("1 of 2", 16.67, 33.33)]


def test_parts_of_a_stacked_bar_lie_end_to_end() -> None:
    """None overlaps the next, and only colours that are used are explained."""
    made = figure(showing.chart("stacked | label=name | value=a, b, c"), table("name a b c", ("x", 2, 0, 2), ("y", 1, 0, 0)))
    assert made
    first = made.panels[0].bars[0]
    assert [(p.x, p.w, p.number) for p in first.pieces] == [(0.0, 50.0, 0), (50.0, 50.0, 2)]
    assert made.legend == ((0, "a"), (2, "c"))


def test_days_are_cut_to_quarters() -> None:
    """In the order of time."""
    made = figure(showing.chart("bar | label=day/quarter | order=label"), table("day", ("2025-12-31",), ("2025-01-01",), ("2025-03-31",)))
    assert made
    assert [(b.label, b.value) for b in made.panels[0].bars] == [("2025 Q1", "2"), ("2025 Q4", "1")]


def test_marks_of_a_lane_do_not_touch() -> None:
    """What is too near goes into a row of its own; a lane in which nothing moves is left to the table."""
    chart = showing.chart("steps | label=name | at=day | mark=stage")
    rows = [("a", "2025-01-01", "Phase 1"), ("a", "2025-01-05", "Phase 2"), ("a", "2025-12-01", "Phase 3"), ("b", "2025-01-01", "Phase 1")]
    made = figure(chart, table("name day stage", *rows, ("c", "2025-01-01", "Filed"), ("c", "2025-02-01", "Approved")))
    assert made
    lane = made.panels[0].bars[0]
    assert [p.row for p in lane.pieces] == [0, 1, 0]
    assert [p.text for p in lane.pieces] == ["1", "2", "3"]
    assert made.marks[-1] in (("Appr.", "Approved"), ("3", "Phase 3"))
    assert made.notice == "1 more is in the table only."


def test_a_long_label_is_cut() -> None:
    """It would run into the value on a phone; the whole is its title."""
    made = figure(BARS, table("name n", ("x" * 80, 1), ("y", 2)))
    assert made
    assert len(made.panels[0].bars[1].cut) == LETTERS


@given(st.lists(st.integers(-2000, 2000), min_size=1, max_size=12))
def test_every_number_has_its_place_on_the_scale(values: list[int]) -> None:
    """Inside the width, in order, between few marks with different words."""
    scale = numbers([0, *values])
    places = [scale.at(v) for v in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= p <= 100 for p in places)
    assert 2 <= len({t.label for t in scale.ticks}) == len(scale.ticks) <= 8


@given(st.lists(st.dates().map(str), min_size=1, max_size=12))
def test_every_day_has_its_place_on_the_scale(found: list[str]) -> None:
    """Inside the width, with room for its word, and in order."""
    scale = days(found)
    places = [scale.at(day) for day in sorted(found)]
    assert places == sorted(places)
    assert all(NARROW / 2 <= p <= 100 - NARROW / 2 for p in places)
    assert len(scale.ticks) <= 6
