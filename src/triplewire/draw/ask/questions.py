"""The questions of the library as pages of a site: an index by theme, a page for each, and the answers to take along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import Any

from triplewire import query, vocab
from triplewire.draw import page
from triplewire.draw.ask.asking import Outcome, ask, lacking
from triplewire.draw.ask.network import Pairs, network_of, statements_between
from triplewire.draw.ask.prose import file_of, prose
from triplewire.draw.ask.question import SHEETS, drawn_file, question_page
from triplewire.draw.ask.things import Things
from triplewire.draw.model import Network, Node
from triplewire.draw.network import foot, network_page
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader
from triplewire.errors import QueryError
from triplewire.query import NamedQuery, formats

INDEX = "questions.html"
MOST_QUADS, COUNTED = 6_000_000, 250_000
"""The static site of a larger graph has the questions without their answers, the index that a server shows no numbers of rows: questions
grow faster than the graph, and a build that waits for them is no build. It is a rule of size, for time gives other pages each time.
"""
TOO_LARGE = "This graph is too large for all questions to be answered with every build. Ask it with the command below."
DRAWN = ("Lines", "with the words of a statement where one links the two things, else from the answer alone")


class Questions:
    """The pages about the shipped questions on one graph."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._last: tuple[str, Outcome] | None = None
        self._counts: dict[str, int] = {}

    def files(self, around: Callable[[str], Around], *, live: bool = False) -> dict[str, Callable[[], str]]:
        """By file what makes it, those of one question together; the index, which counts their rows, comes last. A live site asks the
        questions that look things up too, and does not foresee what can be drawn.
        """
        asked = query.listing() if live else query.listing(("competency",))
        made: dict[str, Callable[[], str]] = {}
        for named in asked:
            made[file_of(named.name)] = partial(self._page, named, around)
            if live or not self._too_large:
                made |= self._answers(named, around, live=live)
        made[INDEX] = lambda: index_page(self, around(INDEX))
        return made

    def _answers(self, named: NamedQuery, around: Callable[[str], Around], *, live: bool) -> dict[str, Callable[[], str]]:
        endings = ("csv", "json") if named.columns else ("ttl",)
        made: dict[str, Callable[[], str]] = {file_of(named.name, e): partial(self._download, named, e) for e in endings}
        if live or named.draws:
            made[drawn_file(named.name)] = partial(self._drawn, named, around)
        return made

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
        return self._size > MOST_QUADS

    def outcome(self, named: NamedQuery) -> Outcome:
        """What comes of a question with its default values, asked once for all its files."""
        if self._last is None or self._last[0] != named.name:
            self._last = (named.name, Outcome(named.text) if lacking(named, {}) else ask(self.reader.store, named))
            answer = self._last[1].answer
            self._counts[named.name] = len(answer) if answer is not None and not isinstance(answer, bool) else 0
        return self._last[1]

    def count(self, named: NamedQuery, *, live: bool) -> int | None:
        """How many rows a question has now; None where it was not asked."""
        if self._size > (COUNTED if live else MOST_QUADS) or lacking(named, {}):
            return None
        if named.name not in self._counts:
            self.outcome(named)
        return self._counts[named.name]

    def _page(self, named: NamedQuery, around: Callable[[str], Around]) -> str:
        here = around(file_of(named.name))
        if self._too_large and not here.live:
            text = query.prepare(named)
            return question_page(self.reader, here, named, Outcome(text), things=self._things, waiting=TOO_LARGE)
        return question_page(self.reader, here, named, self.outcome(named), things=self._things)

    def _download(self, named: NamedQuery, ending: str) -> str:
        return download(self.outcome(named), ending)

    def _drawn(self, named: NamedQuery, around: Callable[[str], Around]) -> str:
        answer = self.outcome(named).answer
        network = network_of(self.reader, named, answer, self._things, self._pairs) if answer is not None else Network()
        return drawn_page(self.reader, around(drawn_file(named.name)), named.title, network)


def download(outcome: Outcome, ending: str) -> str:
    """An answer as `csv`, `json` or `ttl`, as `triplewire query` writes it. Raises QueryError when there is none, or not in this form."""
    if outcome.answer is None:
        raise QueryError(outcome.error or "the question was not asked: it needs a value")
    return formats.render(outcome.answer, "turtle" if ending == "ttl" else ending)


def drawn_page(reader: Reader, around: Around, title: str, network: Network) -> str:
    """The picture of an answer, with the words behind its links."""
    return network_page(reader, "overview", network, Node("", title, ""), around, summary=[DRAWN])


def themes(asked: Iterable[NamedQuery]) -> dict[str, list[NamedQuery]]:
    """The queries by their themes, in the order of their files."""
    out: dict[str, list[NamedQuery]] = {}
    for named in asked:
        out.setdefault(named.theme, []).append(named)
    return out


def index_page(questions: Questions, around: Around) -> str:
    """All questions by theme, each with what it answers and how many rows it has now."""
    listed = query.listing()
    made = [
        {"label": theme, "id": vocab.slug(theme), "questions": [_entry(questions, named, around) for named in found]}
        for theme, found in themes(listed).items()
    ]
    return page.render(
        "questions.html",
        title="Questions",
        lede=f"{len(listed)} questions that the graph answers, by theme.",
        foot=foot(questions.reader),
        around=around,
        sheets=SHEETS,
        scripts=("page.js",),
        themes=made,
    )


def _entry(questions: Questions, named: NamedQuery, around: Around) -> Mapping[str, Any]:
    paged = around.live or named.folder == "competency"
    return {
        "title": named.title,
        "description": prose(named.description, around),
        "example": named.example,
        "href": around.to(file_of(named.name)) if paged else "",
        "count": questions.count(named, live=around.live) if paged else None,
    }
