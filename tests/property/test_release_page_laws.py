"""Laws of the marks over a text: whatever lies over it, and over one another, the text stays whole and every mark is where it belongs."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from html.parser import HTMLParser

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from triplewire.draw import SiteInfo, Text
from triplewire.draw.model import Dossier
from triplewire.draw.reader import Reader
from triplewire.draw.release.marked import Marked
from triplewire.draw.release.pieces import pieces
from triplewire.draw.release.runs import cut
from triplewire.draw.site import Site
from triplewire.draw.words import NEAR, context
from triplewire.model import Document, Edit, Evidence, Fact, Release, Span
from triplewire.triplify import triplify

ALPHABET = "abN1 \n\t.|$<&\"'\r\u00a0\u00e9\u05d0\u202e\u2066\u200b\ufeff\x07\x1b\U0001f600\U000e0041"
DAY = date(2030, 1, 31)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text of lines that may be prose, headings, rows of a table or nothing that can be read."""
    lines = st.one_of(
        st.text(alphabet=ALPHABET, max_size=30),
        st.sampled_from(
            ["", "", "About Norvane", "NVT-101 is in a Phase 2 trial.", "Net loss    $ 1,200    $ 1,100", "- a point", "Results:"]
        ),
    )
    return draw(st.sampled_from(["\n", "\r\n"])).join(draw(st.lists(lines, min_size=1, max_size=12)))


@st.composite
def spans(draw: st.DrawFn, size: int) -> list[Span]:
    """Some spans of a text of `size` characters, in no order, each at most once; they may nest and overlap."""
    ends = st.tuples(st.integers(0, size), st.integers(0, size)).filter(lambda e: e[0] != e[1])
    found = draw(st.lists(ends.map(lambda e: Span(*sorted(e))), max_size=8, unique=True)) if size else []
    return list(found)


@given(st.data())
def test_runs_are_the_text_and_know_what_lies_over_them(data: st.DataObject) -> None:
    """Runs follow one another without a gap, break where they are told to, and over each lie exactly the spans that cover it."""
    size = data.draw(st.integers(0, 60))
    # What lies beyond the text, as in a graph that belongs to another, is left out.
    over = data.draw(spans(size + 5))
    breaks = data.draw(st.lists(st.integers(0, size)))
    runs = cut(size, over, breaks)
    assert [at for run in runs for at in range(run.start, run.end)] == list(range(size))
    assert all(run.start < run.end for run in runs)
    assert {b for b in breaks if 0 < b < size} <= {run.start for run in runs}
    for run in runs:
        for at in range(run.start, run.end):
            assert run.over == tuple(n for n, span in enumerate(over) if span.start <= at < span.end)


@given(texts(), st.data())
def test_pieces_are_the_text(raw: str, data: st.DataObject) -> None:
    """Headings, tables and the rest follow one another without a gap, each of whole lines, whatever was mended."""
    found = pieces(Text(raw, _edits(raw, data)), "About Norvane")
    assert "".join(p.span.of(raw) for p in found) == raw
    assert all(p.span.start == 0 or raw[p.span.start - 1] == "\n" for p in found)


def _edits(raw: str, data: st.DataObject) -> tuple[Edit, ...]:
    apart: list[Span] = []
    for span in sorted(data.draw(spans(len(raw)))):
        if not apart or apart[-1].end <= span.start:
            apart.append(span)
    return tuple(Edit(span, span.of(raw), data.draw(st.sampled_from(["", "II", "<b>"])), "test") for span in apart)


