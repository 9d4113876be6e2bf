"""What the shipped queries answer on a build of the sample releases, and a small graph in the exchange formats. Run this file to rewrite
what is expected.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import triplewire as tw
from triplewire import export, query
from triplewire.query import formats

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.exports_fixture import source

FOLDER = Path(__file__).parent / "queries"
EXPORTS_FOLDER = Path(__file__).parent / "exports"
EXPORTS = ("sssom", "kgx-tsv", "kgx-jsonl", "graphml", "neo4j", "csv")
"""The formats of which files are kept; those of Parquet are bytes of one version of pyarrow."""
COMMAND = "python tests/golden/rewrite.py"


def golden_queries() -> list[query.NamedQuery]:
    """The queries whose answers are kept: those that run without being told anything."""
    return [q for q in query.listing() if q.folder == "competency" and not any(p.required for p in q.params)]


def answer_of(graph: tw.Graph, name: str) -> str:
    """The rows of a query as SPARQL TSV."""
    return formats.render(graph.query(name), "tsv")


def golden_answers() -> dict[str, str]:
    """The answers on a build of the sample releases, by file name."""
    with tempfile.TemporaryDirectory() as folder:
        tw.build(out=folder)
        graph = tw.open(folder)
        return {f"{q.name}.tsv": answer_of(graph, q.name) for q in golden_queries()}


def golden_export(name: str) -> tuple[str, str]:
    """What is kept of a format, of the small graph of `tests/exports_fixture.py`: the name of its file and its text, that of a folder
    file after file.
    """
    form = export.FORMATS[name]
    with tempfile.TemporaryDirectory() as folder:
        export.save(source(), name, path := Path(folder) / name)
        if not form.folder:
            return f"{name}.{form.ending}", path.read_bytes().decode("utf-8")
        return f"{name}.txt", "".join(f"--- {f.name}\n{f.read_bytes().decode('utf-8')}" for f in sorted(path.iterdir()))


def _rewrite(folder: Path, wanted: Mapping[str, str]) -> None:
    """Writes the files of a folder; those that are no longer wanted are removed."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (folder / name).write_bytes(text.encode("utf-8"))


def main() -> None:
    """Rewrites the answers of queries and the exports."""
    answers, exports = golden_answers(), dict(map(golden_export, EXPORTS))
    _rewrite(FOLDER, answers)
    _rewrite(EXPORTS_FOLDER, exports)
    print(f"{len(answers) + len(exports)} files in {Path(__file__).parent}; read the diff before you commit it")


if __name__ == "__main__":
    main()
