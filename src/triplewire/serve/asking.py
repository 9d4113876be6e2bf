"""Queries, in a worker: looked at, run on the state that is asked for, and written in the format that the client wants."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pyoxigraph as ox

from triplewire import resources
from triplewire.errors import NotFoundError, QueryError
from triplewire.query.engine import Dataset, Raw, evaluate, explained
from triplewire.serve.cutting import rows
from triplewire.serve.graphing import triples
from triplewire.serve.held import Held
from triplewire.serve.looking import Looked, looked_at
from triplewire.serve.media import GRAPHS, ROWS, Media, choose
from triplewire.serve.place import Place
from triplewire.serve.refusal import RefusalError
from triplewire.serve.settings import MAX_ANSWER
from triplewire.serve.wire import Header, Reply

TRUNCATED = "Triplewire-Truncated"


class Reader:
    """Answers what only reads. `options` are those of the worker: `max_rows`, `updates`, and the `place` to open at once."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._most, self._updates = int(options["max_rows"]), bool(options["updates"])
        self._held = Held(Place(**options["place"]))

    def query(self, header: Header, body: bytes) -> Reply:
        """The answer of a SPARQL query. Raises RefusalError for one that is not SPARQL, not allowed, or not sent in the wanted form."""
        held, text = self._open(header), body.decode()
        try:
            looked = looked_at(text)
            dataset = self._dataset(held, looked, header)
            media, name = choose(header["accept"], header["format"], GRAPHS if looked.triples else ROWS)
            tag = "" if looked.varies else self._tag(text, header, media)
            if tag and tag in [part.strip() for part in header["if_none_match"].split(",")]:
                return Reply(304, {"ETag": tag})
            union = held.union and not looked.naming
            raw = evaluate(held.store, text, base=header["base"], dataset=dataset, union=union)
            data, limit = _written(text, raw, media, min(self._most, header.get("most", self._most)))
        except (QueryError, NotFoundError) as error:
            raise RefusalError(400, str(error)) from error
        more = {**({"ETag": tag} if tag else {}), **({TRUNCATED: limit} if limit else {})}
        return Reply(200, {"Content-Type": media.header(name), **more}, data)

    def page(self, header: Header, _: bytes) -> Reply:
        """What a function of ours makes of the graph, named by module and name; it takes what is held, and the arguments by name."""
        module, _, name = header["function"].rpartition(".")
        if not module.startswith("triplewire."):
            raise RefusalError(500, f"{header['function']} is no function of triplewire")
        make: Callable[..., Reply] = getattr(import_module(module), name)
        reply = make(self._open(header), **header["arguments"])
        if len(reply.body) > MAX_ANSWER:
            raise RefusalError(503, f"the page has {len(reply.body)} bytes; at most {MAX_ANSWER} are sent")
        return reply

    def _open(self, header: Header) -> Held:
        place = Place(**header["place"])
        if place != self._held.place:
            self._held = Held(place)
        return self._held

    def _dataset(self, held: Held, looked: Looked, header: Header) -> Dataset | None:
        """The data set that the protocol names, None when the query itself does. Raises QueryError, NotFoundError for unknown graphs."""
        dataset = Dataset(tuple(header["default"]), tuple(header["named"])) if header["default"] or header["named"] else None
        asked = [*dataset.default, *dataset.named] if dataset else looked.sources(header["base"])
        for iri in asked:
            _check_iri(iri)
            if not self._updates:
                held.need_graph(iri)
        return dataset

    def _tag(self, text: str, header: Header, media: Media) -> str:
        """An ETag: for what the answer depends on."""
        parts = [resources.version(), self._most, media.type, *(header[key] for key in ("place", "base", "default", "named")), text]
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _written(text: str, found: Raw, media: Media, most: int) -> tuple[bytes, str]:
    """What the engine finds as bytes, and what was cut. Raises QueryError, RefusalError."""
    with explained(text):
        if isinstance(found, ox.QueryBoolean):
            assert isinstance(media.format, ox.QueryResultsFormat)
            return found.serialize(format=media.format) or b"", ""
        if isinstance(found, ox.QueryTriples):
            return triples(found, media, most, MAX_ANSWER)
        return rows(found, media, most, MAX_ANSWER)


def _check_iri(iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri[:200]!r} is no IRI of a graph: {error}") from None
