"""The SPARQL page of a server: a form that works without scripts, examples, prefixes, and what came of a query.

The form is sent to `sparql` with `query` and `format`; `example` names a shipped question that fills it, `draw` asks for the picture.
"""

from __future__ import annotations

import shlex
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from triplewire import query, vocab
from triplewire.draw import page
from triplewire.draw.ask.asking import Outcome
from triplewire.draw.ask.network import can_draw, network_of
from triplewire.draw.ask.question import SHEETS
from triplewire.draw.ask.questions import drawn_page, themes
from triplewire.draw.ask.results import shown
from triplewire.draw.ask.things import Things
from triplewire.draw.code import as_sparql
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader
from triplewire.query import Answer, NamedQuery, Triples

FILE = "sparql"
ROWS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
GRAPH = {"turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD", "rdfxml": "RDF/XML"}
FORMATS = {"": "a page", **ROWS, **GRAPH}
"""By value of `format` what the answer is sent as; those of rows, then those of triples."""
LINES = 16
"""How tall the field is; once there is an answer only as tall as its query, so that the answer is in sight."""
BLANK = "SELECT ?compound ?target WHERE {\n  ?compound tw:targets ?target .\n}\nORDER BY ?compound ?target\nLIMIT 100\n"


def sparql_page(reader: Reader, around: Around, text: str = "", outcome: Outcome | None = None, *, form: str = "") -> str:
    """The page with the form: `text` stands in it (a first query when there is none), `outcome` is what came of it, `form` the format
    that was chosen.
    """
    listed = {
        theme: [(q.title, f"{around.to(FILE)}?{urlencode({'example': q.name})}") for q in found]
        for theme, found in themes(query.listing()).items()
    }
    return page.render(
        "sparql.html",
        title="SPARQL",
        lede="Any SPARQL 1.1 query on this graph. All its named graphs are one; the prefixes below need no declaration here.",
        foot=foot(reader),
        around=around,
        sheets=(*SHEETS, "editor.css"),
        scripts=("page.js", "ask.js", "editor.js"),
        forms=True,
        action=around.to(FILE),
        text=text or BLANK,
        lines=min(LINES, text.count("\n") + 3) if outcome and not outcome.error else LINES,
        form=form,
        formats=FORMATS,
        examples=listed,
        prefixes=vocab.prefixes(),
        **_told(reader, around, outcome),
    )


def result_page(reader: Reader, around: Around, outcome: Outcome) -> str:
    """What came of any query, without the form, which is a link away."""
    return page.render(
        "result.html",
        title="Answer" if not outcome.error else "No answer",
        foot=foot(reader),
        around=around,
        sheets=SHEETS,
        scripts=("page.js", "ask.js"),
        **_told(reader, around, outcome),
    )


def _told(reader: Reader, around: Around, outcome: Outcome | None) -> dict[str, Any]:
    """What the template shows of an outcome."""
    things = Things(reader.names) if outcome and outcome.answer is not None else None
    answer = outcome.answer if outcome else None
    link = f"{around.to(FILE)}?{urlencode({'query': outcome.text})}" if outcome else ""
    return {
        "outcome": outcome,
        "shown": shown(answer, things, around, heads=False) if things and answer is not None else None,
        "links": _links(answer, link) if answer is not None else (),
        "drawn": f"{link}&draw=1" if things and answer is not None and can_draw(_plain(outcome), answer, things) else "",
        "permalink": link,
        "source": as_sparql(outcome.text) if outcome else None,
    }


def _plain(outcome: Outcome | None) -> NamedQuery:
    return NamedQuery("query", "", "", (), (), "", outcome.text if outcome else "")


def _links(answer: Answer, link: str) -> list[tuple[str, str]]:
    forms = {"json": "JSON", "xml": "XML"} if isinstance(answer, bool) else GRAPH if isinstance(answer, Triples) else ROWS
    return [(label, f"{link}&format={form}") for form, label in forms.items()]


def drawn_answer(reader: Reader, around: Around, outcome: Outcome) -> str:
    """The picture of what came of any query; it says so when there is nothing to draw."""
    network = network_of(reader, _plain(outcome), outcome.answer or False, Things(reader.names))
    back = f"{around.to(FILE)}?{urlencode({'query': outcome.text})}"
    return drawn_page(reader, around, "Answer", network, as_sparql(outcome.text).text, back)


def example(name: str) -> str:
    """The text of a shipped question with its default values, or where it needs some those of its example. Raises NotFoundError."""
    asked = query.named(name)
    words = shlex.split(asked.example)
    given = dict(word.partition("=")[::2] for flag, word in pairwise(words) if flag == "-p")
    values = {p.name: given[p.name] for p in asked.params if p.required and p.name in given}
    return as_sparql(query.prepare(asked, values), asked.title).text
