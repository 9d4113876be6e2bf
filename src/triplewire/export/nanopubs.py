"""Each statement as a nanopublication that can be published, cited and checked by itself. https://nanopub.net/guidelines/"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from triplewire import vocab
from triplewire.export.losses import Limit, Tally
from triplewire.export.rdf import CLAIM
from triplewire.export.source import Source
from triplewire.export.trusty import UNKNOWN, Row, Text, artifact_code
from triplewire.lookup import having
from triplewire.store import is_merged
from triplewire.store.terms import RDF_TYPE, Terms

GRAPH_NAMES = Limit("graph names", "a nanopublication has graphs of its own; the release is told as the source, a rule by its name")
OTHERS = Limit("triples of no statement", "a nanopublication has a statement with its words and its release, and no other things")
LIMITS = (GRAPH_NAMES, OTHERS)

BASE = "https://w3id.org/triplewire/np/"
AGENT = "https://w3id.org/triplewire"
PARTS = ("Head", "assertion", "provenance", "pubinfo")
FACTS = frozenset(vocab.TW + name for name in ("FactualStatement", "DerivedStatement"))
SUBJECT, PREDICATE, _ = CLAIM


def nanopubs(source: Source, tally: Tally) -> Iterator[str]:
    """TriG with a nanopublication for each `tw:Statement`, sorted by its IRI, each with prefixes of its own, so that it can be cut out.

    What is stated as a fact is asserted as its triple; a promise and a denial are not: there the assertion is that they were made.
    """
    for graph, size in sorted(source.sizes.items()):
        tally.lose(GRAPH_NAMES.what, graph, size)
    reader = _Reader(source)
    for number, statement in enumerate(reader.statements()):
        rows = _rows(reader, statement)
        tally.wrote("nanopublications")
        tally.wrote("quads", len(rows))
        yield ("\n" if number else "") + _trig(rows)
    for triple in source.triples():
        if not reader.has_read(triple):
            tally.lose(OTHERS.what, triple)


class _Reader:
    """Reads things of a store, and remembers which triples it has given."""

    def __init__(self, source: Source) -> None:
        self._store = source.store
        self._graph = ox.DefaultGraph() if is_merged(source.store) else None
        self._whole: set[str] = set()
        self._single: set[ox.Triple] = set()

    def statements(self) -> list[ox.NamedNode]:
        """The statements, sorted by their IRIs."""
        found = self._store.quads_for_pattern(None, ox.NamedNode(SUBJECT), None, self._graph)
        return sorted({quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)}, key=str)

    def all_of(self, node: ox.NamedNode) -> list[ox.Triple]:
        """What is said of a thing."""
        self._whole.add(node.value)
        return sorted({quad.triple for quad in self._store.quads_for_pattern(node, None, None, self._graph)}, key=str)

    def some_of(self, node: ox.NamedNode, *names: str) -> list[ox.Triple]:
        """What is said of a thing by these properties (CURIEs)."""
        wanted = {vocab.curie_to_iri(name) for name in names}
        found = {quad.triple for quad in self._store.quads_for_pattern(node, None, None, self._graph) if quad.predicate.value in wanted}
        self._single |= found
        return sorted(found, key=str)

    def the(self, triple: ox.Triple) -> list[ox.Triple]:
        """The triple, if the store has it."""
        held = next(having(self._store, triple.subject, triple.predicate, triple.object, self._graph), None)
        if held is None:
            return []
        self._single.add(triple)
        return [triple]

    def has_read(self, triple: ox.Triple) -> bool:
        """Whether a triple was given."""
        return getattr(triple.subject, "value", "") in self._whole or triple in self._single


def _rows(reader: _Reader, statement: ox.NamedNode) -> list[Row]:
    """The quads of the nanopublication of a statement, under its trusty URI."""
    told = reader.all_of(statement)
    claim = _claim(reader, told)
    this = BASE + UNKNOWN
    head, assertion, provenance, pubinfo = (f"{this}#{part}" for part in PARTS)
    rows = [
        _row(head, this, "rdf:type", vocab.curie_to_iri("np:Nanopublication")),
        _row(head, this, "np:hasAssertion", assertion),
        _row(head, this, "np:hasProvenance", provenance),
        _row(head, this, "np:hasPublicationInfo", pubinfo),
        *(_of(assertion, triple) for triple in claim or told),
        _row(provenance, assertion, "prov:wasDerivedFrom", statement.value),
        *(_of(provenance, triple) for triple in (told if claim else ())),
        *(_of(provenance, triple) for triple in _words(reader, told)),
        *_source(reader, told, provenance, assertion),
        _row(pubinfo, this, "dcterms:creator", AGENT),
        *(_row(pubinfo, this, "npx:hasNanopubType", value.value) for value in _values(told, PREDICATE)),
    ]
    code = artifact_code(rows)
    return sorted({row.named(UNKNOWN, code) for row in rows}, key=_place)


def _claim(reader: _Reader, told: Iterable[ox.Triple]) -> list[ox.Triple]:
    """What a statement of fact says, where it holds; nothing of a promise or a denial."""
    subjects, predicates, values = (_objects(told, part) for part in CLAIM)
    if not any(kind.value in FACTS for kind in _values(told, RDF_TYPE)) or [len(subjects), len(predicates), len(values)] != [1, 1, 1]:
        return []
    subject, predicate, value = subjects[0], predicates[0], values[0]
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
        return []
    return reader.the(ox.Triple(subject, predicate, value))


def _words(reader: _Reader, told: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The evidence of a statement with its words and their places."""
    for span in _values(told, vocab.TW + "hasEvidence"):
        found = reader.all_of(span)
        yield from found
        for selector in _values(found, vocab.curie_to_iri("oa:hasSelector")):
            yield from reader.all_of(selector)


