"""Segmenting: which lines belong together, what kind of block they are, which section they stand in, where sentences end."""

from __future__ import annotations

import itertools
import textwrap

import pytest
from tests.text_half import OPENING, TITLE, kinds, release, roles, segmented


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph of a small release."""
    _, blocks, found = segmented(release(text))
    return [s.text for s in found if s.block == len(blocks) - 1]


def wrapped(*paragraphs: str, width: int = 72) -> str:
    """A release whose paragraphs are broken into lines of one width, as old wires did."""
    return "\n\n".join("\n".join(textwrap.wrap(p, width)) for p in paragraphs) + "\n"


LONG = (
    "Norvane Therapeutics develops conjugates that carry a potent agent into cells, and the company expects that several partners "
    "will bring more of them into human testing over the coming years, while its own teams prepare the next wave of candidates for "
    "filings in Europe and in Japan. The company also said that its laboratories in three cities work on linkers that last longer."
)


def test_first_block_is_the_title() -> None:
    """The first lines of a release are its title, the paragraph with place and date its dateline."""
    assert kinds(release("The board met."))[:2] == [("title", TITLE), ("dateline", OPENING)]


def test_title_over_two_lines_is_one_block() -> None:
    """A title that goes on in a second line with a small letter is one block."""
    text = f"Norvane Therapeutics Presents Results for its Conjugate\nin patients with solid tumors\n\n{OPENING}\n\nThe board met.\n"
    assert kinds(text)[0] == (
        "title",
        "Norvane Therapeutics Presents Results for its Conjugate in patients with solid tumors",
    )


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines of a hard-wrapped text that run on are one paragraph; a blank line ends it."""
    found = kinds(wrapped(TITLE, OPENING, LONG, LONG))
    assert [k for k, _ in found] == ["title", "dateline", "paragraph", "paragraph"]
    assert found[2][1] == LONG


def test_page_break_inside_a_sentence_is_joined() -> None:
    """A full line without an end above a blank line goes on below it: page breaks part no sentence."""
    lines = wrapped(TITLE, OPENING, LONG, LONG).split("\n")
    first = lines.index(next(x for x in lines if x.startswith("Norvane Therapeutics develops")))
    broken = "\n".join([*lines[: first + 2], "", *lines[first + 2 :]])
    assert [text for kind, text in kinds(broken) if kind == "paragraph"] == [LONG, LONG]


@pytest.mark.parametrize("glyph", ["•", "-", "--", "*", "–", ".", "o", "▪", "·"])
def test_bullets_of_many_glyphs(glyph: str) -> None:
    """Lines that begin with the same glyph are bullets without it, also the full stop that scanners read."""
    text = release("Highlights", f"{glyph} The board met in June.\n{glyph} The plant opened.\n{glyph} Sales began in Europe.")
    assert [t for k, t in kinds(text) if k == "bullet"] == ["The board met in June.", "The plant opened.", "Sales began in Europe."]


def test_numbered_items_are_bullets() -> None:
    """Numbers with a full stop or bracket that begin several lines are bullets."""
    text = release("1. The board met.\n2. The plant opened.\n3. Sales began.")
    assert [t for k, t in kinds(text) if k == "bullet"] == ["The board met.", "The plant opened.", "Sales began."]


def test_a_dash_inside_a_wrapped_sentence_is_no_bullet() -> None:
    """A dash that happens to open a line of a running sentence begins no bullet."""
    lines = wrapped(TITLE, OPENING, LONG, LONG).split("\n")
    at = next(i for i, x in enumerate(lines) if x.startswith("Norvane Therapeutics develops"))
    dashed = "\n".join([*lines[: at + 1], f"- {lines[at + 1]}", *lines[at + 2 :]])
    assert [k for k, _ in kinds(dashed)] == ["title", "dateline", "paragraph", "paragraph"]


