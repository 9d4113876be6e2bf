"""All pages of a build by the file that they are, each made when it is asked for: written as a static site, or served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from http import HTTPStatus

from triplewire import query, vocab
from triplewire.draw import page
from triplewire.draw.ask import FILE as SPARQL
from triplewire.draw.ask import INDEX as QUESTIONS
from triplewire.draw.ask import Outcome, Questions, drawn_answer, result_page, sparql_page
from triplewire.draw.company import Companies, companies_page, company_page
from triplewire.draw.compound import compound_page, compounds_page
from triplewire.draw.directory import NAMES, RELEASES, name_pages, release_pages
from triplewire.draw.findings import FILE as FINDINGS
from triplewire.draw.findings import findings_page
from triplewire.draw.home import index_page
from triplewire.draw.ledger import ledger_page
from triplewire.draw.model import Entity, SiteInfo
from triplewire.draw.network import network_page, path_page
from triplewire.draw.ontology import INDEX, ontology_pages, term_file
from triplewire.draw.page import Around, Link
from triplewire.draw.reader import Reader
from triplewire.draw.release import release_page
from triplewire.draw.resource import resource_page
from triplewire.draw.search import DATA as NAMES_DATA
from triplewire.draw.search import names_script, search_page
from triplewire.draw.tables import designations_page, matrix_page
from triplewire.draw.things import Thing, Things, thing_page
from triplewire.draw.timeline import timeline_page
from triplewire.draw.views import VIEWS
from triplewire.errors import no_such
from triplewire.terms import terms

TABLES = {"matrix": matrix_page, "designations": designations_page, "ledger": ledger_page, "timeline": timeline_page}
"""The views that are plain pages, and what makes each."""
Make = Callable[[], str]
PATH = "path.html"
FOLDED, MORE = "Views", "More"
"""What the entries of the navigation are folded into."""


def file_of(iri: str) -> str:
    """The file of the page of a thing: the path of its IRI, or one made of its digest where that can be no file name.

    >>> file_of("https://w3id.org/triplewire/id/compound/nvt-101")
    'id/compound/nvt-101.html'
    """
    path = page.path_of(iri) or f"id/other/{hashlib.sha256(iri.encode()).hexdigest()[:16]}"
    return f"{path}.html"


def navigation(*, live: bool = False, findings: bool = True) -> tuple[Link, ...]:
    """The entries of the navigation; a server has SPARQL too."""
    views = [Link(v.called, f"{v.name}.html", "" if v.plural or v.name == "ledger" else FOLDED) for v in VIEWS.values()]
    asked = (Link("Questions", QUESTIONS), *([Link("SPARQL", SPARQL)] if live else []))
    more = [Link("Findings", FINDINGS, MORE)] if findings else []
    more += [Link("All names", NAMES, MORE), Link("Ontology", INDEX, MORE)]
    folded = sorted(views, key=lambda link: link.group, reverse=True)
    return (Link("Home", "index.html"), *folded, Link("Releases", RELEASES), *asked, *more)


def error_page(status: int, message: str) -> str:
    """The page that a server answers with when it cannot do what was asked."""
    around = Around("/", navigation(live=True), shared=True, live=True)
    return page.render("error.html", title=HTTPStatus(status).phrase, foot="", around=around, status=status, message=message)


class Site:
    """What pages there are, and what makes each. With `live` a server answers: the pages offer what only that can do. With `few` there are
    no pages of single things and releases, and none of the others has a link to one.
    """

    def __init__(self, reader: Reader, info: SiteInfo, *, live: bool = False, few: bool = False) -> None:
        self.reader, self.info, self.live, self.few = reader, info, live, few

    def knows(self, things: Things) -> None:
        """Takes over what was looked up elsewhere, of the same graph as of the same day."""
        things.reader.store, things.reader.texts = self.reader.store, self.reader.texts
        self.reader, self.things = things.reader, things

    def look_up(self) -> None:
        """Looks up, once, what many pages ask of the whole graph, and reads the claims that those of single things tell."""
        self.things.look_up()
        if not self.few:
            self.reader.read_claims()
        folk = self._folk
        _ = folk.records, folk.told_of, folk.links, folk.developers, folk.partnerships, folk.covered, folk.successors
        _ = self.info.dossier.by_focus, self.info.dossier.by_fact, self.info.dossier.by_release, self.info.dossier.by_name
        _ = self.files

    def __getstate__(self) -> dict[str, object]:
        """What was looked up so far, for another process; without what makes the pages, which that makes for itself."""
        return {name: value for name, value in vars(self).items() if name not in ("files", "_questions")}

    def page(self, file: str, asked: Mapping[str, str] | None = None) -> str:
        """A file of the site as text; `asked` has what a person filled into its form. Raises NotFoundError, QueryError."""
        if file not in self.files:
            raise no_such("page", file, (known for known in self.files if known.endswith(".html")))
        if asked and file in self._questions.files:
            return self.question(file, asked)
        if asked and file == PATH:
            return path_page(self.reader, self._around(PATH), asked.get("from", ""), asked.get("to", ""))
        return self.files[file]()

    def resource(self, iri: str) -> str:
        """The page of any thing of the graph: its own, or its triples in words. Raises NotFoundError when no triple has it."""
        if iri in self._pages:
            return self.page(self._pages[iri])
        told = query.describe(self.reader.store, iri)
        if not told.triples:
            raise no_such("thing", vocab.curie(iri), (vocab.curie(known) for known in self._pages))
        return resource_page(self.reader, iri, told, self._shared(file_of(iri).removesuffix(".html")))

    def thing_at(self, file: str) -> str:
        """The IRI of the thing whose page a file is, "" for none."""
        return self._things_at.get(file, "")

    def search(self, words: str) -> str:
        """The answer to a search, for a server: the page that `search` beside the home page is."""
        return search_page(self.things, self._shared("search"), words)

    @cached_property
    def files(self) -> Mapping[str, Make]:
        """By file below the root of the site, what makes it: pages, and the scripts and sheets that they share."""
        dossier = self.info.dossier
        made: dict[str, Make] = {name: partial(str, text) for name, text in page.assets().items()}
        made["index.html"] = lambda: index_page(self.things, self.info, self._folk.entities, self._shared("index.html"))
        made |= {**name_pages(self.things, self._shared), **release_pages(self.things, self._shared)}
        made |= {f"{name}.html": partial(self._view, name) for name, view in VIEWS.items() if not view.needs_focus}
        if dossier.findings is not None:
            made[FINDINGS] = lambda: findings_page(self.things, dossier.findings or (), self._shared(FINDINGS))
        made[PATH] = lambda: path_page(self.reader, self._around(PATH))
        made["compound.html"] = lambda: compounds_page(self.things, dossier, self._around("compound.html"))
        made["company.html"] = lambda: companies_page(self._folk, self._around("company.html"))
        if not self.few:
            made |= self._single
        return {**made, **ontology_pages(self._nav), **self._questions.files}

    @property
    def _single(self) -> Mapping[str, Make]:
        """The pages of single things and releases, and the names that the search of the home page leads there by."""
        made: dict[str, Make] = {NAMES_DATA: lambda: names_script(self.things, self._around(NAMES_DATA))}
        for e in self._compounds:
            made[self._pages[e.id]] = partial(self._compound, e)
        for e in self._folk.entities:
            made[self._pages[e.id]] = partial(self._company, e)
        for thing in self._others:
            made[self._pages[thing.id]] = partial(self._thing, thing)
        for iri in self.reader.releases:
            made[self._pages[iri]] = partial(self._release, iri)
        return made

    def question(self, file: str, values: Mapping[str, str]) -> str:
        """A file of a question as it is with the values that a person gave. Raises NotFoundError, QueryError."""
        return self._questions.page(file, values)

    def sparql(self, text: str = "", outcome: Outcome | None = None, **more: str) -> str:
        """The SPARQL page, which only a server has: see `ask.sparql_page`."""
        return sparql_page(self.reader, self._shared(SPARQL), text, outcome, **more)

    def result(self, outcome: Outcome, *, drawn: bool = False) -> str:
        """What came of any query, without the form; `drawn` as a picture."""
        return (drawn_answer if drawn else result_page)(self.reader, self._shared(SPARQL), outcome)

    @cached_property
    def _questions(self) -> Questions:
        return Questions(self.reader, lambda file: self._around(file, shared=file != QUESTIONS), live=self.live)

    @cached_property
    def _folk(self) -> Companies:
        return Companies(self.things, self.info.dossier)

    @cached_property
    def _compounds(self) -> list[Entity]:
        return [e for e in self.reader.names.entities if e.type == "compound"]

    @cached_property
    def things(self) -> Things:
        """What the graph knows of everything that has a page, looked up once."""
        return Things(self.reader)

    @cached_property
    def _others(self) -> list[Thing]:
        """What has a page and is neither a compound nor a company that issues releases or promises something."""
        told = {e.id for e in (*self._compounds, *self._folk.entities)}
        return [thing for iri, thing in self.things.all.items() if iri not in told]

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        """IRI -> file, of everything that has a page of its own; words of the ontology too."""
        things: Iterable[Entity | Thing] = (*self._compounds, *self._folk.entities, *self._others)
        files = {term.iri: term_file(term) for term in terms()}
        if self.few:
            return files
        return files | {iri: file_of(iri) for iri in (*(e.id for e in things), *self.reader.releases)}

    @cached_property
    def _things_at(self) -> Mapping[str, str]:
        return {file: iri for iri, file in self._pages.items()}

    @cached_property
    def _nav(self) -> tuple[Link, ...]:
        return navigation(live=self.live, findings=self.info.dossier.findings is not None)

    def _around(self, file: str, *, shared: bool = False) -> Around:
        return Around("", self._nav, self._pages, "", shared, self.live, len(self.reader.releases) if self.few else 0).at(file)

    def _shared(self, file: str) -> Around:
        return self._around(file, shared=True)

    def _view(self, name: str) -> str:
        around = self._around(f"{name}.html")
        if name in TABLES:
            return TABLES[name](self.reader, around)
        return network_page(self.reader, name, self.reader.network(name), around=around)

    def _compound(self, entity: Entity) -> str:
        return compound_page(self.things, entity, self._shared(self._pages[entity.id]), self.info.dossier)

    def _company(self, entity: Entity) -> str:
        return company_page(self._folk, entity, self._shared(self._pages[entity.id]))

    def _release(self, iri: str) -> str:
        return release_page(self.reader, self.reader.releases[iri], self._shared(self._pages[iri]), self.info.dossier)

    def _thing(self, thing: Thing) -> str:
        return thing_page(self.things, thing, self.info.dossier, self._shared(self._pages[thing.id]))
