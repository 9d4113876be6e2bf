"""Questions and SPARQL as pages: answers told as they are, queries that run elsewhere, pictures with words, links that lead somewhere."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from markupsafe import Markup
from tests.facts_fixture import documents, facts

from triplewire import query, vocab
from triplewire.draw import Site, SiteInfo, ask, site
from triplewire.draw.ask import questions
from triplewire.draw.ask.network import MOST_LINKS, statements_between
from triplewire.draw.ask.question import command
from triplewire.draw.ask.results import LONG, MOST_ROWS, Shown, shown
from triplewire.draw.ask.things import COLUMNS, Things
from triplewire.draw.code import COLOURED, WORD, as_sparql, coloured
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.errors import NotFoundError, QueryError
from triplewire.query import Table, Triples, formats
from triplewire.reconcile import ledger
from triplewire.triplify import resolutions, triplify

INFO = SiteInfo("0.0")
COMPETENCY = query.listing(("competency",))
NAMES = [named.name for named in COMPETENCY]
COMPOUND = vocab.entity("compound", "NVT-101")
XSD = vocab.prefixes()["xsd"]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The graph of the invented releases."""
    out = ox.Store()
    releases = [d.release for d in documents()]
    out.extend(triplify(list(documents()), list(facts())))
    out.extend(resolutions(ledger(releases, facts()), releases))
    return out


@pytest.fixture(scope="module")
def reader(store: ox.Store) -> Reader:
    """What reads it."""
    return Reader(store)


@pytest.fixture(scope="module")
def live(reader: Reader) -> Site:
    """Its site as a server has it."""
    return Site(reader, INFO, live=True)


@pytest.fixture(scope="module")
def written(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its static site."""
    out = tmp_path_factory.mktemp("asked")
    site(store, out, INFO)
    return out


def text_of(markup: str) -> str:
    """What a reader sees of markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def table(columns: str, *rows: tuple[object, ...]) -> Table:
    """An answer with these columns and rows."""
    return Table(tuple(columns.split()), rows)  # type: ignore[arg-type]


def on_page(answer: query.Answer, reader: Reader, around: Around = ALONE) -> Shown:
    """What a page shows of an answer."""
    return shown(answer, Things(reader.names), around)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_shown_as_sparql_runs_elsewhere_and_answers_alike(store: ox.Store, name: str) -> None:
    """The text has all its prefixes, no header of ours, and gives the rows of the question in an engine that knows nothing of us."""
    named = query.named(name)
    text = as_sparql(query.prepare(named), named.title).text
    assert text.startswith(f"# {named.title}\n")
    assert "#+" not in text
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    ours = query.run(store, named)
    assert isinstance(ours, Table)
    assert [tuple(row) for row in found] == list(ours.rows)


@pytest.mark.parametrize("text", ["SELECT * { ?s tw:a <x> } # <b>&amp;", '"</pre><script>1</script>"', "a" * (WORD + 1), "?x " * COLOURED])
def test_colours_change_no_letter(text: str) -> None:
    """Without its marks a coloured text is what was given, whatever stands in it; so is one too long to be coloured."""
    for language in ("sparql", "turtle"):
        made = coloured(text, language)
        assert isinstance(made.html, Markup)
        assert text_of(made.html) == text
        assert "<script" not in made.html


def test_cells_know_what_they_are(reader: Reader) -> None:
    """Numbers are grouped, days and IRIs are told apart, long words fold, another language is marked; mixed columns are text."""
    day, number = (ox.NamedNode(XSD + kind) for kind in ("date", "integer"))
    row = (
        ox.Literal("1234567", datatype=number),
        ox.Literal("2030-01-31", datatype=day),
        ox.Literal("x" * (LONG + 1)),
        ox.Literal("Wort", language="de"),
        None,
    )
    answer = on_page(table("n d long de mixed", row, (*row[:4], ox.Literal(1)), (*row[:4], ox.Literal("one"))), reader)
    assert [c.kind for c in answer.columns] == ["number", "date", "text", "text", "text"]
    cells = answer.rows[0]
    assert [c.text for c in cells[:2]] == ["1,234,567", "2030-01-31"]
    assert cells[2].long
    assert cells[3].lang == "de"
    assert cells[4].text == ""


def test_iris_lead_where_there_is_something(reader: Reader, live: Site) -> None:
    """A thing to its page, a term to the ontology, a web address there; other names of ours to what a server tells; scripts nowhere."""
    around = live._around("questions/x.html")
    iris = [COMPOUND, vocab.term("Compound"), "http://purl.obolibrary.org/obo/MONDO_1", vocab.ID + "span/1", "javascript:alert(1)"]
    answer = on_page(table("a", *((ox.NamedNode(iri),) for iri in iris)), reader, around)
    found = [(row[0].text, row[0].href) for row in answer.rows]
    assert found == [
        ("compound:nvt-101", "../id/compound/nvt-101.html"),
        ("tw:Compound", "../ontology/class/Compound.html"),
        ("mondo:1", "http://purl.obolibrary.org/obo/MONDO_1"),
        ("span:1", "../id/span/1"),
        ("javascript:alert(1)", ""),
    ]


def test_a_name_is_a_thing_only_where_it_can_be_one(reader: Reader) -> None:
    """In a column of compounds a name is that compound; in one of companies, or of a column that nobody knows, it is a word."""
    things, name = Things(reader.names), ox.Literal("NVT-101")
    assert things.of("compound", name) == COMPOUND
    assert things.of("company", name) == ""
    assert things.of("anything", name) == ""


def test_a_name_of_two_things_is_none() -> None:
    """Which of two compounds with one name a row means cannot be known, so it leads to neither."""
    double, graph = ox.Store(), ox.NamedNode(vocab.GRAPH + "release/x")
    a, label = (ox.NamedNode(vocab.prefixes()[p] + n) for p, n in (("rdf", "type"), ("rdfs", "label")))
    for slug in ("one", "two"):
        node = ox.NamedNode(f"{vocab.ID}compound/{slug}")
        double.add(ox.Quad(node, a, ox.NamedNode(vocab.term("Compound")), graph))
        double.add(ox.Quad(node, label, ox.Literal("NVT-101"), graph))
    assert Things(Reader(double).names).of("compound", ox.Literal("NVT-101")) == ""


def test_the_columns_with_things_are_columns_of_questions() -> None:
    """A column that no question has would be a rule for nothing."""
    assert COLUMNS.keys() <= {column for named in query.listing() for column in named.columns}


def test_a_long_answer_is_cut_on_the_page_and_whole_in_its_downloads(reader: Reader) -> None:
    """The page says how many there are, and the file has all."""
    rows = tuple((ox.Literal(str(n)),) for n in range(MOST_ROWS + 3))
    answer = on_page(Table(("a",), rows), reader)
    assert len(answer.rows) == MOST_ROWS
    assert answer.cut
    page = ask.result_page(reader, Around(nav=(), live=True), ask.Outcome("SELECT * {}", Table(("a",), rows)))
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 3} rows are shown" in page
    assert len(ask.download(ask.Outcome("", Table(("a",), rows)), "csv").splitlines()) == MOST_ROWS + 4


