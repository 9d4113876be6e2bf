"""A served build of payloads, and a person who writes payloads into every field and address: nothing runs, and data stay data."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from tests.browser.conftest import Browser
from tests.browser.hostile import ALL, Build, called
from tests.browser.payloads import TEXTS, met_on, plain, tagged
from tests.browser.watch import assert_harmless, faults, joined, touch
from tests.serve.served import Answer, Served, serving

from triplewire import query, vocab
from triplewire.triplify.sheet import release_node

pytestmark = pytest.mark.browser
PERSON = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ECHOED = {
    "search": "/search?q={}",
    "path, from": "/path.html?as_of=2029-01-01&to=x&from={}",
    "path, to": "/path.html?as_of=2029-01-01&from=x&to={}",
    "question": "/questions/technologies-and-targets.html?target={}",
    "day of a question": "/questions/change-log.html?as_of={}",
    "query": "/sparql?query={}",
    "query with an error in a string": "/sparql?query=ASK%7B%22{}%22",
    "query with no error": "/sparql?query=ASK%20%7B%7D%20%23{}",
}
"""Addresses that answer with what was written, in full."""
TAKEN = {
    "day": "/ledger.html?as_of={}",
    "day of a view": "/path.html?as_of={}&from=x",
    "unknown field": "/index.html?{}={}",
    "drawn answer": "/sparql?query=SELECT%20*%20%7B%7D&draw={}",
    "example": "/sparql?example={}",
    "format": "/sparql?query=ASK%7B%7D&format={}",
    "graph": "/sparql?query=ASK%7B%7D&default-graph-uri={}",
    "page": "/{}",
    "page of a folder": "/questions/{}",
    "thing": "/id/{}",
    "thing of a kind": "/id/compound/{}",
    "named graph": "/graph/{}",
    "asset": "/assets/{}",
    "word of the ontology": "/ontology/{}",
}
"""Addresses that answer, with an error or not, and need not repeat what was written."""
EVERYTHING = "SELECT DISTINCT ?o { ?s ?p ?o FILTER(CONTAINS(STR(?o), '*/')) } ORDER BY ?o"
IDENTIFIERS = "SELECT DISTINCT ?o {{ ?s {} ?o FILTER(CONTAINS(STR(?o), '{}')) }}"
DRAWN = "SELECT ?c ?x { ?c tw:targets ?x } ORDER BY ?c ?x"


@pytest.fixture(scope="module")
def served(hostile: Build) -> Iterator[Served]:
    """The build, served."""
    with serving(hostile.out) as made:
        yield made


def get(served: Served, path: str, **headers: str) -> Answer:
    """The answer to a person, or as the headers ask."""
    with served.client() as client:
        return client.request("GET", path, headers or PERSON)


def sparql(text: str, **more: str) -> str:
    """The address of a query."""
    return f"/sparql?{urlencode({'query': text, **more})}"


def addresses() -> dict[str, str]:
    """An address for each kind of page that only a server has, with all payloads at once where it takes words of a person."""
    words = quote(joined())
    values = " ".join(str(ox.Literal(text)) for text in TEXTS if len(text) < 300)
    return {
        "answer": sparql(f"SELECT ?x (STR(?x) AS ?y) {{ VALUES ?x {{ {values} }} }}"),
        "answer of the graph": sparql(EVERYTHING),
        "triples": sparql(f"DESCRIBE <{vocab.entity('compound', called('compound', 0))}>"),
        "picture of an answer": sparql(DRAWN, draw="1"),
        "error": sparql(f"SELECT * {{ {joined()}"),
        "search": f"/search?q={words}",
        "path": f"/path.html?from={words}&to={words}",
        "question": f"/questions/technologies-and-targets.html?target={words}",
        "day": f"/ledger.html?as_of={words}",
        "example": f"/sparql?example={words}",
        "nothing there": f"/{words}",
        "no such thing": f"/id/compound/{words}",
        "compound": f"/{vocab.entity('compound', called('compound', 1)).removeprefix(vocab.ID).join(('id/', ''))}",
        "release": "/id/release/hostile",
        "home": "/",
    }


@pytest.mark.parametrize("kind", addresses())
def test_nothing_on_a_served_page_runs(browser: Browser, served: Served, kind: str) -> None:
    """A page of each kind, with payloads from the graph and from the address, used in every way."""
    with browser.open(served.home + addresses()[kind].removeprefix("/")) as visit:
        visit.errors[:] = [e for e in visit.errors if "Failed to load resource" not in e]  # how a browser tells of status 400 and 404
        touch(visit)
        assert_harmless(visit, served.home)


def test_nothing_that_a_person_writes_is_more_than_text(browser: Browser, hostile: Build, served: Served) -> None:
    """Each payload in each field and address: no fault of the server, a policy, and where the words are shown they are words."""
    with browser.open(hostile.page("releases.html")) as visit:
        for kind in (*ECHOED, *TAKEN):
            answers = {text: get(served, (ECHOED | TAKEN)[kind].replace("{}", quote(text, safe=""))) for text in (*TEXTS, joined())}
            assert [text for text, answer in answers.items() if not _sound(answer)] == [], kind
            pages = {text: answer.text for text, answer in answers.items() if answer.media == "text/html"}
            assert len(pages) > 40 or kind == "format", kind
            if kind in ECHOED:
                assert [text for text, page in pages.items() if plain(text) not in plain(unescape(page))] == [], kind
            assert faults(visit, pages.values()) == [], kind


def _sound(answer: Answer) -> bool:
    """Whether an answer is no fault of the server, and has the headers that keep a browser from doing anything with it."""
    policy = answer.headers["content-security-policy"]
    guarded = policy.startswith("default-src 'none'") and "unsafe" not in policy and answer.headers["x-content-type-options"] == "nosniff"
    return guarded and answer.status in (200, 303, 400, 404)


def test_words_that_are_no_text_are_refused(served: Served) -> None:
    """Half a character in an address is the client's fault, or is shown as a sign that something is missing."""
    half = "%ED%A0%80"
    for path in (f"/search?q={half}", f"/sparql?query=ASK%7B%22{half}%22%7D", f"/id/compound/{half}", "/%FF", f"/index.html?as_of={half}"):
        assert get(served, path).status in (200, 400, 404), path


