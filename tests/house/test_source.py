"""The source keeps the house's form: files that can be read in one go, no names of the first release, no places of a machine."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.shared import need_shared

from triplewire import lexicon

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LINES = 600
NAMED = ("compound", "organization", "organization_a", "organization_b", "person", "other_drug", "name")


def tracked() -> list[Path]:
    """The files under version control, or those of the folder when it is no checkout."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        return [p for p in ROOT.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(ROOT).parts)]
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def text_of(path: Path) -> str:
    """The text of a file, "" when it is none."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_the_source_is_found() -> None:
    """A moved folder would leave the tests below without a case."""
    assert len(SOURCES) > 60


def test_no_source_file_is_too_long_to_read() -> None:
    """When a file becomes the place where everything goes, it is split."""
    assert {str(p.relative_to(ROOT)): n for p in SOURCES if (n := text_of(p).count("\n")) > LINES} == {}


def test_each_module_says_what_it_is() -> None:
    """The first thing in every module is its docstring."""
    assert [str(p.relative_to(ROOT)) for p in SOURCES if not text_of(p).startswith('"""')] == []


@pytest.mark.shared
def test_no_name_of_the_first_release_is_in_the_source() -> None:
    """Rules are general: a compound, company or person of the first release is data, never code."""
    gold = json.loads((need_shared() / "gold" / "seed.json").read_text("utf-8"))
    names = {str(fact[key]) for fact in gold["facts"] for key in NAMED if key in fact}
    names |= {alias for others in gold["entity_aliases"].values() for alias in others if re.search(r"\d", alias)}
    telling = {n for n in names if len(n) >= 5 and re.search(r"[A-Z]", n)}
    assert len(telling) > 20
    pattern = re.compile(r"(?<!\w)(" + "|".join(sorted(map(re.escape, telling), key=len, reverse=True)) + r")(?!\w)")
    assert {str(p.relative_to(ROOT)): sorted(set(found)) for p in SOURCES if (found := pattern.findall(text_of(p)))} == {}


RULES = [
    *sorted((ROOT / "data").glob("*.toml")),
    *sorted((ROOT / "data" / "families").glob("*.toml")),
    *(ROOT / "data" / "grammars").iterdir(),
]
EXAMPLES = ("examples", "counterexamples")


def wordings(value: Any) -> Iterator[str]:
    """The strings of a data file, keys included, without comments and without the examples that only show what a pattern does."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (part for key, one in value.items() if key not in EXAMPLES for part in (key, *wordings(one)))
    elif isinstance(value, list):
        yield from (part for one in value for part in wordings(one))


def rule_text(path: Path) -> str:
    """What a file says as a rule."""
    return "\n".join(wordings(tomllib.loads(text_of(path)))) if path.suffix == ".toml" else text_of(path)


def named_in(text: str) -> list[str]:
    """The compounds and companies of the lexicons that a text names, as it writes them; signs of regular expressions are no letters."""
    plain = re.sub(r"\\[AbBdDnrsStwWZ]", "  ", text).replace("\\", "")
    hits = lexicon.load(["compound", "organization"]).find(plain)
    return sorted({plain[h.start : h.end] for h in hits if h.term.type == "compound" or h.term.attrs.get("kind") == "company"})


def test_a_name_in_a_rule_is_seen() -> None:
    """Also in a regular expression and in a key; an agency is no company."""
    assert named_in(r"(?:\bPfizer\b|T\-DM1|FDA)") == ["Pfizer", "T-DM1"]
    data = {"Pfizer": ["by"], "pattern": "{compound} of Roche", "examples": ["of Amgen"]}
    assert named_in("\n".join(wordings(data))) == ["Pfizer", "Roche"]


def test_no_rule_names_a_company_or_a_compound() -> None:
    """Rules hold for everybody: no pattern, macro, cue, wording or shape, and no source file, names one that the lexicons know."""
    assert len(RULES) > 25
    assert {str(p.relative_to(ROOT)): found for p in [*RULES, *SOURCES] if (found := named_in(rule_text(p)))} == {}


def test_no_place_of_a_machine_is_named() -> None:
    """Nobody else has these folders or addresses."""
    places = re.compile(r"/(?:root|home/\w+|work/(?:main|shared))/|(?:index-url|extra-index|trusted-host)")
    files = [p for p in tracked() if p != Path(__file__).resolve()]
    assert [str(p.relative_to(ROOT)) for p in files if places.search(text_of(p))] == []


def test_the_lock_file_has_names_and_versions_only() -> None:
    """No addresses, no local paths: each line is `name==version`."""
    lines = (ROOT / "requirements" / "ci.lock").read_text("utf-8").splitlines()
    assert len(lines) > 40
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_no_two_test_files_have_one_name() -> None:
    """Test files are imported by their bare names."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
