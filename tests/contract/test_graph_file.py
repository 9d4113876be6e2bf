"""`graph.ttl` of the sample releases, as other people's tools meet it."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import triplewire as tw
from triplewire import resources, vocab

ONTOLOGY = resources.path("ontology", "triplewire.ttl")


@pytest.fixture(scope="module")
def file(sample_out: Path) -> Path:
    """The Turtle file of the build."""
    return sample_out / "current" / "graph.ttl"


def canonical(data: bytes | str, form: ox.RdfFormat) -> str:
    """SHA-256 of the graph in the canonical form of RDFC-1.0."""
    raw = data.encode() if isinstance(data, str) else data
    dataset = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(raw, form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("".join(sorted(f"{quad} .\n" for quad in dataset)).encode()).hexdigest()


def test_the_store_and_the_file_are_the_same_graph(file: Path, sample_graph: tw.Graph) -> None:
    """What the embedded store holds, graphs left out, has the canonical hash of what pyoxigraph reads from the file."""
    held = ox.serialize({q.triple for q in sample_graph.store}, format=ox.RdfFormat.N_TRIPLES)
    assert canonical(held or b"", ox.RdfFormat.N_TRIPLES) == canonical(file.read_bytes(), ox.RdfFormat.TURTLE)


def test_rdflib_reads_the_same_graph(file: Path) -> None:
    """Rdflib's reading has the canonical hash of pyoxigraph's, literals unchanged."""
    read = rdflib.Graph().parse(file).serialize(format="nt")
    assert canonical(read, ox.RdfFormat.N_TRIPLES) == canonical(file.read_bytes(), ox.RdfFormat.TURTLE)


@pytest.mark.skipif(not shutil.which("rapper"), reason="rapper (raptor2-utils) is not installed")
def test_rapper_reads_the_same_graph(file: Path) -> None:
    """`rapper -c` counts the triples of the report without a warning, and its reading has the canonical hash of pyoxigraph's."""
    counted = subprocess.run(["rapper", "-c", "-i", "turtle", file], capture_output=True, text=True, check=True).stderr
    assert f"returned {len(set(ox.parse(path=file, format=ox.RdfFormat.TURTLE)))} triples" in counted
    assert not re.search(r"error|warning", counted, re.IGNORECASE)
    read = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", file], capture_output=True, check=True).stdout
    assert canonical(read, ox.RdfFormat.N_TRIPLES) == canonical(file.read_bytes(), ox.RdfFormat.TURTLE)


def test_prefixes_are_the_pinned_ones(file: Path) -> None:
    """Every prefix line is one of data/prefixes.json, in the order of their names."""
    declared = re.findall(r"^@prefix (\S*): <(.*)> \.$", file.read_text("utf-8"), re.MULTILINE)
    assert dict(declared).items() <= vocab.prefixes().items()
    assert [name for name, _ in declared] == sorted(name for name, _ in declared)


def terms(kind: str) -> list[str]:
    """The terms of our ontology of an OWL kind."""
    graph = rdflib.Graph().parse(ONTOLOGY)
    return sorted(str(term) for term in graph.subjects(rdflib.RDF.type, rdflib.OWL[kind]))


def rows(text: str, *files: Path) -> list[tuple[str, ...]]:
    """What a query finds in Turtle files, in a store that knows nothing else."""
    store = ox.Store()
    for file in files:
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    found = store.query(text, prefixes=vocab.prefixes())
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(cell.value for cell in row) for row in found]


def test_no_store_needs_to_walk_a_hierarchy(file: Path) -> None:
    """Whatever two steps along a transitive property reach is a triple of the file."""
    properties = " ".join(f"<{term}>" for term in terms("TransitiveProperty"))
    step = "SELECT ?x ?p ?z { VALUES ?p { %s } ?x ?p ?y . ?y ?p ?z FILTER(?x != ?z) %s }"
    assert len(rows(step % (properties, ""), file)) > 20
    assert rows(step % (properties, "OPTIONAL { ?x ?p ?known FILTER(?known = ?z) } FILTER(!BOUND(?known))"), file) == []


def test_no_store_needs_to_know_the_classes(file: Path) -> None:
    """Whatever is of a class is of the classes above it, by a triple of the file; but for the most general ones, which nobody asks for."""
    general = {vocab.TW + name for name in ("InformationItem", "Statement", "Category", "Event", "Study", "FinancialMeasure")}
    above = f"?x a ?c . ?c rdfs:subClassOf+ ?d . ?d a owl:Class FILTER(ISIRI(?d) && STRSTARTS(STR(?x), '{vocab.ID}'))"
    known = "OPTIONAL { ?x a ?known FILTER(?known = ?d) } FILTER(!BOUND(?known))"
    assert len(rows(f"SELECT DISTINCT ?x ?d {{ {above} }}", file, ONTOLOGY)) > 20
    missing = {wide for (wide,) in rows(f"SELECT DISTINCT ?d {{ {above} {known} }}", file, ONTOLOGY)}
    assert missing <= general
