"""SPARQL and Turtle as pages show them: whole, ready to be pasted elsewhere, and coloured by classes of `code.css`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup, escape

from triplewire.headers import LINE
from triplewire.query.remote import declare

if TYPE_CHECKING:
    from pygments.lexer import Lexer

Language = Literal["sparql", "turtle"]
SHEET = "code.css"
COLOURED, WORD = 40_000, 400
"""Longer texts, and texts with a longer word, are shown without colours: the time that the lexers take grows with the square of a word."""


@dataclass(frozen=True, slots=True)
class Code:
    """A text with its markup: `text` is what is copied, `html` the same with classes."""

    text: str
    html: Markup


def as_sparql(text: str, title: str = "") -> Code:
    r"""A query as it can be pasted elsewhere: prefixes declared, the lines of our header left out, its title as a comment.

    >>> as_sparql("#+ title: What?\nSELECT * { ?s a tw:Compound }", "What?").text
    '# What?\nPREFIX tw: <https://w3id.org/triplewire/ontology#>\nSELECT * { ?s a tw:Compound }\n'
    """
    said = "".join(f"# {line}\n" for line in title.splitlines())
    return coloured(said + declare(LINE.sub("", text).strip()) + "\n", "sparql")


def coloured(text: str, language: Language) -> Code:
    """The text with its words coloured; a very long one without."""
    if len(text) > COLOURED or max(map(len, text.split()), default=0) > WORD:
        return Code(text, escape(text))
    from pygments import highlight
    from pygments.formatters import HtmlFormatter

    html = highlight(text, _lexer(language), HtmlFormatter(nowrap=True, classprefix="c-"))
    html = html if text.endswith("\n") else html.removesuffix("\n")
    return Code(text, Markup(_without_empty(html)))  # noqa: S704 - the formatter escapes all that it does not write itself


@cache
def _lexer(language: Language) -> Lexer:
    from pygments.lexers.rdf import SparqlLexer, TurtleLexer

    lexer: Lexer = (SparqlLexer if language == "sparql" else TurtleLexer)(stripnl=False, ensurenl=False)
    return lexer


def _without_empty(html: str) -> str:
    """Spans of white space carry no colour."""
    return re.sub(r'<span class="c-w">(\s*)</span>', r"\1", html)
