"""Media types: what an answer can be sent as, and which of them a client wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire.serve.refusal import RefusalError

_FORMATS = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True)
class Media:
    """One way to send an answer: its type, other names that clients have for it, words for `format=`, and its IRI at W3C."""

    type: str
    also: tuple[str, ...]
    words: tuple[str, ...]
    iri: str
    format: ox.QueryResultsFormat | ox.RdfFormat | None
    charset: bool = False

    def header(self, asked: str) -> str:
        """The Content-Type when the client has asked for the type by that name."""
        return f"{asked}; charset=utf-8" if self.charset or asked.startswith("text/") else asked


R, G = ox.QueryResultsFormat, ox.RdfFormat
ROWS = (
    Media("application/sparql-results+json", ("application/json",), ("json",), _FORMATS + "SPARQL_Results_JSON", R.JSON),
    Media("application/sparql-results+xml", ("application/xml", "text/xml"), ("xml",), _FORMATS + "SPARQL_Results_XML", R.XML),
    Media("text/csv", (), ("csv",), _FORMATS + "SPARQL_Results_CSV", R.CSV),
    Media("text/tab-separated-values", (), ("tsv",), _FORMATS + "SPARQL_Results_TSV", R.TSV),
)
"""For SELECT and ASK, what is liked best first."""
GRAPHS = (
    Media("text/turtle", ("application/x-turtle",), ("turtle", "ttl"), _FORMATS + "Turtle", G.TURTLE),
    Media("application/n-triples", (), ("ntriples", "nt", "n-triples"), _FORMATS + "N-Triples", G.N_TRIPLES, charset=True),
    Media("application/ld+json", (), ("jsonld", "json-ld"), _FORMATS + "JSON-LD", G.JSON_LD),
    Media("application/rdf+xml", ("application/xml", "text/xml"), ("rdfxml", "rdf", "xml"), _FORMATS + "RDF_XML", G.RDF_XML),
)
"""For CONSTRUCT, DESCRIBE and the service description."""
HTML = Media("text/html", ("application/xhtml+xml",), ("html",), _FORMATS + "HTML", None, charset=True)
"""For people."""


def choose(accept: str, word: str, offers: Sequence[Media]) -> tuple[Media, str]:
    """What to send, and the name of its type to send it under: by `word` (of `format=`) if that is one of ours, else by the Accept header.

    No Accept header, and one that says nothing, stand for anything. Raises RefusalError (406) that lists what there is.
    """
    # Some clients send words that other servers know, and mean what their Accept header says.
    found = _by_word(word, offers) or _by_accept(accept, offers)
    if found is None:
        there = ", ".join(offer.type for offer in offers)
        raise RefusalError(406, f"this answer cannot be sent as asked (Accept: {accept[:200]}); there are {there}")
    return found


def prefers_html(accept: str) -> bool:
    """Whether a client would rather see a page than data: a browser."""
    ranges = _ranges(accept)
    html = max((_quality(ranges, name) for name in ("text/html", "application/xhtml+xml")), default=(0.0, 0))
    return html[1] == 2 and html[0] > 0 and html[0] >= max(_quality(ranges, offer.type)[0] for offer in (*GRAPHS, *ROWS))


def _by_word(word: str, offers: Sequence[Media]) -> tuple[Media, str] | None:
    wanted = word.strip().lower()
    for offer in offers:
        if wanted in (*offer.words, offer.type, *offer.also):
            return offer, wanted if wanted in offer.also else offer.type
    return None


def _by_accept(accept: str, offers: Sequence[Media]) -> tuple[Media, str] | None:
    ranges = _ranges(accept) or {"*/*": 1.0}
    ranked = [
        (*_quality(ranges, name), -place, name == offer.type, offer, name)
        for place, offer in enumerate(offers)
        for name in (offer.type, *(other for other in offer.also if other in ranges))
    ]
    quality, _, _, _, offer, name = max(ranked, key=lambda rank: rank[:4])
    return (offer, name) if quality > 0 else None


def _quality(ranges: dict[str, float], name: str) -> tuple[float, int]:
    """How much a type is wanted, 0 to 1, by the narrowest range that fits, and how narrow that is."""
    main = name.partition("/")[0]
    fits = [(2, name), (1, f"{main}/*"), (0, "*/*")]
    return next(((ranges[range_], narrow) for narrow, range_ in fits if range_ in ranges), (0.0, 0))


def _ranges(accept: str) -> dict[str, float]:
    """The media ranges of an Accept header with their q-values; what cannot be read is left out."""
    out = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if "/" in name:
            out[name] = next((_number(p.partition("=")[2]) for p in parameters if p.replace(" ", "").startswith("q=")), 1.0)
    return out


def _number(text: str) -> float:
    try:
        return min(max(float(text.strip()), 0.0), 1.0)
    except ValueError:
        return 1.0
