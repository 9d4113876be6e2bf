"""The page of a question of the library: its answer as a table and a chart, its parameters, its query, and the ways to take it along."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from triplewire.draw import page
from triplewire.draw.ask.asking import Outcome, filled, lacking, said
from triplewire.draw.ask.chart import figure
from triplewire.draw.ask.network import can_draw
from triplewire.draw.ask.prose import FOLDER, file_of, prose
from triplewire.draw.ask.results import shown
from triplewire.draw.ask.things import COLUMNS, Things
from triplewire.draw.code import SHEET, as_sparql
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader
from triplewire.query import Answer, NamedQuery, Param, Table, Triples

SHEETS = ("base.css", SHEET, "ask.css")
SCRIPTS = ("page.js", "ask.js")
NAMES = 300
"""How many names a field suggests."""
INPUTS = {"string": "text", "iri": "text", "date": "date", "number": "number"}


def drawn_file(name: str) -> str:
    """The file of the picture of its answer."""
    return f"{FOLDER}/{name}-drawn.html"


def question_page(
    reader: Reader,
    around: Around,
    asked: NamedQuery,
    outcome: Outcome,
    values: Mapping[str, str] | None = None,
    things: Things | None = None,
    waiting: str = "",
) -> str:
    """The page of a question with what came of it. `values` are those that a person gave, by parameter; `things` spares looking the names
    up again; `waiting` says why there is neither answer nor error.
    """
    given, things = filled(values or {}), things or Things(reader.names)
    answer = outcome.answer
    return page.render(
        "question.html",
        title=asked.title,
        lede=prose(asked.description, around),
        foot=foot(reader),
        around=around,
        sheets=SHEETS,
        scripts=SCRIPTS,
        forms=around.live,
        questions=around.to("questions.html"),
        theme=asked.theme,
        fields=[_field(reader, p, given) for p in asked.params] if around.live else (),
        used=[(p.name, _used(p, given), p.description) for p in asked.params if not around.live],
        outcome=outcome,
        shown=shown(answer, things, around) if answer is not None else None,
        seconds=outcome.seconds if around.live else None,
        links=_links(around, asked, answer, given),
        drawn=_with(around.to(drawn_file(asked.name)), given) if _drawn(around, asked, answer, things) else "",
        figure=_figure(reader, asked, answer),
        nothing="Nothing in this graph answers the question" + (" with these values." if given else "."),
        waiting=waiting or _waiting(asked, given),
        editor=around.to("sparql") + "?" + urlencode({"query": as_sparql(outcome.text).text}) if around.live else "",
        command=command(asked, given),
        source=as_sparql(outcome.text, asked.title),
    )


def _drawn(around: Around, asked: NamedQuery, answer: Answer | None, things: Things) -> bool:
    """Whether there is a picture; the static site has those that a query declares."""
    return answer is not None and (around.live or bool(asked.draws)) and can_draw(asked, answer, things)


def _figure(reader: Reader, asked: NamedQuery, answer: Answer | None) -> Any:
    if asked.chart is None or not isinstance(answer, Table):
        return None
    return figure(asked.chart, answer, [reader.names.word(iri) for iri, _ in reader.names.orders])


def _used(param: Param, given: Mapping[str, str]) -> str:
    """The value of a parameter for a reader."""
    return said(param, given) or ("all" if param.default == "*" else "no limit" if param.default else "not given")


def _waiting(asked: NamedQuery, given: Mapping[str, str]) -> str:
    needed = [p.description for p in lacking(asked, given)]
    return f"It needs {', '.join(needed)}." if needed else "It has not been asked yet."


def _with(href: str, given: Mapping[str, str]) -> str:
    return f"{href}?{urlencode(given)}" if given and href else href


def _links(around: Around, asked: NamedQuery, answer: Answer | None, given: Mapping[str, str]) -> list[tuple[str, str]]:
    if answer is None:
        return []
    endings = {"Turtle": "ttl"} if isinstance(answer, Triples) else {"CSV": "csv", "JSON": "json"}
    return [(label, _with(around.to(file_of(asked.name, ending)), given)) for label, ending in endings.items()]


def command(asked: NamedQuery, given: Mapping[str, str]) -> str:
    """The command that asks the same; that of the query's own example where it has parameters and none is given."""
    if asked.params and not given:
        return asked.example
    return shlex.join(["triplewire", "query", asked.name, *(word for name in given for word in ("-p", f"{name}={given[name]}"))])


def _field(reader: Reader, param: Param, given: Mapping[str, str]) -> dict[str, Any]:
    """The field of a parameter; an open end of time and "all" are empty fields."""
    value = said(param, given)
    return {
        "name": param.name,
        "label": param.name.replace("_", " ").capitalize(),
        "type": INPUTS[param.type],
        "value": value if param.type != "date" or _is_day(value) else "",
        "hint": "all" if param.default == "*" else "",
        "required": param.required,
        "description": param.description.removesuffix("; * for all").removesuffix("; * for all pairs"),
        "names": _names(reader, param),
    }


def _is_day(value: str) -> bool:
    """Whether a date field can hold it; what else was written is told in the error."""
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _names(reader: Reader, param: Param) -> list[str]:
    """Names to choose from: of the things that the parameter is about those that most is said of, or releases, the newest first."""
    if param.type != "string":
        return []
    kinds = COLUMNS.get(param.name, ())
    if kinds == ("release",):
        return [iri.rsplit("/", 1)[-1] for iri in reversed(reader.releases)][:NAMES]
    found = sorted((e for e in reader.names.entities if e.type in kinds), key=lambda e: (-e.facts, e.label, e.id))
    return sorted({e.label for e in found[:NAMES]}, key=lambda name: (name.lower(), name))
