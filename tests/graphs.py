"""Graphs made for tests: copies under other names, damage done to order, and random graphs of our vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.triplify.rdf import ALT_LABEL, EXACT_MATCH, LABEL, TYPE, graph, name

BACKGROUND = graph("background")


def renamed(quads: Iterable[Quad], tag: str) -> list[Quad]:
    """The same graph about other things: each node of the data, each name and each identifier has `tag` behind it."""

    def node(term: object) -> object:
        return NamedNode(f"{term.value}-{tag}") if isinstance(term, NamedNode) and term.value.startswith(vocab.ID) else term

    out = []
    for q in quads:
        value = node(q.object)
        if q.predicate in (LABEL, ALT_LABEL) and isinstance(value, Literal) and value.value:
            value = Literal(f"{value.value} {tag}")
        if q.predicate == EXACT_MATCH and isinstance(value, NamedNode):
            value = NamedNode(f"{value.value}{tag}")
        if isinstance(q.subject, NamedNode) and not q.subject.value.startswith(
            (vocab.TW, f"{vocab.ID}technology/tap", f"{vocab.ID}payload-class/")
        ):
            out.append(Quad(node(q.subject), q.predicate, value, q.graph_name))  # type: ignore[arg-type]
    return out


CLASSES = {
    "compound": "tw:Compound",
    "antibody": "tw:Antibody",
    "payload": "tw:Payload",
    "payload-class": "tw:PayloadClass",
    "technology": "tw:Technology",
    "target": "tw:Target",
    "indication": "tw:Indication",
    "organization": "tw:Organization",
    "agreement": "tw:Agreement",
    "trial": "tw:ClinicalTrial",
    "designation": "tw:OrphanDesignation",
}
LINKS = (
    ("compound", "tw:hasAntibody", "antibody"),
    ("compound", "tw:hasPayload", "payload"),
    ("payload", "tw:memberOfPayloadClass", "payload-class"),
    ("compound", "tw:usesTechnology", "technology"),
    ("technology", "tw:variantOf", "technology"),
    ("compound", "tw:targets", "target"),
    ("antibody", "tw:bindsTarget", "target"),
    ("compound", "tw:combinedWith", "compound"),
    ("compound", "tw:inDevelopmentFor", "indication"),
    ("indication", "tw:broaderIndication", "indication"),
    ("compound", "tw:testedIn", "trial"),
    ("trial", "tw:studiesIndication", "indication"),
    ("trial", "tw:hasPhase", "stage"),
    ("compound", "tw:reachedStage", "stage"),
    ("compound", "tw:developedBy", "organization"),
    ("compound", "tw:developedUnder", "agreement"),
    ("agreement", "tw:hasParty", "organization"),
    ("organization", "tw:partnerOf", "organization"),
    ("organization", "tw:subsidiaryOf", "organization"),
    ("organization", "tw:succeededBy", "organization"),
)
"""What random graphs are made of: chains, inverses, symmetric and transitive properties, subproperties, all that classes are defined by."""
STAGES = ("tw:preclinical", "tw:ind", "tw:phase1", "tw:phase1-2", "tw:phase2", "tw:phase3", "tw:filed", "tw:approved", "tw:discontinued")
KEPT_APART = ("tw:variantOf", "tw:broaderIndication", "tw:subsidiaryOf", "tw:succeededBy", "tw:combinedWith", "tw:partnerOf")


def node(kind: str, number: int, tag: str) -> NamedNode:
    """A thing of a random graph."""
    return NamedNode(f"{vocab.ID}{kind}/{tag}-{number}")


def random_graph(seed: int) -> list[Quad]:
    """A consistent graph of some fifteen things: random links, orphan designations, denials, promises that must lead to nothing."""
    rng, tag = Random(seed), f"g{seed}"
    things = {kind: [node(kind, i, tag) for i in range(2 if rng.random() < 0.35 else 1)] for kind in CLASSES}
    things["technology"].append(NamedNode(vocab.entity("technology", "tap")))
    things["payload-class"].append(NamedNode(vocab.entity("payload-class", "maytansinoid")))
    things["stage"] = [name(s) for s in STAGES]
    out = {(thing, TYPE, name(cls)) for kind, cls in CLASSES.items() for thing in things[kind]}
    for kind, predicate, other in LINKS:
        for _ in range(rng.randint(0, 2)):
            one, two = rng.choice(things[kind]), rng.choice(things[other])
            # Longer names stand for less, so that no transitive property goes round in a ring.
            if predicate in KEPT_APART and str(one) >= str(two):
                continue
            out.add((one, name(predicate), two))
    for designation in things["designation"]:
        if rng.random() < 0.6:
            out.add((rng.choice(things["compound"]), name("tw:hasOrphanDesignation"), designation))
            out.add((designation, name("tw:forIndication"), rng.choice(things["indication"])))
            out.add((designation, name("tw:inJurisdiction"), name(rng.choice(("tw:us", "tw:eu")))))
    quads = [Quad(*triple, BACKGROUND) for triple in sorted(out, key=str)]
    return [*quads, *_denials(rng, things, tag), *_promises(rng, things, tag)]


def _denials(rng: Random, things: dict[str, list[NamedNode]], tag: str) -> Iterator[Quad]:
    """Compounds of their own of which it is said only that they are not made with a technology, mostly TAP."""
    for number in range(100, 100 + rng.randint(0, 2)):
        compound = node("compound", number, tag)
        technology = rng.choice([*things["technology"], things["technology"][-1]])
        yield from denial(compound, "tw:usesTechnology", technology)
        yield Quad(compound, TYPE, name("tw:Compound"), BACKGROUND)


def denial(subject: NamedNode, predicate: str, value: NamedNode) -> list[Quad]:
    """The negative assertion of a triple."""
    at = NamedNode(f"{vocab.ID}denial/{subject.value.rpartition('/')[2]}-{predicate[3:]}-{value.value.rpartition('/')[2]}")
    return [
        Quad(at, TYPE, name("owl:NegativePropertyAssertion"), BACKGROUND),
        Quad(at, name("owl:sourceIndividual"), subject, BACKGROUND),
        Quad(at, name("owl:assertionProperty"), name(predicate), BACKGROUND),
        Quad(at, name("owl:targetIndividual"), value, BACKGROUND),
    ]


def _promises(rng: Random, things: dict[str, list[NamedNode]], tag: str) -> Iterator[Quad]:
    """A compound of which everything is promised and nothing said, so that nothing may follow."""
    compound = node("compound", 200, tag)
    yield Quad(compound, TYPE, name("tw:Compound"), BACKGROUND)
    for number, (predicate, kind) in enumerate(
        (("tw:usesTechnology", "technology"), ("tw:reachedStage", "stage"), ("tw:testedIn", "trial"))
    ):
        statement = node("statement", number, tag)
        for of, value in (
            ("rdf:type", name("tw:ForwardLookingStatement")),
            ("tw:stmtSubject", compound),
            ("tw:stmtPredicate", name(predicate)),
            ("tw:stmtObject", rng.choice(things[kind])),
            ("tw:aboutIndication", rng.choice(things["indication"])),
        ):
            yield Quad(statement, name(of), value, BACKGROUND)
