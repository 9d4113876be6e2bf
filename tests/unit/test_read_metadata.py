"""What a release says about itself: body, noise, title, issuer, date, place, wire."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.shared import need_shared

from triplewire.model import Span
from triplewire.read import read, read_text
from triplewire.read.dateline import find_dateline
from triplewire.read.dates import month_of
from triplewire.read.issuer import key_of

BODY = "\n\nNorvane Therapeutics, Inc. (Nasdaq: NRVN) today said so. Norvane has a compound. At Norvane, people work.\n"


@pytest.mark.parametrize(
    ("line", "place", "day", "wire"),
    [
        ("BOSTON, Mass., Oct 28, 2010 (BUSINESS WIRE) -- Norvane", "BOSTON, Mass.", "2010-10-28", "Business Wire"),
        ("BURLINGTON, MA – June 11, 2025 -- Norvane", "BURLINGTON, MA", "2025-06-11", ""),
        ("AUSTIN, Texas (Newswire) – Sept. 4, 2025 – Norvane", "AUSTIN, Texas", "2025-09-04", "Newswire"),
        ("NEW YORK, N.Y. - (NewMediaWire) - October 29, 2024 - Norvane", "NEW YORK, N.Y.", "2024-10-29", "NewMediaWire"),
        ("CAMBRIDGE, Mass., Sept. 4, 2025 /PRNewswire/ -- Norvane", "CAMBRIDGE, Mass.", "2025-09-04", "PR Newswire"),
        ("BOSTON--(BUSINESS WIRE)--Norvane", "BOSTON", "None", "Business Wire"),
        ("Nantes, France – February 6th, 2025 – Norvane", "Nantes, France", "2025-02-06", ""),
        ("Basel, 28 October 2010 - Norvane", "Basel", "2010-10-28", ""),
        ("OSLO, Norway, 2023-05-09 -- Norvane", "OSLO, Norway", "2023-05-09", ""),
        ("WALTHAM, Mass., 0ct 28, 2O10 (BUSINESS WIRE) -- Norvane", "WALTHAM, Mass.", "2010-10-28", "Business Wire"),
        ("October 28, 2010", "", "2010-10-28", ""),
        ("The trial that began on June 3, 2020 is going on", "", "None", ""),
    ],
)
def test_datelines_of_many_wires_are_read(line: str, place: str, day: str, wire: str) -> None:
    """Place, day and wire come out of the datelines of many wires, a scanned one included; a date in prose is none."""
    text = "A Headline About Something\n\n" + line + " goes on here.\n" if len(line) > 20 else "A Headline\n\n" + line + "\n"
    found = find_dateline(text, Span(0, len(text)))
    assert (found.place, str(found.date), found.wire) == (place, day, wire)


def test_months_are_known_by_name_short_form_and_one_letter_off() -> None:
    """A month with one misread letter is still the month; another word is none."""
    assert [month_of(w) for w in ("Sept", "0ctober", "Novenber", "Jan.", "Summer")] == [9, 10, 11, 1, None]


def test_a_date_in_the_path_is_taken_with_a_warning() -> None:
    """Without a dateline the path's date counts, and the document says where it came from."""
    for path in ("wire/2025/0904/norvane.md", "norvane-2025-09-04.txt", "norvane-4-sep-2025.txt"):
        document = read_text("# Norvane Therapeutics, Inc. Reports" + BODY, path)
        assert str(document.release.date) == "2025-09-04"
        assert "date from path" in document.warnings


def test_an_unknown_date_stays_unknown() -> None:
    """A release that gives no date has none, with a warning."""
    document = read_text("# Norvane Therapeutics, Inc. Reports" + BODY)
    assert document.release.date is None
    assert "date unknown" in document.warnings


def test_the_issuer_has_its_legal_form_and_its_short_names() -> None:
    """The issuer is named in full; short name and ticker are aliases."""
    release = read_text("# Norvane Announces a Study" + BODY).release
    assert release.issuer == "Norvane Therapeutics, Inc."
    assert release.aliases == ("NRVN", "Norvane", "Norvane Therapeutics")


