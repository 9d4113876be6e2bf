"""Background files: what is wrong with one is said all at once, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triplewire import resources
from triplewire.errors import DataError
from triplewire.triplify import background
from triplewire.triplify.background import rows
from triplewire.triplify.rdf import graph, name

HEAD = "subject_kind\tsubject\tpredicate\tobject_kind\tobject\tsource\tnote\n"
REGISTER = "compound\tindication\tregion\tregistry_id\tdate\tstatus\tsource\tnote\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for data/background."""
    monkeypatch.setattr(resources, "files", lambda _, pattern: sorted(tmp_path.glob(pattern)))
    rows.cache_clear()
    yield tmp_path
    rows.cache_clear()


def mention(curie: str) -> Quad:
    """A quad that mentions a node."""
    return Quad(name(curie), name("rdf:type"), name("tw:Compound"), graph("release/x"))


def test_rows_about_what_a_row_brings_in_follow(folder: Path) -> None:
    """A payload that comes in with a compound brings its class along."""
    (folder / "a.tsv").write_text(
        "# comment\n"
        + HEAD
        + "compound\tNVT-1\thasPayload\tpayload\tQX1\ttest\n"
        + "payload\tQX1\tmemberOfPayloadClass\tpayload_class\tmaytansinoid\ttest\n",
        encoding="utf-8",
    )
    found = {(q.subject, q.predicate, q.object) for q in background([mention("compound:nvt-1")])}
    assert (name("compound:nvt-1"), name("tw:hasPayload"), name("payload:qx1")) in found
    assert (name("payload:qx1"), name("tw:memberOfPayloadClass"), name("payload-class:maytansinoid")) in found


def test_every_fault_is_told_with_file_and_line(folder: Path) -> None:
    """One error lists unknown kinds, unknown properties and empty cells of all files."""
    (folder / "a.tsv").write_text(
        HEAD + "drug\tX\thasPayload\tpayload\tY\ttest\n" + "compound\tX\tcures\tindication\tY\t\n", encoding="utf-8"
    )
    (folder / "b.tsv").write_text("one\ttwo\n1\t2\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        background([])
    faults = caught.value.faults
    assert len(faults) == 4
    assert [f for f in faults if f.startswith("a.tsv:2") and "'drug'" in f]
    assert [f for f in faults if f.startswith("a.tsv:3") and "'cures'" in f]
    assert [f for f in faults if f.startswith("a.tsv:3") and "source is empty" in f]
    assert [f for f in faults if f.startswith("b.tsv")]


def test_a_register_only_adds_to_designations_that_releases_state(folder: Path) -> None:
    """A register gives its number and day to a designation of the graph, and never makes one."""
    (folder / "r.tsv").write_text(REGISTER + "NVT-1\tsarcoma\tUS\tfda.orphan:42\t2027-01-02\tgranted\tFDA\n", encoding="utf-8")
    node = name("designation:nvt-1-orphan-sarcoma-us")
    found = background([Quad(node, name("rdf:type"), name("tw:OrphanDesignation"), graph("release/x"))])
    assert Quad(node, name("tw:registryId"), Literal("42"), graph("background")) in found
    assert Quad(node, name("tw:designationStatus"), name("tw:designationGranted"), graph("background")) in found
    assert Quad(node, name("skos:exactMatch"), NamedNode(name("fda.orphan:").value + "42"), graph("mappings")) in found
    assert background([mention("compound:nvt-1")]) == []
