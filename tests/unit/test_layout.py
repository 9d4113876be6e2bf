"""Places: no two boxes overlap, whatever the input; the same network gets the same places."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triplewire.draw import layout
from triplewire.draw.layout import Box
from triplewire.draw.layout.pack import frame

PADDING = 14
numbers = st.floats(-500, 500, allow_nan=False)
boxes = st.builds(Box, st.floats(5, 120), st.floats(5, 60), st.floats(5, 90))
names = st.lists(st.text("abcdef", min_size=1, max_size=4), min_size=1, max_size=25, unique=True)


@st.composite
def scattered(draw: st.DrawFn) -> tuple[dict[str, tuple[float, float]], dict[str, Box]]:
    """Places (often on top of one another) with their boxes."""
    ids = draw(names)
    return {i: (draw(numbers), draw(numbers)) for i in ids}, {i: draw(boxes) for i in ids}


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph[str]:
    """Small graphs, with isolates and several components."""
    ids = draw(names)
    out: nx.Graph[str] = nx.Graph()
    out.add_nodes_from(ids)
    pairs = list(itertools.combinations(ids, 2))
    if pairs:
        out.add_edges_from(draw(st.lists(st.sampled_from(pairs), max_size=30)))
    return out


@given(scattered())
@settings(max_examples=60, deadline=None)
def test_pushed_boxes_never_overlap(case: tuple[dict[str, tuple[float, float]], dict[str, Box]]) -> None:
    """After the push no two boxes overlap, and nearly all of the padding is kept."""
    places, sizes = case
    assert layout.overlaps(layout.push_apart(places, sizes, PADDING), sizes, PADDING - 2) == []


def test_coincident_boxes_are_separated() -> None:
    """Forty boxes in one spot end up beside one another."""
    sizes = {f"n{i:02d}": Box(40, 15, 30) for i in range(40)}
    pushed = layout.push_apart(dict.fromkeys(sizes, (0.0, 0.0)), sizes, PADDING)
    assert layout.overlaps(pushed, sizes) == []


@given(scattered())
@settings(max_examples=25, deadline=None)
def test_the_push_does_not_depend_on_order(case: tuple[dict[str, tuple[float, float]], dict[str, Box]]) -> None:
    """The same places in another order give the same result."""
    places, sizes = case
    assert layout.push_apart(dict(reversed(places.items())), sizes) == layout.push_apart(places, sizes)


def test_boxes_that_do_not_overlap_stay() -> None:
    """The push moves nothing that has room."""
    places = {"a": (0.0, 0.0), "b": (300.0, 0.0)}
    assert layout.push_apart(places, {i: Box(20, 10, 10) for i in places}) == places


@given(graphs(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_columns_never_overlap(graph: nx.Graph[str], random: object) -> None:
    """Columns leave room for every box, and put every node of a column at one x."""
    column = {i: len(i) for i in graph}
    sizes = {i: Box(10 + 9 * len(i), 20, 40) for i in graph}
    places = layout.columns(graph, column, sizes)
    assert layout.overlaps(places, sizes) == []
    assert all(len({places[i][0] for i in graph if column[i] == c}) == 1 for c in set(column.values()))


@given(graphs())
@settings(max_examples=30, deadline=None)
def test_the_ring_leaves_the_focus_in_the_middle(graph: nx.Graph[str]) -> None:
    """The focus stands at the origin, and everything has a place."""
    focus = min(graph)
    sizes = {i: Box(30, 20, 40) for i in graph}
    places = layout.ring(graph, focus, dict.fromkeys(graph, 0), 1, sizes)
    assert places[focus] == (0.0, 0.0)
    assert set(places) == set(graph)


def test_packed_components_do_not_touch() -> None:
    """Each component keeps a frame of its own."""
    sizes = {f"{a}{n}": Box(30, 10, 20) for a in "abcde" for n in range(4)}
    parts = [{f"{a}{n}": (n * 100.0, n * 50.0) for n in range(4)} for a in "abcde"]
    packed = layout.pack(parts, sizes)
    frames = [frame({i: packed[i] for i in part}, sizes) for part in parts]
    for one, other in itertools.combinations(frames, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_force_layout_keeps_neighbours_near() -> None:
    """In a path, the ends are farther apart than neighbours."""
    path: nx.Graph[str] = nx.relabel_nodes(nx.path_graph(6), str)
    places = layout.force(path)

    def apart(a: str, b: str) -> float:
        return math.dist(places[a], places[b])

    assert apart("0", "5") > 3 * apart("2", "3")


def test_the_force_layout_is_the_same_each_time() -> None:
    """No randomness: the order in which nodes were added does not matter."""
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    assert layout.force(nx.Graph(edges)) == layout.force(nx.Graph(reversed(edges)))


def test_flattened_places_fit_their_frame() -> None:
    """The longest side lies from left to right, and nothing is wider or higher than asked."""
    tall = {str(n): (3.0 * n, 400.0 * n) for n in range(6)}
    left, top, right, bottom = frame(layout.flatten(tall, 600, 300), {i: Box(0, 0, 0) for i in tall})
    assert right - left == pytest.approx(600, abs=1)
    assert bottom - top <= 300


@pytest.mark.parametrize(
    ("label", "lines"),
    [("NVT-101", 1), ("relapsed or refractory multiple myeloma", 3), ("word " * 30, 3), ("x" * 90, 1), ("", 1)],
)
def test_labels_are_broken_into_few_short_lines(label: str, lines: int) -> None:
    """At most three lines; what does not fit ends in an ellipsis."""
    broken = layout.wrap(label).split("\n")
    assert len(broken) == lines
    assert max(map(len, broken)) <= 26
    assert broken[-1].endswith("…") == (len(" ".join(label.split())) > sum(map(len, broken)) + len(broken))
