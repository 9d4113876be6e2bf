"""Triples as JSON-LD that a person can read: one object a thing, names shortened by a context that stands in the text itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from triplewire import vocab
from triplewire.store.terms import RDF_TYPE, XSD

DELIMITERS = ":/?#[]@"


def jsonld(triples: Iterable[Triple]) -> str:
    """The triples, each once and sorted, as a JSON-LD 1.1 document with the prefixes that it uses as its context.

    No remote context, so nothing is fetched to read it. Raises ValueError on a blank node.
    """
    told = sorted(set(triples), key=str)
    names = _Names(told)
    things: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in told:
        if not isinstance(triple.subject, NamedNode):
            raise ValueError(f"{triple.subject} is no IRI; every node of the data needs one")
        thing = things[triple.subject.value]
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
            thing["@type"].append(names.short(triple.object.value))
        else:
            thing[names.short(triple.predicate.value)].append(_value(triple.object, names))
    graph = [{"@id": names.short(iri), **{key: _one(values) for key, values in thing.items()}} for iri, thing in sorted(things.items())]
    return json.dumps({"@context": names.context(), "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


class _Names:
    """Shortens IRIs where JSON-LD reads the short name back as the IRI, and remembers the prefixes in use."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        terms = {t for triple in triples for t in (triple.subject, triple.predicate, triple.object) if isinstance(t, NamedNode)}
        # An IRI whose scheme is called like a prefix would be read as a short name.
        self._schemes = {term.value.partition(":")[0] for term in terms}
        self._used: set[str] = set()

    def short(self, iri: str) -> str:
        """The IRI as `prefix:local`, or as it is."""
        prefix, colon, local = (name := vocab.curie(iri)).partition(":")
        if name == iri or not colon or local.startswith("//") or prefix in self._schemes:
            return iri
        self._used.add(prefix)
        return name

    def context(self) -> dict[str, Any]:
        """The prefixes in use; those that end in a letter have to say that they are prefixes (JSON-LD 1.1, 4.2.2)."""
        spaces = {prefix: vocab.prefixes()[prefix] for prefix in sorted(self._used)}
        return {p: space if space.endswith(tuple(DELIMITERS)) else {"@id": space, "@prefix": True} for p, space in spaces.items()}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _value(term: object, names: _Names) -> Any:
    if isinstance(term, NamedNode):
        return {"@id": names.short(term.value)}
    if not isinstance(term, Literal):
        raise ValueError(f"{term} is no IRI and no literal; JSON-LD here has nothing else")
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@value": term.value, "@type": names.short(term.datatype.value)}
