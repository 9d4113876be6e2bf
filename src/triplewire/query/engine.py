"""Running a query on a store: prefixes predeclared, all graphs as one, refusals before evaluation, answers as frozen values."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from triplewire import memory, vocab
from triplewire.errors import QueryError, no_such
from triplewire.query import bind, guard, ordering
from triplewire.query.library import NamedQuery, named, parse
from triplewire.store import is_merged
from triplewire.tokens import tokens

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Raw = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: column names, and rows of terms (None where unbound) in the order the query gave them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def plain(self) -> list[tuple[str, ...]]:
        """The rows as plain strings: IRIs and literals by their value, "" where unbound."""
        return [tuple(value(cell) for cell in row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer of a CONSTRUCT or DESCRIBE: each triple once, sorted."""

    triples: tuple[ox.Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.triples)


Answer = Table | bool | Triples


def value(cell: Cell) -> str:
    """The characters of a term: an IRI without brackets, a literal without datatype and language; "" for None."""
    if cell is None:
        return ""
    return cell.value if isinstance(cell, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(cell)


def resolve(text_or_name: str) -> NamedQuery:
    """The shipped query of that name, or the text itself as a query. Raises NotFoundError for a name that is none."""
    return named(text_or_name) if re.fullmatch(r"[\w.-]+", text_or_name.strip()) else parse(text_or_name)


def prepare(query: NamedQuery, values: Mapping[str, Any] | None = None) -> str:
    """The text to run: parameters bound, and looked at for what a query may not do. Raises QueryError."""
    text = bind.bind(query.text, bind.terms(query, values or {}))
    guard.check(text, vocab.prefixes())
    return text


def run(store: ox.Store, query: str | NamedQuery, params: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> Answer:
    """The answer of a query: a name of the library, a SPARQL text, or a loaded query, with `params` for its `$name`s.

    The default graph is the union of all graphs, each triple once. `timeout` is in seconds; the engine cannot be interrupted, so a
    query that is given up goes on in a background thread until the process ends. Raises QueryError with line and column,
    NotFoundError.
    """
    text = prepare(query if isinstance(query, NamedQuery) else resolve(query), params)
    if timeout is None:
        return _answer(store, text)
    return _within(timeout, store, text)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is asked of, as the SPARQL protocol names them: those that are its default graph, and its named ones."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def evaluate(store: ox.Store, text: str, *, base: str | None = None, dataset: Dataset | None = None, union: bool | None = None) -> Raw:
    """What the engine finds for a text that the guard has passed, not yet fetched. `dataset` takes the place of FROM; `union` says
    whether the default graph is all graphs as one, None that this depends on the store and on the text having no FROM.

    Raises QueryError; fetching from the result may raise what `explained` takes.
    """
    graphs: dict[str, Any] = {}
    if dataset:
        graphs = {"default_graph": [ox.NamedNode(g) for g in dataset.default], "named_graphs": [ox.NamedNode(g) for g in dataset.named]}
    elif union or (union is None and not is_merged(store) and not any(token.keyword == "FROM" for token in tokens(text))):
        graphs = {"use_default_graph_as_union": True}
    with explained(text):
        return store.query(text, base_iri=base, prefixes=vocab.prefixes(), **graphs)


@contextmanager
def explained(text: str) -> Iterator[None]:
    """What the engine complains of inside, about that text, as a QueryError in our words."""
    try:
        yield
    except SyntaxError as error:
        raise _explain(str(error), text) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query could not be run: {error}") from error


def _answer(store: ox.Store, text: str) -> Answer:
    unordered, keys = ordering.split(text)
    with memory.no_cycles():
        answer = _found(store, unordered)
        if not keys or not isinstance(answer, Table):
            return answer
        rows = ordering.ordered(answer.rows, answer.columns, keys)
        return _found(store, text) if rows is None else Table(answer.columns, tuple(rows))


def _found(store: ox.Store, text: str) -> Answer:
    found = evaluate(store, text)
    with explained(text):
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return Triples(tuple(sorted(set(found), key=str)))
        return Table(tuple(v.value for v in found.variables), tuple(map(tuple, found)))


def _within(seconds: float, store: ox.Store, text: str) -> Answer:
    outcome: list[Answer | Exception] = []

    def work() -> None:
        try:
            outcome.append(_answer(store, text))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again where it can be caught
            outcome.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise QueryError(f"no answer within {seconds:g} s; narrow the query, or allow more time with --timeout")
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]


def _explain(message: str, text: str) -> QueryError:
    """The parser's complaint in our words: the place, what stands there, and the nearest prefix where a prefix is unknown."""
    match = re.match(r"error at (\d+):(\d+): (?:expected )?(.*)", message, re.DOTALL)
    if not match:
        return QueryError(f"the query is not SPARQL 1.1: {message}")
    line, column, wanted = int(match.group(1)), int(match.group(2)), match.group(3)
    there = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    if "Prefix not found" in wanted:
        unknown = re.search(r"([\w.-]*):[\w.-]*$", there[: column - 1])
        hint = no_such("prefix", unknown.group(1) if unknown else there.strip(), vocab.prefixes())
        return QueryError(f"line {line}, column {column}: {hint}; or declare it with PREFIX")
    seen = there[column - 1 : column + 29].strip()
    found = f"did not expect {seen!r}" if seen else "the text ends too early"
    wanted = f"; expected {wanted}" if len(wanted) < 90 and "[_]" not in wanted else ""
    return QueryError(f"line {line}, column {column}: {found}{wanted}")
