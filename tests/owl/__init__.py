"""The OWL API as a judge of OWL 2 profiles. Its classes lie in the HermiT archive that owlready2 carries; JPype calls them."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from triplewire import vocab
from triplewire.terms import load

ROOT = Path(__file__).resolve().parents[2]
DENIAL = f"{vocab.ID}denial/"


def need_judge() -> Path:
    """The archive with the OWL API; without Java or JPype the test is skipped with a reason."""
    owlready = importlib.util.find_spec("owlready2")
    if not shutil.which("java") or not importlib.util.find_spec("jpype"):
        pytest.skip("the OWL API needs Java and JPype: apt install default-jre-headless, pip install jpype1")
    assert owlready is not None
    assert owlready.origin is not None
    return Path(owlready.origin).parent / "hermit" / "HermiT.jar"


def with_ontology(quads: Iterable[Quad]) -> list[Triple]:
    """The ontology with the triples of a graph, as OWL reads them: a denial hangs on a blank node there, in the data on an IRI."""
    denials: dict[str, BlankNode] = {}

    def node(term: object) -> object:
        if isinstance(term, NamedNode) and term.value.startswith(DENIAL):
            return denials.setdefault(term.value, BlankNode())
        return term

    data = {Triple(node(q.subject), q.predicate, q.object) for q in quads}  # type: ignore[arg-type]
    return [*load().triples, *data]


def violations(folder: Path, questions: Mapping[str, tuple[str, Iterable[Triple]]]) -> dict[str, list[str]]:
    """By name of a question, what breaks its profile: each question is a profile and the triples to be judged. One run of Java."""
    jar, words = need_judge(), []
    for name, (profile, triples) in questions.items():
        file = folder / f"{name}.rdf"
        file.write_bytes(serialize(triples, format=RdfFormat.RDF_XML) or b"")
        words.append(f"{profile}={file}")
    command = [sys.executable, "-m", "tests.owl.worker", str(jar), *words]
    paths = os.pathsep.join([str(ROOT), *sys.path])
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return dict(zip(questions, json.loads(run.stdout), strict=True))
