"""Facts as rows: JSON lines as they are, CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from triplewire import vocab
from triplewire.export.lines import csv_line
from triplewire.export.losses import Limit, Tally
from triplewire.export.source import Source
from triplewire.extract.families import families
from triplewire.model import Fact

TAIL = (
    "status",
    "polarity",
    "basis",
    "when_text",
    "when_start",
    "when_end",
    "confidence",
    "release",
    "start",
    "end",
    "quote",
    "rule",
    "id",
)
RISKY = ("=", "+", "-", "@", "\t", "\r")

SHARED = ("background", "inferred", "mappings", "ledger", "ontology")
"""The graphs of a build that hold more than what its releases say."""
GRAPHS = tuple(Limit(f"{name} quads", "the rows are what releases say, and this is not") for name in SHARED)


def jsonl(source: Source, tally: Tally) -> Iterator[str]:
    """One fact a line, as `facts.jsonl`."""
    lose_shared(source, tally)
    for fact in source.facts:
        tally.wrote("rows")
        yield fact.to_line() + "\n"


def lose_shared(source: Source, tally: Tally) -> None:
    """Counts the quads of the graphs that hold more than what releases say."""
    for name, limit in zip(SHARED, GRAPHS, strict=True):
        tally.lose(limit.what, vocab.GRAPH + name, source.sizes[vocab.GRAPH + name])


def arguments(names: Iterable[str]) -> tuple[str, ...]:
    """The arguments of the families of these names, in the order of data/families/, each once."""
    wanted = set(names)
    specs = (spec for name, spec in families().items() if name in wanted)
    return tuple(dict.fromkeys(argument.name for spec in specs for argument in spec.arguments))


def columns(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The columns of a table of these facts: `family`, the arguments of their families, then TAIL."""
    return ("family", *arguments(fact.family for fact in facts), *TAIL)


def csv_text(facts: Sequence[Fact]) -> str:
    """The facts as CSV with a header line. Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    names = columns(facts)
    return csv_line(names) + "".join(csv_line(cell(row[name]) for name in names) for row in map(row_of, facts))


class _Row(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return ""


def row_of(fact: Fact) -> _Row:
    """A fact as a flat row; columns it has nothing for are ""."""
    when, first = fact.when, fact.evidence[0]
    times = {"when_text": when.text, "when_start": when.start or "", "when_end": when.end or ""} if when else {}
    place = {"start": first.start, "end": first.end, "quote": first.quote}
    plain = {name: getattr(fact, name) for name in ("family", "status", "polarity", "basis", "release", "rule", "id")}
    return _Row({**fact.args, **plain, **times, **place, "confidence": round(fact.confidence, 3)})


def cell(value: object) -> object:
    """A cell of a CSV file: text that a spreadsheet would run as a formula with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value