def test_a_bullet_that_wraps_keeps_its_lines() -> None:
    """The further lines of a bullet in a hard-wrapped text belong to it."""
    bullet = "- The company opened a plant in Ireland that fills vials for all of its trials, and it hired ninety people"
    lines = wrapped(TITLE, OPENING, LONG).rstrip("\n") + "\n\n" + bullet[:72] + "\n" + bullet[72:] + "\n\n- The board met.\n"
    found = [t for k, t in kinds(lines) if k == "bullet"]
    assert found == [" ".join((bullet[2:72] + " " + bullet[72:]).split()), "The board met."]


@pytest.mark.parametrize("heading", ["Pipeline Update", "About Norvane Therapeutics", "Third-Quarter Financial Results", "ABOUT NVT-101"])
def test_headings_between_blank_lines(heading: str) -> None:
    """A short line without a full stop above a paragraph is a heading."""
    assert ("heading", heading) in kinds(release(heading, "The company makes conjugates that carry a potent agent into cells."))


def test_a_heading_without_a_blank_line_below() -> None:
    """A heading directly above its paragraph is one all the same."""
    text = release("Pipeline Update\nThe company makes conjugates that carry a potent agent into cells.")
    assert kinds(text)[2:] == [
        ("heading", "Pipeline Update"),
        ("paragraph", "The company makes conjugates that carry a potent agent into cells."),
    ]


@pytest.mark.parametrize("mark", ["## Pipeline Update", "**Pipeline Update**", "**Pipeline Update:**"])
def test_marked_headings(mark: str) -> None:
    """Markdown headings and bold lines are headings, without their marks."""
    found = kinds(release(mark, "The company makes conjugates."))
    assert ("heading", "Pipeline Update") in [(k, t.rstrip(":")) for k, t in found]


def test_a_paragraph_that_ends_with_a_full_stop_is_no_heading() -> None:
    """A short sentence is a paragraph, not a heading."""
    assert kinds(release("The board met.", "The plant opened in June."))[2:] == [
        ("paragraph", "The board met."),
        ("paragraph", "The plant opened in June."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Session Title: Tumors of the Gut",
        "Date: Sunday, October 26, 2025",
        "Abstract Number: 1234",
        "Dial-in: +1 555 010 0100",
        "ir@norvane.example",
        "+61 413 713 744",
        "Norvane Pharma plc Tel: +44 20 7946 0000",
    ],
)
def test_details_and_addresses_are_neither_headings_nor_rows(line: str) -> None:
    """A line that gives one detail, an address or a number heads nothing and is no row of a table."""
    assert ("paragraph", line) in kinds(release("The company met.", line, "The company makes conjugates."))


def test_contacts_last_until_another_section() -> None:
    """Names of firms among the contacts open no section of the body."""
    found = roles(
        release("For more information, please contact:", "Norvane Investor Desk", "Ada Moor", "About Norvane", "It makes conjugates.")
    )
    assert (found["Ada Moor"], found["It makes conjugates."]) == ("contacts", "about")


@pytest.mark.parametrize(
    "notice",
    [
        "*Disclaimer: This article was published by a wire.",
        "Disclaimers: The wire is no adviser.",
        "This article is for informational purposes only.",
    ],
)
def test_notices_of_wires_stand_in_the_safe_harbour(notice: str) -> None:
    """What a wire says to be safe is not said by the company."""
    assert roles(release("The board met.", notice))[" ".join(notice.split()[:3])] == "safe_harbor"


def test_a_wrapped_headline_in_capitals_is_one_title() -> None:
    """The lines of a headline that the reader found are one block, also when one ends in a year."""
    text = f"          NORVANE REPORTS RESULTS FOR ITS STUDIES OF 2025\n               AND NAMES A CHAIR\n\n{OPENING}\n\nThe board met.\n"
    assert kinds(text)[0] == ("title", "NORVANE REPORTS RESULTS FOR ITS STUDIES OF 2025 AND NAMES A CHAIR")