def test_what_a_person_writes_never_raises(store: ox.Store) -> None:
    """A value of the wrong kind is an error to be shown, an empty one the default, one of no parameter is passed over."""
    named = query.named("stages")
    assert ask.ask(store, named, {"as_of": "soon"}).error == "as_of=soon: expected a date as YYYY-MM-DD"
    whole = ask.ask(store, named)
    assert whole.answer is not None
    assert ask.ask(store, named, {"as_of": " ", "utm": "x"}).answer == whole.answer
    broken = ask.ask(store, query.parse("SELECT ?c {\n ?c a twx:Compound }"))
    assert broken.place == (2, 19)
    assert broken.line == " ?c a twx:Compound }"


def test_a_value_is_a_term_and_never_syntax(live: Site) -> None:
    """A value that would end the string is looked for as it is, and shown as it is."""
    page = live.question("questions/partners.html", {"company": '"} ; DROP <b>x</b>'})
    assert "<b>x</b>" not in page
    assert "with these values" in page


def test_a_form_has_the_values_that_were_given(live: Site) -> None:
    """A live page has real fields of the right types with the values, names to choose from, and downloads that ask the same."""
    page = live.question("questions/promises.html", {"from": "2030-01-01"})
    assert re.search(r'name="from" type="date" value="2030-01-01"', page)
    assert re.search(r'name="to" type="date" value=""', page)
    assert 'href="../questions/promises.csv?from=2030-01-01"' in page
    assert "form-action &#39;self&#39;" in page
    page = live.page("questions/partners.html")
    assert '<option value="Norvane">' in page or '<option value="Norvane Therapeutics">' in page


def test_a_question_that_lacks_a_value_says_what_it_needs(live: Site) -> None:
    """A look-up without its name is not asked."""
    page = live.page("questions/company-card.html")
    assert "Not asked" in page
    assert "the company&#39;s name" in page
    with pytest.raises(QueryError, match="needs a value"):
        live.page("questions/company-card.csv")


def test_a_file_that_is_none_is_not_found(live: Site) -> None:
    """Nor a question that is none."""
    for file in ("questions/nothing.html", "questions/../index.html", "questions/partners.exe"):
        with pytest.raises(NotFoundError):
            live.question(file, {})


