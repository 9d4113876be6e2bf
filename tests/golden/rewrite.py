"""What the shipped queries answer on a build of the sample releases, and how a small graph is exported. Run this file to rewrite it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

import triplewire as tw
from triplewire import export, query, store, vocab
from triplewire.model import Document, Evidence, Fact, When
from triplewire.query import formats
from triplewire.read import read_text
from triplewire.triplify import triplify

FOLDER = Path(__file__).parent / "queries"
EXPORTS = Path(__file__).parent / "exports"
COMMAND = "python tests/golden/rewrite.py"


def golden_queries() -> list[query.NamedQuery]:
    """The queries whose answers are kept: those that run without being told anything."""
    return [q for q in query.listing() if q.folder == "competency" and not any(p.required for p in q.params)]


def answer_of(graph: tw.Graph, name: str) -> str:
    """The rows of a query as SPARQL TSV."""
    return formats.render(graph.query(name), "tsv")


TEXT = """Norvane Therapeutics Gives Update

OSLO, March 4, 2027 -- Norvane Therapeutics, Inc. spoke today of its work.

NVT-101 is directed to CD56.

NVT-101 was given orphan drug designation for glioma in the United States.

A Phase 2 trial of NVT-101 is to start by the end of 2027.
"""
ODD = '\tA "quoted" name \\ of \u05d0\u05d1 & <b>, ]]>\x01\ufffe'


def exported() -> export.Source:
    """A small graph, told by hand: a release with a fact, a designation and a promise, and a name that not every format can write."""
    document = read_text(TEXT, name="norvane-2027-03-04")
    compound = {"compound": "NVT-101"}
    target = _fact(document, "directed to CD56", "has_target", compound | {"target": "CD56"}, ids={"target": "hgnc:7656"})
    orphan = {"indication": "glioma", "region": "US"}
    designation = _fact(document, "orphan drug designation for glioma in the United States", "orphan_designation", compound | orphan)
    when = When("by the end of 2027", None, date(2027, 12, 31), "open", "civil", "by")
    start = _fact(document, "trial of NVT-101 is to start by the end of 2027", "milestone", compound | {"kind": "trial_start"}, when=when)
    facts = [target, designation, replace(start, status="expected", hedge="is to", confidence=0.84)]
    odd = NamedNode(vocab.entity("compound", "NVT-101")), NamedNode(vocab.curie_to_iri("skos:altLabel")), Literal(ODD)
    quads = [*triplify([document], facts), Quad(*odd, NamedNode(f"{vocab.GRAPH}background"))]
    return export.Source(store.memory(quads), lambda: facts)


def _fact(document: Document, quote: str, family: str, args: dict[str, str], **more: Any) -> Fact:
    """A fact whose evidence is the words `quote` of a document."""
    start = document.raw.index(quote)
    release = document.release
    return Fact(family, args, (Evidence(start, start + len(quote), quote),), release.id, release.sha256, f"{family}.by-hand", **more)


def export_all(folder: Path) -> None:
    """Writes every format of the small graph, and its manifest, into a folder; of Parquet, whose bytes are those of one version of
    pyarrow, the manifest alone.
    """
    source = exported()
    for form in export.FORMATS.values():
        path = folder / (form.name if form.folder else f"{form.name}.{form.ending}")
        told = export.save(source, form.name, path)
        if form.name == "parquet":
            shutil.rmtree(path)
        (folder / f"{form.name}.losses.json").write_text(told.to_text(), "utf-8")


def main() -> None:
    """Builds the sample releases and writes one file per query and per format; files of what is gone are removed."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tw.build(out=folder)
        graph = tw.open(folder)
        wanted = {f"{q.name}.tsv": answer_of(graph, q.name) for q in golden_queries()}
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    for file in FOLDER.glob("*.tsv"):
        if file.name not in wanted:
            file.unlink()
    shutil.rmtree(EXPORTS, ignore_errors=True)
    EXPORTS.mkdir()
    export_all(EXPORTS)
    exports = sum(file.is_file() for file in EXPORTS.rglob("*"))
    print(f"{len(wanted) + exports} files in {FOLDER.parent}; read the diff before you commit it")


if __name__ == "__main__":
    main()
