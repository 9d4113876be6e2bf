"""Background files: what is wrong with one is said all at once, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triplewire import resources, vocab
from triplewire.errors import DataError
from triplewire.triplify import background
from triplewire.triplify.rdf import graph, name
from triplewire.triplify.tables import registered, relations, rows

HEAD = "# Source: test = an invented source\nsubject_kind\tsubject\tpredicate\tobject_kind\tobject\tsource\tnote\n"
REGISTER = "# Source: FDA = an invented register\ncompound\tindication\tregion\tregistry_id\tdate\tstatus\tsource\tnote\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for data/background."""
    monkeypatch.setattr(resources, "files", lambda _, pattern: sorted(tmp_path.glob(pattern)))
    kept = (rows, relations, registered)
    for read in kept:
        read.cache_clear()
    yield tmp_path
    for read in kept:
        read.cache_clear()


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
    assert [f for f in faults if f.startswith("a.tsv:3") and "'drug'" in f]
    assert [f for f in faults if f.startswith("a.tsv:4") and "'cures'" in f]
    assert [f for f in faults if f.startswith("a.tsv:4") and "source is empty" in f]
    assert [f for f in faults if f.startswith("b.tsv")]


def test_a_row_tells_where_in_its_source_it_stands(folder: Path) -> None:
    """The record of a row names its source in full, and the place in it that `record` gives."""
    head = HEAD.replace("\tsource", "\tsource\trecord")
    (folder / "a.tsv").write_text(head + "compound\tNVT-1\thasPayload\tpayload\tQX1\ttest\tentry 42\t\n", encoding="utf-8")
    sources = [q.object for q in background(told("compound:nvt-1")) if q.predicate == name("dcterms:source")]
    assert Literal("test: an invented source; entry 42") in sources


