"""The RDF formats, judged by other people's parsers: what comes out is the graph, but for what the manifest names."""

from __future__ import annotations

import hashlib
import json
import logging
import random
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from tests import nasty
from tests.npm import installed
from tests.story import release, told

import triplewire as tw
from triplewire import export, resources, store, terms, vocab
from triplewire.export.rdf import REIFIES
from triplewire.export.trusty import UNKNOWN, Row, Text, artifact_code
from triplewire.store.terms import XSD
from triplewire.terms.__main__ import CONTEXT, FRAME
from triplewire.terms.context import context_text, frame_text
from triplewire.triplify import triplify
from triplewire.triplify.rdf import ALT_LABEL, LABEL, TYPE, name

N3 = "n3@2"
OX = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "rdf12": ox.RdfFormat.TURTLE,
    "nanopubs": ox.RdfFormat.TRIG,
    "void": ox.RdfFormat.TURTLE,
}
RDFLIB = {"turtle": "turtle", "trig": "trig", "ntriples": "nt", "nquads": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}
RAPPER = {"turtle": "turtle", "trig": "trig", "ntriples": "ntriples", "nquads": "nquads", "rdfxml": "rdfxml"}
QUADS = ("trig", "nquads", "jsonld")
# The Char production of XML 1.0, https://www.w3.org/TR/xml/#charsets
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Exported:
    """A store, and the files that it was exported to with their manifests."""

    source: export.Source
    folder: Path
    told: dict[str, export.Manifest] = field(default_factory=dict)

    def file(self, form: str) -> Path:
        """The file of a format, written when it is first asked for."""
        path = self.folder / f"{form}.{export.FORMATS[form].ending}"
        if form not in self.told:
            self.told[form] = export.save(self.source, form, path)
        return path

    def carried(self, form: str) -> list[ox.Quad]:
        """The quads that a format has to carry: those of the store, less what it says that it loses."""
        quads = list(store.named_quads(self.source.store))
        if form in QUADS:
            return quads
        triples = [ox.Quad(*q.triple) for q in quads]
        return [_in_xml(quad) for quad in triples if quad.predicate.value not in nasty.NAMELESS] if form == "rdfxml" else triples


def _in_xml(quad: ox.Quad) -> ox.Quad:
    """The triple as XML can carry it."""
    value = quad.object
    if not isinstance(value, ox.Literal) or not NO_XML.search(value.value):
        return quad
    text = NO_XML.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", value.value)
    return ox.Quad(quad.subject, quad.predicate, _literal(text, value.language, value.datatype.value))


def _literal(text: str, language: str | None, datatype: str | None) -> ox.Literal:
    if language:
        return ox.Literal(text, language=language)
    return ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text)


def nasty_quads() -> Iterator[ox.Quad]:
    """A release with surrogates in its text, as the build has it, and things with names, quotes, IRIs and values that break files."""
    odd = release(
        "2027-03-04", "NVT-101 targets CD\ud80056.", "NVT-102 was granted orphan drug\udfff status for gli\x01oma in the United States."
    )
    documents, facts = told(odd)
    assert "\ufffd" in "".join(e.quote for fact in facts for e in fact.evidence), "surrogates of a text become U+FFFD"
    yield from triplify(documents, facts)
    here = ox.NamedNode(f"{vocab.GRAPH}release/nasty")
    for number, text in enumerate(nasty.texts()):
        thing = ox.NamedNode(f"{vocab.ID}compound/nasty-{number:03}")
        yield ox.Quad(thing, TYPE, name("tw:Compound"), here)
        yield ox.Quad(thing, LABEL, ox.Literal(text), here)
        yield ox.Quad(thing, ALT_LABEL, ox.Literal(text, language=nasty.LANGUAGES[number % len(nasty.LANGUAGES)]), here)
        yield ox.Quad(thing, name("oa:exact"), ox.Literal(text), here)
    for number, iri in enumerate(nasty.IRIS):
        yield ox.Quad(ox.NamedNode(iri), name("skos:exactMatch"), ox.NamedNode(nasty.IRIS[number - 1]), here)
        yield ox.Quad(ox.NamedNode(iri), name("tw:targets"), ox.Literal("a literal where there is a thing"), ox.NamedNode(iri))
    for number, (kind, text) in enumerate(nasty.TYPED):
        value = _literal(text, None, f"http://www.w3.org/2001/XMLSchema#{kind}")
        for predicate in ("oa:start", "tw:perShare", "rdfs:comment", "tw:targets"):
            yield ox.Quad(ox.NamedNode(f"{vocab.ID}measure/{number}"), name(predicate), value, here)
    for iri in (*nasty.PROPERTIES, *nasty.NAMELESS):
        yield ox.Quad(ox.NamedNode(f"{vocab.ID}measure/x"), ox.NamedNode(iri), ox.Literal("a value"), here)


