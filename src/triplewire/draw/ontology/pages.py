"""An index of the ontology and a page for every term of it. They depend on the ontology alone, so every build has the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from markupsafe import Markup

from triplewire import resources, vocab
from triplewire.draw import page
from triplewire.draw.ontology.diagram import diagram
from triplewire.draw.page import Around, Link
from triplewire.terms import KINDS, PLURALS, Term, about, examples, narrower, terms

INDEX = "ontology/index.html"
SHEETS = ("base.css", "ontology.css")
DOWNLOADS = {
    "triplewire.ttl": ("The ontology in Turtle, OWL 2 DL", ("ontology", "triplewire.ttl")),
    "triplewire-rl.ttl": ("Its OWL 2 RL variant, for rule engines", ("ontology", "triplewire-rl.ttl")),
    "terms.sssom.tsv": ("Its mappings as an SSSOM table", ("ontology", "mappings", "terms.sssom.tsv")),
}
FOLDERS = {"class": "class", "individual": "individual"}
"""Folder by kind; a class and a property may differ by the case of one letter only, which some file systems cannot tell apart."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name with the page that explains it, `href` "" when there is none."""

    name: str
    href: str
    words: str = ""


def file_of(term: Term) -> str:
    """The page of a term, relative to the home page."""
    return f"ontology/{FOLDERS.get(term.kind, 'property')}/{term.local}.html"


def ontology_pages(nav: tuple[Link, ...]) -> Mapping[str, Callable[[], str]]:
    """By file what makes the index, every term's page, and the files to download. The pages share the assets of the site, whose
    navigation is `nav`.
    """
    files = [*(f"ontology/{name}" for name in DOWNLOADS), INDEX, *_terms()]
    return {file: partial(_made, file, nav) for file in files}


@cache
def _made(file: str, nav: tuple[Link, ...]) -> str:
    around = Around(nav=nav, shared=True).at(file)
    if file == INDEX:
        return _index(around)
    if file in _terms():
        return _page(_terms()[file], around)
    return resources.path(*DOWNLOADS[file.removeprefix("ontology/")][1]).read_text("utf-8")


@cache
def _terms() -> Mapping[str, Term]:
    return {file_of(term): term for term in terms()}


@cache
def _files() -> Mapping[str, str]:
    return {term.name: file_of(term) for term in terms()}


def _href(name: str) -> str:
    """The page of a term from that of another, "" for a borrowed one."""
    file = _files().get(name, "")
    return f"../{file.removeprefix('ontology/')}" if file else ""


def _refs(names: Sequence[str]) -> list[Ref]:
    return [Ref(name, _href(name)) for name in names]


def _page(term: Term, around: Around) -> str:
    example = examples().get(term.iri)
    return page.render(
        "term.html",
        title=term.label,
        lede=term.definition,
        foot=_foot(),
        sheets=SHEETS,
        around=around,
        term=term,
        plural=PLURALS[term.kind],
        parents=_refs(term.parents),
        drawing=Markup(diagram(term, _href)),  # noqa: S704 - names are escaped there
        told=_told(term),
        tables=_tables(term),
        example=example,
        through=_refs([example.through] if example and example.through else []),
        replaced=_refs([term.replaced_by] if term.replaced_by else []),
    )


def _told(term: Term) -> list[tuple[str, list[Ref]]]:
    """What the ontology says of a term in links: label of the line and the names on it."""
    wider = "Class" if term.kind == "individual" else "Kind of"
    lines = [
        (wider, _refs(term.parents)),
        ("Wider than", _refs([t.name for t in narrower(term.name)])),
        ("Members", _refs([t.name for t in terms() if t.kind == "individual" and term.name in t.parents])),
        ("From", _refs(term.domain)),
        ("To", _refs(term.range)),
        ("Other direction", _refs([term.inverse] if term.inverse else [])),
        *(("Follows from", _refs(chain)) for chain in term.chains),
        ("Shares no member with", _refs(term.disjoint)),
        *((property_, _refs([value])) for property_, value in term.values),
    ]
    return [(label, refs) for label, refs in lines if refs]


def _tables(term: Term) -> list[tuple[str, str, list[tuple[Ref, Ref, str]]]]:
    """The properties that a class has and those that lead to it: heading, heading of the other end, rows."""
    if term.kind != "class":
        return []
    properties = [t for t in terms() if t.is_property]
    has = [(Ref(t.name, _href(t.name)), _end(t.range), t.definition) for t in properties if term.name in t.domain]
    leads = [(Ref(t.name, _href(t.name)), _end(t.domain), t.definition) for t in properties if term.name in t.range]
    tables = [("Properties that it has", "To", has), ("Properties that lead to it", "From", leads)]
    return [(heading, other, rows) for heading, other, rows in tables if rows]


def _end(names: Sequence[str]) -> Ref:
    return Ref(" or ".join(names) or "anything", _href(names[0]) if len(names) == 1 else "")


def _index(around: Around) -> str:
    said = about()
    return page.render(
        "ontology.html",
        title="Ontology",
        lede=said["dcterms:description"],
        foot=_foot(),
        sheets=SHEETS,
        around=around,
        facts=[
            ("Namespace", vocab.TW),
            ("Version", said["owl:versionInfo"]),
            ("Version IRI", said["owl:versionIRI"]),
            ("Licence", said["dcterms:license"]),
            ("Contributors", said["dcterms:contributor"]),
        ],
        downloads=[Ref(name, name, words) for name, (words, _) in DOWNLOADS.items()],
        tree=_tree(""),
        sections=[(PLURALS[kind].capitalize(), _rows(kind)) for kind in KINDS[1:4]],
        vocabularies=_vocabularies(),
        counts=[(PLURALS[kind].capitalize(), sum(t.kind == kind for t in terms())) for kind in KINDS],
    )


Tree = list[tuple[Ref, Term, list["Tree"]]]


def _tree(parent: str) -> list[tuple[Ref, Term, object]]:
    """Classes below one, each with those below it."""
    return [(Ref(t.name, _files()[t.name].removeprefix("ontology/")), t, _tree(t.name)) for t in narrower(parent)]


def _rows(kind: str) -> list[tuple[Ref, Term]]:
    return [(Ref(t.name, _files()[t.name].removeprefix("ontology/")), t) for t in terms() if t.kind == kind]


def _vocabularies() -> list[tuple[Ref, list[tuple[Ref, Term]]]]:
    """The closed vocabularies: classes with their members."""
    members = _rows("individual")
    classes = [t for t in terms() if t.kind == "class" and any(t.name in m.parents for _, m in members)]
    return [
        (Ref(c.label, _files()[c.name].removeprefix("ontology/")), [(r, m) for r, m in members if c.name in m.parents]) for c in classes
    ]


def _foot() -> str:
    return f"The Triplewire ontology, version {about()['owl:versionInfo']}. Its terms are never renamed, only deprecated."
