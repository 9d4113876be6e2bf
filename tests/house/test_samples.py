"""The sample releases are complete: sidecars, named sources, expected facts, sequences, every family of facts."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASES = ROOT / "data" / "releases"
GOLD = ROOT / "tests" / "gold" / "samples"
SIDECAR_KEYS = {"id", "title", "issuer", "date", "source"}
SOURCE_KEYS = {"title", "issuer", "date", "address", "archive", "licence", "note"}
FAMILIES = {
    *("uses_technology", "has_payload", "has_target", "has_indication", "developed_by", "partnered_with", "combination", "alias"),
    *("orphan_designation", "designation", "stage", "trial", "milestone", "deal", "financial", "guidance", "person_role", "count"),
}
FILES = sorted(f for f in RELEASES.iterdir() if f.suffix in {".txt", ".md", ".html"} and f.name != "README.md")
NAMES = [f.stem for f in FILES]


def sidecar(name: str) -> dict[str, Any]:
    """The sidecar of a sample release."""
    return tomllib.loads((RELEASES / f"{name}.meta.toml").read_text("utf-8"))


def gold(name: str) -> dict[str, Any]:
    """The expected facts of a sample release."""
    data: dict[str, Any] = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    return data


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_has_a_sidecar(name: str) -> None:
    """A sidecar names id, title, issuer, date and source; id and date agree with the file name."""
    values = sidecar(name)
    assert values.keys() >= SIDECAR_KEYS
    assert values["id"] == name
    assert isinstance(values["date"], date)
    assert values["date"].isoformat() in name


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_names_its_source(name: str) -> None:
    """`sources.toml` says where the facts come from and that the words do not."""
    source = tomllib.loads((RELEASES / "sources.toml").read_text("utf-8"))[name]
    assert source.keys() == SOURCE_KEYS
    assert source["date"] == sidecar(name)["date"]
    assert source["note"].startswith("retold in own words")


def test_sources_and_readme_list_exactly_the_samples() -> None:
    """Neither a source nor a row of the table outlives its release."""
    sources = tomllib.loads((RELEASES / "sources.toml").read_text("utf-8"))
    rows = [line.split("`")[1] for line in (RELEASES / "README.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    assert sorted(sources) == sorted(NAMES)
    assert rows == sorted(f.name for f in FILES)


def test_ids_are_unique() -> None:
    """No two sample releases share an id."""
    assert len({sidecar(n)["id"] for n in NAMES}) == len(FILES)


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_of_the_length_of_a_release(name: str) -> None:
    """A sample has between 1 and 5 kB, long enough to read and short enough to check by eye."""
    (file,) = [f for f in FILES if f.stem == name]
    assert 1_000 <= file.stat().st_size <= 5_000


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_has_expected_facts(name: str) -> None:
    """The gold file belongs to the release, and each of its facts points to a line with words."""
    (file,) = [f for f in FILES if f.stem == name]
    lines = file.read_text("utf-8").splitlines()
    expected = gold(name)
    assert (expected["id"], expected["date"]) == (name, sidecar(name)["date"].isoformat())
    assert expected["issuer"] == sidecar(name)["issuer"]
    for fact in expected["facts"]:
        assert fact["family"] in FAMILIES, fact
        assert fact["polarity"] in {"positive", "negated"}, fact
        assert fact["evidence"], fact
        assert all(lines[e["line"] - 1].strip() for e in fact["evidence"]), fact


def test_no_expected_facts_without_a_sample() -> None:
    """Every gold file has its release."""
    assert sorted(f.stem for f in GOLD.glob("*.json")) == sorted(NAMES)


def test_there_are_enough_releases_of_enough_companies() -> None:
    """The corpus has at least ten releases of three companies, two of which speak three times or more on different days."""
    companies = Counter(issuer.split(",")[0].split(" Ltd")[0] for issuer in (sidecar(n)["issuer"] for n in NAMES))
    assert len(FILES) >= 10
    assert len(companies) >= 3
    assert sum(count >= 3 for count in companies.values()) >= 2
    assert len({(sidecar(n)["issuer"], sidecar(n)["date"]) for n in NAMES}) == len(FILES)


def test_every_family_of_facts_occurs() -> None:
    """Between them the samples state each family, deny something, expect something and report something as done."""
    facts = [f for n in NAMES for f in gold(n)["facts"]]
    assert {f["family"] for f in facts} == FAMILIES
    assert any(f["polarity"] == "negated" for f in facts)
    assert {f["status"] for f in facts if f["family"] == "milestone"} == {"expected", "achieved"}
    assert {f.get("region") for f in facts if f["family"] == "orphan_designation"} >= {"US", "EU"}