def test_a_wrapped_line_that_ends_in_a_figure_goes_on() -> None:
    """A line of running prose that ends in a number is no row."""
    text = wrapped(
        TITLE,
        OPENING,
        LONG,
        "The company said that its revenue for the whole of the year 2025 was $8.2 million and for 2024 was $7.1 million.",
    )
    assert kinds(text)[-1][0] == "paragraph"
    assert kinds(text)[-1][1].endswith("$7.1 million.")


def test_a_paragraph_set_in_begins_anew() -> None:
    """In a wrapped text without blank lines a full line with an end is followed by a new paragraph when the next line is set in."""
    body = textwrap.wrap(LONG, 72)
    full = [*body[:3], body[3][:60] + " at that."] if len(body) > 3 else body
    text = "\n".join(
        [TITLE, "", *textwrap.wrap(OPENING, 72), "", *full[:3], (full[3] + " x" * 20)[:70] + ".", "     The board met in June and in July."]
    )
    assert ("paragraph", "The board met in June and in July.") in kinds(text + "\n")


def test_table_rows() -> None:
    """Lines of a label and numbers are rows, each a block of its own."""
    rows = ["Revenues $ 1,234 $ 2,345", "Research and development 9,876 8,765", "Net loss $ (8,642) $ (6,420)"]
    found = kinds(release("CONDENSED STATEMENTS OF OPERATIONS", "\n".join(rows)))
    assert [t for k, t in found if k == "row"] == rows


def test_a_sentence_that_ends_in_a_year_is_no_row() -> None:
    """A sentence that ends in a number and a full stop is prose."""
    assert kinds(release("The company expects to file in 2027."))[2] == ("paragraph", "The company expects to file in 2027.")


@pytest.mark.parametrize("width", [64, 68, 72, 76, 80])
def test_a_wrapped_line_that_ends_in_a_number_is_no_row(width: int) -> None:
    """Where a text is wrapped, a line of prose that happens to end in an amount or a year goes on with its paragraph."""
    figures = (
        "As of December 31, 2007, Norvane had approximately $58.4 million in cash, compared to $72.0 million as of June 30, 2007, and had "
        "no debt. Cash used in operations was $12.7 million and license fees were $2.8 million, compared to $2.1 million in 2006."
    )
    found = kinds(wrapped(TITLE, OPENING, LONG, figures, width=width))
    assert [text for kind, text in found if kind == "row"] == []
    assert figures in [" ".join(text.split()) for _, text in found]


def test_rows_stand_in_the_tables_section() -> None:
    """What follows a heading of a financial statement stands in the tables section."""
    found = roles(release("CONDENSED CONSOLIDATED BALANCE SHEETS", "Cash and equivalents $ 1,234 $ 2,345"))
    assert found["Cash and equivalents"] == "tables"


def test_bullets_know_their_heading() -> None:
    """A bullet's heading is the heading above, or the paragraph that leads into the bullets."""
    bullets = ("- It entered testing.\n- It was well tolerated.", "- Build a plant.\n- Hire staff.")
    document, blocks, _ = segmented(release("NVT-101", bullets[0], "Our further plans are:", bullets[1]))
    headings = {b.span.of(document.view): b.heading for b in blocks if b.kind == "bullet"}
    assert headings["It was well tolerated."] == "NVT-101"
    assert headings["Hire staff."] == "Our further plans are:"


def test_a_heading_points_to_its_block() -> None:
    """`heading_index` is the number of the block whose words `heading` holds."""
    document, blocks, _ = segmented(release("Pipeline Update", "The company makes conjugates."))
    block = blocks[-1]
    assert block.heading_index is not None
    assert blocks[block.heading_index].span.of(document.view) == block.heading == "Pipeline Update"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("About Norvane Therapeutics", "about"),
        ("Forward-Looking Statements", "safe_harbor"),
        ("Cautionary Note Regarding Forward-Looking Statements", "safe_harbor"),
        ("Investor Contact", "contacts"),
        ("Financial Guidance", "guidance"),
        ("Conference Call and Webcast", "conference_call"),
        ("Partner Programs", "partners"),
        ("Recent Highlights", "highlights"),
        ("Financial Results for the Third Quarter", "financial"),
        ("Study Design", "body"),
    ],
)
def test_headings_open_sections(heading: str, role: str) -> None:
    """The words of a heading tell the section of the paragraph below."""
    assert roles(release(heading, "The company makes conjugates."))["The company makes"] == role


