"""From results to findings: one for each shape and focus node, in words, with what was found there and the evidence behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import SH

from triplewire import vocab
from triplewire.lookup import RELEASE, SELECTOR, SOURCE, STATEMENT, Node, Quads, cited, label, values
from triplewire.model import Cited, Finding
from triplewire.validate.results import Result

MOST = 3
"""How many values, and how many pieces of evidence, a finding shows."""
SHOWN = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX tw: <https://w3id.org/triplewire/ontology#>
SELECT ?this WHERE {
  OPTIONAL { ?this oa:hasSelector ?own . ?own oa:start|oa:end|oa:exact ?x }
  OPTIONAL { ?this tw:hasEvidence ?span OPTIONAL { ?span oa:hasSource ?x }
    OPTIONAL { ?span oa:hasSelector ?part OPTIONAL { ?part oa:start|oa:end|oa:exact ?x } } }
  OPTIONAL { ?owner oa:hasSelector ?this OPTIONAL { ?owner oa:hasSource ?x }
    OPTIONAL { ?owner oa:hasSelector ?part OPTIONAL { ?part oa:start|oa:end|oa:exact ?x } } }
  OPTIONAL { ?statement tw:stmtSubject|tw:stmtObject ?this OPTIONAL { ?statement tw:hasEvidence ?span OPTIONAL { ?span oa:hasSource ?x }
    OPTIONAL { ?span oa:hasSelector ?part OPTIONAL { ?part oa:start|oa:end|oa:exact ?x } } } }
}"""
"""What a finding shows of what does not begin at its focus node, in words of SPARQL: what this module looks up, with which it changes."""
STATED, EVIDENCE, SUBJECT, OBJECT = (NamedNode(vocab.term(name)) for name in ("statedIn", "hasEvidence", "stmtSubject", "stmtObject"))


def findings(results: Iterable[Result], store: Quads) -> Iterator[Finding]:
    """A finding for each shape and focus node, in no order. `kind` is the local name of the shape."""
    grouped: dict[tuple[str, Node], list[Result]] = defaultdict(list)
    for result in results:
        grouped[(result.shape, result.focus)].append(result)
    for (shape, focus), found in grouped.items():
        yield finding(shape.rpartition("/")[2], focus, sorted(found, key=lambda r: r.order), store)


def finding(kind: str, focus: Node, found: list[Result], store: Quads) -> Finding:
    """The finding that some results about one focus node make together."""
    messages = list(dict.fromkeys(r.message for r in found))
    # Several values of a constraint that names its value make one finding each in words, and one in all.
    told = " ".join(
        [*messages[:MOST], *([f"And {len(messages) - MOST} more like this."] if len(messages) > MOST else []), *_seen(found, store)]
    )
    named = label(focus, store)
    facts = (focus.value.removeprefix(STATEMENT),) if focus.value.startswith(STATEMENT) else ()
    message = f"{named}: {told}" if named else told
    return Finding(kind, found[0].severity, focus.value, message, facts, _release(focus, store), evidence(focus, store))


def _seen(found: list[Result], store: Quads) -> Iterator[str]:
    """What stands where something else should stand: by path the values, or that there is none."""
    paths = dict.fromkeys(r.path for r in found if r.path)
    for path in paths:
        faulty = [short(v) for v in _faulty(path, found, store)]
        more = f" and {len(faulty) - MOST} more" if len(faulty) > MOST else ""
        yield f"Found: {_property(path)} {', '.join(faulty[:MOST])}{more}." if faulty else f"Missing: {_property(path)}."


def _faulty(path: str, found: list[Result], store: Quads) -> list[Node]:
    """The values in fault; all of them where they are too many."""
    here = [r for r in found if r.path == path]
    faulty = {r.value for r in here if r.value is not None}
    if any(r.component == str(SH.MaxCountConstraintComponent) for r in here):
        focus, node = here[0].focus, NamedNode(path.lstrip("^"))
        if path.startswith("^"):
            faulty |= {q.subject for q in store.quads_for_pattern(None, node, focus) if isinstance(q.subject, NamedNode)}
        else:
            faulty |= set(values(focus, node, store))
    return sorted(faulty, key=str)


def _property(path: str) -> str:
    return f"{short(NamedNode(path[1:]))} of" if path.startswith("^") else short(NamedNode(path))


def short(term: Node) -> str:
    """A term for people: a prefixed name where the prefix map has one; other texts in quotes, cut when they are long."""
    if isinstance(term, Literal):
        text = term.value if len(term.value) <= 60 else term.value[:59] + "…"
        plain = term.language or term.datatype.value == vocab.curie_to_iri("xsd:string")
        return f'"{text}"' if plain else f'"{text}" ({short(term.datatype)})'
    return vocab.curie(term.value)


def _release(focus: Node, store: Quads) -> str:
    """The id of the one release that a statement, a span or a repair belongs to."""
    found = [*values(focus, STATED, store), *values(focus, SOURCE, store)]
    return found[-1].value.removeprefix(RELEASE) if found else ""


def evidence(focus: Node, store: Quads) -> tuple[Cited, ...]:
    """The words behind a node: a span's own, a statement's, or those of the first statements about a thing."""
    spans = [focus] if values(focus, SELECTOR, store) else values(focus, EVIDENCE, store)
    if not spans and isinstance(focus, NamedNode):
        owners = sorted({q.subject for q in store.quads_for_pattern(None, SELECTOR, focus)}, key=str)
        about = {q.subject for p in (SUBJECT, OBJECT) for q in store.quads_for_pattern(None, p, focus)}
        statements = sorted((s for s in about if isinstance(s, NamedNode)), key=str)[:MOST]
        spans = [*(o for o in owners if isinstance(o, NamedNode)), *(e for s in statements for e in values(s, EVIDENCE, store))]
    return tuple(c for span in dict.fromkeys(spans) if (c := cited(span, store)))[:MOST]
