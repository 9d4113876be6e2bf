"""What a worker makes beside answers to SPARQL: pages of the site, and things and graphs as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pyoxigraph as ox

from triplewire import query, store, vocab
from triplewire.draw import ask as asking
from triplewire.draw import page as pages
from triplewire.errors import NotFoundError, QueryError, TriplewireError
from triplewire.query import bind, remote
from triplewire.serve.graphing import written
from triplewire.serve.held import Held
from triplewire.serve.media import GRAPHS, HTML, Media, choose
from triplewire.serve.refusal import RefusalError
from triplewire.serve.wire import Reply

OFFERS = (HTML, *GRAPHS)
"""As what a thing can be sent; a client that does not say gets the page."""
ENDINGS = {"html": "text/html", **pages.DATA_FORMS, "rdf": "application/rdf+xml"}
DOWNLOADS = {"csv": "text/csv", "json": "application/sparql-results+json"}
TEXTS = {**DOWNLOADS, "ttl": "text/turtle", "js": "text/javascript", "css": "text/css"}
"""Media types of the files of a site that are no pages; the former are kept, not shown."""
SEARCH = "search"
IN_IRIS = ":/?#[]@!$&'()*+,;=%~"
"""What stands in an address as it is, beside letters and figures; a header has room for nothing else."""
LEFT_OUT = "Triplewire-Left-Out"
_CSP = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def page(held: Held, file: str, asked: Mapping[str, str]) -> Reply:
    """A file of the site, with what a person filled into its form. `as_of` shows what was known on a day. Raises RefusalError."""
    given = dict(asked)
    try:
        day = _day(given.pop("as_of", ""))
        text = held.site(day).search(given.get("q", "")) if file == SEARCH else held.site(day).page(file, given)
    except NotFoundError as error:
        raise RefusalError(404, str(error)) from error
    except (QueryError, TriplewireError) as error:
        raise RefusalError(400, str(error)) from error
    return html(text) if file.endswith(".html") or file == SEARCH else _plain(file, text)


def _day(text: str) -> date | None:
    """The day of `as_of`, None for now. Raises QueryError for what is none."""
    return bind.day(text, "as_of") if text.strip() else None


def html(text: str, status: int = 200) -> Reply:
    """A page with its own policy as a header, which also says that no other site may frame it."""
    found = _CSP.search(text)
    policy = unescape(found[1]) if found else "default-src 'none'"
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    return Reply(status, headers, text.encode())


def _plain(file: str, text: str) -> Reply:
    name = file.rpartition("/")[2]
    ending = name.rpartition(".")[2]
    media, keep = TEXTS.get(ending, "text/plain"), {"Content-Disposition": f'attachment; filename="{name}"'} if ending in DOWNLOADS else {}
    return Reply(200, {"Content-Type": f"{media}; charset=utf-8", **keep}, text.encode())


def thing(held: Held, path: str, accept: str, as_of: str = "") -> Reply:
    """What is known of the thing with the IRI `id/<path>`, or was on a day: as a page or as data, whatever the client likes best; an ending
    of the path decides without asking. Raises RefusalError (404) for what the graph does not know, 406 for a form that there is not, 400
    for what is no day.
    """
    media, iri, stem = _wanted(held, vocab.ID, path, accept)
    try:
        day = _day(as_of)
        if media is HTML:
            return _linked(html(held.site(day).resource(iri)), iri, f"/id/{stem}")
    except NotFoundError as error:
        raise RefusalError(404, str(error)) from error
    except QueryError as error:
        raise RefusalError(400, str(error)) from error
    told = query.describe(held.site(day).reader.store if day else held.store, iri)
    if not told.triples:
        raise RefusalError(404, f"{vocab.curie(iri)}: the graph says nothing of it")
    left_out = {LEFT_OUT: f"{told.left_out} links"} if told.left_out else {}
    return _linked(_data(told.triples, media, left_out), iri, f"/id/{stem}")


def graph(held: Held, path: str, accept: str) -> Reply:
    """The named graph with the IRI `graph/<path>`: as data, for a person the page of its release. Raises RefusalError (404, 406)."""
    media, iri, stem = _wanted(held, vocab.GRAPH, path, accept)
    told = query.graph(held.store, iri)
    if not told:
        raise RefusalError(404, f"{vocab.curie(iri)}: the build has no such graph")
    name = iri.removeprefix(vocab.GRAPH)
    if media is HTML:
        if name.startswith("release/") and query.describe(held.store, vocab.ID + name, most=0).triples:
            return Reply(303, {"Location": f"/id/{quote(name, safe=IN_IRIS)}"})
        media = GRAPHS[0]
    return _linked(_data(told, media, {}), iri, f"/graph/{stem}")


def void(held: Held, base: str) -> Reply:
    """The description of the data set as the build has it, and where the server at `base` answers for it."""
    told = {q.triple for q in ox.parse((Path(held.place.folder) / "void.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)}
    a, dataset = vocab.curie_to_iri("rdf:type"), ox.NamedNode(vocab.curie_to_iri("void:Dataset"))
    subsets = {t.object for t in told if t.predicate.value == vocab.curie_to_iri("void:subset")}
    whole = next(t.subject for t in told if t.predicate.value == a and t.object == dataset and t.subject not in subsets)
    here = {"void:sparqlEndpoint": "sparql", "void:dataDump": "graph.ttl", "foaf:homepage": ""}
    told |= {ox.Triple(whole, ox.NamedNode(vocab.curie_to_iri(name)), ox.NamedNode(base + path)) for name, path in here.items()}
    return _data(told, GRAPHS[0], {})


def sparql(held: Held, text: str, told: Mapping[str, Any] | None, example: str, *, drawn: bool) -> Reply:
    """The SPARQL page: with the form alone, filled with an example, or with what came of a query (its picture with `drawn`).

    `told` has what a query worker sent: `data` and its `media`, the `seconds` that it took and whether it was `truncated`; or `error`.
    Raises RefusalError (404) for an unknown example.
    """
    site = held.site()
    if told is None:
        try:
            return html(site.sparql(asking.example(example) if example else ""))
        except NotFoundError as error:
            raise RefusalError(404, str(error)) from error
    answer = None if told["error"] else remote.read_answer(told["data"].encode(), told["media"], "the worker")
    outcome = asking.Outcome(text, answer, told["error"], told["seconds"], told["truncated"])
    status = told["status"] if told["error"] else 200
    return html(site.result(outcome, drawn=True) if drawn and not told["error"] else site.sparql(text, outcome), status)


def _wanted(held: Held, space: str, path: str, accept: str) -> tuple[Media, str, str]:
    """What to send, of which IRI, and its path without an ending: one counts as a wish only where no thing has it in its name."""
    stem, dot, ending = path.rpartition(".")
    found = _at(held, space, path)
    if not found and dot and ending in ENDINGS:
        return choose(ENDINGS[ending], "", OFFERS)[0], _at(held, space, stem) or _iri(space, stem), stem
    return choose(accept, "", OFFERS)[0], found or _iri(space, path), path


def _at(held: Held, space: str, path: str) -> str:
    """The IRI of what the graph has at a path, as it is written or without escapes, or of the thing whose page lies there since its IRI
    can be no path; "" for nothing.
    """
    for name in (path, unquote(path)):
        with suppress(ValueError):
            if _known(held.store, node := ox.NamedNode(space + name)):
                return node.value
    return held.site().thing_at(f"id/{path}.html") if space == vocab.ID else ""


def _iri(space: str, path: str) -> str:
    """The IRI that a path stands for. Raises RefusalError (404) when it can be none."""
    try:
        return ox.NamedNode(space + path).value
    except ValueError:
        raise RefusalError(404, f"{path[:200]!r} is no name of a thing") from None


def _known(held: ox.Store, node: ox.NamedNode) -> bool:
    return held.contains_named_graph(node) or next(held.quads_for_pattern(node, None, None, None), None) is not None


def _data(triples: Iterable[ox.Triple], media: Media, headers: Mapping[str, str]) -> Reply:
    told = list(triples)
    if media.format == ox.RdfFormat.TURTLE:
        body = store.turtle(ox.Quad(t.subject, t.predicate, t.object) for t in told).encode()
    elif media.format == ox.RdfFormat.JSON_LD:
        body = store.jsonld(told).encode()
    else:
        assert isinstance(media.format, ox.RdfFormat)
        body = written(told, media.format)
    return Reply(200, {"Content-Type": media.header(media.type), **headers}, body)


def _linked(reply: Reply, iri: str, path: str) -> Reply:
    """The reply with links to the other forms of the same below `path`, and to the thing itself."""
    kind = reply.headers["Content-Type"].partition(";")[0]
    ending = next(e for e, media in ENDINGS.items() if media == kind)
    others = [f'<{path}.{e}>; rel="alternate"; type="{media}"' for e, media in ENDINGS.items() if media != kind]
    links = ", ".join([f'<{quote(iri, safe=IN_IRIS)}>; rel="describes"', *others])
    return Reply(reply.status, {**reply.headers, "Content-Location": f"{path}.{ending}", "Link": links}, reply.body)