def test_a_source_that_the_head_does_not_name_is_a_fault(folder: Path) -> None:
    """Short words for sources are said in full once, at the head of the file."""
    (folder / "a.tsv").write_text(HEAD + "compound\tNVT-1\thasPayload\tpayload\tQX1\thearsay\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        background([])
    fault = "a.tsv:3: the head of the file does not say what source 'hearsay' is; add a line # Source: hearsay = ..."
    assert list(caught.value.faults) == [fault]


def told(*nodes: str) -> list[Quad]:
    """Quads that mention some nodes."""
    return [Quad(name(n), name("rdf:type"), name("tw:Compound"), graph("release/x")) for n in nodes]


def objects(quads: list[Quad], subject: str, predicate: str) -> set[str]:
    """The values of a property of a node."""
    return {getattr(q.object, "value", "") for q in quads if q.subject == name(subject) and q.predicate == name(predicate)}


def test_a_register_adds_to_designations_that_releases_state(folder: Path) -> None:
    """A register gives its number, day and status to a designation of the graph."""
    (folder / "r.tsv").write_text(REGISTER + "NVT-1\tsarcoma\tUS\tfda.orphan:42\t2027-01-02\tgranted\tFDA\n", encoding="utf-8")
    node = name("designation:nvt-1-orphan-sarcoma-us")
    found = background([*told("compound:nvt-1"), Quad(node, name("rdf:type"), name("tw:OrphanDesignation"), graph("release/x"))])
    assert Quad(node, name("tw:registryId"), Literal("42"), graph("background")) in found
    assert Quad(node, name("tw:designationStatus"), name("tw:designationGranted"), graph("background")) in found
    assert Quad(node, name("skos:exactMatch"), NamedNode(name("fda.orphan:").value + "42"), graph("mappings")) in found
    assert objects(found, "record:fda-orphan-42", "tw:recordObject") == {node.value}


def test_a_register_never_makes_a_designation(folder: Path) -> None:
    """An entry about a compound of the graph is there with its source, and no designation comes of it; others stay away."""
    (folder / "r.tsv").write_text(REGISTER + "NVT-1\tsarcoma\tUS\tfda.orphan:42\t2027-01-02\tgranted\tFDA\n", encoding="utf-8")
    found = background(told("compound:nvt-1"))
    assert objects(found, "record:fda-orphan-42", "tw:validFrom") == {"2027-01-02"}
    assert objects(found, "record:fda-orphan-42", "dcterms:source") == {"FDA: an invented register"}
    assert not [q for q in found if "designation/" in str(q)]
    assert background(told("compound:nvt-2")) == []


def test_every_row_has_a_record_of_its_source(folder: Path) -> None:
    """A background triple comes with its source in full, the day of its file, and when the thing came about."""
    head = "# Sources: field = what everybody knows.\n# Date: 2027-05-06. Invented.\n" + HEAD.replace("\tsource", "\tsource\tdate")
    row = "organization\tNorvane\tsucceededBy\torganization\tNorvaro\tfield\t2026\trenamed\n"
    (folder / "a.tsv").write_text(head + row, encoding="utf-8")
    found = background(told("orgn:norvane"))
    [record] = {q.subject for q in found if q.predicate == name("tw:recordSubject")}
    said = {q.predicate: getattr(q.object, "value", "") for q in found if q.subject == record}
    assert said[name("dcterms:source")] == "field: what everybody knows"
    assert (said[name("tw:recordedOn")], said[name("tw:eventDate")]) == ("2027-05-06", "2026")
    assert said[name("rdfs:comment")] == "renamed"


def test_a_time_that_is_none_is_a_fault(folder: Path) -> None:
    """A date is a year, a month or a day."""
    head = HEAD.replace("\tsource", "\tsource\tdate")
    row = "organization\tNorvane\tsucceededBy\torganization\tNorvaro\ttest\tlast May\t\n"
    (folder / "a.tsv").write_text(head + row, encoding="utf-8")
    with pytest.raises(DataError, match="'last May'"):
        background([])


def named(kind: str, cls: str, words: str) -> list[Quad]:
    """Quads that a fact about something gives."""
    node, where = NamedNode(vocab.entity(kind, words)), graph("release/x")
    return [Quad(node, name("rdf:type"), name(cls), where), Quad(node, name("rdfs:label"), Literal(words), where)]


def test_a_biomarker_subset_says_what_it_is_part_of() -> None:
    """The name of a subset brings in the wider disease, with its identifier, and the target that marks the patients."""
    found = background(named("indication", "tw:Indication", "HER2-overexpressing gastric cancer"))
    node = "indication:her2-overexpressing-gastric-cancer"
    assert objects(found, node, "tw:broaderIndication") == {name("indication:gastric-cancer").value}
    assert objects(found, node, "tw:biomarkerTarget") == {name("target:her2").value}
    assert objects(found, node, "skos:exactMatch") == set()
    assert name("mondo:0001056").value in objects(found, "indication:gastric-cancer", "skos:exactMatch")


def test_names_of_a_compound_follow_each_other() -> None:
    """A code is followed by the international name, that by the brand; none is the same as another, and the compound is one."""
    found = background(named("compound", "tw:Compound", "IMGN853"))
    assert name("name:mirvetuximab-soravtansine").value in objects(found, "name:imgn853", "tw:succeededBy")
    assert objects(found, "name:mirvetuximab-soravtansine", "tw:succeededBy") == {name("name:elahere").value}
    assert objects(found, "name:elahere", "tw:nameOf") == {name("compound:imgn853").value}
    assert not [q for q in found if q.predicate == name("owl:sameAs")]


def test_a_nonproprietary_name_says_its_class() -> None:
    """The stem of a name is the class of the compound, with the stem as its source."""
    found = background(named("compound", "tw:Compound", "norvaciclib"))
    assert objects(found, "compound:norvaciclib", "tw:hasDrugClass") == {name("drug-class:cdk-inhibitor").value}
    assert any("-ciclib" in str(q.object) for q in found if q.predicate == name("dcterms:source"))


def test_every_background_triple_is_recorded_and_attributed_to_no_release() -> None:
    """Of the whole background, each relation has a record with a source and none is stated in a release."""
    found = background(everything=True)
    sources = {q.subject for q in found if q.predicate == name("dcterms:source")}
    parts: dict[str, dict[object, object]] = {"Subject": {}, "Predicate": {}, "Object": {}}
    for quad in found:
        for part, by_record in parts.items():
            if quad.predicate == name(f"tw:record{part}"):
                by_record[quad.subject] = quad.object
    recorded = {(s, parts["Predicate"][r], parts["Object"][r]) for r, s in parts["Subject"].items() if r in sources}
    layer = ("record", "name", "about", "entry", "registry", "valid", "event", "recordedOn")
    plain = {p for q in found if (p := q.predicate).value.startswith(vocab.TW) and not p.value.removeprefix(vocab.TW).startswith(layer)}
    told_of = {(q.subject, q.predicate, q.object) for q in found if q.predicate in plain and q.graph_name == graph("background")}
    assert len(told_of) > 500
    assert told_of - recorded == set()
    assert not [q for q in found if q.predicate == name("tw:statedIn") or "graph/release" in str(q.graph_name)]
