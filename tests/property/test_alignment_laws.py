"""Laws of the offset map between raw text and view."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from triplewire.model import Alignment, Edit, Span


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    """A raw text and edits over it, sorted and apart."""
    raw = draw(st.text(alphabet="abIl1 \u00a0’", max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=12)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edits.append(Edit(Span(start, end), raw[start:end], draw(st.text(alphabet="XY", max_size=4)), "test"))
    return raw, tuple(edits)


@given(edited(), st.data())
def test_a_span_of_the_view_never_shrinks_on_its_way_to_raw_and_back(case: tuple[str, tuple[Edit, ...]], data: st.DataObject) -> None:
    """View to raw to view gives a span that covers the first one: evidence never loses a character that was read."""
    raw, edits = case
    alignment = Alignment(edits)
    view = alignment.apply(raw)
    start, end = sorted((data.draw(st.integers(0, len(view))), data.draw(st.integers(0, len(view)))))
    back = alignment.to_raw(Span(start, end))
    assert back.end <= len(raw)
    if start < end and len(back):
        assert alignment.to_view(back).covers(Span(start, end))


@given(edited(), st.data())
def test_a_raw_span_loses_nothing_but_deleted_characters(case: tuple[str, tuple[Edit, ...]], data: st.DataObject) -> None:
    """Raw to view to raw covers every character of the span that the view still shows."""
    raw, edits = case
    alignment = Alignment(edits)
    start, end = sorted((data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, len(raw)))))
    gone = {i for e in edits if not e.new for i in range(e.span.start, e.span.end)}
    there = alignment.to_raw(alignment.to_view(Span(start, end)))
    assert set(range(start, end)) - gone <= set(range(there.start, there.end))


@given(edited())
def test_text_outside_edits_is_the_same_on_both_sides(case: tuple[str, tuple[Edit, ...]]) -> None:
    """Every character that no edit touches is found at its place in the view."""
    raw, edits = case
    alignment = Alignment(edits)
    view = alignment.apply(raw)
    touched = {i for e in edits for i in range(e.span.start, e.span.end)}
    for i in set(range(len(raw))) - touched:
        assert alignment.to_view(Span(i, i + 1)).of(view)[-1:] == raw[i] or raw[i] in alignment.to_view(Span(i, i + 1)).of(view)
