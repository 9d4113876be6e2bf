"""Laws of groups: what is joined two by two is together, and only that."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from triplewire.groups import Groups

NAMES = st.sampled_from("abcdefghij")


@given(st.lists(st.tuples(NAMES, NAMES), max_size=20))
def test_groups_are_what_is_connected(pairs: list[tuple[str, str]]) -> None:
    """Whatever is joined in whatever order, each name is in the group of all that a way of pairs leads to, under the first of them."""
    groups = Groups()
    for one, other in pairs:
        groups.join(one, other)
    parts: list[set[str]] = list(nx.connected_components(nx.Graph(pairs)))
    expected = {name: min(part) for part in parts for name in part}
    assert {name: groups.of(name) for name in groups} == expected
    assert {name: groups.of(name) for name in reversed(list(groups))} == expected
