"""Terminals parsed: the expressions that begin at a place, longest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from triplewire import resources
from triplewire.recognize.periods.nodes import Expression

if TYPE_CHECKING:
    from lark import Token
    from lark.parsers.lalr_parser_state import ParseConf

LONGEST = 24
"""Terminals in one expression at most: who gives no more of them parses any text in linear time."""

END = "$END"
"""What Lark calls the end of the text."""


@cache
def _grammar() -> ParseConf[int]:
    """The tables of the compiled grammar. Lark and the grammar are loaded with the first candidate, not with the module."""
    from lark import Lark
    from lark.lexer import Lexer

    class Feed(Lexer):
        """Lexes nothing: tokens are fed by hand."""

        def __init__(self, _: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:  # noqa: ARG002 - the names are Lark's
            return iter(())

    source = resources.path("data", "grammars", "periods.lark").read_text("utf-8")
    parser = Lark(source, parser="lalr", lexer=Feed, maybe_placeholders=False)
    return parser.parse_interactive("").parser_state.parse_conf


def readings(ahead: list[Token]) -> Iterator[Expression]:
    """The expressions that begin with the first of some terminals, longest first; each is built when it is asked for."""
    grammar = _grammar()
    states, values = [grammar.start_state], list[Any]()
    ends: list[tuple[list[int], list[Any]]] = []
    for token in ahead:
        if not _fed(grammar, states, values, token.type, token):
            break
        if END in grammar.states[states[-1]]:
            ends.append((states.copy(), values.copy()))
    for complete in reversed(ends):
        if expression := _finished(grammar, *complete):
            yield expression


def _fed(grammar: ParseConf[int], states: list[int], values: list[Any], kind: str, token: Token | None) -> bool:
    """Take one terminal onto the stacks of an LALR parse, or with END come to its end; False when the grammar has no place for it.

    Lark's own interactive parser copies its whole state for each try and lists what it expected when one fails; here most tries fail.
    """
    table, callbacks = grammar.states, grammar.callbacks
    while states[-1] != grammar.end_state:
        _, following = table[states[-1]].get(kind, (None, None))
        if following is None:
            return False
        if isinstance(following, int):
            states.append(following)
            values.append(token)
            return True
        base = len(values) - len(following.expansion)
        children = values[base:]
        del states[base + 1 :], values[base:]
        values.append(callbacks[following](children))
        states.append(table[states[-1]][following.origin.name][1])
    return True


def _finished(grammar: ParseConf[int], states: list[int], values: list[Any]) -> Expression | None:
    """The expression that some terminals make; None when they are none yet, or nonsense (a fifth quarter)."""
    from triplewire.recognize.periods.build import build

    return build(values[-1]) if _fed(grammar, states, values, END, None) else None
