"""Facts as tables: one of facts, one of the words that say them, one of their other names and identifiers. All of a fact is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from triplewire import vocab
from triplewire.export.attributes import as_json
from triplewire.export.lines import csv_line
from triplewire.export.losses import Limit, Tally
from triplewire.export.network import Network, kind_of
from triplewire.export.rows import GRAPHS, cell, lose_shared
from triplewire.export.source import Source
from triplewire.extract.families import families
from triplewire.model import Fact

TAIL = (
    "status",
    "polarity",
    "basis",
    "hedge",
    "when_text",
    "when_start",
    "when_end",
    "when_precision",
    "when_calendar",
    "confidence",
    "release",
    "start",
    "end",
    "quote",
    "rule",
    "flags",
    "id",
)
"""The columns of facts behind their arguments; `start`, `end` and `quote` are those of the first evidence, `flags` are JSON."""
EVIDENCE = ("fact", "number", "start", "end", "quote", "role")
"""The columns of evidence: whose it is, which one of it (from 1), where in the text of the release, the words, what they name."""
NAMES = ("fact", "argument", "kind", "number", "value")
"""The columns of names: of which argument of which fact, `alias`, `id` or `was` (what a correction has replaced), which one of them."""

RELEASES = ("release", "date", "title", "issuer", "place", "wire", "source", "sha256")
"""The columns of releases: as their text has it, and the digest of the text."""

TOLD = ("issued", "title", "", "dateline", "wire", "source", "contentSha256")
"""What the graph calls the columns of releases behind the first; the issuer is a node of its own."""

KINDS = Limit("kinds of values", "a cell is text, and the family does not say that it is a number")
EMPTY = Limit("empty values", "a cell that is empty is an argument that is not there")
REPAIRS = Limit("repairs", "which words of a release were read otherwise than they stand there is not among what it says")
LIMITS = (*GRAPHS, REPAIRS, KINDS, EMPTY)
APOSTROPHES = Limit("cells as they are", "a cell that a spreadsheet would run as a formula has an apostrophe before it")
SAFE_LIMITS = (*LIMITS, APOSTROPHES)

Value = str | int | float
Row = Mapping[str, Value]


def csv_files(source: Source, tally: Tally) -> Iterator[tuple[str, Iterable[str]]]:
    """`FAMILY.csv` for each family that has facts, `fact-evidence.csv`, `fact-names.csv`, `fact-releases.csv`: values as
    they are.
    """
    return _files(source, tally, lambda value, _: value)


def safe_csv_files(source: Source, tally: Tally) -> Iterator[tuple[str, Iterable[str]]]:
    """The same for spreadsheets: no text is one that they would run as a formula."""

    def safe(value: object, where: str) -> object:
        if cell(value) != value:
            tally.lose(APOSTROPHES.what, f"{where}: {value}")
        return cell(value)

    return _files(source, tally, safe)


def own() -> tuple[str, ...]:
    """The names of the tables of all families."""
    return tuple(f"{family}.csv" for family in families())


Cell = Callable[[object, str], object]


def _files(source: Source, tally: Tally, shown: Cell) -> Iterator[tuple[str, Iterable[str]]]:
    lose_rest(source, tally)
    for fact in source.facts:
        _lose(fact, tally)
    for family in sorted({fact.family for fact in source.facts}):
        facts = [fact for fact in source.facts if fact.family == family]
        names = columns(facts)
        yield f"{family}.csv", _lines(names, map(fact_row, facts), shown, "facts", tally)
    yield "fact-evidence.csv", _lines(EVIDENCE, (row for f in source.facts for row in evidence_rows(f)), shown, "evidence", tally)
    yield "fact-names.csv", _lines(NAMES, (row for f in source.facts for row in name_rows(f)), shown, "names", tally)
    yield "fact-releases.csv", _lines(RELEASES, release_rows(source), shown, "releases", tally)


def _lines(names: Sequence[str], rows: Iterable[Row], shown: Cell, what: str, tally: Tally) -> Iterator[str]:
    yield csv_line(names)
    for row in rows:
        tally.wrote(what)
        yield csv_line(shown(row.get(name, ""), str(next(iter(row.values())))) for name in names)


def columns(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The columns of a table of these facts: `family`, the arguments of their families and any other that they have, then TAIL."""
    found: dict[str, None] = {}
    for fact in facts:
        spec = families().get(fact.family)
        found |= dict.fromkeys([a.name for a in spec.arguments] if spec else [])
        found |= dict.fromkeys(sorted(fact.args))
    return ("family", *found, *TAIL)


def fact_row(fact: Fact) -> dict[str, Value]:
    """A fact as a row; what it does not have is not there."""
    first, when = fact.evidence[0], fact.when.to_json() if fact.when else {}
    row: dict[str, Value] = {**fact.args, "hedge": fact.hedge, "flags": as_json(list(fact.flags)) if fact.flags else ""}
    row |= {name: getattr(fact, name) for name in ("family", "status", "polarity", "basis", "release", "rule", "id")}
    row |= {f"when_{name}": str(value) for name, value in when.items() if value is not None}
    return row | {"confidence": round(fact.confidence, 3), "start": first.start, "end": first.end, "quote": first.quote}


def evidence_rows(fact: Fact) -> Iterator[dict[str, Value]]:
    """The evidence of a fact, in its order."""
    for number, e in enumerate(fact.evidence, 1):
        yield {"fact": fact.id, "number": number, "start": e.start, "end": e.end, "quote": e.quote, "role": e.role}


def name_rows(fact: Fact) -> Iterator[dict[str, Value]]:
    """The other names, the identifiers and the replaced values of a fact's arguments, by argument."""
    kinds = {"alias": fact.aliases, "id": {k: (v,) for k, v in fact.ids.items()}, "was": {k: (v,) for k, v in fact.was.items()}}
    for kind, values in kinds.items():
        for argument, given in sorted(values.items()):
            for number, value in enumerate(given, 1):
                yield {"fact": fact.id, "argument": argument, "kind": kind, "number": number, "value": value}


def release_rows(source: Source) -> Iterator[dict[str, Value]]:
    """The releases, by id."""
    graph = Network(source)
    for iri in (iri for iri in graph.iris if kind_of(iri) == "release"):
        told = {name: values[0].value for name, values in graph.thing(iri).literals.items()}
        row = {name: told.get(key, "") for name, key in zip(RELEASES[1:], TOLD, strict=True)}
        yield {"release": vocab.release_id(iri), **row, "issuer": graph.issuer(iri)}


def lose_rest(source: Source, tally: Tally) -> None:
    """Counts what is in no table."""
    lose_shared(source, tally)
    Network(source).lose_nodes(REPAIRS.what, "tw:Repair", tally)


def is_number(family: str, argument: str) -> bool:
    """Whether a family says that an argument is a number."""
    spec = families()[family].argument(argument) if family in families() else None
    return bool(spec and spec.type == "number")


def _lose(fact: Fact, tally: Tally) -> None:
    for argument, value in sorted(fact.args.items()):
        if value == "":
            tally.lose(EMPTY.what, f"{fact.id} {argument}")
        elif isinstance(value, str) is is_number(fact.family, argument):
            tally.lose(KINDS.what, f"{fact.id} {argument} {value!r}")