@pytest.mark.parametrize(
    "said",
    [
        "Norvane Therapeutics, Inc. (Nasdaq: NVTX), formerly Quorin Pharma, today gave an update.",
        "Norvane Therapeutics plc, formerly Quorin Pharma, (Nasdaq: NVTX) today gave an update.",
        "Norvane Therapeutics, Inc. (formerly known as Quorin Pharma, Inc.) (Nasdaq: NVTX) today gave an update.",
        "Norvane Therapeutics, Inc. (Nasdaq: NVTX) today said that it has changed its name from Quorin Pharma to Norvane Therapeutics.",
        "Norvane Therapeutics, Inc. (Nasdaq: NVTX) today said that it is changing its corporate name to Quorin Pharma.",
        "Norvane Therapeutics, Inc., formerly Quorin Pharma GmbH, today gave an update.",
        "Norvane Therapeutics, Inc. today said that it is changing its name to Quorin Pharma. The New York office stays.",
        "Norvane Therapeutics, Inc. (formerly Quorin Pharma and now under its new name) today gave an update.",
        "Norvane Therapeutics, Inc. today said that it changed its name from Quorin Pharma, S.A. to Norvane Therapeutics.",
        "Norvane Therapeutics, Inc. today gave an update. In May we renamed the company. We changed our name to Quorin Pharma.",
    ],
)
def test_a_renamed_issuer_has_both_names(said: str) -> None:
    """The name that the issuer had before, or is to have, is an alias."""
    release = read_text(f"Norvane Gives an Update\n\nBOSTON, May 5, 2025 -- {said}\n").release
    assert "Quorin Pharma" in release.aliases


@pytest.mark.parametrize(
    "said",
    [
        "Norvane Therapeutics, Inc. (Nasdaq: NVTX) today announced a deal with Zelmane Bio, formerly Quorin Pharma.",
        "Norvane Therapeutics, Inc. (Nasdaq: NVTX) today announced a deal with Zelmane Bio, which has changed its name to Quorin Pharma.",
        "Norvane Therapeutics, Inc. (Nasdaq: NVTX) today gave an update. Our partner Zelmane Bio is changing its name to Quorin Pharma.",
    ],
)
def test_the_former_name_of_another_company_is_no_alias(said: str) -> None:
    """Whose former or new name is told matters: a partner's is not the issuer's."""
    assert "Quorin Pharma" not in read_text(f"Norvane Gives an Update\n\nBOSTON, May 5, 2025 -- {said}\n").release.aliases


def test_the_wire_s_apparatus_lies_outside_the_body() -> None:
    """The body ends before the wire's links, and the source is taken from them."""
    raw = (
        "# Norvane Reports"
        + BODY
        + "\n---\n\n[Original/Source Press Release](https://wire.example/pr/1)\n\nPickup - [x](https://x.example)\n"
    )
    document = read_text(raw)
    assert document.body is not None
    assert document.body.of(raw) == ("# Norvane Reports" + BODY).rstrip()
    assert document.release.source == "https://wire.example/pr/1"


def test_links_pictures_and_what_a_wire_says_of_itself_are_noise() -> None:
    """Bare links, pictures, a repeated headline and the wire's own paragraphs are noise; the release's prose is not."""
    noisy = [
        "https://cts.example.com/ct?id=1",
        "![](https://cdn.example.com/a.png)",
        "To view the full press release, visit https://x.example/1",
        "About DemoWire",
        "DemoWire (“DW”) is a specialized communications platform for markets.",
        "Norvane Therapeutics Reports Many Good Results",
    ]
    raw = "# Norvane Therapeutics Reports Many Good Results\n\n" + "\n\n".join(noisy) + "\n\nAbout Norvane\n\nNorvane is a company.\n"
    document = read_text(raw)
    assert sorted(s.of(raw) for s in document.noise) == sorted(noisy)


@pytest.mark.parametrize(
    "opening",
    [
        "LEXINGTON, Mass., Jan. 31, 2008 (PRIME NEWSWIRE) -- Norvane\nOncologics, Inc. (Nasdaq: NRVN), a company with drugs, today",
        "SAN DIEGO--(BUSINESS WIRE)--March 27, 2007--Norvane Oncologics, Inc. (NASDAQ: NRVN) today",
    ],
)
def test_the_issuer_is_whole_over_a_line_break_and_behind_dashes(opening: str) -> None:
    """A name broken by the end of a wrapped line is whole, and glued dashes of the wire are no part of it."""
    text = f"Norvane Reports Second Quarter\nFinancial Results\n\n{opening}\nsaid that it has results. Norvane has compounds.\n"
    assert read_text(text).release.issuer == "Norvane Oncologics, Inc."


