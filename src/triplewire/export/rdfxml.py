"""RDF/XML that every XML parser reads, whatever is in the texts. https://www.w3.org/TR/rdf-syntax-grammar/"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from triplewire import vocab
from triplewire.export.losses import Limit, Tally
from triplewire.export.rdf import GRAPH_NAMES, lose_graphs
from triplewire.export.source import Source
from triplewire.store.terms import XSD

CHARACTERS = Limit("characters", "XML 1.0 has no such character, in no spelling; a visible sign stands for it")
PROPERTIES = Limit("properties without a name", "RDF/XML writes a property as an XML name, and the end of this IRI is none")
DIRECTIONS = Limit("base directions", "RDF/XML 1.1 has no place for the direction of a text")
LIMITS = (GRAPH_NAMES, CHARACTERS, PROPERTIES, DIRECTIONS)

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# What the Char production of XML 1.0 leaves out, but for surrogates, which no text of a store has.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What has a meaning of its own in the syntax, so that it cannot be a property.
SYNTAX = ("RDF", "Description", "ID", "about", "parseType", "resource", "nodeID", "datatype", "li", "aboutEach", "aboutEachPrefix", "bagID")
# A name without a colon, of letters that every version of XML 1.0 has: older parsers know no others.
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*$")
RESERVED = {RDF + name for name in SYNTAX}
# A parser would read a carriage return as the end of a line; the others are no mistake, but seldom survive an editor.
SPELLED = {"\r": "&#13;", "\x7f": "&#127;", "\x85": "&#133;", "\u2028": "&#8232;"}


def rdfxml(source: Source, tally: Tally) -> Iterator[str]:
    """RDF/XML of the distinct triples, a `rdf:Description` for each subject.

    Control characters of C0 are written as their pictures (U+2400 on), U+FFFE and U+FFFF as U+FFFD. Raises ValueError on a blank node.
    """
    lose_graphs(source, tally)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for prefix, space in vocab.prefixes().items():
        yield f"\n    xmlns:{prefix}={quoteattr(space)}"
    yield ">\n"
    for triples in source.subjects():
        lines = [line for triple in triples if (line := _property(triple, tally))]
        tally.wrote("triples", len(lines))
        if lines:
            yield f"  <rdf:Description rdf:about={quoteattr(_iri(triples[0].subject))}>\n{''.join(lines)}  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _property(triple: ox.Triple, tally: Tally) -> str:
    """The element of a triple; "" when its property cannot be written as a name."""
    iri, value = triple.predicate.value, triple.object
    match = NAME.search(iri)
    if match is None or iri in RESERVED:
        tally.lose(PROPERTIES.what, triple)
        return ""
    space, local = iri[: match.start()], iri[match.start() :]
    prefix, declared = _prefix(space)
    name = f"{prefix}:{local}"
    if not isinstance(value, ox.Literal):
        return f"    <{name}{declared} rdf:resource={quoteattr(_iri(value))}/>\n"
    if value.direction:
        tally.lose(DIRECTIONS.what, triple)
    text = "".join(SPELLED.get(char, char) for char in escape(_legal(value.value, triple, tally)))
    return f"    <{name}{declared}{_kind(value)}>{text}</{name}>\n"


def _prefix(space: str) -> tuple[str, str]:
    """The prefix of a namespace, and its declaration when the head of the file has none."""
    known = next((prefix for prefix, other in vocab.prefixes().items() if other == space), "")
    return (known, "") if known else ("ns", f" xmlns:ns={quoteattr(space)}")


def _kind(literal: ox.Literal) -> str:
    if literal.language:
        return f' xml:lang="{literal.language}"'
    kind = literal.datatype.value
    return "" if kind == XSD + "string" else f" rdf:datatype={quoteattr(kind)}"


def _legal(text: str, triple: ox.Triple, tally: Tally) -> str:
    """The text without characters that XML cannot carry; each is counted."""
    lost = ILLEGAL.findall(text)
    for char in lost:
        tally.lose(CHARACTERS.what, f"U+{ord(char):04X} in {triple.predicate} of {triple.subject}")
    return ILLEGAL.sub(lambda found: _picture(found[0]), text) if lost else text


def _picture(char: str) -> str:
    return chr(0x2400 + ord(char)) if char < " " else "\ufffd"


def _iri(node: object) -> str:
    if not isinstance(node, ox.NamedNode):
        raise ValueError(f"{node} is a blank node or a triple; every node of the data needs an IRI of its own")
    return node.value


__all__ = ["LIMITS", "RDF", "rdfxml"]
