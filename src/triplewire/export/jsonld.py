"""All quads as one JSON-LD 1.1 document in the words of the ontology, a thing a line. https://www.w3.org/TR/json-ld11/"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from triplewire import resources, vocab
from triplewire.export.losses import Tally
from triplewire.export.source import Source
from triplewire.store.terms import RDF_TYPE, XSD

NATIVE = (XSD + "integer", XSD + "boolean")
"""Types of JSON's own values: written as such where JSON gives back the same text."""
SAFE = 15
"""Digits of a whole number that every JSON reader keeps."""


def jsonld(source: Source, tally: Tally) -> Iterator[str]:
    """A document with the context of `data/jsonld/context.json` in itself: an object for each graph, in it one for each subject.

    Raises ValueError on a blank node.
    """
    words = _Words(_schemes(source.store))
    yield f'{{\n"@context": {_dump(words.context)},\n"@graph": ['
    for number, graph in enumerate(sorted(source.sizes)):
        yield f'{"," if number else ""}\n{{"id": {_dump(words.short(graph))}, "@graph": ['
        for place, triples in enumerate(source.graph(graph)):
            tally.wrote("quads", len(triples))
            yield f"{',' if place else ''}\n{_dump(_thing(triples, words))}"
        yield "\n]}"
    yield "\n]\n}\n"


@cache
def context() -> Mapping[str, Any]:
    """The shipped context."""
    text = resources.path("data", "jsonld", "context.json").read_text("utf-8")
    return MappingProxyType(json.loads(text)["@context"])


class _Words:
    """Names under the shipped context, less what an IRI of the document would be misread by: its scheme is called like a prefix."""

    def __init__(self, schemes: frozenset[str]) -> None:
        self.context = {word: meaning for word, meaning in context().items() if not _clashes(word, meaning, schemes)}
        self._prefixes = set(vocab.prefixes()) & set(self.context)
        meanings = {word: meaning if isinstance(meaning, dict) else {"@id": meaning} for word, meaning in self.context.items()}
        own = {word: meaning for word, meaning in meanings.items() if word not in self._prefixes and not word.startswith("@")}
        self._words = {vocab.curie_to_iri(m["@id"]): word for word, m in own.items() if ":" in m.get("@id", "")}
        self._types = {word: m["@type"] for word, m in own.items() if "@type" in m}

    def short(self, iri: str) -> str:
        """The IRI as `prefix:local`, or as it is."""
        prefix, colon, local = (name := vocab.curie(iri)).partition(":")
        return name if name != iri and colon and not local.startswith("//") and prefix in self._prefixes else iri

    def word(self, iri: str) -> str:
        """The word for a class or a property."""
        return self._words.get(iri) or self.short(iri)

    def value(self, word: str, term: object) -> Any:
        """A value of the property of that word: as plain as the type of the property allows."""
        kind = self._types.get(word, "")
        if isinstance(term, ox.NamedNode):
            return self.short(term.value) if kind == "@id" else {"id": self.short(term.value)}
        if not isinstance(term, ox.Literal):
            raise ValueError(f"{term} is no IRI and no literal; JSON-LD here has nothing else")
        if term.language:
            more = {"@direction": term.direction.value} if term.direction else {}
            return {"@value": term.value, "@language": term.language, **more}
        typed = self.short(term.datatype.value)
        if term.datatype.value == XSD + "string":
            return {"@value": term.value} if kind else term.value
        return _native(term) if kind == typed else {"@value": term.value, "type": typed}


def _native(literal: ox.Literal) -> Any:
    """A number or truth value of JSON where it stands for the same text, else the text."""
    if literal.datatype.value not in NATIVE or len(literal.value) > SAFE:
        return literal.value
    try:
        value = json.loads(literal.value)
    except ValueError:
        return literal.value
    return value if isinstance(value, int) and json.dumps(value) == literal.value else literal.value


def _clashes(word: str, meaning: Any, schemes: frozenset[str]) -> bool:
    """Whether a word, or a prefix that its meaning is told with, is the scheme of an IRI."""
    told = meaning.values() if isinstance(meaning, dict) else (meaning,)
    return word in schemes or any(str(part).partition(":")[0] in schemes for part in told if "://" not in str(part))


def _schemes(store: ox.Store) -> frozenset[str]:
    """The schemes of all IRIs of a store."""
    found = set[str]()
    for quad in store.quads_for_pattern(None, None, None, None):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                found.add(term.value.partition(":")[0])
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value.partition(":")[0])
    return frozenset(found)


def _thing(triples: Iterable[ox.Triple], words: _Words) -> dict[str, Any]:
    """A subject as an object, its words in order."""
    out: dict[str, list[Any]] = {}
    subject: object = None
    for triple in triples:
        subject = triple.subject
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
            out.setdefault("type", []).append(words.word(triple.object.value))
        else:
            word = words.word(triple.predicate.value)
            out.setdefault(word, []).append(words.value(word, triple.object))
    if not isinstance(subject, ox.NamedNode):
        raise ValueError(f"{subject} is no IRI; every node of the data needs one")
    ordered = sorted(out.items(), key=lambda item: (item[0] != "type", item[0]))
    return {"id": words.short(subject.value), **{word: values[0] if len(values) == 1 else values for word, values in ordered}}


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
