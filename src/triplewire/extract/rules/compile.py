"""Patterns to regular expressions: parsed by a Lark grammar, compiled item by item, every gap bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from triplewire import resources
from triplewire.extract.rules.mask import CLOSE, LETTERS, OPEN

GAP_DEFAULT, GAP_MAX = 4, 14
# Between two items: blanks, and the brackets, quotes and emphasis marks that may stand around a word.
BLANK = r"[ *()\"“”]*"
# Between the names of a list: a comma, a conjunction, at most two words in lower case ("and several other …").
JOINT = (
    r"(?: *[,;/&] *(?:and |or |as well as )?| (?:and|or|as well as|plus|and/or|and also) | and,(?: [a-z]+){1,2}, |, including |,? such as )"
)
BETWEEN = JOINT + r"(?:[a-z][a-z-]* ){0,2}"
# The other types that a name may have; bounded, for a text may hold the mark of a token itself.
ANY = f"[A-Z]{{0,{len(LETTERS)}}}"
# What no text holds, before the letter of a name type: the key "there is a name of this type".
TYPE_MARK = "\ue002"


class PatternError(ValueError):
    """A pattern that the grammar or the type system refuses; says column and reason."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A named place of a pattern: the argument it fills and the mention types it takes."""

    argument: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled pattern: the expression, its slots by group name, the keys of which a sentence must hold at least one, and for each
    further item that every match needs the keys of which one must be there.
    """

    regex: re.Pattern[str]
    slots: dict[str, Slot]
    keys: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()

    def may_match(self, keys: frozenset[str]) -> bool:
        """Whether a sentence with these keys holds all that a match needs; a cheap test before the expression is tried."""
        return not any(map(keys.isdisjoint, self.needs))


@cache
def _parser() -> Lark:
    return Lark(resources.path("data", "grammars", "pattern.lark").read_text("utf-8"), parser="lalr")


@cache
def _macros() -> dict[str, str]:
    return {str(k): str(v) for k, v in resources.toml("data", "macros.toml").items() if isinstance(v, str)}


@cache
def _parse(text: str) -> Tree[Token]:
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        column = getattr(error, "column", 0)
        raise PatternError(f"column {column}: cannot read {text!r}; see data/grammars/pattern.lark") from error


def compile_pattern(text: str) -> Program:
    """The program for a pattern. Raises PatternError naming the column, the unknown type or macro, or the missing word."""
    builder, tree = _Builder(), _parse(text).children[0]
    source, keys = builder.alt(tree), builder.keys(tree)
    if not keys:
        raise PatternError(f"{text!r}: a pattern needs at least one word or name that it cannot do without")
    return Program(re.compile(source, re.IGNORECASE), builder.slots, keys, builder.needs(tree))


def key_of(word: str) -> str:
    """The look-up key of a word: its first four letters, lower case; short words whole."""
    return word.lower()[:4]


def type_key(letter: str) -> str:
    """The look-up key that stands for "the sentence holds a name of this type"."""
    return TYPE_MARK + letter


class _Builder:
    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {}

    def alt(self, tree: object) -> str:
        """The expression for alternatives."""
        assert isinstance(tree, Tree)
        arms = [self.seq(c) for c in tree.children]
        return arms[0] if len(arms) == 1 else f"(?:{'|'.join(arms)})"

    def seq(self, tree: object) -> str:
        """The expression for items in a row."""
        assert isinstance(tree, Tree)
        return BLANK.join(self.item(c) for c in tree.children)

    def item(self, tree: object) -> str:
        """The expression for one item."""
        assert isinstance(tree, Tree)
        return str(getattr(self, f"_{tree.data}")(tree))

    def _word(self, tree: Tree[Token]) -> str:
        word = str(tree.children[0]).replace("\\(", "(").replace("\\)", ")")
        stem, wild = (word[:-1], True) if word.endswith("*") and len(word) > 1 else (word, False)
        start = r"\b" if stem[0].isalnum() else ""
        end = r"\w*\b" if wild else r"\b" if stem[-1].isalnum() else ""
        return start + re.escape(stem) + end

    def _gap(self, tree: Tree[Token]) -> str:
        size = int(str(tree.children[0])) if tree.children and tree.children[0] is not None else GAP_DEFAULT
        if size > GAP_MAX:
            raise PatternError(f"a gap of {size} words; at most {GAP_MAX}")
        return rf"(?:[^ ]*[^ ;] +){{0,{size}}}?"

    def _optional(self, tree: Tree[Token]) -> str:
        return f"(?:{self.alt(tree.children[0])}{BLANK})?"

    def _group(self, tree: Tree[Token]) -> str:
        return f"(?:{self.alt(tree.children[0])})"

    def _anchor(self, tree: Tree[Token]) -> str:
        return r'^["“\'(]*' if str(tree.children[0]) == "^" else r'[.!?"”’)]*$'

    def _macro(self, tree: Tree[Token]) -> str:
        return f"(?:{self.alt(_parse(self._expand(tree)).children[0])})"

    @staticmethod
    def _expand(tree: Tree[Token]) -> str:
        name = str(tree.children[0])
        if name not in _macros():
            raise PatternError(f"there is no macro %{name}%; known: {', '.join(sorted(_macros()))}")
        return _macros()[name]

    def _slot(self, tree: Tree[Token]) -> str:
        argument, types, many = slot_parts(tree)
        unknown = [t for t in types if t not in LETTERS]
        if unknown:
            raise PatternError(f"there is no name type {unknown[0]!r}; known: {', '.join(sorted(LETTERS))}")
        letters = "".join(LETTERS[t] for t in types)
        token = f"{OPEN}{ANY}[{letters}]{ANY}{CLOSE}"
        name = f"{token}(?: *[®™]?\\({token}[^()]{{0,40}}\\))?"
        aside = r"(?: *\([^()]{1,70}\))?"
        group = f"s{len(self.slots)}"
        self.slots[group] = Slot(argument, frozenset(types))
        return f"(?P<{group}>{name}(?:{aside}{BETWEEN}{name}){{0,12}})" if many else f"(?P<{group}>{name})"

    # -- keys: what a sentence must hold for the pattern to be tried ------------------------------------------------------

    def keys(self, tree: object) -> frozenset[str]:
        """The keys of the scarcest item that every match needs; empty when there is none."""
        assert isinstance(tree, Tree)
        arms = [self._seq_keys(c) for c in tree.children]
        return frozenset().union(*arms) if all(arms) else frozenset()

    def needs(self, tree: object) -> tuple[frozenset[str], ...]:
        """The keys of each item that every match needs."""
        assert isinstance(tree, Tree)
        return tuple(self._all_keys(tree.children[0])) if len(tree.children) == 1 else ()

    def _seq_keys(self, tree: object) -> frozenset[str]:
        return min(self._all_keys(tree), key=_scarcity, default=frozenset())

    def _all_keys(self, tree: object) -> list[frozenset[str]]:
        assert isinstance(tree, Tree)
        return [k for k in (self._item_keys(c) for c in tree.children) if k]

    def _item_keys(self, tree: object) -> frozenset[str]:
        assert isinstance(tree, Tree)
        if tree.data == "word":
            word = str(tree.children[0])
            first = re.search(r"\w+", word)
            # Of a short stem with any ending the first four letters are not known.
            return frozenset({key_of(first[0])}) if first and (len(first[0]) > 3 or not word.endswith("*")) else frozenset()
        if tree.data == "slot":
            return frozenset(type_key(LETTERS[t]) for t in slot_parts(tree)[1])
        if tree.data == "group":
            return self.keys(tree.children[0])
        if tree.data == "macro":
            return self.keys(_parse(self._expand(tree)).children[0])
        return frozenset()


@cache
def _common() -> frozenset[str]:
    """The keys of words that stand in most sentences."""
    return frozenset(map(key_of, resources.toml("data", "macros.toml")["common"]))


def _scarcity(keys: frozenset[str]) -> tuple[int, int]:
    return (sum(1 for k in keys if k in _common() or k.startswith(TYPE_MARK)), len(keys))


def slot_parts(tree: Tree[Token]) -> tuple[str, list[str], bool]:
    """A slot's argument name, its types in order, and whether it takes a list."""
    children = list(tree.children)
    many = isinstance(children[-1], Token) and children[-1].type == "PLUS"
    named = children[0]
    types = [str(c) for c in children[1:] if isinstance(c, Token) and c.type == "NAME"]
    return (str(named) if named is not None else types[0]), types, many
