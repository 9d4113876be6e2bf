"""The ontology is OWL 2 DL, alone and with what we build; its variant is OWL 2 RL, and says what it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from tests.owl import violations, with_ontology
from tests.shared import need_shared

import triplewire as tw
from triplewire import resources
from triplewire.terms import load, rl_variant
from triplewire.terms.__main__ import RL, rl_text
from triplewire.terms.graph import iri

pytestmark = [pytest.mark.java, pytest.mark.slow]

Verdicts = dict[str, list[str]]


def graph(out: Path) -> list[Quad]:
    """The quads of a build's graph."""
    return list(parse(path=out / "current" / "graph.ttl"))


def shipped(*parts: str) -> list[Triple]:
    """The triples of a shipped Turtle file."""
    return [q.triple for q in parse(input=resources.path(*parts).read_bytes(), format=RdfFormat.TURTLE)]


def said(subject: str, predicate: str, value: str) -> Triple:
    """A triple of CURIEs."""
    return Triple(iri(subject), iri(predicate), iri(value))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory, sample_out: Path) -> Verdicts:
    """What the OWL API says against each: the shipped files, builds, and ontologies with a fault."""
    own = load().triples
    examples = [q for file in resources.files("ontology/examples", "*/valid-*.ttl") for q in parse(path=file)]
    return violations(
        tmp_path_factory.mktemp("owl"),
        {
            "source": ("DL", own),
            "variant": ("RL", shipped(*RL)),
            "variant-dl": ("DL", shipped(*RL)),
            "samples": ("DL", with_ontology(graph(sample_out))),
            "examples": ("DL", with_ontology(examples)),
            "source-rl": ("RL", own),
            "functional-chain": ("DL", [*own, said("tw:targets", "rdf:type", "owl:FunctionalProperty")]),
            "undeclared": ("DL", [*own, said("compound:nvt-101", "foaf:knows", "compound:hal-7")]),
            "both-kinds": ("DL", [*own, said("tw:targets", "rdf:type", "owl:DatatypeProperty")]),
            "undeclared-class": ("DL", [*own, said("tw:Company", "rdfs:subClassOf", "foaf:Agent")]),
        },
    )


def test_the_ontology_is_owl_2_dl(verdicts: Verdicts) -> None:
    """The OWL API finds no violation of OWL 2 DL in the edited source."""
    assert verdicts["source"] == []


def test_the_ontology_with_the_sample_graph_is_owl_2_dl(verdicts: Verdicts) -> None:
    """Nor in the ontology together with everything that a build of the sample releases writes."""
    assert verdicts["samples"] == []


def test_the_ontology_with_all_examples_is_owl_2_dl(verdicts: Verdicts) -> None:
    """Nor together with every example graph, where each term is used."""
    assert verdicts["examples"] == []


def test_the_variant_is_owl_2_rl_and_dl(verdicts: Verdicts) -> None:
    """The variant breaks no rule of OWL 2 RL, and none of OWL 2 DL."""
    assert (verdicts["variant"], verdicts["variant-dl"]) == ([], [])


@pytest.mark.parametrize("fault", ["source-rl", "functional-chain", "undeclared", "both-kinds", "undeclared-class"])
def test_the_judge_finds_faults(verdicts: Verdicts, fault: str) -> None:
    """The edited source is not RL, and ontologies with a fault are not DL: the judge is awake."""
    assert verdicts[fault] != []


@pytest.mark.shared
def test_the_ontology_with_the_seed_graph_is_owl_2_dl(tmp_path: Path) -> None:
    """Together with the graph of the first real release the ontology is OWL 2 DL."""
    tw.build([need_shared() / "releases" / "seed"], out=tmp_path / "seed")
    found = violations(tmp_path, {"seed": ("DL", with_ontology(graph(tmp_path / "seed")))})
    assert found == {"seed": []}


def test_the_variant_is_generated_from_the_source() -> None:
    """ontology/triplewire-rl.ttl is what `python -m triplewire.terms` writes, byte for byte."""
    assert resources.path(*RL).read_text("utf-8") == rl_text()


def test_the_variant_leaves_out_only_what_rl_cannot_say() -> None:
    """Each definition keeps what is enough or what follows; all that is left out is named, and nothing else is gone."""
    left_out = rl_variant().left_out
    assert "that tw:Compound and (not (tw:usesTechnology value technology:tap)) is enough to be a tw:NonTAPCompound" in left_out
    assert all(" some " in words or " or " in words or "not (" in words for words in left_out)
    named = {t for t in load().triples if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)}
    kept = set(rl_variant().triples)
    assert {t for t in named - kept if "ontology#" in str(t.subject)} == set()