def test_the_command_asks_the_same() -> None:
    """With the values that were given, quoted for a shell; else as the query's own example has it."""
    named = query.named("partners")
    assert command(named, {"company": "A & B"}) == "triplewire query partners -p 'company=A & B'"
    assert command(named, {}) == named.example
    assert command(query.named("pipeline"), {}) == "triplewire query pipeline"


def test_every_question_is_in_the_site_with_its_answers(written: Path, store: ox.Store) -> None:
    """A page each, and files with the bytes that `triplewire query` gives."""
    for named in COMPETENCY:
        assert (written / "questions" / f"{named.name}.html").is_file()
        answer = query.run(store, named)
        for ending in ("csv", "json"):
            with (written / "questions" / f"{named.name}.{ending}").open(newline="", encoding="utf-8") as file:
                assert file.read() == formats.render(answer, ending)


def test_the_links_of_the_questions_lead_to_files(written: Path) -> None:
    """From every page about questions to something that is there."""
    pages = [written / "questions.html", *(written / "questions").glob("*.html")]
    assert len(pages) > len(NAMES)
    for page in pages:
        for href in re.findall(r' href="([^"#:]+)', page.read_text("utf-8")):
            assert (page.parent / href).resolve().is_file(), f"{page.name}: {href}"


def test_the_index_tells_how_many_rows_each_question_has(written: Path, store: ox.Store) -> None:
    """The number beside a question is that of its rows."""
    page = (written / "questions.html").read_text("utf-8")
    for name in ("partners", "promises"):
        answer = query.run(store, name)
        assert isinstance(answer, Table)
        assert re.search(rf'questions/{name}\.html"><strong>[^<]*</strong></a> <span class="n num[^>]*>{len(answer)}<', page)


def test_the_pages_of_questions_do_not_depend_on_the_order_of_the_quads(store: ox.Store, written: Path, tmp_path: Path) -> None:
    """A store filled in another order gives the same bytes, pictures and downloads included."""
    other = ox.Store()
    for quad in sorted(store, key=str, reverse=True):
        other.add(quad)
    site(other, tmp_path, INFO)
    made = {p.name: p.read_bytes() for p in (tmp_path / "questions").iterdir()}
    assert made == {p.name: p.read_bytes() for p in (written / "questions").iterdir()}


