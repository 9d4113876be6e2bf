"""What is measured of builds is kept by number, workers and kind, and put into a page between two lines; what is missing is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from benchmarks.speed import building, corpora

ROOT = Path(__file__).resolve().parents[2]


def row(size: int, kind: str = "first", workers: int = 1) -> Mapping[str, str]:
    """A row of the file."""
    numbers = dict.fromkeys(building.COLUMNS, "4.00") | dict.fromkeys(
        ("facts", "triples", "findings", "companies", "names", "crossing", "near"), "4"
    )
    phases = "reading 1.50; inferring and judging 0.25"
    return {**numbers, "releases": str(size), "workers": str(workers), "pages": "all", "kind": kind, "phases": phases}


def test_a_page_gets_what_was_measured_between_its_lines() -> None:
    """In order, whatever came first; what is around stays; a second time nothing changes."""
    page = f"before\n\n{building.MARKS[0]}\nold\n{building.MARKS[1]}\n\nafter\n"
    once = building.written(page, [row(1000), row(10, "one more"), row(10)])
    lacking = "1, 10, 100, 1,000, 10,000, 100,000 releases with 2 workers."
    assert once.startswith(f"before\n\n{building.MARKS[0]}\n\n**Not measured yet**, or not all of it: ")
    assert lacking in once
    whole = [row(size, kind, workers) for size in building.SHOWN for kind in building.KINDS for workers in building.WORKERS]
    assert "Not measured" not in building.written(page, whole)
    assert once.endswith(f"{building.MARKS[1]}\n\nafter\n")
    assert once.index("| 10 | 1 | first |") < once.index("| 10 | 1 | one more |") < once.index("| 1,000 | 1 | first |")
    assert "| releases | build | reading | inferring and judging |" in once
    assert "| reading, processor | 2 ms | 4 core-hours |" in once
    assert building.written(once, [row(10), row(10, "one more"), row(1000)]) == once
    sizes = "| 100,000 | 4.0 MB | 4.0 MB | 4.0 MB |"  # which do not depend on how many worked on it
    assert building.written(page, [row(100_000, workers=2)]).count(sizes) == 1 == building.written(page, whole).count(sizes)
    with pytest.raises(ValueError, match="the page needs the lines"):
        building.written("nothing here", [row(1)])


def test_what_crosses_from_company_to_company_is_counted(tmp_path: Path) -> None:
    """Names that two companies tell of; facts of others about the same compound, or which name the company as a partner."""
    told = [
        {"release": "a-2020-01-01", "family": "has_target", "compound": "ABC-1", "target": "CD19"},
        {"release": "b-2020-01-01", "family": "has_target", "compound": "ABC-1", "target": "CD33"},
        {"release": "b-2020-01-01", "family": "partnered_with", "organization_a": "B Pharma", "organization_b": "C Pharma"},
        {"release": "c-2020-01-01", "family": "has_target", "compound": "XYZ-1", "target": "CD19"},
    ]
    (tmp_path / "facts.jsonl").write_text("".join(f"{json.dumps(fact)}\n" for fact in told), "utf-8")
    found = building._across(tmp_path / "facts.jsonl")
    # a and b speak of ABC-1 to each other, b names c
    assert found == {"companies": 3, "names": 6, "crossing": 2, "near": 3}


def test_the_page_about_scale_has_what_was_measured() -> None:
    """Its tables are those of the file, as `python -m benchmarks.speed --building --write docs/explanation/scale.md` writes them."""
    page = (ROOT / "docs" / "explanation" / "scale.md").read_text("utf-8")
    assert building.written(page, building.kept().values()) == page


@pytest.mark.slow
def test_a_build_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Its time, its memory, its phases and the parts of what it leaves on the disk."""
    releases = tmp_path / "releases"
    corpora.write(releases, 1)
    found = building.apart(releases, tmp_path / "out", 1, "few")
    assert {"reading", "reconciling", "graph", "pages"} <= set(found["phases"])  # type: ignore[call-overload]
    assert found["processor_s"] > sum(found["phases"].values()) / 2 > 0  # type: ignore[attr-defined,operator]
    assert 50 < found["memory_mb"] < 2000  # type: ignore[operator]
    sizes = {part: found[f"{part}_mb"] for part in ("store", "texts", "pages", "cache", "workbook")}
    assert all(sizes.values()), sizes
