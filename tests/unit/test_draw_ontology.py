"""The pages about the ontology: one a term, all within reach, drawings laid out cleanly."""

from __future__ import annotations

import re
from html import unescape
from itertools import combinations, pairwise
from pathlib import PurePosixPath

import pytest

from triplewire.draw.ontology import INDEX, ontology_pages
from triplewire.draw.ontology.diagram import diagram
from triplewire.draw.ontology.pages import file_of
from triplewire.draw.page import Link
from triplewire.terms import Term, terms

NAV = (Link("Home", "index.html"), Link("Ontology", INDEX))
PAGES = {file: make() for file, make in ontology_pages(NAV).items()}


def term(name: str) -> Term:
    """The term of a CURIE."""
    return next(t for t in terms() if t.name == name)


def links(file: str) -> set[str]:
    """The files of the site that a page leads to."""
    folder = PurePosixPath(file).parent
    found = set()
    for href in re.findall(r'<a [^>]*href="([^"#:]+)"', PAGES[file]):
        parts: list[str] = []
        for part in folder.joinpath(href).parts:
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        found.add("/".join(parts))
    return found


def test_every_term_has_a_page_and_every_page_can_be_reached() -> None:
    """From the ontology's index, by links, each page and each download; and each link within leads to a page."""
    seen, todo = {INDEX}, [INDEX]
    while todo:
        more = {f for f in links(todo.pop()) if f.startswith("ontology/")} - seen
        assert more <= set(PAGES)
        todo += [f for f in more if f.endswith(".html")]
        seen |= more
    assert {file_of(t) for t in terms()} <= seen
    assert {f for f in PAGES if not f.endswith((".css", ".js"))} == seen


def test_no_two_files_differ_by_case_only() -> None:
    """A file system that cannot tell them apart would lose one."""
    assert len({f.lower() for f in PAGES}) == len(PAGES)


@pytest.mark.parametrize("name", ["tw:Compound", "tw:targets", "tw:metric", "tw:hedge", "tw:phase2", "tw:InformationItem"])
def test_a_page_tells_all_that_the_ontology_says(name: str) -> None:
    """Definition, IRI, sources, ends, counterparts with their addresses, an example and a drawing."""
    one, text = term(name), unescape(PAGES[file_of(term(name))])
    for words in (one.definition, one.iri, *one.sources, *one.domain, *one.range, *(m.iri for m in one.matches), *one.also):
        assert words in text
    assert "<h2>Example</h2>" in text
    assert '<svg class="diagram"' in text


def test_a_reserved_term_says_so() -> None:
    """And why."""
    assert term("tw:royaltyRate").reserved in PAGES[file_of(term("tw:royaltyRate"))]


def test_the_drawing_of_a_class_shows_its_properties_and_relatives() -> None:
    """Wider and narrower classes, the properties on both sides, each linked."""
    svg = diagram(term("tw:Milestone"), lambda name: f"{name}.html" if name.startswith("tw:") else "")
    for name in ("tw:Event", "tw:Presentation", "tw:hasMilestone", "tw:milestoneKind", "tw:atConference"):
        assert f'href="{name}.html"' in svg


def test_more_than_nine_rows_are_counted() -> None:
    """A class with many properties shows some and says how many more there are."""
    assert re.search(r">\d+ more<", diagram(term("tw:Compound"), lambda _: ""))


def test_no_box_is_empty() -> None:
    """A property of anything says so."""
    assert [t.name for t in terms() if re.search(r"<rect[^>]*/><text[^>]*></text>", diagram(t, lambda _: ""))] == []
    assert ">anything<" in diagram(term("tw:hasRepair"), lambda _: "")


def untidy(svg: str) -> bool:
    """Whether two boxes of a drawing touch, or one leaves it."""
    width, height = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', svg)[0])
    boxes = [tuple(map(int, b)) for b in re.findall(r'<rect class="\w+" x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"', svg)]
    assert len(boxes) == svg.count("<rect") > 0
    outside = any(x < 0 or y < 0 or x + w > width or y + h > height for x, y, w, h in boxes)
    pairs = combinations(boxes, 2)
    return outside or any(a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3] for a, b in pairs)


def test_boxes_are_apart_and_inside_the_picture() -> None:
    """In the drawing of every term, no two boxes touch, and none leaves the picture."""
    assert [t.name for t in terms() if untidy(diagram(t, lambda _: ""))] == []


def test_the_crumbs_of_a_page_lead_up() -> None:
    """From a narrower class to the wider one and to the index."""
    crumbs = re.findall(r'<p class="crumb small">(.*?)</p>', PAGES[file_of(term("tw:OrphanDesignation"))])[0]
    targets = re.findall(r'href="([^"]+)"', crumbs)
    assert list(pairwise(targets)) == [("../index.html", "../class/RegulatoryDesignation.html")]