def _source(reader: _Reader, told: Iterable[ox.Triple], graph: str, assertion: str) -> Iterator[Row]:
    """The release of a statement, with its title, day and digest."""
    for release in _values(told, vocab.TW + "statedIn"):
        yield _row(graph, assertion, "prov:hadPrimarySource", release.value)
        for triple in reader.some_of(release, "dcterms:title", "dcterms:issued", "tw:contentSha256"):
            yield _of(graph, triple)


def _objects(told: Iterable[ox.Triple], predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    return [triple.object for triple in told if triple.predicate.value == predicate]


def _values(told: Iterable[ox.Triple], predicate: str) -> list[ox.NamedNode]:
    return [value for value in _objects(told, predicate) if isinstance(value, ox.NamedNode)]


def _row(graph: str, subject: str, predicate: str, value: str) -> Row:
    return Row(graph, subject, vocab.curie_to_iri(predicate), value)


def _of(graph: str, triple: ox.Triple) -> Row:
    value = triple.object
    if not isinstance(triple.subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
        raise ValueError(f"{triple} has a blank node or a triple; every node of the data needs an IRI of its own")
    plain = Text(value.value, value.datatype.value, value.language or "") if isinstance(value, ox.Literal) else value.value
    return Row(graph, triple.subject.value, triple.predicate.value, plain)


def _place(row: Row) -> tuple[int, str, bool, str, bool, str]:
    """Graphs in the order of the parts; in them what is about the nanopublication first, and types first."""
    part = row.graph.rpartition("#")[2]
    return PARTS.index(part), row.subject, row.predicate != RDF_TYPE, row.predicate, isinstance(row.value, Text), str(row.value)


def _trig(rows: list[Row]) -> str:
    """The quads as TriG, with `this:` for the nanopublication and `sub:` for its parts."""
    this = rows[0].subject
    own = {"this": this, "sub": f"{this}#"}
    terms = Terms(vocab.prefixes() | own)
    blocks = "\n".join(_graph(terms, f"{this}#{part}", [row for row in rows if row.graph == f"{this}#{part}"]) for part in PARTS)
    spaces = vocab.prefixes() | own
    return "".join(f"@prefix {prefix}: <{spaces[prefix]}> .\n" for prefix in sorted(terms.used)) + "\n" + blocks


def _graph(terms: Terms, graph: str, rows: list[Row]) -> str:
    lines = [f"{terms.iri(graph)} {{\n"]
    for subject, about in groupby(rows, key=lambda row: row.subject):
        said = [
            f"{'a' if predicate == RDF_TYPE else terms.iri(predicate)} {', '.join(terms.term(_term(row.value)) for row in values)}"
            for predicate, values in groupby(about, key=lambda row: row.predicate)
        ]
        lines.append(f"  {terms.iri(subject)} " + " ;\n    ".join(said) + " .\n")
    return "".join([*lines, "}\n"])


def _term(value: str | Text) -> ox.NamedNode | ox.Literal:
    if isinstance(value, str):
        return ox.NamedNode(value)
    if value.language:
        return ox.Literal(value.value, language=value.language)
    return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))
