"""The file of a workbook: an SQLite database with a row for each release, company and thing, and what was made of it."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS release (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL, sha256 TEXT NOT NULL, names BLOB NOT NULL,
  named TEXT NOT NULL DEFAULT '', facts BLOB, votes BLOB, keys TEXT NOT NULL DEFAULT '[]', shown TEXT NOT NULL DEFAULT '',
  flags TEXT NOT NULL DEFAULT '{}', told TEXT NOT NULL DEFAULT '', lines BLOB, tally TEXT
);
CREATE TABLE IF NOT EXISTS company (name TEXT PRIMARY KEY, digest TEXT NOT NULL, states TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS finding (part TEXT NOT NULL, owner TEXT NOT NULL, place TEXT NOT NULL, told TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS finding_owner ON finding (owner, part);
CREATE INDEX IF NOT EXISTS finding_place ON finding (part, place);
CREATE TABLE IF NOT EXISTS piece (owner TEXT, part TEXT, quads BLOB NOT NULL, PRIMARY KEY (owner, part));
CREATE TABLE IF NOT EXISTS called (
  owner TEXT NOT NULL, node TEXT NOT NULL, graph TEXT NOT NULL, words TEXT NOT NULL, weight INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS called_owner ON called (owner);
CREATE INDEX IF NOT EXISTS called_node ON called (node);
CREATE TABLE IF NOT EXISTS label (node TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS share (quad TEXT, owner TEXT, PRIMARY KEY (quad, owner)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS term (node TEXT, owner TEXT, PRIMARY KEY (node, owner)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS term_owner ON term (owner);
CREATE TABLE IF NOT EXISTS graph (name TEXT PRIMARY KEY, number INTEGER NOT NULL, size INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS block (
  graph INTEGER, key BLOB, claim TEXT, used TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (graph, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stretch (
  graph INTEGER, first BLOB, size INTEGER NOT NULL, digest BLOB, opened INTEGER NOT NULL, PRIMARY KEY (graph, first)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS opening (graph INTEGER PRIMARY KEY, start INTEGER NOT NULL);
"""
CLAIMS = "CREATE UNIQUE INDEX IF NOT EXISTS block_claim ON block (claim, graph) WHERE claim IS NOT NULL"
"""By which claim a block is found; made last where all is new, since to put a row at its place takes longer the more there are."""
TABLES = ("meta", "release", "company", "finding", "piece", "called", "label", "share", "term", "graph", "block", "stretch", "opening")
"""`release`: `digest` of the reading and of the text, the `names` that it uses; its facts under the `named` names of all releases, with the
`votes` on organizations and the `keys` of what others may speak of too; the name `shown` of its issuer, the `flags` of its facts, what is
`told` in the end: its `lines` of facts.jsonl, and the `tally` of what the report counts. `finding`: what an owner's part finds, and its
place among what the others find. `piece`: the quads that an owner's part gives. `called`: what a node is called where, by whom. `share`:
who has the quads of graphs that several owners write. `term`: who uses a node that is no thing of the data. `graph`: how many quads a named
graph has. `block`: what a subject has in a graph, as text, by its place in the file; the `claim` whose place may change. `stretch`: blocks
that follow each other in the text file that was written last; no `digest` once one of them is another. `opening`: where in that file the
stretches of a graph start.
"""
CACHE = -64_000
"""Of the file so many kilobytes are held in memory (https://www.sqlite.org/pragma.html#pragma_cache_size)."""


class Book:
    """A workbook, open for one run: what it notes counts when it is `kept`, all at once, and else not at all."""

    def __init__(self, path: Path | None) -> None:
        """Opens the file, which is made if need be; None is a book in memory. Raises sqlite3.Error for what is no book, or read only."""
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(path or ":memory:", isolation_level=None)
        if path is not None:
            self._put_aside_in(path.parent)
        self._base.execute(f"PRAGMA cache_size = {CACHE}")
        self._base.executescript(_TABLES)
        self._base.execute(CLAIMS)
        self._base.execute("BEGIN IMMEDIATE")

    def _put_aside_in(self, folder: Path) -> None:
        """Has what is sorted outside of memory lie where the build is, and not on another disk that may be small, or memory itself; the
        files go with the process, however that ends (https://www.sqlite.org/tempfiles.html).
        """
        quoted = str(folder).replace("'", "''")
        with suppress(sqlite3.Error, UnicodeEncodeError):  # then it lies where the system has it
            self._base.execute(f"PRAGMA temp_store_directory = '{quoted}'")

    def clear(self) -> None:
        """Forgets all."""
        for table in TABLES:
            self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are those above

    def keep(self) -> None:
        """Makes all that was noted last."""
        with _refusals():
            self._base.execute("COMMIT")
            self._base.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Ends the run; what was not kept is forgotten."""
        self._base.rollback()
        self._base.close()

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        with _refusals():
            return self._base.execute(query, values)

    def one(self, query: str, *values: object) -> Any:
        """The first value of the first row; None when there is none."""
        row = next(self.rows(query, *values), None)
        return row[0] if row else None

    def do(self, statement: str, *values: object) -> None:
        """Changes what is noted."""
        with _refusals():
            self._base.execute(statement, values)

    def each(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Changes what is noted, once for each row."""
        with _refusals():
            self._base.executemany(statement, rows)

    def note(self, name: str) -> Any:
        """A value of the book as a whole; None when there is none."""
        found = self.one("SELECT value FROM meta WHERE name = ?", name)
        return None if found is None else json.loads(found)

    def write(self, name: str, value: object) -> None:
        """Notes a value of the book as a whole."""
        self.do("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, json.dumps(value, ensure_ascii=False, sort_keys=True))


@contextmanager
def _refusals() -> Iterator[None]:
    """What the disk refuses, as others say it. Raises OSError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = errno.ENOSPC if "full" in str(error) else errno.EIO
        raise OSError(code, os.strerror(code)) from error


def packed(value: object) -> bytes:
    """A value of plain data as few bytes."""
    return packed_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def unpacked(data: bytes | None) -> Any:
    """What was `packed`; an empty list for nothing."""
    return json.loads(unpacked_text(data)) if data else []


def packed_text(text: str) -> bytes:
    """A text as few bytes."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpacked_text(data: bytes | None) -> str:
    """What was `packed_text`; "" for nothing."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass") if data else ""
