"""The list of exchange formats, and the one way to write them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from triplewire.errors import TriplewireError, no_such
from triplewire.export import dataset, graphml, jsonld, kgx, nanopubs, neo4j, parquet, rdf, rdfxml, rows, sssom, tables
from triplewire.export.files import Files, Part, write_all, write_to
from triplewire.export.losses import Limit, Manifest, Tally
from triplewire.export.source import Source


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the ending of its files, what it carries, what it cannot carry, and its writer.

    The writer gives its files one after the other, each as a stream of pieces, and counts in the tally what it writes and what it
    loses; only what is among `limits` may be lost. `media` is the media type of its files, where one is registered; `safe` the same
    format with cells that no spreadsheet runs, where there is one; `own` gives patterns of the names of files that are there for some
    graphs and not for others.
    """

    name: str
    ending: str
    carries: str
    limits: tuple[Limit, ...]
    write: Callable[[Source, Tally], Files]
    media: str = ""
    safe: Format | None = None
    own: Callable[[], tuple[str, ...]] = tuple

    @property
    def folder(self) -> bool:
        """Whether the format is a folder of files."""
        return not self.ending

    @property
    def loses(self) -> str:
        """What the format cannot carry, in words."""
        return ", ".join(limit.what for limit in self.limits) or "nothing"


def _one(write: Callable[[Source, Tally], Iterable[Part]]) -> Callable[[Source, Tally], Files]:
    """The writer of a format of one file, from a function that gives its pieces."""

    def files(source: Source, tally: Tally) -> Iterator[tuple[str, Iterable[Part]]]:
        yield "", write(source, tally)

    return files


def _void(source: Source, tally: Tally) -> Iterator[str]:
    forms = [dataset.Distribution(form.name, form.media, form.carries, form.loses) for form in _ALL if form.name != "void"]
    return dataset.void(source, tally, forms)


_TRIPLES = (rdf.GRAPH_NAMES,)
_NANOPUBS = "every statement as a nanopublication with a trusty URI"
TSV, PARQUET = "text/tab-separated-values", "application/vnd.apache.parquet"

_ALL = (
    Format("turtle", "ttl", "every triple, grouped by entity, in one file", _TRIPLES, _one(rdf.turtle), "text/turtle"),
    Format("trig", "trig", "every quad, graph by graph", (), _one(rdf.trig), "application/trig"),
    Format("ntriples", "nt", "every triple, one a line, sorted", _TRIPLES, _one(rdf.ntriples), "application/n-triples"),
    Format("nquads", "nq", "every quad, one a line, sorted", (), _one(rdf.nquads), "application/n-quads"),
    Format(
        "jsonld", "jsonld", "every quad as one JSON document in the words of the ontology", (), _one(jsonld.jsonld), "application/ld+json"
    ),
    Format("rdfxml", "rdf", "every triple as RDF/XML", rdfxml.LIMITS, _one(rdfxml.rdfxml), "application/rdf+xml"),
    Format("rdf12", "ttl", "every triple, statements as triple terms of RDF 1.2", _TRIPLES, _one(rdf.rdf12), "text/turtle"),
    Format(
        "nanopubs",
        "trig",
        "every statement as a nanopublication with a trusty URI",
        nanopubs.LIMITS,
        _one(nanopubs.nanopubs),
        "application/trig",
    ),
    Format("void", "ttl", "a description of the graph for catalogues (VoID, DCAT)", (dataset.TRIPLES,), _one(_void), "text/turtle"),
    Format("jsonl", "jsonl", "the facts with evidence, one a line", rows.GRAPHS, _one(rows.jsonl)),
    Format(
        "csv",
        "",
        "one table per fact family, and one of all their evidence",
        tables.LIMITS,
        tables.csv_files,
        "text/csv",
        Format("csv", "", "the same, safe to open in a spreadsheet", tables.SAFE_LIMITS, tables.safe_csv_files, "text/csv", own=tables.own),
        own=tables.own,
    ),
    Format("parquet", "", "the facts and their evidence as typed columns", parquet.LIMITS, parquet.parquet, PARQUET),
    Format("sssom", "sssom.tsv", "the public identifiers of things, with why", sssom.LIMITS, _one(sssom.sssom), TSV),
    Format("kgx-tsv", "", "things and edges in Biolink terms, as nodes.tsv and edges.tsv", kgx.TSV_LIMITS, kgx.tsv, TSV),
    Format("kgx-jsonl", "", "things and edges in Biolink terms, as nodes.jsonl and edges.jsonl", kgx.LIMITS, kgx.jsonl),
    Format("graphml", "graphml", "things and edges with evidence, for network tools", graphml.LIMITS, _one(graphml.graphml)),
    Format("neo4j", "", "things and edges with evidence, for neo4j-admin", neo4j.LIMITS, neo4j.neo4j, "text/csv", own=neo4j.own),
)
FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}


def export(source: Source, name: str, path: Path | None = None) -> str:
    """The text of a one-file format, written to `path` when given; "" for a format of many files, which needs `path` as its folder.

    Raises NotFoundError for an unknown format, TriplewireError when a folder is needed or cannot be written.
    """
    if path is None:
        text = io.BytesIO()
        save(source, name, text)
        return text.getvalue().decode("utf-8")
    save(source, name, path)
    return "" if FORMATS[name].folder else path.read_bytes().decode("utf-8")


def save(source: Source, name: str, out: Path | BinaryIO, *, spreadsheet: bool = False) -> Manifest:
    """Writes a format to a file or folder, or to an open stream, piece by piece; tells what was written and what was lost. With
    `spreadsheet`, no cell is one that a spreadsheet would run as a formula.

    Raises NotFoundError for an unknown format, TriplewireError when a folder is needed, when `out` cannot be written or the store has a
    blank node that the format has no name for (the files that were there are then as they were), or when the format is none for
    spreadsheets.
    """
    form = _format(name)
    if spreadsheet:
        if not form.safe:
            known = ", ".join(each.name for each in _ALL if each.safe)
            raise TriplewireError(f"{name} has no cells that a spreadsheet opens; --spreadsheet is for {known}")
        form = form.safe
    tally = Tally(form.limits)
    try:
        if isinstance(out, Path):
            write_all(form.write(source, tally), out, form.own())
        else:
            write_to(out, _only(form, source, tally))
    except ValueError as error:  # of a store that was updated by hand: builds have no blank nodes
        raise TriplewireError(f"{name}: {error}; mend the store, or take nquads, which carries all") from error
    return Manifest(form.name, form.ending, form.carries, tally.written, tally.losses)


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise no_such("export format", name, FORMATS)
    return FORMATS[name]


def _only(form: Format, source: Source, tally: Tally) -> Iterator[Part]:
    """The pieces of the only file of a format."""
    if form.folder:
        raise TriplewireError(f"{form.name} is a folder of files; say where with -o FOLDER")
    return (part for _, parts in form.write(source, tally) for part in parts)
