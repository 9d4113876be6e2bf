"""Shapes: every one can fail, the examples show how, and what we write conforms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from tests.facts_fixture import documents, facts

from triplewire import resources, vocab
from triplewire.errors import DataError
from triplewire.model import CHANGES, ROLES, SEVERITIES, STATES, CorrectionKind, Finding
from triplewire.model.finding import Standing
from triplewire.reason import infer
from triplewire.triplify import background, triplify
from triplewire.validate import validate
from triplewire.validate.compile import compile_shapes
from triplewire.validate.shapes import shapes

INVALID = resources.files("ontology/examples", "*/invalid-*.ttl")
VALID = resources.files("ontology/examples", "*/valid-*.ttl")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "explanation"
SHAPE = "https://w3id.org/triplewire/shape/"


def quads_of(file: Path) -> list[Quad]:
    """The triples of an example."""
    return list(parse(path=file, format=RdfFormat.TURTLE))


@cache
def found_in(file: Path) -> tuple[Finding, ...]:
    """What is wrong with an example, looked for once for all tests."""
    return tuple(validate(quads_of(file)))


def expectation(file: Path) -> tuple[str, str]:
    """Severity and kind that an example says it breaks."""
    found = re.match(r"# expect: (\w+) ([\w-]+)\.", file.read_text("utf-8"))
    assert found, f"{file}: the first line must be `# expect: <severity> <kind>.`"
    return found[1], found[2]


def kinds(findings: Iterable[Finding]) -> set[tuple[str, str]]:
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
    assert {k for k in kinds(found_in(file)) if k[0] != "info" or k[1] == kind} == {(severity, kind)}


def test_every_shape_has_an_example_that_breaks_it() -> None:
    """No shape is without a failing example, so none can be dead."""
    grouping = {s for s in shapes().subjects(SH.property, None) if (s, SH["class"], None) not in shapes()}
    known = {
        str(s).removeprefix(SHAPE) for t in (SH.NodeShape, SH.PropertyShape) for s in shapes().subjects(RDF.type, t) if s not in grouping
    }
    assert known - {expectation(f)[1] for f in INVALID} == set()


def allowed(shape: str) -> list[str]:
    """The words that a shape lets pass."""
    words = shapes().value(URIRef(SHAPE + shape), SH["in"])
    assert words is not None
    return [str(word) for word in Collection(shapes(), words)]


@pytest.mark.parametrize(
    ("shape", "known"),
    [
        ("change-kind", CHANGES),
        ("correction-kind", get_args(CorrectionKind)),
        ("finding-severity", SEVERITIES),
        ("finding-standing", get_args(Standing)),
        ("resolution-outcome", STATES),
        ("side-role", ROLES),
    ],
)
def test_a_shape_lets_pass_the_words_that_the_program_has(shape: str, known: tuple[str, ...]) -> None:
    """A word that is new to the program is new to its shape, and none is let pass that nobody writes."""
    assert sorted(allowed(shape)) == sorted(known)


def test_the_pages_name_every_kind_of_finding() -> None:
    """Whoever is told a kind can look it up, as the message of its shape says."""
    pages = "".join((DOCS / f"{name}.md").read_text("utf-8") for name in ("conflicts", "changes"))
    assert [kind for kind in allowed("finding-kind") if kind not in pages] == []


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


def test_findings_of_both_engines_are_the_same() -> None:
    """Whoever trusts only pyshacl gets the same findings, word for word."""
    file = resources.path("ontology", "examples", "designation", "invalid-designation-compound.ttl")
    assert validate(quads_of(file), engine="pyshacl") == validate(quads_of(file)) != []


def test_a_finding_says_what_was_found_and_shows_the_words() -> None:
    """A finding names the property and the values in fault, and has the words of the release behind it."""
    file = resources.path("ontology", "examples", "designation", "invalid-designation-compound.ttl")
    found = next(f for f in validate(quads_of(file)) if f.kind == "designation-compound")
    assert "Found: tw:hasDesignation of compound:nvt-101, compound:nvt-205." in found.message
    assert [c.quote for c in found.evidence] == ["NVT-101 now has Fast Track status for sarcoma"]


def test_one_finding_for_a_shape_and_a_node() -> None:
    """Several faults of one kind at one node are one finding, so that ids are unique."""
    found = [f for file in INVALID for f in found_in(file)]
    for file in INVALID:
        ids = [f.id for f in found_in(file)]
        assert len(ids) == len(set(ids))
    assert len(found) > 100


def test_the_ids_of_findings_stay_as_they_are() -> None:
    """Ids are part of the contract: scripts keep books on them, on every machine and in every version."""
    found = {f.kind: f.id for file in INVALID for f in found_in(file) if f.kind in KNOWN_IDS}
    assert found == KNOWN_IDS


KNOWN_IDS = {
    "designation-compound": "designation-compound-a5ab11d196",
    "deal-currency": "deal-currency-c3d84073b9",
    "promise-leak": "promise-leak-5d6af3eff0",
    "statement-subject": "statement-subject-8229be13af",
}


def test_quotes_are_held_against_the_texts() -> None:
    """What stands in the text passes; other words at the same place are a violation that shows both, and says where they do stand."""
    documents_here = documents()
    texts = {d.release.sha256: d.raw for d in documents_here}
    quads = triplify(documents_here, facts())
    assert [f for f in validate(quads, texts=texts) if f.kind in {"quote-differs", "text-not-at-hand"}] == []
    changed = {sha: "\n" + text for sha, text in texts.items()}
    found = [f for f in validate(quads, texts=changed) if f.kind == "quote-differs"]
    assert len(found) == len({q.subject for q in quads if q.object == NamedNode(vocab.term("EvidenceSpan"))})
    assert all(f.severity == "violation" and f.release and "the quoted words stand at" in f.message for f in found)


def test_a_release_without_its_text_is_named() -> None:
    """Where a text is not at hand the quotes were not looked at, and that is said, once a release."""
    found = [f for f in validate(triplify(documents(), facts()), texts={}) if f.kind == "text-not-at-hand"]
    assert {f.release for f in found} == {d.release.id for d in documents()}
    assert {f.severity for f in found} == {"info"}


def test_a_constraint_that_cannot_be_compiled_is_refused() -> None:
    """No constraint is left out unseen: an unknown one is an error that names shape and constraint."""
    graph = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
        e:s a sh:NodeShape ; sh:targetClass e:C ; sh:property e:p . e:p sh:path e:q ; sh:uniqueLang true .""",
        format="turtle",
    )
    with pytest.raises(DataError, match=r"http://example\.org/p.*uniqueLang"):
        compile_shapes(graph, lambda c: [c])


def test_messages_speak_to_a_person() -> None:
    """Every message is a sentence or more, and none is the same for two shapes of one file."""
    for file in resources.files("ontology/shapes", "*.ttl"):
        found = [str(m) for m in Graph().parse(file, format="turtle").objects(None, SH.message)]
        assert [m for m in found if not re.fullmatch(r"[A-Z].{15,}\.", m)] == []
        assert len(found) == len(set(found))


def test_blank_nodes_are_refused() -> None:
    """Data with a blank node is an error, not a silent pass."""
    quads = list(parse(input=b"_:a <http://example.org/p> <http://example.org/o> .", format=RdfFormat.N_TRIPLES))
    with pytest.raises(ValueError, match="no blank nodes"):
        validate(quads)


def test_an_empty_graph_has_no_findings() -> None:
    """Nothing in, nothing out."""
    assert validate([]) == []
    assert NamedNode(SHAPE)