@pytest.mark.parametrize(
    ("opening", "role"),
    [
        ("This press release contains forward-looking statements about the company.", "safe_harbor"),
        ("Statements made in this release that are forward-looking involve risks.", "safe_harbor"),
        ("The company will host a conference call today at 8 a.m.", "conference_call"),
        ("For more information, please visit the company online.", "contacts"),
    ],
)
def test_paragraphs_announce_their_section(opening: str, role: str) -> None:
    """A paragraph without a heading tells its section by its first words."""
    assert roles(release("The board met.", opening))[" ".join(opening.split()[:3])] == role


@pytest.mark.parametrize(
    ("opening", "role"),
    [
        ("Conference Call Information: The company will speak to investors at noon.", "conference_call"),
        ("Financial Guidance – The company expects to end the year with cash for two more.", "guidance"),
        ("SAFE HARBOR STATEMENT UNDER THE ACT OF 1995: All statements involve risks.", "safe_harbor"),
        ("About Norvane: Norvane makes conjugates.", "about"),
        ("Pipeline: The company makes conjugates.", "body"),
        ("The guidance of the agency was clear: the trial goes on.", "body"),
    ],
)
def test_a_heading_inside_a_paragraph_names_its_section(opening: str, role: str) -> None:
    """A heading that a paragraph opens with counts for that paragraph alone."""
    found = roles(release("The board met.", opening, "The plant opened in June."))
    assert found[" ".join(opening.split()[:3])] == role
    assert found["The plant opened"] == "body"


def test_body_resumes_after_a_heading() -> None:
    """A heading that names no section ends the section before it."""
    found = roles(release("Forward-Looking Statements", "These statements involve risks.", "Study Design", "The study has two arms."))
    assert found["The study has"] == "body"


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Ada Moor joined Norvane in May.",
        "Norvane Therapeutics, Inc. makes conjugates.",
        "The study in the U.S. has two arms.",
        "Ada Moor, M.D., Ph.D., joined the board.",
        "The response rate was 3.5 percent vs. 2.1 percent before.",
        "Study No. 12 met its goal, i.e. it ended early.",
        "J. R. Moor joined the board.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    """Full stops of titles, companies, countries, degrees and numbers end no sentence."""
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The board met. The plant opened.", 2),
        ("Is it safe? It is. Good!", 3),
        ('"It works." He left.', 2),
        ("The company is Norvane, Inc. The board met.", 2),
        ("It was sold in the U.S. The plant opened.", 2),
        ("It grew by 3.5 percent in 2.5 years.", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    """Full stops, question marks and quotes end sentences before a capital; after a company word only before a usual opener."""
    assert len(sentences(text)) == count


def test_sentences_cover_their_blocks() -> None:
    """Every sentence lies in its block, is the text of its span with blanks for line breaks, and none overlap."""
    document, blocks, found = segmented(wrapped(TITLE, OPENING, LONG, LONG))
    for sentence in found:
        assert blocks[sentence.block].span.covers(sentence.span)
        assert sentence.text == sentence.span.of(document.view).replace("\n", " ")
        assert found[sentence.index] is sentence
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


def test_blank_text_has_a_title_alone() -> None:
    """A text of one line is its title, and one sentence."""
    _, blocks, found = segmented("Norvane Issues a Statement")
    assert [b.kind for b in blocks] == ["title"]
    assert len(found) == 1
