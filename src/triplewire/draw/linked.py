"""What pages are about as schema.org JSON-LD, and where the same is to be had as RDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from triplewire import vocab
from triplewire.draw.model import Release
from triplewire.draw.page import DATA_FORMS, Around, safe_href

if TYPE_CHECKING:
    from triplewire.draw.things.known import Thing, Things

CONTEXT = "https://schema.org"
POSITION, HAS_CLASS = vocab.term("holdsPosition"), vocab.term("hasDrugClass")


def alternates(around: Around) -> list[tuple[str, str]]:
    """Media type and way of what a page tells, in other forms: beside it on a server, nowhere on disk."""
    stem = PurePosixPath(around.here).name.removesuffix(".html")
    return [(media, f"{stem}.{ending}") for ending, media in DATA_FORMS.items()] if around.live and stem else []


def thing(things: Things, about: Thing, schema: str) -> dict[str, Any]:
    """A thing of a type of schema.org: its IRI, its names, public pages of the same, and what schema.org has a word for."""
    matches = things.reader.names.identifiers.get(about.id, ())
    facts = {
        "Drug": _drug,
        "MedicalCondition": _condition,
        "MedicalTrial": _trial,
        "Person": _person,
    }.get(schema, _nothing)(things, about.id)
    return _node(schema, about.id, about.label, about.also, matches) | facts


def release(told: Release) -> dict[str, Any]:
    """A release as an article, with its publisher by name."""
    publisher = {"publisher": {"@type": "Organization", "name": told.issuer}} if told.issuer else {}
    dated = {"datePublished": told.date} if told.date else {}
    return {
        "@context": CONTEXT,
        "@id": told.iri,
        "@type": "NewsArticle",
        "headline": told.title,
        **dated,
        **publisher,
    }


def dataset(name: str, description: str, releases: Iterable[Release]) -> dict[str, Any]:
    """A build as a data set, with the days that it covers."""
    days = sorted(r.date for r in releases if r.date)
    covered = {"temporalCoverage": f"{days[0]}/{days[-1]}"} if days else {}
    return {"@context": CONTEXT, "@type": "Dataset", "name": name, "description": description, **covered}


def _node(schema: str, iri: str, name: str, also: Iterable[str], matches: Iterable[str]) -> dict[str, Any]:
    same = [m for m in matches if safe_href(m)]
    return {"@context": CONTEXT, "@id": iri, "@type": schema, "name": name, **_some("alternateName", [*also]), **_some("sameAs", same)}


def _some(key: str, value: Any) -> dict[str, Any]:
    return {key: value} if value else {}


def _ref(things: Things, schema: str, iri: str) -> dict[str, str]:
    return {"@id": iri, "@type": schema, "name": things.reader.names.label(iri)}


def _nothing(_things: Things, _iri: str) -> dict[str, Any]:
    return {}


def _drug(things: Things, iri: str) -> dict[str, Any]:
    """Who develops it, and of which class it is."""
    makers = [_ref(things, "Organization", c) for c in things.developers.get(iri, ())]
    classes = sorted({r["object"] for r in things.records.get(iri, ()) if r["relation"] == HAS_CLASS and r["subject"] == iri})
    return {**_some("manufacturer", makers), **_some("drugClass", [_ref(things, "DrugClass", c) for c in classes])}


def _condition(things: Things, iri: str) -> dict[str, Any]:
    """Its codes in public vocabularies."""
    curies = [vocab.curie(m).partition(":") for m in things.reader.names.identifiers.get(iri, ()) if vocab.curie(m) != m]
    return _some("code", [{"@type": "MedicalCode", "codeValue": code, "codingSystem": system} for system, _, code in curies])


def _trial(things: Things, iri: str) -> dict[str, Any]:
    """What is tested, in what."""
    names = things.reader.names
    condition = names.part(iri, "indication")
    tested = [_ref(things, "Drug", c) for c in sorted(things.compounds(iri))]
    status = names.label(names.part(iri, "status"))
    return {
        **_some("healthCondition", _ref(things, "MedicalCondition", condition) if condition else None),
        **_some("studySubject", tested),
        **_some("status", status),
    }


def _person(things: Things, iri: str) -> dict[str, Any]:
    """What the person is, and where."""
    names = things.reader.names
    told = things.reader.statements(t.statement for t in things.touches.get(iri, ()) if t.relation == POSITION)
    held = sorted({s.about[1] for s in told.values() if not s.denied})
    titles: Mapping[str, None] = dict.fromkeys(names.part(p, "role") for p in held if names.part(p, "role"))
    places = dict.fromkeys(names.part(p, "organization") for p in held if names.part(p, "organization"))
    return {**_some("jobTitle", [*titles]), **_some("worksFor", [_ref(things, "Organization", p) for p in places])}