def test_a_graph_too_large_has_its_questions_without_answers(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked, the page says so, and no link leads to a file that is not written."""
    monkeypatch.setattr(questions, "MOST_QUADS", 1)
    large = Site(reader, INFO)
    assert "questions/partners.csv" not in large.files
    page = large.page("questions/partners.html")
    assert "too large" in page
    assert "partners.csv" not in page
    assert "Show as SPARQL" in page


def test_links_of_an_answer_have_the_words_of_statements(reader: Reader) -> None:
    """Where a statement links two things of a row, the picture shows it; the ends are the things that the names mean."""
    named = query.named("technologies-and-targets")
    answer = query.run(reader.store, named)
    network = ask.network_of(reader, named, answer, Things(reader.names))
    edge = next(e for e in network.edges if e.source == COMPOUND and e.target.endswith("/glr3"))
    assert edge.status == "stated"
    assert any(q.text for s in edge.statements for q in s.quotes)


def test_a_link_of_the_answer_alone_says_so(reader: Reader) -> None:
    """Two things that no statement links are drawn as inferred, with a note."""
    things = Things(reader.names)
    company = next(
        iri for iri, kind in reader.names.types.items() if kind == "organization" and (COMPOUND, iri) not in statements_between(reader)
    )
    answer = table("node linkedNode", (ox.NamedNode(COMPOUND), ox.NamedNode(company)))
    named = query.parse("SELECT ?node ?linkedNode {}")
    assert ask.can_draw(named, answer, things)
    (edge,) = ask.network_of(reader, named, answer, things).edges
    assert edge.status == "inferred"
    assert "no single statement" in edge.statements[0].note


def test_a_picture_of_too_many_links_says_so(reader: Reader) -> None:
    """The first ones are drawn, and the page tells how many these are."""
    rows = tuple((ox.NamedNode(f"{vocab.ID}x/{n}"), ox.NamedNode(f"{vocab.ID}x/{n + 1}")) for n in range(MOST_LINKS + 5))
    links = Triples(tuple(ox.Triple(a, ox.NamedNode(vocab.term("partnerOf")), b) for a, b in rows))
    page = ask.drawn_answer(reader, ALONE, ask.Outcome("CONSTRUCT {} {}", links))
    assert "the first 5,000 links of the answer" in page


def test_the_picture_of_an_answer_is_about_the_question(live: Site) -> None:
    """It has the title and the query of the question, says what its lines are, and leads back to the rows with the same values."""
    page = live.page("questions/partners-drawn.html", {"company": "Norvane"})
    title = query.named("partners").title
    assert f"<h1>{title}</h1>" in page
    assert f"# {title}" in text_of(page)
    assert "The answer as a picture." in page
    assert 'href="../questions/partners.html?company=Norvane"' in page
    nothing = live.page("questions/partners-drawn.html", {"company": "nobody is called so"})
    assert 'href="../questions/partners.html?company=nobody+is+called+so"' in nothing


def test_an_answer_is_near_its_query(live: Site) -> None:
    """The field is as tall as a short query once there is an answer; it keeps its room for a new query, and while one is mended."""
    text = "SELECT ?c ?t { ?c tw:targets ?t }"
    assert 'rows="3"' in live.sparql(text, ask.ask(live.reader.store, query.parse(text)))
    for page in (live.sparql(), live.sparql("SELEC", ask.ask(live.reader.store, query.parse("SELEC")))):
        assert 'rows="16"' in page


def test_a_table_without_things_is_not_drawn(reader: Reader) -> None:
    """Nor one with a single column of them, nor a yes."""
    things = Things(reader.names)
    named = query.parse("SELECT * {}")
    words = table("a b", (ox.Literal("x"), ox.Literal("y")))
    single = table("a b", (ox.NamedNode(COMPOUND), ox.Literal("y")))
    for answer in (words, single, True):
        assert not ask.can_draw(named, answer, things)


def test_a_construct_is_drawn_with_its_own_names(reader: Reader) -> None:
    """Labels and classes that the answer gives itself are used; what is no kind of thing is another thing."""
    ours = "https://example.org/"
    a, label = (ox.NamedNode(vocab.prefixes()[p] + n) for p, n in (("rdf", "type"), ("rdfs", "label")))
    one, two, links = (ox.NamedNode(ours + n) for n in ("one", "two", "linksTo"))
    triples = (
        ox.Triple(one, a, ox.NamedNode(vocab.term("Compound"))),
        ox.Triple(one, label, ox.Literal("One")),
        ox.Triple(one, links, two),
    )
    network = ask.network_of(reader, query.parse("CONSTRUCT {} {}"), Triples(triples), Things(reader.names))
    assert [(n.label, n.type) for n in network.nodes] == [("One", "compound"), (ours + "two", "other")]
    assert [e.relation for e in network.edges] == ["links to"]


@pytest.mark.parametrize("named", query.listing(), ids=lambda n: n.name)
def test_each_example_of_the_sparql_page_is_a_query_that_runs(store: ox.Store, named: query.NamedQuery) -> None:
    """Whatever values it needs are those of its own example."""
    text = ask.example(named.name)
    assert not ask.ask(store, query.parse(text)).error


def test_the_sparql_page_shows_what_came_of_a_query(live: Site) -> None:
    """Rows with downloads in every form and a link to the same, triples as Turtle, a yes, an error with its line; the text stays."""
    text = "SELECT ?c ?t { ?c tw:targets ?t }"
    page = live.sparql(text, ask.ask(live.reader.store, query.parse(text)))
    assert '<th scope="col" data-kind="iri"><span><bdi>?c</bdi>' in page
    assert re.findall(r"format=(\w+)", page) == ["csv", "tsv", "json", "xml"]
    assert "draw=1" in page
    assert f">{text}</textarea>" in page
    graph = "CONSTRUCT { ?c tw:targets ?t } { ?c tw:targets ?t }"
    page = live.sparql(graph, ask.ask(live.reader.store, query.parse(graph)))
    assert "format=ntriples" in page
    assert "@prefix tw:" in text_of(page)
    yes = "ASK { ?c a tw:Compound }"
    assert "<strong>Yes</strong>" in live.sparql(yes, ask.ask(live.reader.store, query.parse(yes)))
    page = live.sparql("SELEC", ask.ask(live.reader.store, query.parse("SELEC")))
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page


def test_a_limit_of_the_server_is_told(live: Site) -> None:
    """An answer that ends at a limit says so, on the page of a question and of any query."""
    answer = table("a", (ox.Literal("x"),))
    assert "ends at the limit" in live.sparql("SELECT ?a {}", ask.Outcome("SELECT ?a {}", answer, truncated=True))
    page = ask.question_page(live.reader, Around(live=True), query.named("partners"), ask.Outcome("SELECT ?a {}", answer, truncated=True))
    assert "ends at the limit" in page


def test_text_of_a_query_cannot_leave_its_field(live: Site) -> None:
    """Markup in a query is text on the page, with an answer and with an error."""
    text = 'SELECT ("</textarea><script>1</script>" AS ?x) {}'
    for outcome in (ask.ask(live.reader.store, query.parse(text)), ask.Outcome(text, error="line 1, column 2: <script>")):
        page = live.sparql(text, outcome)
        assert "<script>1" not in page
        assert page.count("</textarea>") == 1