def test_the_dev_releases_give_their_issuers_and_dates() -> None:
    """On the annotated releases nearly every issuer and date is right (a joint release counts for its first company)."""
    shared = need_shared()
    wrong = []
    for gold in sorted((shared / "gold").glob("*.json")):
        known = json.loads(gold.read_text("utf-8"))
        files = sorted(shared.glob(f"releases/dev/{known['id']}-*.md")) or sorted(shared.glob("releases/seed/*.txt"))
        release = read(Path(files[0])).release
        if str(release.date) != known["date"] or key_of(release.issuer) != key_of(known["issuer"].split(";")[0]):
            wrong.append((known["id"], release.issuer, str(release.date)))
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("line", "place", "day", "wire"),
    [
        ("BOTHELL, Wash.--(BUSINESS WIRE)--Nov. 9, 2006--Norvane", "BOTHELL, Wash.", "2006-11-09", "Business Wire"),
        ("BOTHELL, WA--(Marketwire - November 9, 2009) - Norvane", "BOTHELL, WA", "2009-11-09", "Marketwire"),
        ("BOTHELL, WA -- (MARKET WIRE) -- 11/09/06 -- Norvane", "BOTHELL, WA", "2006-11-09", "Marketwire"),
        ("BOTHELL, Wash., Nov. 9, 2006 /PRNewswire-FirstCall/ -- Norvane", "BOTHELL, Wash.", "2006-11-09", "PR Newswire"),
        ("BOTHELL, Wash., November 9, 2006/PRNewswire via COMTEX/ -- Norvane", "BOTHELL, Wash.", "2006-11-09", "PR Newswire"),
        ("TOKYO & BOTHELL, Wash.--(BUSINESS WIRE)--Norvane", "TOKYO & BOTHELL, Wash.", "None", "Business Wire"),
        (
            "Martinsried/Munich, Germany, 9 November 2006 – 07:00 am Central European Time – Norvane",
            "Martinsried/Munich, Germany",
            "2006-11-09",
            "",
        ),
        ("München, 12. Mai 2011 – Norvane", "München", "2011-05-12", ""),
        ("Munich, November 9, 2006. Norvane AG today announced", "Munich", "2006-11-09", ""),
        ("9 November 2006, Oxford, UK - Norvane", "Oxford, UK", "2006-11-09", ""),
        ("Nov. 9, 2006 - BOTHELL, Wash. - Norvane", "BOTHELL, Wash.", "2006-11-09", ""),
        ("2006-11-09, Lund: Norvane", "Lund", "2006-11-09", ""),
        ("Lund, Sweden, 08:30 CET, 9 November 2015 – Norvane", "Lund, Sweden", "2015-11-09", ""),
        ("Bothell, Wash. November 9, 2006 Norvane Therapeutics today said", "Bothell, Wash.", "2006-11-09", ""),
        ("09.11.2006 / 07:00 CET/CEST", "", "2006-11-09", ""),
        ("9-Nov-2006", "", "2006-11-09", ""),
        ("November 9, 2006 07:30 ET | Source: Norvane Therapeutics, Inc.", "", "2006-11-09", ""),
        ("Published: Nov 09, 2006, 08:00 ET", "", "2006-11-09", ""),
        ("Updated: Nov 09, 2006, 08:00 ET", "", "None", ""),
        ("November 9, 2006 – Norvane Therapeutics, Inc. – a company – said", "", "None", ""),
    ],
)
def test_datelines_of_more_countries_and_years_are_read(line: str, place: str, day: str, wire: str) -> None:
    """Dates behind the wire and before the place, hours, other languages; an update's date and a company are none of it."""
    tail = "\n" if line[-2:] in ("ET", "ST", "06", "c.") else " goes on here with more words.\n"
    text = f"A Headline About Something New\n\n{line}{tail}\nNorvane has a compound.\n"
    found = find_dateline(text, Span(0, len(text)))
    assert (found.place, str(found.date), found.wire) == (place, day, wire)


@pytest.mark.parametrize(
    ("foot", "path", "day"),
    [
        ("\n    -0-                             11/09/2006\n", "a.txt", "2006-11-09"),
        ("\n", "wire/2006/1110/a.txt", "2006-11-09"),
        ("\n", "wire/2007/0102/a.txt", "2006-11-09"),
        ("\nPublished November 9, 2006\n", "a.txt", "2006-11-09"),
        ("\nCopyright 2006 Norvane\n", "a.txt", "None"),
    ],
)
def test_a_dateline_without_a_year_takes_it_from_the_page(foot: str, path: str, day: str) -> None:
    """Old wires left the year out: their end mark, the path or the same day elsewhere has it; a year alone is not enough."""
    text = "Norvane Therapeutics Reports Good Results\n\nBOTHELL, Wash., Nov. 9 /PRNewswire/ -- Norvane Therapeutics, Inc. said so.\n"
    release = read_text(text + foot, path).release
    assert (str(release.date), release.place, release.wire) == (day, "BOTHELL, Wash.", "PR Newswire")


