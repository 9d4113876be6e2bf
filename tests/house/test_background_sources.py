"""Every row of the reference knowledge says where it is from, in a way that a person can follow."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from triplewire import resources
from triplewire.groups import reached
from triplewire.lexicon.checks import curie_fault, curie_patterns
from triplewire.lexicon.tables import read_table

FILES = resources.files("data/background", "*.tsv")

ONE = {"hasAntibody", "hasLinker", "hasPayload", "memberOfPayloadClass", "subsidiaryOf", "succeededBy"}
"""Predicates of which a subject has one object: a second row would deny the first."""

ONE_WAY = {"broaderIndication", "subsidiaryOf", "succeededBy", "variantOf"}
"""Predicates that lead upwards or onwards, never round."""

MAY_USE = re.compile(r"CC0|CC BY|public record|licence")
OWN_WORDS = {"ROR": re.compile(r"0[a-z0-9]{6}[0-9]{2}")}
"""Identifiers of records whose prefix the graph does not use."""

ADDRESS = re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?")
NO_PAGE = re.compile(r"//(?:[^/]*\.)?(?:pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|crates\.io|proxy\.golang\.org)(?:/|$)")
IDENTIFIER = re.compile(r"(?<![\w/.:=?&-])([A-Za-z][A-Za-z.]*):(\w\S*?)(?=[,;.)]*(?:\s|$))")
NUMBERED = re.compile(r"[A-Z]{0,6}[0-9]\w*")


def said(file: Path) -> dict[str, str]:
    """The sources that the head of a file explains, by their short word."""
    lines = [line for line in read_table(file).comments if re.match(r"#?\s*Sources?: ", line)]
    return dict(part.split(" = ", 1) for line in lines for part in line.split(": ", 1)[1].split("; ") if " = " in part)


def identifier_faults(record: str) -> Iterator[str]:
    """What is wrong with the identifiers in a record."""
    for prefix, local in IDENTIFIER.findall(re.sub(r"https?://\S+", "", record)):
        if prefix in OWN_WORDS:
            yield from () if OWN_WORDS[prefix].fullmatch(local) else (f"{prefix}:{local} is not the form of {prefix}",)
        elif prefix.lower() in curie_patterns():
            yield from filter(None, [curie_fault(f"{prefix.lower()}:{local}")])
        elif NUMBERED.fullmatch(local):
            yield f"{prefix}:{local} has a prefix that nobody knows"


def address_faults(record: str) -> Iterator[str]:
    """What is wrong with the page addresses in a record."""
    for address in re.findall(r"\S*://\S*", record):
        if not ADDRESS.fullmatch(address):
            yield f"{address} is not an https address"
        elif NO_PAGE.search(address):
            yield f"{address} is a package registry, not a page"


def relations() -> list[dict[str, str]]:
    """The rows of all files that relate two things."""
    return [row for file in FILES for row in read_table(file).dicts() if "predicate" in row]


def test_there_are_background_files() -> None:
    """A moved folder would leave the tests below without a case."""
    assert {"compounds", "indications", "organizations", "orphan_designations", "payload_classes"} <= {f.stem for f in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_row_says_where_its_source_says_so(file: Path) -> None:
    """A row has a record, or is an entry of a register whose key says it; common knowledge is not a source."""
    for row in read_table(file).dicts():
        assert row.get("record") or row.get("registry_id"), row
        assert row["source"] not in ("", "field", "unsourced"), row


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_the_head_names_each_source_and_its_terms(file: Path) -> None:
    """Head and rows name the same sources, and each says under which licence it was read, or that it is public record."""
    told = said(file)
    assert {row["source"] for row in read_table(file).dicts()} == set(told)
    assert [word for word, text in told.items() if not MAY_USE.search(text)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_records_have_the_form_of_what_they_name(file: Path) -> None:
    """Identifiers fit the pattern of their prefix, and addresses are those of public pages."""
    records = [row.get("record", "") for row in read_table(file).dicts()]
    assert [fault for record in records for check in (identifier_faults, address_faults) for fault in check(record)] == []


def test_a_subject_has_one_object_where_there_can_be_one() -> None:
    """No two rows contradict each other."""
    objects: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in relations():
        objects[row["subject_kind"], row["subject"], row["predicate"]].add(row["object"])
    assert {key: found for key, found in objects.items() if key[2] in ONE and len(found) > 1} == {}


@pytest.mark.parametrize("predicate", sorted(ONE_WAY))
def test_no_way_leads_back_to_its_start(predicate: str) -> None:
    """A disease is not part of itself, and a company neither follows nor owns itself."""
    up: dict[str, set[str]] = defaultdict(set)
    for row in relations():
        if row["predicate"] == predicate:
            up[row["subject"]].add(row["object"])
    assert [start for start in up if start in reached(start, up)] == []


@pytest.mark.parametrize("record", ["DOID:x", "doid:12 is_a DOID:12a", "XYZ:12", "ROR:12, a company"])
def test_an_identifier_of_the_wrong_form_is_found(record: str) -> None:
    """The check of identifiers can fail."""
    assert list(identifier_faults(record))


@pytest.mark.parametrize("record", ["http://example.org/a", "see https://192.0.2.1/a", "https://pypi.org/project/a/"])
def test_an_address_that_is_no_public_page_is_found(record: str) -> None:
    """The check of addresses can fail."""
    assert list(address_faults(record))
