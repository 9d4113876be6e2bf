"""SPARQL text as tokens: enough to find parameters and forbidden keywords without being fooled by strings, IRIs or comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["comment", "string", "iri", "variable", "lang", "pname", "word", "mark"]

# Each alternative is linear: no quantifier stands inside another over the same characters. A `<` that no IRI follows is a mark.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<variable>[?$]\w+)
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<pname>(?:[^\W\d_][\w.\-]*)?:(?:[\w:\-]|\.(?=[\w.:\-%\\])|%[0-9A-Fa-f]{2}|\\[^\w\s])*)
  | (?P<word>\w+)
  | (?P<mark>\|\||&&|\^\^|\S)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of query text with its place in it, in code points."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in capitals, or "" for anything that cannot be a keyword."""
        return self.text.upper() if self.kind == "word" else ""


def token_at(text: str, at: int) -> Token | None:
    """The token, or the comment, that begins at `at` or behind the blanks there; None at the end of the text."""
    match = _TOKEN.search(text, at)
    return Token(match.lastgroup, match.group(), match.start(), match.end()) if match else None  # type: ignore[arg-type]


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a SPARQL text in order, comments left out. Never fails: what is no token comes as single marks."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind != "comment":
            yield Token(kind, match.group(), match.start(), match.end())  # type: ignore[arg-type]
