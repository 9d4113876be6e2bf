"""Parquet: the tables of facts, evidence and names with typed columns, for pandas, DuckDB and Spark. Needs pyarrow."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from triplewire.errors import TriplewireError
from triplewire.export.losses import Limit, Tally
from triplewire.export.rows import GRAPHS
from triplewire.export.source import Source
from triplewire.export.tables import (
    EVIDENCE,
    KINDS,
    NAMES,
    RELEASES,
    REPAIRS,
    TAIL,
    columns,
    evidence_rows,
    fact_row,
    is_number,
    lose_rest,
    name_rows,
    release_rows,
)
from triplewire.extract.families import families
from triplewire.model import Fact

if TYPE_CHECKING:
    import pyarrow as pa

DIGITS = Limit("digits", "a number is a double, of 15 to 17 digits")
WORDS = Limit("words for numbers", "the family says that it is a number, and the column has no place for words")
LIMITS = (*GRAPHS, REPAIRS, DIGITS, WORDS, KINDS)

BATCH = 8192
"""Rows of a row group: what is in memory at once."""
DAYS = frozenset({"when_start", "when_end", "date"})
WHOLE = frozenset({"start", "end", "number"})

Row = dict[str, Any]


def parquet(source: Source, tally: Tally) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`facts.parquet` with a column for every argument of every family, `evidence.parquet`, `names.parquet`, `releases.parquet`. The
    columns are the same for every graph, but for arguments of families of one's own. Raises TriplewireError without pyarrow.
    """
    _need()
    lose_rest(source, tally)
    facts = source.facts
    names = _columns(facts)
    numbers = {name for name in names if any(is_number(family, name) for family in families())}
    yield "facts.parquet", _table(names, (_typed(fact, numbers, tally) for fact in facts), numbers, "facts", tally)
    yield "evidence.parquet", _table(EVIDENCE, (row for fact in facts for row in evidence_rows(fact)), set(), "evidence", tally)
    yield "names.parquet", _table(NAMES, (row for fact in facts for row in name_rows(fact)), set(), "names", tally)
    yield "releases.parquet", _table(RELEASES, map(_dated, release_rows(source)), set(), "releases", tally)


def _need() -> None:
    try:
        import pyarrow.parquet  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise TriplewireError(
            "parquet needs pyarrow, which is not installed; install it with: pip install 'triplewire[parquet]'"
        ) from error


def _columns(facts: Sequence[Fact]) -> tuple[str, ...]:
    """`family`, the arguments of all families, any other that facts have, then the tail."""
    known = dict.fromkeys(argument.name for spec in families().values() for argument in spec.arguments)
    more = {name: None for name in columns(facts) if name not in TAIL and name != "family"}
    return ("family", *(known | more), *TAIL)


def _typed(fact: Fact, numbers: set[str], tally: Tally) -> Row:
    """A fact as a row of values of the types of their columns."""
    row: Row = {**fact_row(fact), "flags": list(fact.flags)}
    for name in DAYS & row.keys():
        row[name] = date.fromisoformat(row[name])
    for name, value in fact.args.items():
        if name not in numbers:
            row[name] = str(value)
            tally.lose(KINDS.what, f"{fact.id} {name} {value}", not isinstance(value, str))
        elif isinstance(value, str):
            row[name] = None
            tally.lose(WORDS.what, f"{fact.id} {name} {value}")
        else:
            row[name] = float(value)
            tally.lose(DIGITS.what, f"{fact.id} {name} {value}", row[name] != value and value == value)
    return row


def _dated(row: Mapping[str, Any]) -> Row:
    return {**row, "date": date.fromisoformat(row["date"]) if row["date"] else None}


def _schema(names: Sequence[str], numbers: set[str]) -> pa.Schema:
    import pyarrow as pa

    kinds: Mapping[str, Any] = {
        **dict.fromkeys(names, pa.string()),
        **dict.fromkeys(numbers | {"confidence"}, pa.float64()),
        **dict.fromkeys(DAYS, pa.date32()),
        **dict.fromkeys(WHOLE, pa.int64()),
        "flags": pa.list_(pa.string()),
    }
    return pa.schema([(name, kinds[name]) for name in names])


def _table(names: Sequence[str], rows: Iterable[Row], numbers: set[str], what: str, tally: Tally) -> Iterator[bytes]:
    """The bytes of a file, row group by row group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink, schema = _Sink(), _schema(names, numbers)
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for batch in _batches(rows):
            tally.wrote(what, len(batch))
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


class _Sink(io.RawIOBase):
    """A file to write to whose bytes are taken away as they come."""

    def __init__(self) -> None:
        self._held, self._at = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        """Keeps bytes until they are taken."""
        size = len(memoryview(data).cast("B"))
        self._held += data
        self._at += size
        return size

    def tell(self) -> int:
        """How many bytes were written so far."""
        return self._at

    def taken(self) -> bytes:
        """The bytes that were written since the last time."""
        out = bytes(self._held)
        self._held.clear()
        return out
