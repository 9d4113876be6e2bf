"""Typography of whole lines: lost breaks, indents, gaps, hyphens, markup and mojibake; offsets always lead back to the raw text."""

from __future__ import annotations

import pytest
from tests.text_half import OPENING, TITLE, kinds

from triplewire.read import read_text
from triplewire.repair import repair

HEAD = f"{TITLE}\n\n{OPENING}\n\n"


def shown(text: str) -> str:
    """What the view shows of the end of a small release."""
    document = repair(read_text(HEAD + text + "\n"))
    return document.view[len(HEAD) :].rstrip("\n")


@pytest.mark.parametrize(
    ("glued", "heading"),
    [
        ("Company BackgroundFounded in 2011, Norvane makes conjugates for people with cancers that return.", "Company Background"),
        (
            "Norvane Has High Hopes For Its TherapiesIn a trial the conjugate shrank tumors of nine people.",
            "Norvane Has High Hopes For Its Therapies",
        ),
        (
            "About Norvane Therapeutics, Inc.Norvane Therapeutics, Inc. is a company that makes conjugates.",
            "About Norvane Therapeutics, Inc.",
        ),
        (
            "NVT-101 Receives A Designation From The FDANorvane said that the designation speeds up its work.",
            "NVT-101 Receives A Designation From The FDA",
        ),
        ("ConclusionWith its conjugates the company hopes to reach people whose cancers came back.", "Conclusion"),
        ("Contact DetailsAda Moor", "Contact Details"),
    ],
)
def test_a_heading_glued_to_its_paragraph_stands_alone(glued: str, heading: str) -> None:
    """A page that lost a line break gets it back between a heading and its paragraph."""
    assert shown(glued).split("\n\n") == [heading, glued.removeprefix(heading)]
    assert (heading in [t for k, t in kinds(HEAD + glued + "\n\nThe board met.\n") if k == "heading"]) or heading == "Contact Details"


@pytest.mark.parametrize(
    "text",
    [
        "NorvaneBio and its partner QuorinCell said that the trial of both goes on in three countries.",
        "GlaxoKlein Partners With MacroQuor said the company in a note to those who hold its shares.",
        "Our AcmePlex platform and the OncoPlex program share a polymer that carries agents for weeks.",
        "Visit www.NorvaneTherapeutics.com for more about the company and what it makes in its plants.",
    ],
)
def test_names_of_two_words_in_one_stay_whole(text: str) -> None:
    """A capital inside a name is no lost break."""
    assert shown(text) == text


def test_a_sentence_glued_to_the_next_begins_a_line() -> None:
    """Behind the mark that ends a sentence a capital without a blank begins a new line."""
    assert shown("The board met in June and in July.The plant opened.") == "The board met in June and in July.\n\nThe plant opened."


def test_indents_and_doubled_blanks_of_prose_go_and_columns_stay() -> None:
    """Names read alike wherever a wrapped line breaks; the columns of a table keep their places."""
    prose = "     The trial of NVT-101  is  going on in people with gastric\n          cancer and other tumors of the gut."
    table = "Research and development          13,425     12,000\nNet loss                         (13,094)   (12,400)"
    assert (
        shown(f"{prose}\n\n{table}")
        == f"The trial of NVT-101 is going on in people with gastric\ncancer and other tumors of the gut.\n\n{table}"
    )


def test_a_sentence_runs_on_over_a_page_break() -> None:
    """The number of a page and its tag inside a sentence are gone from the view."""
    text = (
        "The company expects that the trial of its conjugate will be\n\n                                       3\n<PAGE>\n\nover by June."
    )
    assert shown(text) == "The company expects that the trial of its conjugate will be\nover by June."


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("conju-\ngates", "conjugates"),
        ("antibody-\ndrug", "antibody-drug"),
        ("NVT-\n101", "NVT-101"),
        ("anti-\nCD37", "anti-CD37"),
    ],
)
def test_words_broken_at_line_ends_are_joined(broken: str, whole: str) -> None:
    """The hyphen of a broken word goes; that of a word with a hyphen, or of a code, stays."""
    text = f"Every antibody of the company that is now in a trial is one of {broken} or of another kind of antibody."
    assert whole in shown(text)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("[NVT-101](https://a.example/b_c?d=e) is a **conjugate**", "NVT-101 is a conjugate"),
        ("a trial in *three* countries for \\$5 \\- R&amp;D", "a trial in three countries for $5 - R&D"),
        ("![logo](https://a.example/l.png)The board met", "The board met"),
        ("The <b>board</b> met<sup>1</sup> on 4 m<sup>2</sup>", "The board met on 4 m2"),
        ("5 * 3 and 2 * 4 of NVT_101_a", "5 * 3 and 2 * 4 of NVT_101_a"),
    ],
)
def test_markup_inside_lines_shows_its_words(marked: str, plain: str) -> None:
    """Links, stress, escapes, entities and tags are gone; signs that mark nothing stay."""
    assert shown(marked) == plain


@pytest.mark.parametrize("times", [1, 2])
def test_mojibake_is_read_also_when_made_twice(times: int) -> None:
    """UTF-8 that was read as Windows-1252, once or twice over, shows what was meant."""
    text = meant = "Norvane’s TNF-α blocker – 5 µg for Sjögren’s syndrome – is NVT-101®"
    for _ in range(times):
        text = "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in text.encode())
    assert shown(text) == meant.replace("’", "'")


def test_full_width_characters_are_plain_ones() -> None:
    """Characters of East Asian width show as those of Latin width."""
    assert shown("Ｎｏｒｖａｎｅ （ＮＡＳＤＡＱ：ＮＲＶＮ） said so") == "Norvane (NASDAQ:NRVN) said so"


def test_every_edit_of_a_messy_copy_leads_back_to_its_words() -> None:
    """The raw text holds what each edit says stood there, and the view is made of the edits alone."""
    raw = HEAD + "Company Backgroundâ€™s **NVT-101** &amp; conju-\ngates  and\n     moreThe end of it all is here to be read.\n"
    document = repair(read_text(raw))
    assert document.raw == raw
    assert all(raw[e.span.start : e.span.end] == e.old for e in document.edits)
    assert document.alignment.apply(raw) == document.view


def test_the_title_is_freed_of_markup() -> None:
    """The title of a release has no marks, entities and mojibake; its quotes stay."""
    document = repair(read_text("# Norvane&amp;Coâ€™s **NVT-101** Shines for O’Moor Today\n\nThe board met.\n"))
    assert document.release.title == "Norvane&Co’s NVT-101 Shines for O’Moor Today"
