"""What the shipped queries answer on a build of the sample releases. Run this file to rewrite the expected rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import triplewire as tw
from triplewire import query
from triplewire.query import formats

FOLDER = Path(__file__).parent / "queries"
COMMAND = "python tests/golden/rewrite.py"


def golden_queries() -> list[query.NamedQuery]:
    """The queries whose answers are kept: those that run without being told anything."""
    return [q for q in query.listing() if q.folder == "competency" and not any(p.required for p in q.params)]


def answer_of(graph: tw.Graph, name: str) -> str:
    """The rows of a query as SPARQL TSV."""
    return formats.render(graph.query(name), "tsv")


def main() -> None:
    """Builds the sample releases and writes one file per query; files of queries that are gone are removed."""
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
    print(f"{len(wanted)} files in {FOLDER}; read the diff before you commit it")


if __name__ == "__main__":
    main()
