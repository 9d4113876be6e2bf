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
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from triplewire import vocab
from triplewire.errors import TriplewireError
from triplewire.groups import reached
from triplewire.reason.causes import contradictions
from triplewire.terms import plain, triples

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
DISTINCT = (
    "Category",
    "Compound",
    "Conference",
    "DevelopmentStage",
    "Indication",
    "Jurisdiction",
    "MolecularPart",
    "Organization",
    "PayloadClass",
    "Person",
    "Target",
    "Technology",
)
"""The kinds of things of which two nodes are two things; a trial or a designation may have been put together twice."""


@dataclass(frozen=True)
class HermitReport:
    """What HermiT found. `members` are IRIs by IRI of the defined class, `values` pairs of IRIs by IRI of the property (only when asked
    for), all sorted; `explanation` is for people, empty when all is well.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    values: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: MappingProxyType({}))
    explanation: str = ""
    triples: int = 0


def check(quads: Iterable[Quad], *, seconds: float = 300) -> HermitReport:
    """HermiT's judgement on the ontology together with the direct triples of `quads`; the statement layer is left out.

    Things of one kind count as different from one another. Raises TriplewireError when Java is missing, when HermiT fails, or
    when it takes longer than `seconds`.
    """
    return judge([quads], seconds=seconds)


def judge(graphs: Iterable[Iterable[Quad]], *, values: bool = False, seconds: float = 300) -> HermitReport:
    """HermiT's judgement on several graphs at once that have no things of their data in common: the start of Java costs most.

    With `values` also which pairs each property holds of. Raises as `check` does.
    """
    if not shutil.which("java"):
        raise TriplewireError(
            "HermiT needs Java, and there is no `java` on the PATH; install a Java runtime (11 or later) or use --reasoner rules"
        )
    parts = [list(quads) for quads in graphs]
    given = [*triples(), *(triple for part in parts for triple in _logical(part))]
    with tempfile.TemporaryDirectory(prefix="triplewire-") as folder:
        path = Path(folder) / "graph.nt"
        path.write_bytes(serialize(given, format=RdfFormat.N_TRIPLES) or b"")
        wanted = ["--values"] if values else []
        found = _run(
            [sys.executable, "-m", "triplewire.reason.worker", str(path), *wanted, *(vocab.term(c) for c in DEFINED)], folder, seconds
        )
    explanation = _explain(found["consistent"], tuple(found["unsatisfiable"]), [q for part in parts for q in part])
    return _report(found, explanation, len(given))


def _report(found: Any, explanation: str, triples: int) -> HermitReport:
    members = {iri: tuple(names) for iri, names in sorted(found["members"].items())}
    pairs = {iri: tuple((a, b) for a, b in held) for iri, held in sorted(found["values"].items())}
    return HermitReport(found["consistent"], tuple(found["unsatisfiable"]), members, pairs, explanation, triples)


def _run(command: list[str], folder: str, seconds: float) -> Any:
    # owlready2 leaves its file behind when the graph is inconsistent, or it is stopped: here that goes with the folder.
    own = {**os.environ, "TMPDIR": folder}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, env=own)
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
    return [*sorted(kept, key=str), *_denied(denials), *_different({*kept, *denials})]


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


@cache
def _properties() -> frozenset[str]:
    return frozenset(s.value for s, _, o in plain() if o == NamedNode(OWL + "ObjectProperty"))


@cache
def _above() -> Mapping[str, frozenset[str]]:
    """Each class of the ontology with itself and all wider ones."""
    wider: dict[str, set[str]] = defaultdict(set)
    for s, p, o in plain():
        if p.value == vocab.curie_to_iri("rdfs:subClassOf"):
            wider[str(s)].add(str(o))
    named = {str(s) for s, _, o in plain() if o == NamedNode(OWL + "Class")}
    return {cls: frozenset({cls, *reached(cls, wider)}) for cls in named}


@cache
def _classes() -> frozenset[NamedNode]:
    """Our own classes of things: all but those of the statement layer and of time."""
    layer = {f"<{vocab.term(c)}>" for c in ("InformationItem", "TimeWindow")}
    own = (c for c, above in _above().items() if c.startswith(f"<{vocab.TW}") and not above & layer)
    return frozenset(NamedNode(c[1:-1]) for c in own)


@cache
def _given() -> tuple[Triple, ...]:
    """The types of the ontology's own individuals."""
    classes = _classes()
    return tuple(t for t in triples() if t.predicate.value == RDF + "type" and t.object in classes)


def _different(triples: Iterable[Triple]) -> list[Triple]:
    """That the things of each kind which the triples mention are different things."""
    mentioned = {term for triple in triples for term in (triple.subject, triple.object)}
    kinds = {f"<{vocab.term(c)}>": c for c in DISTINCT}
    by_kind: dict[str, set[str]] = defaultdict(set)
    for triple in (*triples, *_given()):
        if triple.predicate.value == RDF + "type" and triple.subject in mentioned and isinstance(triple.subject, NamedNode):
            for kind in _above().get(str(triple.object), frozenset()) & kinds.keys():
                by_kind[kinds[kind]].add(triple.subject.value)
    return [t for kind in DISTINCT if len(by_kind[kind]) > 1 for t in _all_different(sorted(by_kind[kind]))]


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
        found = [c.told() for c in contradictions(quads)]
        lines += found or ["no simple cause was found; halve the graph until the contradiction is gone"]
    return "\n".join(lines)
