"""Candidates parsed: for every place where an expression may begin, its readings, longest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from triplewire import resources
from triplewire.recognize.periods.nodes import Expression
from triplewire.recognize.periods.tokens import tokens

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.parsers.lalr_interactive_parser import InteractiveParser

LONGEST = 24
"""Terminals in one expression at most, so that any text is parsed in linear time."""


@cache
def _grammar() -> Lark:
    """The compiled grammar. Lark and the grammar are loaded with the first candidate, not with the module."""
    from lark import Lark
    from lark.lexer import Lexer

    class Feed(Lexer):
        """Lexes nothing: tokens are fed by hand."""

        def __init__(self, _: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:  # noqa: ARG002 - the names are Lark's
            return iter(())

    source = resources.path("data", "grammars", "periods.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer=Feed, propagate_positions=True, maybe_placeholders=False)


@lru_cache(maxsize=8192)
def readings(candidate: str) -> tuple[tuple[Expression, ...], ...]:
    """For each terminal of `candidate` that can begin an expression: the expressions from there, longest first."""
    found = tokens(candidate)
    return tuple(group for i in range(len(found)) if (group := _from(found[i : i + LONGEST])))


def _from(ahead: list[Token]) -> tuple[Expression, ...]:
    from lark.exceptions import UnexpectedInput

    parser = _grammar().parse_interactive("")
    found: list[Expression] = []
    for token in ahead:
        try:
            parser.feed_token(token)
        except UnexpectedInput:
            break
        expression = _finished(parser, token)
        if expression:
            found.append(expression)
    return tuple(reversed(found))


def _finished(parser: InteractiveParser, last: Token) -> Expression | None:
    """The expression that the tokens so far make; None when they are none yet, or nonsense (a fifth quarter)."""
    from lark.exceptions import UnexpectedInput

    from triplewire.recognize.periods.build import build

    choices: dict[str, object] = parser.choices()  # type: ignore[no-untyped-call]
    if "$END" not in choices:
        return None
    try:
        tree = parser.copy(deepcopy_values=False).feed_eof(last)  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return None
    return build(tree)
