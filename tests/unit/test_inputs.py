"""Pages of wires, companies and the regulator, texts of old wires, Markdown and damaged copies: each reads like its plain text."""

from __future__ import annotations

import pytest
from tests.inputs_helper import FOLDER, expected, facts_of, rows, said, twin_of

from triplewire.read import read_text

PAGES = sorted(expected())
HTML = [p for p in PAGES if p.endswith(".html")]


def test_the_habits_of_many_sources_are_there() -> None:
    """There are at least a dozen pages, and every file beside them belongs to one."""
    assert len(HTML) >= 12
    assert len(PAGES) >= 18
    stems = {p.rsplit(".", 1)[0] for p in PAGES}
    assert {f.name.split(".")[0] for f in FOLDER.iterdir()} - {"expected", "README"} == stems


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_like_its_plain_text(page: str) -> None:
    """The same facts come out of a page and of its plain text, and those that the release states are among them."""
    wanted = set(facts_of(page).read_text("utf-8").splitlines())
    assert len(wanted) >= 7
    found = said(FOLDER / page)[1]
    assert wanted - rows(found, core=True) == set()
    assert rows(found) == rows(said(twin_of(page))[1])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_who_issued_it_and_when(page: str) -> None:
    """Title, issuer, day, place and wire come from the release, not from the page around it."""
    release = said(FOLDER / page)[0].release
    found = {"title": release.title, "issuer": release.issuer, "date": release.date, "place": release.place, "wire": release.wire}
    assert found == expected()[page]


@pytest.mark.parametrize("page", HTML)
def test_nothing_around_the_release_is_read(page: str) -> None:
    """Menus, share buttons, other news and the foot of the page are outside the body or gone."""
    document = said(FOLDER / page)[0]
    assert document.body is not None
    text = document.body.of(document.raw)
    for chrome in (
        "Client Login",
        "Share to",
        "Also from this source",
        "More News From",
        "Recommended Reading",
        "Careers",
        "All Rights",
        "Site Map",
    ):
        assert chrome not in text


@pytest.mark.parametrize("page", PAGES)
def test_every_quote_is_what_the_page_shows(page: str) -> None:
    """The evidence of each fact is the raw text at its place."""
    document, facts = said(FOLDER / page)
    for fact in facts:
        assert all(e.quote == document.raw[e.start : e.end] for e in fact.evidence)


def test_control_characters_of_a_page_do_not_stop_reading() -> None:
    """A page whose figures hold characters that are no text, as such or by number, shows the figures without them."""
    page = "<html><body><table><tr><td>Net\x07 loss</td><td>1,2&#7;34</td></tr></table>\x0b behind &#3; it</body></html>"
    assert "Net loss  1,234" in read_text(page, suffix=".html").raw
