"""Networks as values: which ways there are, what is drawn of many things, what is left, and the picture as SVG."""

from __future__ import annotations

import html
import itertools
import json
import re
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.browser.crowd import network, page, star
from tests.facts_fixture import documents, facts, make
from typer.testing import CliRunner

import triplewire as tw
from triplewire.cli import app
from triplewire.draw import choose, draw, layout
from triplewire.draw.gather import gathered
from triplewire.draw.layout import Box
from triplewire.draw.model import Edge, Network, Node, Release, Statement, neighbours
from triplewire.draw.network import network_page, network_svg, path_page, picture
from triplewire.draw.network.block import words
from triplewire.draw.network.page import IN_TABLE
from triplewire.draw.network.picture import graph
from triplewire.draw.network.rest import MOST_THINGS, rest
from triplewire.draw.network.sparql import sparql
from triplewire.draw.network.ways import Ways
from triplewire.draw.reader import Reader
from triplewire.draw.site import TABLES
from triplewire.draw.views import VIEWS
from triplewire.errors import NotFoundError
from triplewire.triplify import triplify

DRAWN = [v.name for v in VIEWS.values() if v.name not in TABLES and v.about != "organization"]
SVG = "{http://www.w3.org/2000/svg}"


def store_of(*more: object) -> ox.Store:
    """The graph of the invented releases, with further facts."""
    out = ox.Store()
    out.extend(triplify(list(documents()), [*facts(), *more]))  # type: ignore[list-item]
    return out


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader of the invented releases."""
    return Reader(store_of())


def told(text: str) -> list[str]:
    """The ways of a page, each on one line."""
    items = re.findall(r"<li>(.*?)</li>", text[text.index('id="ways"') : text.index("</ol>", text.index('id="ways"'))], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in items]


def labels(reader: Reader, way: list[str]) -> list[str]:
    """The names of the things on a way."""
    return [reader.names.label(i) for i in way]


def test_a_path_is_told_from_either_end(reader: Reader) -> None:
    """A link is told by its name, or by what the ontology calls it from the other end."""
    forth, back = (told(path_page(reader, start=a, end=b)) for a, b in (("NVT-101", "Halcyra"), ("Halcyra", "NVT-101")))
    assert forth[0] == "NVT-101 –developed by→ Norvane –partner of– Halcyra"
    assert back[0] == "Halcyra –partner of– Norvane –develops→ NVT-101"


def test_a_link_without_a_name_from_its_other_end_points_back(reader: Reader) -> None:
    """Where the ontology has no other name, the arrow does."""
    assert told(path_page(reader, start="TAP", end="NVT-101"))[0] == "TAP ←uses technology– NVT-101"


def test_ends_may_have_any_name(reader: Reader) -> None:
    """Label, other name, another spelling and IRI."""
    page = path_page(reader, start="nvt 101", end="Halcyra")
    for name in ("NVT-101", "lorvelumab tansine", "https://w3id.org/triplewire/id/compound/nvt-101"):
        assert path_page(reader, start=name, end="Halcyra") == page


def test_at_most_three_ways_the_shortest_first(reader: Reader) -> None:
    """For every two things: no thing twice on a way, no way twice, none longer than one that comes later."""
    ways = Ways(reader)
    for a, b in itertools.combinations(sorted(ways.graph), 2):
        found = ways.between(a, b)
        assert len(found) <= 3
        assert len({tuple(w) for w in found}) == len(found)
        assert [len(w) for w in found] == sorted(len(w) for w in found)
        assert all(len(set(w)) == len(w) and (w[0], w[-1]) == (a, b) for w in found)


def test_what_is_stated_comes_before_what_is_expected() -> None:
    """Of two ways with as many steps the one of statements comes first, whatever its things are called."""
    second = "halcyra-2028-01-15"
    rest = {"phase": "Phase 1", "trial_status": "planned"}
    made = [
        make(second, "trial", "A Phase 1b part may follow", compound="HAL-7", indication="aaa", status="expected", **rest),
        make(second, "has_indication", "in lymphoma", compound="HAL-7", indication="zzz"),
        make(second, "has_indication", "in lymphoma", compound="HAL-7", indication="mmm", status="expected"),
        make(second, "has_indication", "in lymphoma", compound="NVT-330", indication="zzz"),
        make(second, "has_indication", "in lymphoma", compound="NVT-330", indication="mmm"),
    ]
    reader = Reader(store_of(*made))
    ways = Ways(reader)
    found = [labels(reader, w) for w in ways.between(*ways.ends("HAL-7", "NVT-330"))]
    assert found[:2] == [["HAL-7", "zzz", "NVT-330"], ["HAL-7", "mmm", "NVT-330"]]


def test_a_denial_is_no_way(reader: Reader) -> None:
    """That a compound does not have a technology leads nowhere."""
    ways = Ways(reader)
    start, end = ways.ends("NVT-205", "TAP")
    assert not ways.graph.has_edge(start, end)
    assert all(len(way) > 2 for way in ways.between(start, end))


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [("NVT-101", "Halcira", "did you mean Halcyra"), ("NVT-101", "", "two things"), ("NVT-101", "lorvelumab tansine", "both names mean")],
)
def test_a_path_that_cannot_be_sought_says_why(reader: Reader, start: str, end: str, told: str) -> None:
    """On the command line as an error, in the page that a server sends as a sentence above the form, which keeps what was typed."""
    with pytest.raises(NotFoundError, match=f"(?i){told}|--to"):
        draw(reader.store, "path", start, to=end)
    text = path_page(reader, start=start, end=end)
    assert re.search(rf"(?i){told}", text[text.index('id="told"') :])
    assert f'value="{end}"' in text


def test_where_no_chain_leads_the_page_says_so(reader: Reader) -> None:
    """Both things are drawn, without a link, and told about."""
    text = path_page(reader, start="NVT-101", end="lymphoma")
    assert "No chain of claims in this graph leads from NVT-101 to lymphoma." in text
    assert told(text) == []


def test_a_page_without_names_shows_a_pair(reader: Reader) -> None:
    """Two things that are well linked and not next to one another."""
    (first, *_) = told(path_page(reader))
    assert first.count("–") >= 4


def test_the_form_may_be_sent_and_nothing_else(reader: Reader) -> None:
    """The policy lets the form of the page go where the page came from; on other pages no form goes anywhere."""
    assert "form-action 'self'" in html.unescape(path_page(reader))
    assert "form-action 'none'" in html.unescape(network_page(reader, "overview", reader.network("overview")))


def test_the_limit_is_how_many_are_drawn() -> None:
    """Sixty by default; more on demand; and what is left can be added."""
    made = network(300)
    for limit in (60, 200, 300):
        p = picture("overview", made, limit=limit)
        assert len(p.network.nodes) <= limit
        assert len(p.network.nodes) + rest(p).things - len(p.marks) == 300
    assert len(picture("overview", made).network.nodes) >= 50
    assert picture("overview", made, limit=300).notice == ""


def test_more_than_five_thousand_are_gathered_and_said() -> None:
    """However large the limit: marks by hub and type stand for what is not drawn, and nothing is lost."""
    hubs = [Node(f"urn:hub{n:03d}", f"Company {n}", "organization") for n in range(250)]
    small = [Node(f"urn:n{n:05d}", f"NVT-{n}", "compound") for n in range(6750)]
    pairs = [(c.id, hubs[k].id) for n, c in enumerate(small) for k in {n % 250, n % 249}]
    edges = tuple(Edge(a, b, "developed by", (Statement(a + b, a, "developed by", b),)) for a, b in sorted(pairs))
    p = picture("overview", Network(tuple(sorted([*hubs, *small])), edges), limit=20_000)
    assert len(p.network.nodes) <= choose.MOST
    assert "gathered" in p.notice
    assert "7,000" in p.notice
    inside = [i for members in p.marks.values() for i in members]
    assert len(inside) == len(set(inside))
    assert len(inside) + len(p.network.nodes) - len(p.marks) == 7000


def test_what_can_be_added_has_a_cap_and_says_so() -> None:
    """The nearest 1,500 things are in the page, and a sentence tells how many there are."""
    left = rest(picture("overview", network(2000)))
    assert len(left.nodes) == MOST_THINGS
    assert f"{left.things:,} things that are not drawn" in left.notice


def test_both_sides_of_a_gathered_partnership_are_one_line() -> None:
    """A relation that holds both ways makes one line to a mark, whichever end it was said of."""
    nodes = [Node("urn:hub", "Hub", "organization"), *(Node(f"urn:{c}", c, "organization") for c in "abcxyz")]
    pairs = [tuple(sorted(("urn:hub", n.id))) for n in nodes[1:]]
    edges = tuple(Edge(a, b, "partner of", (Statement(a + b, a, "partner of", b),), both_ways=True) for a, b in pairs)
    folded, marks = gathered(Network(tuple(sorted(nodes)), edges), 1)
    assert len(marks) == 1
    assert len(folded.edges) == 1
    assert len(folded.edges[0].statements) == 6


def test_a_crowded_ring_gathers_what_hangs_on_it_alone() -> None:
    """The neighbourhood of a thing with very many links is drawn with marks, and the thing stays."""
    chosen = choose.ego(star(90), "urn:hub")
    assert sorted(n.label for n in chosen.network.nodes) == ["+90", "Norvane"]
    assert "gathered" in chosen.notice


def test_the_story_of_a_compound_points_to_its_own_words() -> None:
    """Also where so many others share its target that not all of them are drawn, the rows that are linked to are those that say it."""
    third = "halcyra-2028-01-15"
    others = [make(third, "has_target", "targets CD19", compound=f"AAA-{n:03d}", target="CD19") for n in range(40)]
    text = draw(store_of(*others, make(third, "stage", "Phase l study of HAL-7", compound="HAL-7", stage="Phase 1")), "compound", "HAL-7")
    assert "More compounds share something" in text
    (linked,) = re.findall(r'data-claims="(f\d+)"><bdi>Phase 1', text)
    assert re.search(rf'<tr id="{linked}"[^>]*>.*?reached stage', text)


def test_a_table_has_its_first_facts_and_tells_of_the_others() -> None:
    """A page with thousands of facts lists five hundred of them, has the others as data, and says so."""
    text = page(network(900), 1000)
    rows = re.findall(r'<tr id="f\d+"', text)
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    assert len(rows) == IN_TABLE
    assert f"{IN_TABLE} of {len(data['claims'])} facts are in the table" in text
    assert {f"f{n}" for n in range(IN_TABLE + 1, len(data["claims"]) + 1)} == data["words"].keys()


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("size", [30, 400])
def test_a_sparse_layout_is_the_same_each_time(size: int, fast: bool) -> None:
    """With igraph and without: every thing has a place, and no order of things or links changes it."""
    if fast and not find_spec("igraph"):
        pytest.skip("igraph is not installed: pip install 'triplewire[fast-layout]'")
    whole = graph(network(size))
    part = whole.subgraph(max(nx.connected_components(whole), key=len))
    other: nx.Graph[str] = nx.Graph([(b, a) for a, b in reversed(list(part.edges))])
    places = layout.sparse(part, fast=fast)
    assert set(places) == set(part)
    assert layout.sparse(other, fast=fast) == places


@given(st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300), st.floats(3, 40)), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_spread_boxes_never_overlap(given_boxes: list[tuple[float, float, float]]) -> None:
    """Whatever the places, also all in one spot."""
    places = {f"n{n:02d}": (x, y) for n, (x, y, _) in enumerate(given_boxes)}
    boxes = {f"n{n:02d}": Box(r, r, r) for n, (_, _, r) in enumerate(given_boxes)}
    assert layout.overlaps(layout.spread(places, boxes), boxes) == []


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=5, unique=True), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_chains_never_overlap(middles: list[list[str]]) -> None:
    """Three ways with the same ends, whatever they share: no two boxes meet, and each runs from left to right while it is alone."""
    ways = [["start", *middle, "end"] for middle in middles]
    boxes = {i: Box(20 + 5 * ord(i[0]) % 60, 20, 60) for way in ways for i in way}
    places = layout.chains(ways, boxes)
    assert layout.overlaps(places, boxes) == []
    assert [places[i][0] for i in ways[0]] == sorted(places[i][0] for i in ways[0])


@pytest.mark.parametrize("view", DRAWN)
def test_the_query_of_a_page_gives_the_claims_behind_it(reader: Reader, view: str) -> None:
    """Pasted into an engine that knows no prefix of ours, it has the rows that the view was made of."""
    rows = [tuple(str(v.value) if v else "" for v in row) for row in _select(reader.store, sparql(reader, view))]
    assert rows == [tuple(row.values()) for row in reader.rows(view)]
    assert rows


def test_the_query_of_one_thing_is_about_it(reader: Reader) -> None:
    """Only claims with the thing at one end."""
    iri = "https://w3id.org/triplewire/id/compound/nvt-101"
    rows = list(_select(reader.store, sparql(reader, "compound", iri)))
    assert rows
    assert all(iri in (row["source"].value, row["target"].value) for row in rows)


def _select(store: ox.Store, text: str) -> ox.QuerySolutions:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _svg(store: ox.Store, view: str) -> ET.Element:
    focus = {"compound": "NVT-101", "thing": "NVT-101"}.get(VIEWS[view].about)
    text = draw(store, view, focus, to="Halcyra" if VIEWS[view].pair else None, form="svg")
    return ET.fromstring(text)


@pytest.mark.parametrize("view", DRAWN)
def test_a_network_is_an_svg_without_a_browser(reader: Reader, view: str) -> None:
    """Well-formed and without script: each thing with its name, each link, title, legend and source."""
    root = _svg(reader.store, view)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "title", "rect", "g", "path", "circle", "text", "line"}
    data = json.loads(
        draw(
            reader.store,
            view,
            {"compound": "NVT-101", "thing": "NVT-101"}.get(VIEWS[view].about),
            to="Halcyra" if VIEWS[view].pair else None,
        )
        .split('id="data">')[1]
        .split("</script>")[0]
    )
    words = [e.text for e in root.iter(f"{SVG}text")]
    assert {line for n in data["nodes"] for line in n["label"].split("\n")} <= set(words)
    assert len([e for e in root.iter(f"{SVG}path") if e.get("fill") == "none"]) == len(data["edges"])
    assert "Compounds" in words
    assert any(w and w.startswith("Drawn by Triplewire") for w in words)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"


def test_a_crowded_svg_has_names_that_do_not_meet() -> None:
    """Of hundreds of things the best linked are named."""
    p = picture("overview", network(300), limit=300)
    assert p.crowded
    assert layout.overlaps(p.places, p.boxes) == []
    text = network_svg(Reader(ox.Store()), "overview", network(300), limit=300)
    names = [e.text for e in ET.fromstring(text).iter(f"{SVG}text")]
    assert 40 < len(names) < 2000


def test_a_table_is_no_picture(reader: Reader) -> None:
    """A view without a picture, asked for as SVG, names those that have one."""
    with pytest.raises(NotFoundError, match="pipeline"):
        draw(reader.store, "matrix", form="svg")


def test_the_command_line_draws_paths_pictures_and_more(sample_out: Path, tmp_path: Path) -> None:
    """`--to`, `--limit` and the ending of the file do what the help says; a path without its end says how to give it."""
    names = ["--graph", str(sample_out)]
    run = CliRunner()
    assert run.invoke(app, ["draw", "overview", "--limit", "200", "-o", str(tmp_path / "a.svg"), *names]).exit_code == 0
    assert ET.fromstring((tmp_path / "a.svg").read_text("utf-8")).tag == f"{SVG}svg"
    assert run.invoke(app, ["draw", "path", "--focus", "T-DM1", "--to", "IMGN901", "-o", str(tmp_path / "b.html"), *names]).exit_code == 0
    assert told((tmp_path / "b.html").read_text("utf-8"))
    missing = run.invoke(app, ["draw", "path", "--focus", "T-DM1", *names])
    assert missing.exit_code
    assert "--to" in str(missing.exception)


def test_neighbours_are_both_ends_of_a_link() -> None:
    """A link makes each of its ends a neighbour of the other."""
    assert neighbours(star(2).edges) == {"urn:hub": {"urn:n000", "urn:n001"}, "urn:n000": {"urn:hub"}, "urn:n001": {"urn:hub"}}


def test_words_name_their_release_by_its_number() -> None:
    """The first release of a page is number 0 and told as any other; a claim of no release names none."""
    release = Release("urn:r", "Title", "2025-06-30")
    claim = Statement("urn:s", "NVT-101", "targets", "CD19", release=release)
    assert words(claim, {"urn:r": 0})["release"] == 0
    assert "release" not in words(Statement("urn:s", "NVT-101", "targets", "CD19"), {"urn:r": 0})


def test_a_page_has_the_releases_that_its_words_cite(sample_graph: tw.Graph) -> None:
    """Of all releases of a build a network page carries those that claims beside its table are from, and no others."""
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', sample_graph.site().page("path.html"), re.DOTALL)
    assert data
    block = json.loads(data[1])
    cited = {told["release"] for told in block["words"].values() if "release" in told}
    assert cited == set(range(len(block["releases"])))
    assert len(cited) > 0
