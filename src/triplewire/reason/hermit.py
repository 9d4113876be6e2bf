"""HermiT as a second opinion: is the graph consistent, can every class have members, and who are they."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from triplewire import vocab
from triplewire.errors import TriplewireError
from triplewire.reason.causes import causes
from triplewire.reason.rules import ontology

RDF, OWL = (vocab.curie_to_iri(f"{p}:") for p in ("rdf", "owl"))
DEFINED = (
    "AntibodyDrugConjugate",
    "ClinicalStageCompound",
    "MaytansinoidConjugate",
    "NonTAPCompound",
    "OrphanDesignatedCompound",
    "PartneredCompound",
    "TAPCompound",
)
"""The classes that a reasoner fills, by local name."""
DISTINCT = ("compound", "organization", "indication", "target", "technology", "payload")


@dataclass(frozen=True)
class HermitReport:
    """What HermiT found. `members` are IRIs by IRI of the defined class, sorted; `explanation` is for people, empty when all is well."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    explanation: str = ""
    triples: int = 0


def check(quads: Iterable[Quad], *, seconds: float = 300) -> HermitReport:
    """HermiT's judgement on the ontology together with the direct triples of `quads`; the statement layer is left out.

    Things of one kind count as different from one another. Raises TriplewireError when Java is missing, when HermiT fails, or
    when it takes longer than `seconds`.
    """
    if not shutil.which("java"):
        raise TriplewireError(
            "HermiT needs Java, and there is no `java` on the PATH; install a Java runtime (11 or later) or use --reasoner rules"
        )
    quads = list(quads)
    triples = [*(Triple(q.subject, q.predicate, q.object) for q in ontology()), *_logical(quads)]
    with tempfile.TemporaryDirectory(prefix="triplewire-") as folder:
        path = Path(folder) / "graph.nt"
        path.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
        found = _run([sys.executable, "-m", "triplewire.reason.worker", str(path), *(vocab.term(c) for c in DEFINED)], seconds)
    members = {iri: tuple(names) for iri, names in sorted(found["members"].items())}
    unsatisfiable = tuple(found["unsatisfiable"])
    return HermitReport(found["consistent"], unsatisfiable, members, _explain(found["consistent"], unsatisfiable, quads), len(triples))


def _run(command: list[str], seconds: float) -> Any:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        # Java is a child of the child; only the whole group goes down together.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise TriplewireError(
            f"HermiT took longer than {seconds:g} s and was stopped; check a smaller graph, or use --reasoner rules"
        ) from error
    if process.returncode:
        last = err.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        raise TriplewireError(f"HermiT failed: {last[0]}; use --reasoner rules, and report the graph if the rules accept it")
    return json.loads(out)


def _logical(quads: Iterable[Quad]) -> list[Triple]:
    """The triples that OWL reasons on, in a fixed order: types and object properties of things, denials, who differs from whom.

    Numbers and strings are left to the shapes: no class is defined by them, and they make HermiT slow.
    """
    properties, classes = _properties(), _classes()
    kept, denials = set(), set()
    for q in quads:
        if q.predicate.value.startswith(OWL):
            denials.add(Triple(q.subject, q.predicate, q.object))
        elif q.predicate.value in properties or (q.predicate.value == RDF + "type" and q.object in classes):
            kept.add(Triple(q.subject, q.predicate, q.object))
    return [*sorted(kept, key=str), *_denied(denials), *_different(kept)]


def _denied(triples: Iterable[Triple]) -> list[Triple]:
    """Negative assertions as OWL wants them: on blank nodes."""
    out, nodes = [], {}
    for triple in sorted(triples, key=str):
        key = str(triple.subject)
        if key not in nodes:
            nodes[key] = BlankNode()
            out.append(Triple(nodes[key], NamedNode(RDF + "type"), NamedNode(OWL + "NegativePropertyAssertion")))
        out.append(Triple(nodes[key], triple.predicate, triple.object))
    return out


def _properties() -> frozenset[str]:
    return frozenset(
        q.subject.value for q in ontology() if q.object == NamedNode(OWL + "ObjectProperty") and isinstance(q.subject, NamedNode)
    )


def _classes() -> frozenset[NamedNode]:
    """The classes of things: all but those of the statement layer and of time."""
    above: dict[object, set[object]] = defaultdict(set)
    for q in ontology():
        if q.predicate.value == vocab.curie_to_iri("rdfs:subClassOf"):
            above[q.subject].add(q.object)
    layer: set[object] = {NamedNode(vocab.term(c)) for c in ("InformationItem", "TimeWindow")}
    while more := {c for c, wider in above.items() if wider & layer} - layer:
        layer |= more
    classes = {q.subject for q in ontology() if q.object == NamedNode(OWL + "Class") and isinstance(q.subject, NamedNode)}
    return frozenset(c for c in classes if c not in layer)


def _different(triples: Iterable[Triple]) -> list[Triple]:
    by_kind: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, NamedNode) and term.value.startswith(vocab.ID):
                kind = term.value.removeprefix(vocab.ID).partition("/")[0]
                by_kind[kind].add(term.value)
    out: list[Triple] = []
    for kind in DISTINCT:
        if len(by_kind[kind]) > 1:
            out += _all_different(sorted(by_kind[kind]))
    return out


def _all_different(members: list[str]) -> list[Triple]:
    axiom, rest = BlankNode(), NamedNode(RDF + "nil")
    out: list[Triple] = []
    head: BlankNode | NamedNode = rest
    for member in reversed(members):
        cell = BlankNode()
        out += [Triple(cell, NamedNode(RDF + "first"), NamedNode(member)), Triple(cell, NamedNode(RDF + "rest"), head)]
        head = cell
    return [
        Triple(axiom, NamedNode(RDF + "type"), NamedNode(OWL + "AllDifferent")),
        Triple(axiom, NamedNode(OWL + "distinctMembers"), head),
        *out,
    ]


def _explain(consistent: bool, unsatisfiable: tuple[str, ...], quads: list[Quad]) -> str:
    lines = [f"the class {iri} can have no members" for iri in unsatisfiable]
    if not consistent:
        found = causes(quads)
        lines.append(
            "the graph contradicts itself" + (":" if found else "; no simple cause was found, so halve the graph until it is gone")
        )
        lines += found
    return "\n".join(lines)
