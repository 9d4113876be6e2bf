"""Shapes: every one can fail, the examples show how, and what we write conforms."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from tests.facts_fixture import documents, facts

from triplewire import resources, vocab
from triplewire.model import Finding
from triplewire.reason import infer
from triplewire.triplify import background, triplify
from triplewire.validate import validate
from triplewire.validate.run import _flat
from triplewire.validate.shapes import shapes, sparql_shapes

INVALID = resources.files("ontology/examples", "*/invalid-*.ttl")
VALID = resources.files("ontology/examples", "*/valid-*.ttl")
SHAPE = "https://w3id.org/triplewire/shape/"


def quads_of(file: Path) -> list[Quad]:
    """The triples of an example."""
    return list(parse(path=file, format=RdfFormat.TURTLE))


def expectation(file: Path) -> tuple[str, str]:
    """Severity and kind that an example says it breaks."""
    found = re.match(r"# expect: (\w+) ([\w-]+)\.", file.read_text("utf-8"))
    assert found, f"{file}: the first line must be `# expect: <severity> <kind>.`"
    return found[1], found[2]


def kinds(findings: list[Finding]) -> set[tuple[str, str]]:
    """Severity and kind of each finding."""
    return {(f.severity, f.kind) for f in findings}


@pytest.mark.parametrize("file", VALID, ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_a_valid_example_conforms(file: Path) -> None:
    """No valid example has a violation or a warning."""
    assert [f for f in validate(quads_of(file)) if f.severity != "info"] == []


@pytest.mark.parametrize("file", INVALID, ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_an_invalid_example_breaks_its_shape_and_no_other(file: Path) -> None:
    """Each invalid example gives exactly the finding that its first line names; remarks of severity info are let pass."""
    severity, kind = expectation(file)
    assert {k for k in kinds(validate(quads_of(file))) if k[0] != "info" or k[1] == kind} == {(severity, kind)}


def test_every_shape_has_an_example_that_breaks_it() -> None:
    """No shape is without a failing example, so none can be dead."""
    grouping = {s for s in shapes().subjects(SH.property, None) if (s, SH["class"], None) not in shapes()}
    known = {
        str(s).removeprefix(SHAPE) for t in (SH.NodeShape, SH.PropertyShape) for s in shapes().subjects(RDF.type, t) if s not in grouping
    }
    assert known - {expectation(f)[1] for f in INVALID} == set()


def test_every_shape_has_a_message_and_a_severity() -> None:
    """Each constraint says in words what is wrong and how grave it is."""
    silent = []
    for shape in shapes().subjects(RDF.type, SH.PropertyShape):
        silent += [str(shape)] if not shapes().value(shape, SH.message) or not shapes().value(shape, SH.severity) else []
    assert silent == []


def full_graph() -> list[Quad]:
    """The invented companies' graph, with background and inferences."""
    quads = triplify(documents(), facts())
    quads = [*quads, *background(quads)]
    return [*quads, *infer(quads)]


def test_what_the_triplifier_writes_conforms() -> None:
    """The graph of the invented companies, with all that follows, has no violation and no warning."""
    assert [f for f in validate(full_graph()) if f.severity != "info"] == []


def test_findings_are_stable_and_in_order() -> None:
    """Reversed input gives the same findings with the same ids, gravest first."""
    quads = full_graph()
    one, other = validate(quads), validate(quads[::-1])
    assert [f.id for f in one] == [f.id for f in other]
    assert [f.severity for f in one] == sorted((f.severity for f in one), key=["violation", "warning", "info"].index)


def test_a_finding_about_a_statement_names_its_fact_and_its_release() -> None:
    """Whoever reads a finding can look up the fact."""
    quads = [q for q in triplify(documents(), facts()) if q.predicate.value != vocab.term("targets")]
    found = [f for f in validate(quads) if f.kind == "factual-direct"]
    assert found
    assert all(f.facts and f.release and f.focus.endswith(f.facts[0]) for f in found)


@pytest.mark.parametrize("shape", sparql_shapes(), ids=lambda s: s.iri.rpartition("/")[2])
def test_sparql_constraints_mean_the_same_to_pyshacl(shape: object) -> None:
    """A SPARQL constraint run once over the graph finds the focus nodes that pyshacl finds by itself, one by one."""
    kind = shape.iri.removeprefix(SHAPE)  # type: ignore[attr-defined]
    example = next(f for f in INVALID if expectation(f)[1] == kind)
    alone = Graph()
    for triple in shapes():
        if (
            str(triple[0]).startswith(SHAPE)
            and str(triple[0]) != SHAPE + kind
            and triple[1] in {SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf}
        ):
            continue
        alone.add(triple)
    _, report, _ = pyshacl.validate(_flat(quads_of(example)), shacl_graph=alone, inference="none")
    assert isinstance(report, Graph)
    theirs = {str(report.value(r, SH.focusNode)) for r in report.subjects(SH.sourceShape, URIRef(SHAPE + kind))}
    ours = {f.focus for f in validate(quads_of(example)) if f.kind == kind}
    assert theirs == ours != set()


def test_blank_nodes_are_refused() -> None:
    """Data with a blank node is an error, not a silent pass."""
    quads = list(parse(input=b"_:a <http://example.org/p> <http://example.org/o> .", format=RdfFormat.N_TRIPLES))
    with pytest.raises(ValueError, match="no blank nodes"):
        validate(quads)


def test_an_empty_graph_has_no_findings() -> None:
    """Nothing in, nothing out."""
    assert validate([]) == []
    assert NamedNode(SHAPE)