class Paper(HTMLParser):
    """The text of a release as a page has it: its characters, and of each the facts that it is marked with, and whether it is damaged."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.text, self.facts, self.damaged = "", list[frozenset[str]](), list[bool]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Into an element."""
        self.open.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Out of it."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """What stands in the text; not what it is read as. A mark of an unseen character is that character."""
        classes = [set(attrs.get("class", "").split()) for _, attrs in self.open]
        if any("readas" in found for found in classes):
            return
        data = chr(int(data[2:], 16)) if any("unseen" in found for found in classes) else data
        self.text += data
        self.facts += [frozenset(f for _, attrs in self.open for f in attrs.get("data-claims", "").split())] * len(data)
        self.damaged += [any("damaged" in found for found in classes)] * len(data)


def _page(raw: str, said: list[Span], edits: tuple[Edit, ...]) -> str:
    """The page of a release whose facts lie on some spans: on the n-th the fact that names the n-th target."""
    digest = hashlib.sha256(raw.encode()).hexdigest()
    release = Release("norvane", digest, "Norvane", "Norvane", DAY)
    facts = [
        Fact("has_target", {"compound": "NVT-101", "target": f"T{n:02}"}, (Evidence(*span_ends, span.of(raw)),), "norvane", digest, "test")
        for n, span in enumerate(said)
        for span_ends in [(span.start, span.end)]
    ]
    store = ox.Store()
    store.extend(triplify([Document(raw, release, edits)], facts))
    info = SiteInfo("0.0", dossier=Dossier(texts={"norvane": Text(raw, edits)}))
    return Site(Reader(store, None, info.dossier.texts), info).page("id/release/norvane.html")


@settings(max_examples=60)
@given(texts(), st.data())
def test_a_page_has_the_whole_text_and_every_fact_on_its_words(raw: str, data: st.DataObject) -> None:
    """The characters of the page without what is added to them are the raw text, and each is marked with exactly the facts that cite it,
    and as damaged exactly where it was mended.
    """
    said, edits = data.draw(spans(len(raw))), _edits(raw, data)
    html = _page(raw, said, edits)
    found = re.search(r'<div class="paper card" id="text">(.*?)</div>\n</section>', html, re.DOTALL)
    assert found
    paper = Paper()
    # As a browser does before it looks at anything else.
    paper.feed(re.sub("\r\n?", "\n", found.group(1)))
    assert paper.text == raw
    # Facts are numbered in the order of their targets, and those are named in the order of the spans.
    for at in range(len(raw)):
        assert paper.facts[at] == {f"f{n}" for n, span in enumerate(said, 1) if span.start <= at < span.end}
        assert paper.damaged[at] == any(e.span.start <= at < e.span.end for e in edits)


@given(texts(), st.data())
def test_every_place_has_one_address(raw: str, data: st.DataObject) -> None:
    """A place that is linked to is one run, or the first of the runs that a rule of style marks together: nothing else, and no id twice."""
    said = data.draw(spans(len(raw)))
    marked = Marked(Text(raw), pieces(Text(raw)), dict.fromkeys(said, ()))
    words = [w for p in marked.paragraphs for w in p.words]
    ids = [place for w in words for place in (*w.places, *([w.place] if w.place else []))]
    assert sorted(ids) == sorted(f"c{s.start}-{s.end}" for s in said)
    assert all(not w.place or w.place == f"c{run.start}-{run.end}" for w, run in zip(words, marked.runs, strict=True))
    for place, mark in re.findall(r"html:has\(#(\S+):target\) \.(s\d+)", marked.rule):
        covered = [run for w, run in zip(words, marked.runs, strict=True) if mark in w.look.split()]
        assert place == f"c{covered[0].start}-{covered[-1].end}"
        assert sum(run.end - run.start for run in covered) == covered[-1].end - covered[0].start


@given(texts(), st.data())
def test_what_stands_around_a_quote_stands_around_it(raw: str, data: st.DataObject) -> None:
    """Without the dots and with blanks folded, the words before and after are the end and the beginning of what is there, and not long."""
    for span in data.draw(spans(len(raw))):
        before, after = context(raw, span.start, span.end)
        assert len(before) <= NEAR + 2
        assert len(after) <= NEAR + 2
        assert _bare(raw[: span.start]).endswith(_bare(before.removeprefix("… ")))
        assert _bare(raw[span.end :]).startswith(_bare(after.removesuffix(" …")))


def _bare(text: str) -> str:
    return re.sub("[\\s\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+", "", text)
