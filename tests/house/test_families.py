"""Every family of facts has all that goes with it; what is missing is named, with the place where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from triplewire import resources, vocab
from triplewire.extract.families import families
from triplewire.model import Evidence, Fact
from triplewire.terms import plain
from triplewire.triplify import triplify
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.rdf import name

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("facts.md", "graph-model.md")


def test_there_are_families() -> None:
    """A moved folder would leave the test below without a case."""
    assert len(families()) >= 18


def test_a_family_is_called_as_its_file() -> None:
    """One file, one family, one name."""
    assert sorted(families()) == [path.stem for path in resources.files("data/families", "*.toml")]


@pytest.mark.parametrize("family", sorted(families()))
def test_each_family_is_complete(family: str) -> None:
    """Triples, terms, a shape with examples, a question and rows of documentation: a family without one of them is half a family."""
    missing = list(missing_of(family))
    assert not missing, "\n".join([f"the family {family} lacks:", *missing])


def missing_of(family: str) -> Iterator[str]:
    """What a family lacks, in the order in which it is best added, each with what to do."""
    predicate = predicate_of(family)
    if not predicate:
        yield "a sheet: a row of RELATIONS in src/triplewire/triplify/families.py, or a function in its FAMILIES"
    elif predicate.startswith("tw:") and not any(s == name(predicate) for s, _, _ in plain()):
        yield f"a term: {predicate} is not declared in ontology/triplewire.ttl"
    if not resources.path("ontology", "shapes", f"{family}.ttl").is_file():
        yield f"a shape: ontology/shapes/{family}.ttl"
    for kind in ("valid", "invalid"):
        if not resources.files(f"ontology/examples/{family}", f"{kind}-*.ttl"):
            yield f"an example that is {kind}: ontology/examples/{family}/{kind}-*.ttl"
    if not any(f'"{family}"' in text or (predicate and f"{predicate} " in text) for text in questions()):
        yield f'a question: a query in queries/competency/ that asks about {predicate or "its predicate"} or tw:factFamily "{family}"'
    for page in PAGES:
        if f"| `{family}` |" not in (ROOT / "docs" / "reference" / page).read_text("utf-8"):
            yield f"a row in docs/reference/{page}"


def predicate_of(family: str) -> str:
    """The predicate of the family's claims as a prefixed name; "" when nothing turns them into triples."""
    if family not in FAMILIES:
        return ""
    quads = triplify((), [Fact(family, {}, (Evidence(0, 1, "N"),), "r", "0" * 64, "x")])
    [found] = [q.object for q in quads if q.predicate == name("tw:stmtPredicate")]
    assert isinstance(found, NamedNode)
    return found.value.replace(vocab.TW, "tw:")


@cache
def questions() -> tuple[str, ...]:
    """The texts of the competency queries."""
    return tuple(path.read_text("utf-8") for path in resources.files("queries/competency", "*.rq"))
