"""One RDF term as Turtle text: a prefixed name where that is legal, else the full IRI; strings escaped the same way always."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

XSD = "http://www.w3.org/2001/XMLSchema#"
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
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def iri(self, value: str) -> str:
        """An IRI as a prefixed name where one is legal, else in angle brackets."""
        if value not in self._known:
            self._known[value] = self._iri(value)
        return self._known[value]

    def _iri(self, value: str) -> str:
        for length in self._lengths:
            prefix = self._by_namespace.get(value[:length])
            if prefix is not None and len(value) >= length and LOCAL.fullmatch(value, length):
                self.used.add(prefix)
                return f"{prefix}:{value[length:]}"
        return f"<{value}>"

    def term(self, term: NamedNode | Literal | BlankNode | Triple) -> str:
        """Any term. Raises ValueError for a blank node or a triple term: the data has none."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        raise ValueError(f"{term} is neither an IRI nor a literal; every node of the data needs an IRI of its own")

    def _literal(self, literal: Literal) -> str:
        kind = literal.datatype.value
        if kind in BARE and BARE[kind].fullmatch(literal.value):
            return literal.value
        quoted = f'"{NEEDS_ESCAPE.sub(_escape, literal.value)}"'
        if literal.language:
            return f"{quoted}@{literal.language}"
        return quoted if kind == XSD + "string" else f"{quoted}^^{self.iri(kind)}"


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return ESCAPES.get(char) or f"\\u{ord(char):04X}"
