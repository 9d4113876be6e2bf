"""Turtle, TriG and the store on disk: readable, the same every time, read by every parser."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store, parse
from rdflib.compare import isomorphic
from tests.facts_fixture import documents, facts

from triplewire.errors import BuildError
from triplewire.lookup import having
from triplewire.reason import infer
from triplewire.store import begin, change, is_merged, memory, named_quads, open_store, trig, triples, turtle, write
from triplewire.triplify import background, triplify
from triplewire.triplify.rdf import graph, name

REPO = Path(__file__).resolve().parents[2]


def full_graph() -> list[Quad]:
    """The invented companies' graph, with background and inferences."""
    quads = triplify(documents(), facts())
    quads = [*quads, *background(quads)]
    return [*quads, *infer(quads)]


def flat(quads: list[Quad]) -> set[str]:
    """The triples as N-Triples lines."""
    return {f"{q.subject} {q.predicate} {q.object}" for q in quads}


def read(data: str | bytes, form: RdfFormat = RdfFormat.TURTLE) -> list[Quad]:
    """What pyoxigraph reads."""
    return list(parse(input=data.encode() if isinstance(data, str) else data, format=form))


def test_turtle_reads_back_the_same_in_pyoxigraph() -> None:
    """Every triple and none else."""
    quads = full_graph()
    assert flat(read(turtle(quads))) == flat(quads)


def test_turtle_reads_back_the_same_in_rdflib() -> None:
    """Rdflib's graph is that of the N-Triples, without any change to literals."""
    quads = full_graph()
    lines = "".join(f"{line} .\n" for line in flat(quads))
    assert isomorphic(rdflib.Graph().parse(data=turtle(quads), format="turtle"), rdflib.Graph().parse(data=lines, format="nt"))


@pytest.mark.skipif(not shutil.which("rapper"), reason="rapper (raptor2-utils) is not installed")
def test_turtle_reads_back_the_same_in_rapper(tmp_path: Path) -> None:
    """An independent C parser sees the same triples."""
    quads = full_graph()
    file = tmp_path / "graph.ttl"
    file.write_text(turtle(quads), encoding="utf-8")
    done = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", str(file)], capture_output=True, check=True)
    assert flat(read(done.stdout, RdfFormat.N_TRIPLES)) == flat(quads)


def test_trig_keeps_the_graphs() -> None:
    """Every quad with its graph."""
    quads = full_graph()
    assert set(read(trig(quads), RdfFormat.TRIG)) == set(quads)


@pytest.mark.parametrize("writer", [turtle, trig])
def test_shuffled_input_gives_the_same_bytes(writer: object) -> None:
    """The order and number of times in which quads come does not show."""
    quads = full_graph()
    mixed = [*quads, *quads[:100]]
    random.Random(7).shuffle(mixed)
    assert writer(mixed) == writer(quads)  # type: ignore[operator]


def test_every_hash_seed_gives_the_same_bytes() -> None:
    """Two interpreters with different hash seeds write the same file, inferences and all."""
    program = "import hashlib; from tests.unit.test_store import *; g = full_graph()\n"
    program += "print(hashlib.sha256((turtle(g) + trig(g)).encode()).hexdigest())"
    found = set()
    for seed in ("1", "77"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{REPO}:{REPO / 'src'}", "PATH": "/usr/bin:/bin"}
        found.add(subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True, cwd=REPO).stdout)
    assert len(found) == 1


def test_turtle_names_only_prefixes_in_use() -> None:
    """A prefix that no term uses is not declared, and each one declared is used."""
    text = turtle(full_graph())
    head = [line for line in text.splitlines() if line.startswith("@prefix")]
    body = "\n".join(line for line in text.splitlines() if not line.startswith("@prefix"))
    assert [line.split()[1] for line in head] == sorted((line.split()[1] for line in head), key=lambda p: p.rstrip(":"))
    assert not [line for line in head if f"{line.split()[1]}" not in body]


def test_a_subject_starts_with_its_type_and_its_label() -> None:
    """The first lines of a block say what a thing is and what it is called."""
    text = turtle(full_graph())
    assert "compound:nvt-101\n    a tw:AntibodyDrugConjugate, tw:ClinicalStageCompound, tw:Compound" in text
    assert '    rdfs:label "NVT-101" ;\n    skos:altLabel "lorvelumab tansine" ;' in text


def test_kinds_of_things_have_headings_in_order() -> None:
    """Releases come before organizations, compounds before statements, evidence after them."""
    text = turtle(full_graph())
    places = [
        text.index(f"\n# {h}\n") for h in ("Releases", "Organizations", "Compounds", "Trials", "Statements", "Evidence", "Inferences")
    ]
    assert places == sorted(places)


def test_claims_stand_by_what_they_are_about() -> None:
    """Statements and inferences are in the order of subject, predicate and object, not of the hashes that name them."""
    text = turtle(full_graph())
    for kind, prefix in (("statement", "stmt"), ("inference", "infers")):
        block = rf"^{kind}:\S+\n    a .*\n    tw:{prefix}Subject (\S+) ;\n    tw:{prefix}Predicate (\S+) ;\n    tw:{prefix}Object (\S+) ;$"
        claims = re.findall(block, text, re.MULTILINE)
        assert len(claims) > 20
        assert [c[0] for c in claims] == sorted(c[0] for c in claims)
        by_subject = [c[1] for c in claims if c[0] == "compound:nvt-101"]
        assert by_subject == sorted(by_subject)


