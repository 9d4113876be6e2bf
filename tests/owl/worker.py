"""Asks the OWL API which profile rules ontologies break: `python -m tests.owl.worker JAR PROFILE=FILE…`, JSON on standard output.

A process of its own, because a Java machine cannot be started twice in one. PROFILE is DL, RL, EL or QL; FILE is RDF/XML. The answer
has, for each argument in order, the violations in words and then the triples that the parser could make no axiom of, sorted.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

API = "org.semanticweb.owlapi"


def judge(java: Any, profile: str, file: Path) -> list[str]:
    """What the OWL API says against the ontology of a file."""
    manager = java.JClass(f"{API}.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(java.JClass("java.io.File")(str(file)))
    report = java.JClass(f"{API}.profiles.OWL2{profile}Profile")().checkOntology(ontology)
    said = {str(violation) for violation in report.getViolations()}
    return sorted(said) + sorted(_unparsed(java, manager, ontology))


def _unparsed(java: Any, manager: Any, ontology: Any) -> set[str]:
    """Triples that became no axiom. This version of the API counts annotations with IRI values among them; those are none to OWL."""
    iri = java.JClass(f"{API}.model.IRI")
    triples = {str(t) for t in manager.getOntologyFormat(ontology).getOntologyLoaderMetaData().getUnparsedTriples()}
    return {f"no axiom: {t}" for t in triples if not ontology.containsAnnotationPropertyInSignature(iri.create(t.split()[1].strip("<>")))}


def main(jar: str, *questions: str) -> None:
    """Starts Java and prints the verdicts."""
    java = importlib.import_module("jpype")
    java.startJVM("-Xmx1g", classpath=[jar])
    pairs = [question.partition("=") for question in questions]
    print(json.dumps([judge(java, profile, Path(file)) for profile, _, file in pairs]))


if __name__ == "__main__":
    main(*sys.argv[1:])
