"""Rules and HermiT say the same of any graph of our vocabulary: members of classes, pairs of properties, contradictions."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable

import pytest
from pyoxigraph import NamedNode, Quad
from tests.graphs import BACKGROUND, CLASSES, denial, node, random_graph
from tests.shared import need_shared

from triplewire import api, assemble, pipeline, reconcile, vocab
from triplewire.errors import TriplewireError
from triplewire.reason import HermitReport, check, contradictions, infer, judge
from triplewire.reason.hermit import DEFINED, _properties
from triplewire.triplify import background, triplify
from triplewire.triplify.rdf import TYPE, name

needs_java = pytest.mark.skipif(not shutil.which("java"), reason="HermiT needs Java; install a Java runtime to run this test")
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options of Java for a run of seconds, which else spends a third of its time on compiling itself well."""
NOT_OWL = {vocab.term("highestStage")}
"""What rules add and OWL has no words for: the greatest of several values."""


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Java, where a test starts it, knows that it will not run for long."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", BRIEF)


def by_rules(graphs: Iterable[list[Quad]]) -> tuple[dict[str, set[str]], dict[str, set[tuple[str, str]]]]:
    """By class its members, and by property its pairs, after the rules have run on each graph."""
    members: dict[str, set[str]] = defaultdict(set)
    values: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for quads in graphs:
        for q in (*quads, *infer(quads)):
            if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode):
                if q.predicate == TYPE:
                    members[q.object.value].add(q.subject.value)
                elif q.predicate.value in _properties() - NOT_OWL:
                    values[q.predicate.value].add((q.subject.value, q.object.value))
    return members, values


def same_members(report: HermitReport, members: dict[str, set[str]]) -> None:
    """Hold the two against each other, class by class."""
    assert report.consistent, report.explanation
    assert report.unsatisfiable == ()
    assert {c: set(m) for c, m in report.members.items()} == {vocab.term(c): members[vocab.term(c)] for c in DEFINED}


