"""One RDF term as Turtle text: a prefixed name where that is legal, else the full IRI; strings escaped the same way always."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KNOWN = 1 << 16
"""How many names are remembered at once."""
# A part of what Turtle allows after the colon: no escapes, no percent signs, no dot at the end. rapper reads all of it.
LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
NEEDS_ESCAPE = re.compile('["\\\\\x00-\x1f\x7f\x85\u2028\u2029]')


class Terms:
    """Writes terms with a prefix map, and remembers which prefixes it used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        # The longest namespace first, so that the most specific prefix wins; of equal ones the first by name.
        self._namespaces = sorted(((ns, p) for p, ns in prefixes.items()), key=lambda pair: (-len(pair[0]), pair))
        self._by_namespace: dict[str, str] = {}
        for namespace, prefix in self._namespaces:
            self._by_namespace.setdefault(namespace, prefix)
        self._lengths = sorted({len(ns) for ns in self._by_namespace}, reverse=True)
        self._known: dict[str, tuple[str, str | None]] = {}
        self.used: set[str] = set()

    def iri(self, value: str) -> str:
        """An IRI as a prefixed name where one is legal, else in angle brackets."""
        found = self._known.get(value)
        if found is None:
            if len(self._known) >= KNOWN:
                self._known.clear()
            found = self._known[value] = self._iri(value)
        text, prefix = found
        if prefix is not None:
            self.used.add(prefix)
        return text

    def note(self, quad: Quad, *, graph: bool) -> None:
        """Remembers the prefixes that a quad will use, with its graph or without, for a head that is written before it."""
        for term in (quad.subject, quad.object, *((quad.graph_name,) if graph else ())):
            self._note(term)
        if quad.predicate.value != RDF_TYPE:
            self.iri(quad.predicate.value)

    def _note(self, term: object) -> None:
        if isinstance(term, NamedNode):
            self.iri(term.value)
        elif isinstance(term, Literal):
            self._datatype(term)
        elif isinstance(term, Triple):
            self.term(term)

    def _iri(self, value: str) -> tuple[str, str | None]:
        """How an IRI is written, and with which prefix; None where without."""
        for length in self._lengths:
            prefix = self._by_namespace.get(value[:length])
            if prefix is not None and len(value) >= length and LOCAL.fullmatch(value, length):
                return f"{prefix}:{value[length:]}", prefix
        return f"<{value}>", None

    def term(self, term: NamedNode | Literal | BlankNode | Triple) -> str:
        """Any term, triple terms as in Turtle 1.2. Raises ValueError for a blank node: the data has none."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, Triple):
            return f"<<( {self.term(term.subject)} {self.iri(term.predicate.value)} {self.term(term.object)} )>>"
        raise ValueError(f"{term} is a blank node; every node of the data needs an IRI of its own")

    def _literal(self, literal: Literal) -> str:
        if self._bare(literal):
            return literal.value
        return f'"{NEEDS_ESCAPE.sub(_escape, literal.value)}"{self._datatype(literal)}'

    def _bare(self, literal: Literal) -> bool:
        kind = literal.datatype.value
        return kind in BARE and BARE[kind].fullmatch(literal.value) is not None

    def _datatype(self, literal: Literal) -> str:
        """What follows the quotes of a literal."""
        if literal.language:
            return f"@{literal.language}{f'--{literal.direction.value}' if literal.direction else ''}"
        kind = literal.datatype.value
        return "" if kind == XSD + "string" or self._bare(literal) else f"^^{self.iri(kind)}"


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return ESCAPES.get(char) or f"\\u{ord(char):04X}"
