"""Asks the OWL API which profile rules an ontology breaks: `python -m tests.owl.worker JAR PROFILE FILE`, a JSON list on standard output.

A process of its own, because a Java machine cannot be started twice in one. PROFILE is DL, RL, EL or QL; FILE is RDF/XML. The list
has the violations in words and, after them, the triples that the parser could not make an axiom of. Sorted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jpype
import jpype.imports


def judge(profile: str, file: Path) -> list[str]:
    """What the OWL API says against the ontology of a file."""
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(str(file)))
    report = jpype.JClass(f"org.semanticweb.owlapi.profiles.OWL2{profile}Profile")().checkOntology(ontology)
    said = {str(violation) for violation in report.getViolations()}
    return sorted(said) + sorted(f"not an axiom: {triple}" for triple in _unparsed(manager.getOntologyFormat(ontology)))


def _unparsed(form: Any) -> set[str]:
    found = form.getOntologyLoaderMetaData()
    return {str(triple) for triple in found.getUnparsedTriples()} if hasattr(found, "getUnparsedTriples") else set()


def main(jar: str, profile: str, file: str) -> None:
    """Starts Java and prints the verdict."""
    jpype.startJVM("-Xmx1g", classpath=jar.split(":"), convertStrings=False)
    print(json.dumps(judge(profile, Path(file))))


if __name__ == "__main__":
    main(*sys.argv[1:])
