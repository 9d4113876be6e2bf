"""The questions of the library as pages of a site: an index by theme, a page for each, and the answers to take along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from triplewire import query, vocab
from triplewire.draw import page
from triplewire.draw.ask.asking import Outcome, ask, filled, lacking
from triplewire.draw.ask.network import MOST_LINKS, Pairs, network_of, statements_between
from triplewire.draw.ask.prose import FOLDER, file_of, prose
from triplewire.draw.ask.question import SHEETS, drawn_file, question_page
from triplewire.draw.ask.things import Things
from triplewire.draw.choose import READABLE
from triplewire.draw.code import as_sparql
from triplewire.draw.model import Network
from triplewire.draw.network import foot, picture
from triplewire.draw.network.page import Page, render
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.errors import QueryError, no_such
from triplewire.query import NamedQuery, formats

INDEX = "questions.html"
MOST_QUADS, COUNTED = 6_000_000, 250_000
"""The static site of a larger graph has the questions without their answers, the index that a server shows no numbers of rows: questions
grow faster than the graph, and a build that waits for them is no build. It is a rule of size, for time gives other pages each time.
"""
TOO_LARGE = "This graph is too large for all questions to be answered with every build. Ask it with the command below."
DRAWN = "The answer as a picture. A line has the words of a statement where one links the two things; else it is from the answer alone."


class Questions:
    """The pages about the shipped questions on one graph. `around` gives where a file stands; a `live` site asks the questions that look
    things up too, and does not foresee what can be drawn.
    """

    def __init__(self, reader: Reader, around: Callable[[str], Around], *, live: bool = False) -> None:
        self.reader, self.around, self.live = reader, around, live
        self._last: tuple[str, Outcome] | None = None
        self._counts: dict[str, int] = {}

    @property
    def files(self) -> dict[str, Callable[[], str]]:
        """By file what makes it, those of one question together; the index, which counts their rows, comes last."""
        made: dict[str, Callable[[], str]] = {}
        for named in query.listing() if self.live else query.listing(("competency",)):
            made |= {file: partial(self.page, file) for file in self._files_of(named)}
        return {**made, INDEX: partial(index_page, self)}

    def _files_of(self, named: NamedQuery) -> list[str]:
        endings = ("csv", "json") if named.columns else ("ttl",)
        answers = [] if self._too_large else [file_of(named.name, ending) for ending in endings]
        drawn = [drawn_file(named.name)] if self.live or (named.draws and not self._too_large) else []
        return [file_of(named.name), *answers, *drawn]

    def page(self, file: str, values: Mapping[str, str] | None = None) -> str:
        """A file of a question: its page, its answer to take along, its picture; `values` are those that a person gave, by parameter.
        Raises NotFoundError for no such file, QueryError for an answer that there is not.
        """
        found = re.fullmatch(rf"{FOLDER}/([\w-]+?)(-drawn)?\.(html|csv|json|ttl)", file)
        if found is None:
            raise no_such("page", file, self.files)
        named, given = query.named(found[1]), filled(values or {})
        if found[2]:
            return self._drawn(file, named, given)
        if found[3] != "html":
            return download(self._outcome(named, given), found[3])
        outcome = Outcome(query.prepare(named)) if self._too_large else self._outcome(named, given)
        waiting = TOO_LARGE if self._too_large else ""
        return question_page(self.reader, self.around(file), named, outcome, given, self._things, waiting)

    def _drawn(self, file: str, named: NamedQuery, given: Mapping[str, str]) -> str:
        answer = self._outcome(named, given).answer
        network = network_of(self.reader, named, answer, self._things, self._pairs) if answer is not None else Network()
        around = self.around(file)
        back = around.to(file_of(named.name)) + (f"?{urlencode(given)}" if given and self.live else "")
        text = as_sparql(query.prepare(named, given), named.title).text if answer is not None else ""
        return drawn_page(self.reader, around, named.title, network, text, back)

    @cached_property
    def _things(self) -> Things:
        return Things(self.reader.names)

    @cached_property
    def _pairs(self) -> Pairs:
        return statements_between(self.reader)

    @cached_property
    def _size(self) -> int:
        return len(self.reader.store)

    @property
    def _too_large(self) -> bool:
        return not self.live and self._size > MOST_QUADS

    def _outcome(self, named: NamedQuery, given: Mapping[str, str]) -> Outcome:
        """What comes of a question, asked once for all its files; not asked while it lacks a value."""
        if lacking(named, given):
            return Outcome(named.text)
        if given:
            return ask(self.reader.store, named, given)
        if self._last is None or self._last[0] != named.name:
            self._last = (named.name, ask(self.reader.store, named))
            answer = self._last[1].answer
            self._counts[named.name] = len(answer) if answer is not None and not isinstance(answer, bool) else 0
        return self._last[1]

    def count(self, named: NamedQuery) -> int | None:
        """How many rows a question has now; None where it is not asked."""
        if self._size > (COUNTED if self.live else MOST_QUADS) or lacking(named, {}):
            return None
        if named.name not in self._counts:
            self._outcome(named, {})
        return self._counts[named.name]


def download(outcome: Outcome, ending: str) -> str:
    """An answer as `csv`, `json` or `ttl`, as `triplewire query` writes it. Raises QueryError when there is none, or not in this form."""
    if outcome.answer is None:
        raise QueryError(outcome.error or "the question was not asked: it needs a value")
    return formats.render(outcome.answer, "turtle" if ending == "ttl" else ending)


def drawn_page(reader: Reader, around: Around, title: str, network: Network, text: str, back: str) -> str:
    """The picture of the answer to the query `text`, with the words behind its links and a link `back` to its rows; a page that says so
    where there is nothing to draw.
    """
    rows = ("Answer", [("as a table", back)])
    if not network.nodes:
        return page.render("undrawn.html", title=title, foot=foot(reader), around=around, back=back)
    capped = [("Drawn", [(f"the first {MOST_LINKS:,} links of the answer", "")])] if len(network.edges) >= MOST_LINKS else []
    made = Page.of(picture("overview", network, "", READABLE))
    return render(reader, made, title, around, text, lede=DRAWN, summary=[rows, *capped])


def themes(asked: Iterable[NamedQuery]) -> dict[str, list[NamedQuery]]:
    """The queries by their themes, in the order of their files."""
    out: dict[str, list[NamedQuery]] = {}
    for named in asked:
        out.setdefault(named.theme, []).append(named)
    return out


def index_page(questions: Questions) -> str:
    """All questions by theme, each with what it answers and how many rows it has now."""
    around = questions.around(INDEX)

    def entry(named: NamedQuery) -> Mapping[str, Any]:
        paged = around.live or named.folder == "competency"
        href, count = (around.to(file_of(named.name)), questions.count(named)) if paged else ("", None)
        return _entry(named, around, href, count)

    return _listed(around, foot(questions.reader), entry, paged=True)


def unanswered_page(around: Around, told: str) -> str:
    """All questions by theme, each with what it answers and the command that asks it; none is asked. `told` is the foot of the page."""
    return _listed(around, told, lambda named: _entry(named, ALONE, "", None), paged=False)


def _listed(around: Around, told: str, entry: Callable[[NamedQuery], Mapping[str, Any]], *, paged: bool) -> str:
    listed = query.listing()
    made = [
        {"label": theme, "id": vocab.slug(theme), "questions": [entry(named) for named in found]} for theme, found in themes(listed).items()
    ]
    return page.render(
        "questions.html",
        title="Questions",
        lede=f"{len(listed)} questions that the graph answers, by theme.",
        foot=told,
        around=around,
        sheets=SHEETS,
        scripts=("page.js",),
        themes=made,
        paged=paged,
    )


def _entry(named: NamedQuery, around: Around, href: str, count: int | None) -> Mapping[str, Any]:
    return {
        "title": named.title,
        "description": prose(named.description, around),
        "example": named.example,
        "href": href,
        "count": count,
    }