def test_things_with_odd_names_are_found(served: Served) -> None:
    """Every page that lists lead to is there, also of things whose names are too long, or too strange, for a path; as data too."""
    for page in ("/names.html", "/releases.html"):
        links = set(re.findall(r'href="(id/[^"#]+)"', get(served, page).text))
        odd = sorted(link for link in links if link.startswith("id/other/"))
        assert len(odd) > 10
        wrong = {link: status for link in odd for status in [get(served, f"/{link}").status] if status != 200}
        assert wrong == {}
        assert get(served, f"/{odd[0].removesuffix('.html')}.nt").status == 200
    escaped = vocab.release(tagged("id", 3)).removeprefix(vocab.ID)
    assert "%3C" in escaped
    for ending in ("", ".ttl"):
        assert get(served, f"/id/{escaped}{ending}").status == 200
    answer = get(served, f"/graph/{escaped}")
    assert (answer.status, answer.headers["location"]) == (303, f"/id/{escaped}")


def test_everything_of_the_graph_is_more_than_text_nowhere(browser: Browser, hostile: Build, served: Served) -> None:
    """Pages of one thing of every class, with or without a page of its own: statements, spans, quotes, repairs, windows, findings …"""
    found = hostile.graph.query("SELECT ?class (MIN(?s) AS ?one) (MAX(?s) AS ?two) { ?s a ?class } GROUP BY ?class ORDER BY ?class")
    assert isinstance(found, query.Table)
    things = sorted({cell for row in found.plain() for cell in row[1:] if cell.startswith(vocab.ID)})
    answers = {iri: get(served, "/id/" + iri.removeprefix(vocab.ID)) for iri in things}
    assert {iri: a.status for iri, a in answers.items() if a.status != 200} == {}
    assert len(answers) > 30
    with browser.open(hostile.page("releases.html")) as visit:
        assert faults(visit, [a.text for a in answers.values()]) == []


@pytest.mark.parametrize(("predicate", "field"), [("skos:exactMatch", "iri"), ("tw:registryId", "nct"), ("tw:wire", "wire")])
def test_what_pages_leave_out_is_in_answers(served: Served, predicate: str, field: str) -> None:
    """Identifiers that are no web address are shown as text, letter for letter, and lead nowhere."""
    words = "%3A" + field if field == "iri" else f":{field}".upper() if field == "nct" else f":{field}"
    answer = get(served, sparql(IDENTIFIERS.format(predicate, words)))
    shown = unescape(answer.text)
    if field == "iri":
        assert all(quote(tagged(field, n)) in shown for n in ALL)
        assert 'href="javascript' not in answer.text
    else:
        assert {n for f, n in met_on(answer.text) if f == field} == set(ALL)


def test_data_are_the_same_in_every_form(hostile: Build, served: Served) -> None:
    """What is known of a thing parses as Turtle, N-Triples, JSON-LD and RDF/XML, as the same triples with the same words."""
    forms = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML}
    things = [vocab.entity("compound", called("compound", n)) for n in ALL] + [vocab.release("hostile")]
    things += [release_node(tagged("id", n)).value for n in ALL]
    words: set[str] = set()
    for iri in things:
        told = {}
        for ending, form in forms.items():
            answer = get(served, "/id/" + iri.removeprefix(vocab.ID) + f".{ending}")
            assert answer.status == 200, iri
            told[ending] = {q.triple for q in ox.parse(answer.body, format=form)}
        assert len({frozenset(t) for t in told.values()}) == 1, iri
        words |= {t.object.value for t in told["nt"] if isinstance(t.object, ox.Literal)}
    for field in ("compound", "title", "place", "wire", "source"):
        kept = [_kept(field, n) for n in ALL] if field != "source" else [_kept(field, n) for n in ALL[1:]]
        assert [w for w in kept if w not in words] == [], field


def _kept(field: str, number: int) -> str:
    """A payload as the graph holds it: a sign for each character that XML cannot hold, no blanks at the ends."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", tagged(field, number))
    return text.strip() if field == "compound" else text


def test_rows_are_the_same_in_every_form(served: Served) -> None:
    """All texts of the graph parse as JSON, XML, CSV and TSV, as many rows with the same words, but for what XML cannot hold."""
    bodies = {form: get(served, sparql(EVERYTHING, format=form)).body.decode() for form in ("json", "xml", "csv", "tsv")}
    rows = [row["o"]["value"] for row in json.loads(bodies["json"])["results"]["bindings"]]
    assert len(rows) > 1500
    assert [row[0] for row in csv.reader(io.StringIO(bodies["csv"], newline=""))][1:] == rows
    space = "{http://www.w3.org/2005/sparql-results#}"
    told = [_text_of(result[0][0]) for result in ET.fromstring(bodies["xml"]).iter(f"{space}result")]
    assert [plain(words) for words in told] == [plain(words) for words in rows]
    assert bodies["tsv"].count("\n") == len(rows) + 1


def _text_of(term: ET.Element) -> Any:
    return term.text or ""