@pytest.mark.parametrize(
    "text",
    [
        "June 1, 2025\n\n# Norvane Announces a Study\n\nBOSTON, May 5, 2025 – Norvane Therapeutics, Inc. said so.\n",
        "# Norvane Announces a Study\n\nLast updated: June 1, 2025\n\nBOSTON, May 5, 2025 – Norvane Therapeutics, Inc. said so.\n",
        "# Norvane Announces a Study\n\nBOSTON, May 5, 2025 – Norvane Therapeutics, Inc. will speak on June 1, 2025.\n\n© 2026 Norvane\n",
        "# Norvane to Speak in Chicago\n\nChicago, June 1, 2025\n\nBOSTON, May 5, 2025 – Norvane Therapeutics, Inc. will speak.\n",
    ],
)
def test_other_dates_do_not_win_over_the_dateline(text: str) -> None:
    """The dates of a page, of an update, of an event and of a copyright are not the release's."""
    assert str(read_text(text, "2025-06-02.md").release.date) == "2025-05-05"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("FOR IMMEDIATE RELEASE\n\nCONTACT: Ada Moor\n         (555) 010-0100\n\nNorvane Announces a Study", "Norvane Announces a Study"),
        ("NORVANE THERAPEUTICS, INC.\n\nNorvane Announces a Study of NVT-101", "Norvane Announces a Study of NVT-101"),
        (
            "          NORVANE REPORTS RESULTS OF A STUDY OF\n                 NVT-101 IN LYMPHOMA",
            "NORVANE REPORTS RESULTS OF A STUDY OF NVT-101 IN LYMPHOMA",
        ),
        ("[Home](https://a.example) | [News](https://a.example/n)\n\n# Norvane Announces a Study", "Norvane Announces a Study"),
        ("EQS-News: Norvane AG / Key word(s): Study\n\nNorvane Announces a Study", "Norvane Announces a Study"),
        ("RNS Number : 1234A\nNorvane plc\n9 November 2006\n\nNorvane Announces a Study", "Norvane Announces a Study"),
    ],
)
def test_the_headline_is_found_below_what_stands_above_it(text: str, title: str) -> None:
    """Letterheads, contacts, menus and codes of wires above a headline are not it; its further lines belong to it."""
    document = read_text(f"{text}\n\nBOSTON, May 5, 2025 – Norvane Therapeutics, Inc. said so. Norvane has a compound.\n")
    assert document.release.title == title
    assert str(document.release.date) == "2025-05-05"


def test_a_round_up_of_several_companies_has_no_issuer() -> None:
    """A text that introduces companies in turn, and has none in its headline, speaks for none of them."""
    names = ("Norvane Therapeutics", "Quorin Pharma", "Halcyra Biotech", "Tessmere Oncology")
    paragraphs = (f"{name} Inc. (NASDAQ: {name[:3].upper()}X) makes a compound. {name} is a company that grows fast." for name in names)
    text = "# Four Stars of a Growing Market\n\n" + "\n\n".join(paragraphs) + "\n"
    assert read_text(text).release.issuer == ""
    assert read_text(text.replace("Four Stars", "Norvane Therapeutics and Stars")).release.issuer.startswith("Norvane")


def test_the_headline_outweighs_the_first_ticker() -> None:
    """Another company that is named first, with its ticker, is not the issuer when the headline names one."""
    text = (
        "# The Market Grows – Norvane Pharma Believes in It\n\nHalcyra (OTC: HALC) sells a medicine.\n\n"
        "Norvane Pharma (AMEX: NVP) makes another. Norvane Pharma has a compound.\n"
    )
    assert read_text(text).release.issuer == "Norvane Pharma"


def test_both_companies_of_a_joint_release_are_organizations() -> None:
    """The first company is the issuer, the second one is found as an organization."""
    from triplewire import pipeline

    text = (
        "Norvane Therapeutics and Kanseki Pharma Enter License Agreement\n\nBOSTON and OSAKA, Japan, May 5, 2025 /PRNewswire/ -- "
        "Norvane Therapeutics, Inc. (Nasdaq: NRVN) and Kanseki Pharma Co., Ltd. today announced a license agreement.\n"
    )
    reading = pipeline.reading_of(read_text(text))
    assert reading.document.release.issuer == "Norvane Therapeutics, Inc."
    assert reading.document.release.place == "BOSTON and OSAKA, Japan"
    assert any(m.type == "organization" and m.name.startswith("Kanseki Pharma") for m in reading.mentions)


def test_a_first_line_of_marks_that_show_nothing_is_no_headline() -> None:
    """A line of invisible control marks is passed over: the line of words behind it is the title."""
    text = "\x85\n\nNorvane Reports Progress With Its Second Study\n\nBOSTON, March 4, 2027 -- Norvane gave an update."
    assert read_text(text).release.title == "Norvane Reports Progress With Its Second Study"


@pytest.mark.parametrize("marks", ["\u200e", "\u200e\n\u200f\n", "\u00ad"])
def test_a_text_of_marks_that_nobody_sees_says_nothing(marks: str) -> None:
    """Marks of direction and soft hyphens alone are a release without words."""
    release = read_text(marks).release
    assert (release.issuer, release.date) == ("", None)
