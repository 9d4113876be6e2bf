"""The list of exchange formats, and the one way to write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from triplewire.errors import TriplewireError, no_such
from triplewire.export import rdf, rows
from triplewire.export.source import Source

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the ending of its files, what it carries and what it cannot, and its writer.

    The writer returns texts by file name; the name "" stands for the only file of a one-file format.
    """

    name: str
    ending: str
    carries: str
    loses: str
    write: Callable[[Source], Files]

    @property
    def folder(self) -> bool:
        """Whether the format is a folder of files."""
        return not self.ending


def _one(write: Callable[[Source], str]) -> Callable[[Source], Files]:
    """The writer of a one-file format, from a function that gives its text."""
    return lambda source: {"": write(source)}


_ALL = (
    Format("turtle", "ttl", "every triple, grouped by entity, in one file", "the named graphs", _one(rdf.turtle)),
    Format("trig", "trig", "every quad, graph by graph", "nothing", _one(rdf.trig)),
    Format("ntriples", "nt", "every triple, one a line, sorted", "the named graphs", _one(rdf.ntriples)),
    Format("nquads", "nq", "every quad, one a line, sorted", "nothing", _one(rdf.nquads)),
    Format("jsonld", "jsonld", "every quad as JSON", "nothing", _one(rdf.jsonld)),
    Format("rdfxml", "rdf", "every triple as RDF/XML", "the named graphs", _one(rdf.rdfxml)),
    Format("jsonl", "jsonl", "the facts with evidence, one a line", "background, inferred triples, mappings", _one(rows.jsonl)),
    Format("csv", "", "one table per fact family", "all but the first evidence, background, inferred triples", rows.csv_files),
)
FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}


def export(source: Source, name: str, path: Path | None = None) -> str:
    """The text of a one-file format, written to `path` when given; "" for a format of many files, which needs `path` as its folder.

    Raises NotFoundError for an unknown format, TriplewireError when a folder is needed or cannot be written.
    """
    if name not in FORMATS:
        raise no_such("export format", name, FORMATS)
    form = FORMATS[name]
    if form.folder and path is None:
        raise TriplewireError(f"{name} is a folder of files; say where with -o FOLDER")
    files = form.write(source)
    try:
        for file, text in files.items():
            _write(path / file if form.folder and path else path, text)
    except OSError as error:
        raise TriplewireError(f"{path}: the export cannot be written: {error.strerror or error}") from error
    return "" if form.folder else files[""]


def _write(path: Path | None, text: str) -> None:
    """Writes beside the target and moves it into place, so that a full disk never costs the file that was there."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, "utf-8", newline="")
    fresh.replace(path)