def of_data(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs that are about data, not about the ontology's own individuals."""
    return {p for p in pairs if not p[0].startswith(vocab.TW)}


@pytest.mark.java
@pytest.mark.slow
@needs_java
@pytest.mark.parametrize("batch", range(5))
def test_rules_and_hermit_agree_on_generated_graphs(batch: int) -> None:
    """On two hundred random graphs, forty a run, every defined class has the same members, and every property (chains, inverses,
    symmetric, transitive, narrower ones) the same pairs.
    """
    graphs = [random_graph(seed) for seed in range(batch * 40, batch * 40 + 40)]
    report = judge(graphs, values=True)
    members, values = by_rules(graphs)
    same_members(report, members)
    theirs = {p: found for p, pairs in report.values.items() if (found := of_data(pairs))}
    assert theirs == dict(values)
    assert all(report.members[vocab.term(c)] for c in DEFINED)


def test_generated_graphs_have_all_that_is_compared() -> None:
    """The random graphs together have members for each defined class and pairs for each property that rules or data can give one."""
    members, values = by_rules([random_graph(seed) for seed in range(200)])
    assert all(len(members[vocab.term(c)]) > 20 for c in DEFINED)
    assert {
        len(values[vocab.term(p)]) > 5 for p in ("hasPayloadClass", "targets", "targetedBy", "orphanDesignatedFor", "inClinicalTrialsFor")
    } == {True}


def test_nothing_follows_from_promises_in_generated_graphs() -> None:
    """Of the compounds of which all is promised and nothing said, no rule says anything."""
    promised = [node("compound", 200, f"g{seed}") for seed in range(200)]
    assert not [q for seed in range(200) for q in infer(random_graph(seed)) if q.subject in promised or q.object in promised]


def sample_graph(paths: Iterable[object]) -> list[Quad]:
    """Stated and background quads of releases."""
    read = [pipeline.read_one(path) for path in paths]  # type: ignore[arg-type]
    documents = [document for document, _ in read]
    facts, _ = reconcile.reconcile(documents, assemble.assemble([f for _, found in read for f in found]))
    quads = triplify(documents, facts)
    return sorted({*quads, *background(quads)}, key=str)


def nothing_leaks(quads: list[Quad]) -> None:
    """No denied triple of what never changes is in the graph; no promised one without somebody who states it or a rule that gives it."""
    kept = {(q.subject, q.predicate, q.object) for q in quads}
    parts: dict[object, dict[str, object]] = defaultdict(dict)
    for q in quads:
        if q.predicate == TYPE or q.predicate.value.startswith(vocab.term("stmt")):
            parts[q.subject][q.predicate.value] = q.object
    claims = {
        s: (p[vocab.term("stmtSubject")], p[vocab.term("stmtPredicate")], p[vocab.term("stmtObject")])
        for s, p in parts.items()
        if vocab.term("stmtSubject") in p
    }
    kinds = {s: parts[s][TYPE.value] for s in claims}
    holding = {claims[s] for s, k in kinds.items() if k in (name("tw:FactualStatement"), name("tw:DerivedStatement"))}
    denied = {claims[s] for s, k in kinds.items() if k == name("tw:NegativeStatement")}
    promised = {claims[s] for s, k in kinds.items() if k == name("tw:ForwardLookingStatement")}
    inferred = {(q.subject, q.predicate, q.object) for q in infer(quads)}
    timeless = {d for d in denied if d[1] in (name("tw:usesTechnology"), name("tw:hasPayload"), name("tw:targets"))}
    assert timeless & (kept | inferred) == set()
    assert (promised - holding) & kept == set()


@pytest.mark.java
@pytest.mark.slow
@needs_java
def test_rules_and_hermit_agree_on_the_samples() -> None:
    """The sample releases together: consistent, the same members, nothing denied or merely promised among the triples."""
    quads = sample_graph(api.samples())
    same_members(check(quads), by_rules([quads])[0])
    nothing_leaks(quads)


@pytest.mark.java
@pytest.mark.shared
@pytest.mark.slow
@needs_java
def test_rules_and_hermit_agree_on_the_seed() -> None:
    """The first release that the product was made for: the same members, and SAR650984 is a NonTAPCompound by its denial alone."""
    quads = sample_graph(sorted((need_shared() / "releases" / "seed").glob("*.txt")))
    report = check(quads)
    members = by_rules([quads])[0]
    same_members(report, members)
    nothing_leaks(quads)
    sar = vocab.entity("compound", "SAR650984")
    assert report.members[vocab.term("NonTAPCompound")] == (sar,)
    undenied = [q for q in quads if not q.predicate.value.startswith(vocab.curie_to_iri("owl:"))]
    assert sar not in by_rules([undenied])[0][vocab.term("NonTAPCompound")]


def one(*triples: tuple[str, str, str]) -> list[Quad]:
    """A small graph; the things in it get the types of their kinds."""
    quads = [Quad(name(s), name(p), name(o), BACKGROUND) for s, p, o in triples]
    kinds = {**CLASSES, "orgn": "tw:Organization"}
    for node_name in {n for s, _, o in triples for n in (s, o)}:
        kind = node_name.partition(":")[0]
        if kind in kinds:
            quads.append(Quad(name(node_name), TYPE, name(kinds[kind]), BACKGROUND))
    return quads


TAP = NamedNode(vocab.entity("technology", "tap"))
INCONSISTENT: dict[str, tuple[list[Quad], str, tuple[str, ...]]] = {
    "two-compounds-of-a-designation": (
        one(("compound:a", "tw:hasDesignation", "designation:d"), ("compound:b", "tw:hasDesignation", "designation:d")),
        "functional",
        ("designation of", "a", "b"),
    ),
    "two-indications-of-a-designation": (
        one(("designation:d", "tw:forIndication", "indication:x"), ("designation:d", "tw:forIndication", "indication:y")),
        "functional",
        ("for indication", "x", "y"),
    ),
    "two-jurisdictions-of-a-designation": (
        one(("designation:d", "tw:inJurisdiction", "tw:us"), ("designation:d", "tw:inJurisdiction", "tw:eu")),
        "functional",
        ("in jurisdiction", "United States", "European Union"),
    ),
    "two-kinds-at-once": (
        one(("compound:a", "rdf:type", "tw:Organization"), ("compound:a", "rdf:type", "tw:Compound")),
        "disjoint",
        ("organization", "compound"),
    ),
    "company-and-authority": (
        one(("orgn:a", "rdf:type", "tw:Company"), ("orgn:a", "rdf:type", "tw:RegulatoryAuthority")),
        "disjoint",
        ("company", "regulatory authority"),
    ),
    "value-of-a-wrong-kind": (
        one(("compound:a", "tw:targets", "indication:x")),
        "range",
        ("targets", "target", "indication"),
    ),
    "subject-of-a-wrong-kind": (
        one(("indication:x", "tw:usesTechnology", "technology:t")),
        "domain",
        ("uses technology", "compound", "indication"),
    ),
    "said-and-denied": (
        [
            *one(("compound:a", "tw:usesTechnology", "technology:tap")),
            *denial(NamedNode(vocab.entity("compound", "a")), "tw:usesTechnology", TAP),
        ],
        "denied",
        ("a uses technology TAP", "said and denied"),
    ),
    "denied-and-made-with-a-variant": (
        [
            *one(("compound:a", "tw:usesTechnology", "technology:t"), ("technology:t", "tw:variantOf", "technology:tap")),
            *denial(NamedNode(vocab.entity("compound", "a")), "tw:usesTechnology", TAP),
        ],
        "denied",
        ("a uses technology TAP", "inferred", "made with a variant"),
    ),
}


ONE_OF_EACH_KIND = (
    "company-and-authority",
    "denied-and-made-with-a-variant",
    "subject-of-a-wrong-kind",
    "two-compounds-of-a-designation",
    "two-jurisdictions-of-a-designation",
    "value-of-a-wrong-kind",
)


@pytest.mark.parametrize("case", sorted(INCONSISTENT))
def test_a_contradiction_is_explained(case: str) -> None:
    """Each sort of contradiction is found without Java, and told with the names of what contradicts what."""
    quads, kind, words = INCONSISTENT[case]
    found = contradictions(quads)
    assert kind in {c.kind for c in found}
    told = "\n".join(c.told() for c in found if c.kind == kind)
    assert [w for w in words if w not in told] == []


@pytest.mark.java
@pytest.mark.slow
@needs_java
@pytest.mark.parametrize("case", ONE_OF_EACH_KIND)
def test_hermit_finds_the_same_contradictions(case: str) -> None:
    """HermiT calls these graphs inconsistent, and its report has our explanation."""
    quads, _, words = INCONSISTENT[case]
    report = check(quads)
    assert not report.consistent
    assert [w for w in words if w not in report.explanation] == []


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_a_consistent_graph_has_no_contradiction(seed: int) -> None:
    """Random consistent graphs are told no contradiction."""
    assert contradictions(random_graph(seed)) == []


def test_without_java_the_batch_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without Java the message names Java and the other reasoner."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(TriplewireError, match=r"Java.*--reasoner rules"):
        judge([[]])
