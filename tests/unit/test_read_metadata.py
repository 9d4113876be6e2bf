"""What a release says about itself: body, noise, title, issuer, date, place, wire."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.shared import need_shared

from triplewire.model import Span
from triplewire.read import read, read_text
from triplewire.read.dateline import find_dateline, month_of
from triplewire.read.issuer import key_of
from triplewire.read.layout import trimmed_lines

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
    found = find_dateline(text, trimmed_lines(text), Span(0, len(text)))
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
