"""Is each quote what stands in the text at its place? SPARQL cannot look into a text; this can, where the text is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from triplewire import vocab
from triplewire.lookup import RELEASE, SELECTOR, SOURCE
from triplewire.model import Cited, Finding
from triplewire.validate.joins import Find

TYPE, DIGEST = (NamedNode(vocab.curie_to_iri(c)) for c in ("rdf:type", "tw:contentSha256"))

SPANS = """PREFIX tw: <https://w3id.org/triplewire/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?span ?release ?digest ?start ?end ?quote WHERE {
  ?span a tw:EvidenceSpan ; oa:hasSource ?release ; oa:hasSelector ?position , ?words .
  ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote .
  ?release tw:contentSha256 ?digest
}"""


def quote_findings(store: Store, texts: Mapping[str, str]) -> Iterator[Finding]:
    """A violation for each span whose words are not in its text at its place, and a remark for each release whose text is not here.

    `texts` are by sha256. Places are code points of the raw text, half-open.
    """
    missing: dict[str, int] = {}
    rows = store.query(SPANS)
    assert isinstance(rows, QuerySolutions)
    for span, release, digest, start, end, quote in rows:
        assert isinstance(span, NamedNode)
        assert isinstance(release, NamedNode)
        assert isinstance(quote, Literal)
        name, text = release.value.removeprefix(RELEASE), texts.get(_text(digest))
        if text is None:
            missing[name] = missing.get(name, 0) + 1
        elif (fault := _fault(text, _text(start), _text(end), quote.value)) is not None:
            yield Finding("quote-differs", "violation", span.value, fault, release=name, evidence=_cited(name, start, end, quote.value))
    for name, spans in missing.items():
        words = f"the text of this release is not at hand, so {spans} quotes were not held against it; name it with --texts"
        yield Finding("text-not-at-hand", "info", f"{vocab.ID}release/{name}", words, release=name)


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else str(term)


def _fault(text: str, start: str, end: str, quote: str) -> str | None:
    """What is wrong with a quote; None when it is what stands there. Control characters cannot be in RDF, so U+FFFD stands for any."""
    if not start.isdecimal() or not end.isdecimal():
        return None  # no places at all: the shapes say so
    here = text[int(start) : int(end)]
    if len(here) == len(quote) and all(a in (b, "\ufffd") for a, b in zip(quote, here, strict=True)):
        return None
    at = text.find(quote)
    seen = f"“{here[:60]}” stands there" if here else f"the text ends at {len(text)}"
    next_step = f"the quoted words stand at {at}-{at + len(quote)}" if at >= 0 else "the quoted words are nowhere in it"
    return f"The quote “{quote[:60]}” is not what the text has at {start}-{end}: {seen}; {next_step}. Read the release again."


def _cited(release: str, start: object, end: object, quote: str) -> tuple[Cited, ...]:
    return (Cited(release, int(_text(start)), int(_text(end)), quote),)


def quotes_at(release: NamedNode, text: str | None, find: Find) -> list[Finding]:
    """What `quote_findings` finds in one release whose text is `text`, None where it is not at hand, in no order. `find` looks into a
    store that holds the release, and is asked only for what leads to it.
    """
    digests = list(find(release, DIGEST, None))
    spans = {q.subject: q for q in find(None, SOURCE, release) if isinstance(q.subject, NamedNode)}
    here = Store()
    here.extend(_flat([*digests, *spans.values()]))
    for span in spans:
        kinds_and_parts = [q for p in (TYPE, SELECTOR) for q in find(span, p, None)]
        parts = [q.object for q in kinds_and_parts if q.predicate == SELECTOR and isinstance(q.object, NamedNode)]
        here.extend(_flat([*kinds_and_parts, *(q for part in parts for q in find(part, None, None))]))
    return list(quote_findings(here, {} if text is None else dict.fromkeys((_text(q.object) for q in digests), text)))


def _flat(quads: Iterable[Quad]) -> Iterator[Quad]:
    return (Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
