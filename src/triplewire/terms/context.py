"""The JSON-LD context of the ontology, and a frame that makes cards of compounds: what `data/jsonld/` holds.

https://www.w3.org/TR/json-ld11/#the-context, https://www.w3.org/TR/json-ld11-framing/
"""

from __future__ import annotations

import json
from typing import Any

from triplewire import vocab
from triplewire.terms.read import terms

KEYWORDS = {"@version": 1.1, "id": "@id", "type": "@type"}
BORROWED = {
    "rdfs:label": "",
    "rdfs:comment": "",
    "rdfs:subClassOf": "@id",
    "skos:altLabel": "",
    "skos:definition": "",
    "skos:notation": "",
    "skos:exactMatch": "@id",
    "skos:broadMatch": "@id",
    "dcterms:identifier": "",
    "dcterms:issued": "xsd:date",
    "dcterms:source": "",
    "dcterms:title": "",
    "oa:end": "xsd:integer",
    "oa:exact": "",
    "oa:hasSelector": "@id",
    "oa:hasSource": "@id",
    "oa:start": "xsd:integer",
    "owl:assertionProperty": "@id",
    "owl:sourceIndividual": "@id",
    "owl:targetIndividual": "@id",
    "time:hasBeginning": "@id",
    "time:hasEnd": "@id",
    "time:inXSDDate": "xsd:date",
}
"""Properties of other vocabularies that the data has, with the type of their values where it is always the same."""
NAME = {"@embed": "@never", "@omitDefault": True}
"""A part of a frame that shows an IRI, and not what is known of it."""
DELIMITERS = tuple(":/?#[]@")


def context() -> dict[str, Any]:
    """Prefixes, then a term for each class and property by its own name; values of a property have the type of its range.

    Raises ValueError when two terms would share a name.
    """
    out: dict[str, Any] = dict(KEYWORDS)
    prefixes = {p: s if s.endswith(DELIMITERS) else {"@id": s, "@prefix": True} for p, s in vocab.prefixes().items()}
    classes = {term.local: term.name for term in terms() if term.kind == "class"}
    own = {term.local: _typed(term.name, _type(term.range)) for term in terms() if term.is_property}
    borrowed = {name.partition(":")[2]: _typed(name, kind) for name, kind in BORROWED.items()}
    facts = {"facts": {"@reverse": "tw:stmtSubject"}}
    for group in (prefixes, dict(sorted(classes.items())), dict(sorted((own | borrowed).items())), facts):
        if twice := sorted(set(group) & set(out)):
            raise ValueError(f"the JSON-LD context has two meanings for {', '.join(twice)}; give one of them another name")
        out |= group
    if twice := sorted(set(own) & set(borrowed)):
        raise ValueError(f"{', '.join(twice)}: a property of the ontology is called like one that it borrows; give it another name")
    return out


def _type(ends: tuple[str, ...]) -> str:
    """The type of the values of a property: IRIs unless its range is a datatype; "" for plain strings."""
    kinds = {end for end in ends if end.startswith("xsd:")}
    return "@id" if not kinds else "" if kinds != set(ends) or kinds == {"xsd:string"} else min(kinds)


def _typed(name: str, kind: str) -> str | dict[str, str]:
    return {"@id": name, "@type": kind} if kind else name


def frame() -> dict[str, Any]:
    """Compounds, each with what is stated of it, by whom and in which words. Reads a document with the same context."""
    words = _only("exact", "start", "end")
    facts = _only(
        *("type", "factFamily", "issued", "basis", "confidence"),
        stmtPredicate=NAME,
        stmtObject=_only("type", "label"),
        statedIn=_only("title", "issued"),
        hasEvidence=_only(hasSelector=words),
    )
    card = _only("label", "altLabel", exactMatch=NAME, facts=facts)
    return {"@context": context(), **card, "type": "Compound"}


def _only(*plain: str, **parts: dict[str, Any]) -> dict[str, Any]:
    """A part of a frame that shows these properties and no others, each time that it is met, and none that is not there."""
    shown = {name: {"@omitDefault": True} for name in plain} | parts
    shown |= {"type": {}} if "type" in plain else {}
    return {"@embed": "@always", "@explicit": True, "@omitDefault": True, **shown}


def context_text() -> str:
    """The text of `data/jsonld/context.json`."""
    return json.dumps({"@context": context()}, ensure_ascii=False, indent=1) + "\n"


def frame_text() -> str:
    """The text of `data/jsonld/frame.json`."""
    return json.dumps(frame(), ensure_ascii=False, indent=1) + "\n"