@pytest.fixture(scope="module")
def exported(sample_graph: tw.Graph, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The sample releases and what is nasty, in all RDF formats."""
    quads = [*store.named_quads(sample_graph.store), *nasty_quads()]
    return Exported(export.Source(store.memory(quads), sample_graph.facts), tmp_path_factory.mktemp("exports"))


def canonical(quads: Iterable[ox.Quad]) -> set[str]:
    """The lines of a dataset in the canonical form of RDFC-1.0."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def same(found: Iterable[ox.Quad], wanted: Iterable[ox.Quad]) -> None:
    """Holds that two datasets have as many quads and one RDFC-1.0 hash; tells some that only one has."""
    one, two = canonical(found), canonical(wanted)
    assert (sorted(one - two)[:3], sorted(two - one)[:3]) == ([], [])
    assert (len(one), _sha(one)) == (len(two), _sha(two))


def _sha(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


@pytest.mark.parametrize("form", sorted({*OX} - {"rdf12", "nanopubs", "void"}))
def test_pyoxigraph_reads_the_graph(form: str, exported: Exported) -> None:
    """Every quad or triple that the format carries, and none else."""
    same(ox.parse(path=str(exported.file(form)), format=OX[form]), exported.carried(form))


@pytest.mark.parametrize("form", sorted(RDFLIB))
def test_rdflib_reads_the_graph(form: str, exported: Exported, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """So does a parser of another family."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    monkeypatch.setattr(rdflib.term, "_castLexicalToPython", lambda *_: None)
    caplog.set_level(logging.CRITICAL)
    dataset = rdflib.Dataset().parse(exported.file(form), format=RDFLIB[form])
    named = [] if form not in QUADS else [1]
    quads = (ox.Quad(_ox(s), _ox(p), _ox(o), *(_ox(g) for _ in named)) for s, p, o, g in dataset.quads())
    same(quads, exported.carried(form))


def _ox(term: Any) -> Any:
    if not isinstance(term, rdflib.Literal):
        return ox.NamedNode(str(term))
    return _literal(str(term), term.language, str(term.datatype) if term.datatype else None)


@pytest.fixture(scope="module")
def for_rapper(exported: Exported, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The same without texts that rapper has no place for: U+0000 ends a string in C, and it refuses U+FFFE and U+FFFF."""
    quads = store.named_quads(exported.source.store)
    readable = (quad for quad in quads if not re.search("[\0\ufffe\uffff]", getattr(quad.object, "value", "")))
    return Exported(export.Source(store.memory(readable), tuple), tmp_path_factory.mktemp("rapper"))


@pytest.mark.skipif(not shutil.which("rapper"), reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize("form", sorted(RAPPER))
def test_rapper_reads_the_graph(form: str, for_rapper: Exported) -> None:
    """So does a parser in C."""
    command = ["rapper", "-q", "-i", RAPPER[form], "-o", "nquads" if form in QUADS else "ntriples", for_rapper.file(form)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    same(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS), for_rapper.carried(form))


SCRIPT = """
const N3 = require('n3'), fs = require('fs');
const named = t => t.termType === 'DefaultGraph' ? null : { iri: t.value };
const plain = t => t.termType === 'Literal' ? { value: t.value, language: t.language, datatype: t.datatype.value } : named(t);
for (const file of process.argv.slice(1)) {
  const [format, path] = file.split('=');
  const quads = new N3.Parser({ format }).parse(fs.readFileSync(path, 'utf8'));
  console.log(JSON.stringify(quads.map(q => [q.subject, q.predicate, q.object, q.graph].map(plain))));
}
"""


@pytest.mark.slow
def test_n3_js_reads_the_graph(exported: Exported) -> None:
    """So does the parser of the browsers' world."""
    forms = {"turtle": "text/turtle", "trig": "application/trig", "ntriples": "application/n-triples", "nquads": "application/n-quads"}
    words = [f"{media}={exported.file(form)}" for form, media in forms.items()]
    done = subprocess.run(["node", "-e", SCRIPT, *words], cwd=installed(N3), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    for form, line in zip(forms, done.stdout.strip().split("\n"), strict=True):
        same((ox.Quad(*map(_of_js, quad)) for quad in json.loads(line)), exported.carried(form))


def _of_js(term: Any) -> Any:
    if term is None:
        return ox.DefaultGraph()
    return ox.NamedNode(term["iri"]) if "iri" in term else _literal(term["value"], term["language"], term["datatype"])


@pytest.fixture(scope="module")
def document(exported: Exported) -> Any:
    """The JSON-LD document as JSON."""
    return json.loads(exported.file("jsonld").read_text("utf-8"))


def test_pyld_reads_the_graph(document: Any, exported: Exported) -> None:
    """So does the JSON-LD processor of the specification's editors, which may not fetch anything. It writes every xsd:double anew, as
    no part of the specification asks of one that is told in a string, so these are left out.
    """

    def refuse(url: str, *_: object) -> None:
        raise AssertionError(f"{url} would be fetched")

    lines = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse})
    found, wanted = ox.parse(lines, format=ox.RdfFormat.N_QUADS), exported.carried("jsonld")
    same(*([quad for quad in quads if "#double" not in str(quad.object)] for quads in (found, wanted)))


def test_json_ld_speaks_the_words_of_the_ontology(sample_graph: tw.Graph) -> None:
    """Classes and properties have their own names, values are plain where their type is known."""
    document = json.loads(sample_graph.export("jsonld"))
    assert document["@context"] == json.loads(resources.path(*CONTEXT).read_text("utf-8"))["@context"]
    things = {thing["id"]: thing for graph in document["@graph"] for thing in graph["@graph"]}
    words = Counter(word for thing in things.values() for word in thing)
    assert [word for word in words if word not in document["@context"]] == []
    span = next(thing for key, thing in sorted(things.items()) if key.endswith("-position"))
    assert all(isinstance(span[word], int) for word in ("start", "end"))
    statement = next(thing for thing in things.values() if thing.get("type") == "FactualStatement")
    assert statement["stmtPredicate"].startswith("tw:")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", statement["issued"])


def test_a_prefix_that_an_iri_would_be_misread_by_is_left_out(document: Any) -> None:
    """An IRI may begin as a short name does; then the name is not used, and all else stays as it is."""
    assert {"name", "release"} & {*document["@context"]} == set()
    assert {"compound", "targets"} <= {*document["@context"]} or "tw" not in document["@context"]


@pytest.mark.parametrize(("place", "text"), [(CONTEXT, context_text), (FRAME, frame_text)])
def test_what_json_ld_ships_is_that_of_the_ontology(place: tuple[str, ...], text: Callable[[], str]) -> None:
    """`python -m triplewire.terms` writes both files."""
    assert resources.path(*place).read_text("utf-8") == text()


def test_every_term_of_the_ontology_has_a_word() -> None:
    """Classes and properties, each by its own name."""
    words = json.loads(context_text())["@context"]
    assert [t.name for t in terms.terms() if t.kind != "individual" and t.local not in words] == []


def test_the_frame_makes_a_card_of_each_compound(sample_graph: tw.Graph) -> None:
    """Every statement about a compound stands in its card, with its words."""
    document = json.loads(sample_graph.export("jsonld"))
    framed = jsonld.frame(document, json.loads(resources.path(*FRAME).read_text("utf-8")))
    found = {(card["id"], fact["id"]) for card in framed["@graph"] for fact in _listed(card.get("facts", []))}
    asked = sample_graph.query("SELECT ?c ?s { ?c a tw:Compound . ?s tw:stmtSubject ?c }")
    assert isinstance(asked, tw.api.query.Table)  # type: ignore[attr-defined]
    assert found == {(vocab.curie(compound), vocab.curie(statement)) for compound, statement in asked.plain()}
    facts = [fact for card in framed["@graph"] for fact in _listed(card.get("facts", []))]
    quotes = [part.get("exact") for fact in facts for span in _listed(fact["hasEvidence"]) for part in span["hasSelector"]]
    assert len([quote for quote in quotes if quote]) >= len(found)
    assert None not in [value for card in framed["@graph"] for value in card.values()]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_xml_parsers_read_rdf_xml(exported: Exported) -> None:
    """Characters that XML does not have are replaced by visible ones, and counted; so are properties that no element can be named after."""
    ET.parse(exported.file("rdfxml"))
    triples = [quad.triple for quad in {ox.Quad(*q.triple) for q in store.named_quads(exported.source.store)}]
    named = [triple for triple in triples if triple.predicate.value not in nasty.NAMELESS]
    characters = sum(len(NO_XML.findall(t.object.value)) for t in named if isinstance(t.object, ox.Literal))
    losses = {loss.what: loss for loss in exported.told["rdfxml"].losses}
    assert (losses["characters"].count, losses["properties without a name"].count) == (characters, len(nasty.NAMELESS))
    assert re.match(r"U\+00[01][0-9A-F] in <", losses["characters"].example)
    assert exported.told["rdfxml"].written["triples"] == len(named)


def test_rdf_12_says_each_statement_as_a_triple_term(exported: Exported) -> None:
    """Taken apart again, it is the graph; rdflib does not know triple terms yet, so pyoxigraph alone reads it."""
    reified, parts = 0, []
    for quad in ox.parse(path=str(exported.file("rdf12")), format=OX["rdf12"]):
        value = quad.object
        if quad.predicate.value == REIFIES and isinstance(value, ox.Triple):
            reified += 1
            said = (value.subject, value.predicate, value.object)
            parts += [ox.Quad(quad.subject, name(f"tw:stmt{p}"), v) for p, v in zip(("Subject", "Predicate", "Object"), said, strict=True)]
        else:
            parts.append(quad)
    same(parts, exported.carried("rdf12"))
    assert reified == len({quad.subject for quad in exported.carried("rdf12") if quad.predicate.value == f"{vocab.TW}stmtSubject"})


@pytest.fixture(scope="module")
def nanopubs(exported: Exported) -> dict[str, list[ox.Quad]]:
    """The quads of each nanopublication, by its code."""
    out: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(path=str(exported.file("nanopubs")), format=OX["nanopubs"]):
        found = re.fullmatch(r"https://w3id\.org/triplewire/np/(RA[\w-]{43})#\w+", getattr(quad.graph_name, "value", ""))
        assert found, quad
        out.setdefault(found[1], []).append(quad)
    return out


def test_the_names_of_nanopublications_are_trusty(nanopubs: dict[str, list[ox.Quad]], caplog: pytest.LogCaptureFixture) -> None:
    """The hash of the nanopub library is the code in every name; one with another letter would not be."""
    from nanopub.trustyuri.rdf.RdfHasher import make_hash

    caplog.set_level(logging.CRITICAL)
    for code, quads in list(nanopubs.items())[::4]:
        assert make_hash([_row(quad) for quad in quads], code) == code
    code, quads = next(iter(nanopubs.items()))
    assert make_hash([_row(quad) for quad in quads[1:]], code) != code


def _row(quad: ox.Quad) -> tuple[Any, ...]:
    return tuple(map(_rdflib, (quad.graph_name, quad.subject, quad.predicate, quad.object)))


def _rdflib(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return rdflib.URIRef(term.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=None if term.language else term.datatype.value, normalize=False)


def test_artifact_codes_are_those_of_the_library_for_any_text(caplog: pytest.LogCaptureFixture) -> None:
    """The same text under datatypes and languages, line breaks and backslashes, IRIs beside texts: one code from both."""
    from nanopub.trustyuri.rdf.RdfHasher import make_hash

    caplog.set_level(logging.CRITICAL)
    this = f"https://example.org/np/{UNKNOWN}"
    values: list[str | Text] = [*nasty.IRIS, *(Text(text, f"{XSD}{kind}") for kind, text in nasty.TYPED)]
    for number, text in enumerate(nasty.texts()):
        values += [Text(text), Text(text, f"{XSD}anyURI"), Text(text, language=nasty.LANGUAGES[number % len(nasty.LANGUAGES)])]
    rows = [Row(f"{this}#{number % 3}", (this, f"{this}#a", "urn:b")[number % 3], "urn:p", value) for number, value in enumerate(values)]
    code = artifact_code(random.Random(0).sample(rows, len(rows)))
    assert make_hash([tuple(map(_of_row, row)) for row in (row.named(UNKNOWN, code) for row in rows)], code) == code


def _of_row(part: str | Text) -> Any:
    if isinstance(part, str):
        return rdflib.URIRef(part)
    return rdflib.Literal(part.value, lang=part.language or None, datatype=None if part.language else part.datatype, normalize=False)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:nanopub.*")
def test_the_nanopub_library_takes_a_nanopublication_for_valid(nanopubs: dict[str, list[ox.Quad]]) -> None:
    """Its four graphs are what the guidelines ask for."""
    from nanopub.nanopub import Nanopub

    for quads in list(nanopubs.values())[:3]:
        dataset = rdflib.Dataset()
        for graph, *triple in map(_row, quads):
            dataset.graph(graph).add(tuple(triple))
        assert Nanopub(rdf=dataset).is_valid


def test_promises_and_denials_are_asserted_as_such(nanopubs: dict[str, list[ox.Quad]], exported: Exported) -> None:
    """A nanopublication for each statement; what is only promised or denied never stands there as a triple of its own."""
    told = exported.told["nanopubs"]
    statements = {quad.subject for quad in exported.carried("turtle") if quad.predicate.value == f"{vocab.TW}stmtSubject"}
    assert told.written["nanopublications"] == len(nanopubs) == len(statements)
    assert told.written["quads"] == sum(map(len, nanopubs.values()))
    for quads in nanopubs.values():
        claim = {quad.subject for quad in quads if quad.predicate.value == f"{vocab.TW}stmtSubject"}
        facts = [q for q in quads if q.predicate == TYPE and q.object in (name("tw:FactualStatement"), name("tw:DerivedStatement"))]
        asserted = {quad.subject for quad in quads if getattr(quad.graph_name, "value", "").endswith("#assertion")}
        assert asserted.isdisjoint(claim) if facts else asserted == claim


def test_a_nanopublication_has_what_its_manifest_does_not_name(nanopubs: dict[str, list[ox.Quad]], exported: Exported) -> None:
    """The triples said to be in none are exactly those that are in none."""
    told = {str(quad.triple) for quads in nanopubs.values() for quad in quads}
    others = [quad for quad in {ox.Quad(*q.triple) for q in exported.carried("trig")} if str(quad.triple) not in told]
    losses = {loss.what: loss for loss in exported.told["nanopubs"].losses}
    assert losses["triples of no statement"].count == len(others)
    assert losses["triples of no statement"].example == min(str(quad.triple) for quad in others)


def test_the_description_names_every_format(exported: Exported) -> None:
    """A distribution for each, in the words of `--list`, beside what a build's `void.ttl` says."""
    described = set(ox.parse(path=str(exported.file("void")), format=OX["void"]))
    assert described > set(ox.parse(store.void(store.named_quads(exported.source.store)), format=OX["void"]))
    assert exported.told["void"].losses[0].count == len({quad.triple for quad in exported.carried("trig")})
    titles = {quad.object.value for quad in described if quad.predicate == name("dcterms:title") and "distribution" in str(quad.subject)}
    assert titles == {*export.FORMATS} - {"void"}


@pytest.mark.parametrize("form", sorted(OX))
def test_the_manifest_counts_what_is_in_the_file(form: str, exported: Exported) -> None:
    """Triples and quads written, and quads whose graph is not told."""
    path = exported.file(form)
    told = exported.told[form]
    assert sum(1 for _ in ox.parse(path=str(path), format=OX[form])) == told.written["quads" if "quads" in told.written else "triples"]
    quads = sum(1 for _ in store.named_quads(exported.source.store))
    losses = {loss.what: loss.count for loss in told.losses}
    assert losses.get("graph names") == (quads if form not in (*QUADS, "void") else None)
    if form in QUADS:
        assert losses == {}


def test_n_quads_go_round(exported: Exported) -> None:
    """Loaded into another store and written again, they are the same bytes."""
    text = exported.file("nquads").read_bytes()
    again = export.Source(store.memory(ox.parse(text, format=OX["nquads"])), tuple)
    assert export.export(again, "nquads").encode() == text


@pytest.mark.parametrize("seed", [0, 1])
def test_the_order_of_insertion_does_not_show(seed: int) -> None:
    """The same quads give the same bytes in every format, from a store on disk or in memory, with or without a merged default graph."""
    quads = [quad for quad in nasty_quads() if "0000" not in quad.subject.value]  # type: ignore[union-attr]
    shuffled = random.Random(seed).sample(quads, len(quads))
    bare = ox.Store()
    bare.extend(shuffled)
    for form in OX:
        wanted = export.export(export.Source(store.memory(quads), tuple), form)
        assert export.export(export.Source(store.memory(shuffled), tuple), form) == wanted
        assert export.export(export.Source(bare, tuple), form) == wanted


def test_a_blank_node_that_somebody_has_put_in_is_told(tmp_path: Path) -> None:
    """Builds have none; N-Quads carries it, and other formats name the node and N-Quads, and leave the old file as it was."""
    updated = ox.Store()
    updated.update("INSERT DATA { GRAPH <urn:g> { _:b <urn:p> 1 } }")
    source, target = export.Source(updated, tuple), tmp_path / "graph"
    export.save(source, "nquads", target)
    before = target.read_bytes()
    for form in ("turtle", "trig", "jsonld", "rdfxml", "rdf12"):
        with pytest.raises(tw.TriplewireError, match=rf"^{form}: _:\w+ .*take nquads"):
            export.save(source, form, target)
    assert (before.count(b"_:"), [path.read_bytes() for path in tmp_path.iterdir()]) == (1, [before])


def test_turtle_and_trig_are_the_files_of_the_build(sample_graph: tw.Graph) -> None:
    """Read block by block from the store, they are what a build writes of quads in memory."""
    for form, file in (("turtle", "graph.ttl"), ("trig", "graph.trig")):
        assert sample_graph.export(form) == (sample_graph.folder / file).read_text("utf-8")