def test_numbers_in_iris_sort_by_their_size() -> None:
    """Places of a text come in the order of the text."""
    p = name("tw:targets")
    spans = [NamedNode(f"https://w3id.org/triplewire/id/span/r-{n}") for n in ("1101-1178", "185-298", "185-1000", "9-10")]
    found = re.findall(r"^span:r-(\S+)$", turtle([Quad(s, p, p) for s in spans]), re.MULTILINE)
    assert found == ["9-10", "185-298", "185-1000", "1101-1178"]


def test_many_objects_stand_one_a_line() -> None:
    """A list that does not fit on a line is written below its predicate, and reads back the same."""
    p = name("tw:targets")
    few, many = ([Quad(p, p, Literal(f"{i} {'x' * 30}")) for i in range(size)] for size in (3, 9))
    assert f'    tw:targets "0 {"x" * 30}", "1 ' in turtle(few)
    assert f'    tw:targets\n        "0 {"x" * 30}",\n        "1 ' in turtle(many)
    assert flat(read(turtle(many))) == flat(many)
    assert flat(read(trig(many), RdfFormat.TRIG)) == flat(many)


def test_a_blank_node_is_refused() -> None:
    """The writer never invents labels for nodes without IRIs."""
    p = NamedNode("http://example.org/p")
    for quad in (Quad(BlankNode("a"), p, p, graph("background")), Quad(p, p, BlankNode("b"), graph("background"))):
        with pytest.raises(ValueError, match="IRI of its own"):
            turtle([quad])


@pytest.mark.parametrize(
    "iri",
    [
        "https://w3id.org/triplewire/id/compound/a.",
        "https://w3id.org/triplewire/id/compound/",
        "https://w3id.org/triplewire/id/compound/-a",
        "http://example.org/a%20b",
        "https://w3id.org/triplewire/ontology#a.b",
        "https://w3id.org/triplewire/id/compound/a/b",
    ],
)
def test_iris_at_the_edge_of_prefixed_names(iri: str) -> None:
    """An IRI that cannot be a prefixed name is written in full, and comes back as it was."""
    node = NamedNode(iri)
    text = turtle([Quad(node, node, node)])
    assert flat(read(text)) == {f"<{iri}> <{iri}> <{iri}>"}
    assert {str(s) for s in rdflib.Graph().parse(data=text, format="turtle").subjects()} == {iri}


def test_nothing_gives_nothing() -> None:
    """No quads make an empty file."""
    assert turtle([]) == trig([]) == ""


def test_a_store_on_disk_answers_over_all_graphs(tmp_path: Path) -> None:
    """What was written can be opened read-only and queried as one graph."""
    write(full_graph(), tmp_path / "store")
    store = open_store(tmp_path / "store")
    answer = store.query("ASK { <https://w3id.org/triplewire/id/compound/nvt-101> a <https://w3id.org/triplewire/ontology#TAPCompound> }")
    assert isinstance(answer, QueryBoolean)
    assert bool(answer)


def test_a_triple_of_several_graphs_counts_once() -> None:
    """The default graph has each triple of the named graphs once; the named graphs stay what they were."""
    node = NamedNode("https://example.org/a")
    quads = [Quad(node, node, node, NamedNode(f"https://example.org/g{i}")) for i in range(3)]
    store = memory(quads)
    rows = store.query("SELECT * { ?s ?p ?o }")
    assert isinstance(rows, QuerySolutions)
    assert (len(list(rows)), len(triples(store)), is_merged(store)) == (1, 1, True)
    assert sorted(named_quads(store), key=str) == quads


def test_a_number_is_taken_out_whatever_other_numbers_are_there(tmp_path: Path) -> None:
    """A triple whose last quad goes leaves the default graph too; pyoxigraph finds 768 when it is asked for 767 on disk."""
    node, where = NamedNode("https://example.org/a"), NamedNode("https://example.org/g")
    quads = [Quad(node, node, Literal(n), where) for n in (767, 768)]
    held = begin(tmp_path / "store")
    assert change(held, (), map(str, quads), watched=True) == [(q.triple, 1) for q in quads]
    assert change(held, [str(quads[0])], (), watched=True) == [(quads[0].triple, -1)]
    assert triples(held) == {quads[1].triple}
    assert [q.object.value for q in having(held, None, None, Literal(768), DefaultGraph()) if isinstance(q.object, Literal)] == ["768"]
    assert list(having(held, None, None, Literal(767), DefaultGraph())) == []


def test_a_store_of_an_earlier_version_gives_each_triple_once() -> None:
    """Without a merged default graph the triples are still found."""
    node = NamedNode("https://example.org/a")
    store = Store()
    store.extend([Quad(node, node, node, NamedNode(f"https://example.org/g{i}")) for i in range(3)])
    assert (len(triples(store)), is_merged(store)) == (1, False)


def test_the_open_store_cannot_be_written(tmp_path: Path) -> None:
    """Readers never change a build."""
    write(full_graph(), tmp_path / "store")
    p = name("tw:targets")
    with pytest.raises(RuntimeError, match="read-write"):
        open_store(tmp_path / "store").add(Quad(p, p, Literal("x")))


def test_writing_over_something_is_refused(tmp_path: Path) -> None:
    """A store is only ever written into a new directory."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BuildError, match="not empty"):
        write([], tmp_path)


def test_opening_what_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    """A missing store is a clear error, and nothing is created."""
    with pytest.raises(BuildError, match="triplewire build"):
        open_store(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_the_store_in_memory_and_on_disk_hold_the_same(tmp_path: Path) -> None:
    """Both stores have every quad."""
    quads = full_graph()
    write(quads, tmp_path / "store")
    in_memory, on_disk = memory(quads), open_store(tmp_path / "store")
    assert set(in_memory) == set(on_disk)
    assert set(named_quads(on_disk)) == set(quads)
