"""What the program can do is written down, and what is written down is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from images import walk
from reference import make
from typer.testing import CliRunner

from triplewire import draw, export, resources
from triplewire.cli import app
from triplewire.extract.rulefiles import fields

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE", "data/README.md", "ontology/README.md")
REFERENCE = ROOT / "docs" / "reference"


def written() -> str:
    """All pages that a person wrote, README first."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(p.read_text("utf-8") for p in pages if p.parent != REFERENCE)


@pytest.mark.parametrize("page", sorted(make.PAGES))
def test_the_reference_pages_are_those_that_the_program_gives(page: str) -> None:
    """A generated page is never edited, and never old."""
    assert (REFERENCE / page).read_text("utf-8") == make.PAGES[page](), "python docs/reference/make.py"


@pytest.mark.parametrize("words", make.verbs(), ids=" ".join)
def test_each_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    """`--help` of every command shows how it is used."""
    shown = CliRunner().invoke(app, [*words, "--help"])
    assert shown.exit_code == 0
    assert "Example: triplewire" in " ".join(shown.output.split())


@pytest.mark.parametrize("verb", sorted({words[0] for words in make.verbs() if words}))
def test_each_verb_is_in_the_written_docs(verb: str) -> None:
    """A reader meets every verb on a page that a person wrote."""
    assert re.search(rf"triplewire {verb}\b", written())


@pytest.mark.parametrize("view", sorted(draw.VIEWS))
def test_each_view_is_in_the_docs(view: str) -> None:
    """The views page names it."""
    assert f"`{view}`" in (REFERENCE / "views.md").read_text("utf-8")


@pytest.mark.parametrize("form", sorted(export.FORMATS))
def test_each_export_is_in_the_docs(form: str) -> None:
    """The exports page names it."""
    assert f"`{form}`" in (REFERENCE / "exports.md").read_text("utf-8")


@pytest.mark.parametrize("family", sorted(path.stem for path in resources.files("data/families", "*.toml")))
def test_each_family_is_in_the_docs(family: str) -> None:
    """The page about facts names it."""
    assert f"`{family}`" in (REFERENCE / "facts.md").read_text("utf-8")


@pytest.mark.parametrize("word", sorted({*fields.keys(), *fields.BINDS, *fields.SUBJECTS, *fields.STATES, *fields.STATUSES}))
def test_each_key_of_a_pattern_is_explained(word: str) -> None:
    """Whoever writes a phrasing finds every key and every value of it on the page about phrasings."""
    assert f"`{word}`" in (ROOT / "docs" / "how-to" / "add-a-phrasing.md").read_text("utf-8")


def test_the_links_between_pages_lead_somewhere() -> None:
    """A relative link in any page names a file that is there."""
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md"), *(ROOT / "tests").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_the_pictures_are_small_and_shown() -> None:
    """The pictures of the docs are together below 1.5 MB, and each is on a page."""
    pictures = [p for p in (ROOT / "docs" / "images").iterdir() if p.suffix in (".webp", ".png", ".svg")]
    assert pictures
    assert sum(p.stat().st_size for p in pictures) < 1_500_000
    assert [p.name for p in pictures if f"images/{p.name})" not in written()] == []


def test_the_tutorial_shows_each_step_of_the_walk() -> None:
    """In the order in which the test takes them, with words for who does not see the picture, and with the query that is run."""
    page = (ROOT / "docs" / "tutorial" / "explore.md").read_text("utf-8")
    pictures = re.findall(r"^!\[([^\]]{20,})\]\(\.\./images/walk-(\w+)\.webp\)$", page, re.MULTILINE)
    assert [name for _, name in pictures] == [step.name for step in walk.STEPS if step.shown]
    assert f"```sparql\n{walk.QUERY}```" in page
    for word in (walk.COMPOUND, walk.TARGET, walk.COMPANY, walk.PARTNERS):
        assert word in page


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE", "data/README.md", "ontology/README.md"]
)
def test_the_pages_of_a_proper_house_are_there(name: str) -> None:
    """What a newcomer looks for first is there, and has something in it."""
    assert len((ROOT / name).read_text("utf-8").split()) > 40
