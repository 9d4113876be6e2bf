"""Pages, things and files over HTTP: what a browser, a linked data client and a curious person get."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from tests.serve.served import Answer, Client, Served
from triplewire import vocab

THING = "/id/compound/cyb003"
FORMS = {
    "text/turtle": ("ttl", ox.RdfFormat.TURTLE),
    "application/n-triples": ("nt", ox.RdfFormat.N_TRIPLES),
    "application/ld+json": ("jsonld", ox.RdfFormat.JSON_LD),
    "application/rdf+xml": ("rdf", ox.RdfFormat.RDF_XML),
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def client(read_only: Served) -> Iterator[Client]:
    """A connection to the server of the samples."""
    with read_only.client() as made:
        yield made


def triples(answer: Answer, form: ox.RdfFormat) -> set[ox.Triple]:
    """The triples of an answer, which must be whole."""
    return {quad.triple for quad in ox.parse(answer.body, format=form)}


@pytest.mark.parametrize("media", FORMS)
def test_a_thing_is_sent_as_asked(client: Client, media: str) -> None:
    """By Accept and by the ending of its address, as the same triples in each form, with where else it is."""
    ending, form = FORMS[media]
    asked, named = client.request("GET", THING, {"Accept": media}), client.request("GET", f"{THING}.{ending}")
    assert (asked.status, asked.media, named.media) == (200, media, media)
    assert asked.body == named.body
    assert asked.headers["content-location"] == f"{THING}.{ending}"
    assert "Accept" in asked.headers["vary"]
    whole = triples(client.request("GET", f"{THING}.nt"), ox.RdfFormat.N_TRIPLES)
    assert triples(asked, form) == whole
    assert any(t.subject == ox.NamedNode(vocab.entity("compound", "CYB003")) for t in whole)


def test_a_thing_links_to_its_other_forms_and_to_its_name(client: Client) -> None:
    """The Link header names the thing and the other forms with their types."""
    links = client.request("GET", THING, {"Accept": "text/turtle"}).headers["link"]
    assert f'<{vocab.entity("compound", "CYB003")}>; rel="describes"' in links
    for ending, media in (("html", "text/html"), ("nt", "application/n-triples"), ("jsonld", "application/ld+json")):
        assert f'<{THING}.{ending}>; rel="alternate"; type="{media}"' in links


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("application/xhtml+xml", "text/html"),
        ("text/turtle;q=0.9, text/html;q=0.8", "text/turtle"),
        ("text/*;q=0.3, application/n-triples;q=0.5", "application/n-triples"),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("TEXT/TURTLE", "text/turtle"),
    ],
)
def test_a_client_gets_what_it_likes_best(client: Client, accept: str, media: str) -> None:
    """By weight, then by how narrow a range is; who does not say gets the page."""
    answer = client.request("GET", THING, {"Accept": accept} if accept else {})
    assert (answer.status, answer.media) == (200, media)


def test_what_cannot_be_sent_is_told(client: Client) -> None:
    """406 with the list of what there is."""
    answer = client.request("GET", THING, {"Accept": "image/png"})
    assert answer.status == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/id/compound/nobody-has-this", "/id/", "/id/x", "/graph/none", "/nope.html", "/id/compound/%22%3E%3Cscript%3E", "/assets/none.js"],
)
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    """As text for programs, as a page for people, and what was asked stays text."""
    plain, page = client.request("GET", path), client.request("GET", path, {"Accept": BROWSER})
    assert (plain.status, page.status, page.media) == (404, 404, "text/html")
    assert "<script>" not in page.text.replace("<script src=", "")
    assert "Home" in page.text


def test_a_page_asked_for_again_is_not_sent_again(client: Client) -> None:
    """Pages of a build have an ETag, which answers 304 without a body."""
    first = client.request("GET", "/ledger.html")
    again = client.request("GET", "/ledger.html", {"If-None-Match": first.headers["etag"]})
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert client.request("GET", "/ledger.html", {"If-None-Match": '"another"'}).status == 200


def test_a_page_that_was_kept_keeps_its_policy(client: Client) -> None:
    """The headers of a 304 take the place of the kept ones: without the policy of the page, or none, its scripts would be refused."""
    for path in ("/", "/pipeline.html", "/assets/page.js", THING):
        first = client.request("GET", path, {"Accept": BROWSER})
        again = client.request("GET", path, {"Accept": BROWSER, "If-None-Match": first.headers["etag"]})
        assert again.status == 304
        assert again.headers.get("content-security-policy") in (None, first.headers["content-security-policy"])


def test_every_page_has_a_policy_that_names_its_scripts(client: Client) -> None:
    """In the header as in the page: nothing runs but what is named, nobody frames it."""
    for path in ("/", "/pipeline.html", THING, "/sparql", "/questions/partners.html", "/nope.html"):
        policy = client.request("GET", path, {"Accept": BROWSER}).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src ")
        assert "unsafe" not in policy
        assert policy.endswith("frame-ancestors 'none'")


def test_a_view_of_a_day_shows_what_was_known(client: Client) -> None:
    """`as_of` leaves out later releases, and what is no day is refused with how it is written."""
    now, then = client.request("GET", "/ledger.html"), client.request("GET", "/ledger.html?as_of=2025-06-30")
    assert then.status == 200
    assert len(then.body) < len(now.body)
    assert "facts stated up to 2025-06-30" in then.text
    wrong = client.request("GET", "/ledger.html?as_of=summer")
    assert wrong.status == 400
    assert "YYYY-MM-DD" in wrong.text


def test_a_thing_of_a_day_is_what_was_known(client: Client) -> None:
    """As a page and as data; what was told of later is not there, and what is no day is refused."""
    page = client.request("GET", f"{THING}?as_of=2025-06-30", {"Accept": BROWSER})
    assert (page.status, "facts stated up to 2025-06-30" in page.text) == (200, True)
    now, then = client.request("GET", f"{THING}.nt"), client.request("GET", f"{THING}.nt?as_of=2025-06-30")
    assert 0 < len(then.body) < len(now.body)
    for form in ({"Accept": BROWSER}, {"Accept": "text/turtle"}):
        assert client.request("GET", f"{THING}?as_of=2001-01-01", form).status == 404
        assert client.request("GET", f"{THING}?as_of=summer", form).status == 400


def test_a_named_graph_is_data_and_leads_people_to_its_release(client: Client) -> None:
    """The triples of one release for programs, its page for people."""
    data = client.request("GET", "/graph/release/cybin-2025-08-14-results", {"Accept": "application/n-triples"})
    assert data.status == 200
    assert len(triples(data, ox.RdfFormat.N_TRIPLES)) > 100
    page = client.request("GET", "/graph/release/cybin-2025-08-14-results", {"Accept": BROWSER})
    assert (page.status, page.headers["location"]) == (303, "/id/release/cybin-2025-08-14-results")


def test_the_files_of_the_build_are_sent_as_they_are(read_only: Served, client: Client) -> None:
    """Turtle, TriG, facts and report, with their media types."""
    for name, media in (("graph.ttl", "text/turtle"), ("graph.trig", "application/trig"), ("facts.jsonl", "application/jsonl")):
        answer = client.request("GET", f"/{name}")
        assert (answer.status, answer.media) == (200, media)
        assert answer.body == (read_only.directory / "current" / name).read_bytes()
    assert client.request("GET", "/store/CURRENT").status == 404
    assert client.request("GET", "/../report.json").status in (404, 200)
    assert client.request("GET", "/%2e%2e/%2e%2e/etc/passwd").status == 404


def test_the_data_set_is_described_with_the_addresses_of_the_server(client: Client, read_only: Served) -> None:
    """VoID names the endpoint, the dump and the home page that were asked, at the well-known place too."""
    told = client.request("GET", "/void.ttl").text
    for name in ("sparql", "graph.ttl", ""):
        assert f"<http://127.0.0.1:{read_only.port}/{name}>" in told
    assert client.request("GET", "/.well-known/void").headers["location"] == "/void.ttl"


def test_the_ontology_is_where_its_name_says(client: Client) -> None:
    """Its IRI leads programs to its Turtle and people to its pages."""
    assert client.request("GET", "/ontology", {"Accept": "text/turtle"}).headers["location"] == "/ontology/triplewire.ttl"
    assert client.request("GET", "/ontology", {"Accept": BROWSER}).headers["location"] == "/ontology/index.html"
    assert b"owl:Ontology" in client.request("GET", "/ontology/triplewire.ttl").body


def test_a_question_takes_its_values_from_the_form(client: Client) -> None:
    """As a page and as a file; a value that is none is refused in words on the page."""
    page = client.request("GET", "/questions/promises.html?from=2026-01-01", {"Accept": BROWSER})
    assert page.status == 200
    rows = client.request("GET", "/questions/promises.csv?from=2026-01-01")
    assert (rows.status, rows.media) == (200, "text/csv")
    everything = client.request("GET", "/questions/promises.csv")
    assert 0 < rows.body.count(b"\n") < everything.body.count(b"\n")


def test_the_sparql_page_needs_no_script(client: Client) -> None:
    """A form, examples, and the answer as a table; an error has its status and its line; a cut answer says so."""
    page = client.request("GET", "/sparql", {"Accept": BROWSER})
    assert page.media == "text/html"
    assert re.search(r"<textarea[^>]*name=\"query\"", page.text)
    answer = client.get("SELECT ?c ?t { ?c tw:targets ?t }", {"Accept": BROWSER})
    assert (answer.status, answer.media) == (200, "text/html")
    assert "/id/target/" in answer.text
    wrong = client.get("SELECT ?c {\n  ?c tw:targets\n}", {"Accept": BROWSER})
    assert wrong.status == 400
    assert "line 3" in wrong.text
    assert client.get("SELECT * { ?s ?p ?o }", {"Accept": BROWSER}, {"format": "json"}).media == "application/sparql-results+json"
    assert "1,000" in client.get("SELECT * { ?s ?p ?o }", {"Accept": BROWSER}).text.replace("\u202f", ",").replace("1000", "1,000")


def test_every_link_of_the_live_pages_leads_somewhere(client: Client) -> None:
    """From the pages of each kind, every relative link is answered."""
    seen: set[str] = set()
    for page in ("/", THING, "/id/organization/cybin", "/pipeline.html", "/ledger.html", "/questions.html", "/questions/partners.html"):
        text = client.request("GET", page, {"Accept": BROWSER}).text
        folder = page.rpartition("/")[0]
        for href in re.findall(r'<a [^>]*href="([^"#:?]+)', text):
            parts = f"{folder}/{href}".split("/")
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            seen.add("/" + "/".join(p for p in parts if p))
    answered = {path: client.request("GET", path, {"Accept": BROWSER}).status for path in sorted(seen)[:150]}
    assert {path: status for path, status in answered.items() if status not in (200, 303)} == {}
