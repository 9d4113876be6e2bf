"""Patterns to regular expressions: parsed by a Lark grammar, compiled item by item, every gap bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from triplewire import resources
from triplewire.extract.rules.mask import CLOSE, LETTERS, LONGEST_RUN, OPEN, PADDING

GAP_DEFAULT, GAP_MAX = 4, 14
# How long a word of a gap may be, without its last letter.
WORD = 99
# Between two items: blanks, and the brackets, quotes and emphasis marks that may stand around a word.
BLANK = f"[{PADDING}]*"
# Between the names of a list: a comma, a conjunction, at most two words in lower case ("and several other …").
JOINT = (
    r"(?: *[,;/&] *(?:and |or |as well as )?| (?:and|or|as well as|plus|and/or|and also) | and,(?: [a-z]+){1,2}, |, including |,? such as )"
)
BETWEEN = JOINT + r"(?:[a-z][a-z-]* ){0,2}"
# The other types that a name may have; bounded, for a text may hold the mark of a token itself.
ANY = f"[A-Z]{{0,{len(LETTERS)}}}"
# What no text holds, before the letter of a name type: the key "there is a name of this type".
TYPE_MARK = "\ue002"
# The mark of "a word with any ending", in patterns and in keys, and how many letters of such a word a key has.
ENDING, STEM = "*", 4
_RUN = re.compile(r"\w+")


class PatternError(ValueError):
    """A pattern that the grammar or the type system refuses; says column and reason."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A named place of a pattern: the argument it fills and the mention types it takes."""

    argument: str
    types: frozenset[str]


@dataclass(frozen=True)
class Program:
    """A compiled pattern: the expression, its slots by group name, and for each item that every match needs the keys of which a
    sentence must hold one, the scarcest item first. There is at least one. `leads` are the keys with which a match may begin, empty
    where these are not known; a match that is `padded` may also begin with the blanks before such a key.
    """

    source: str
    slots: dict[str, Slot]
    needs: tuple[frozenset[str], ...]
    leads: frozenset[str] = frozenset()
    padded: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when it is first tried: most sentences hold no key of most patterns."""
        return re.compile(self.source, re.IGNORECASE)

    def matches(self, text: str, places: Mapping[str, Sequence[int]]) -> Iterator[re.Match[str]]:
        """The matches in a masked sentence, in order, without overlap; `places` says where the keys of the sentence stand."""
        if not self.leads:
            yield from self.regex.finditer(text)
            return
        at = 0
        lists = [places[key] for key in self.leads.intersection(places)]
        for place in lists[0] if len(lists) == 1 else sorted({place for found in lists for place in found}):
            if place < at:
                continue
            match = self._match(text, place, at) if self.padded else self.regex.match(text, place)
            if match:
                at = match.end()
                yield match

    def _match(self, text: str, place: int, least: int) -> re.Match[str] | None:
        """The match that begins with a key at a place, or with the blanks before it, no earlier than `least`."""
        if self.padded:
            low = max(least, place - LONGEST_RUN)
            start = low + len(text[low:place].rstrip(PADDING))
            if start < place and (match := self.regex.match(text, start)):
                return match
        return self.regex.match(text, place)


@cache
def _parser() -> Lark:
    return Lark(resources.path("data", "grammars", "pattern.lark").read_text("utf-8"), parser="lalr")


@cache
def macros() -> dict[str, str]:
    """The shared pieces of patterns (`data/macros.toml`) by name."""
    return {str(k): str(v) for k, v in resources.toml("data", "macros.toml").items() if isinstance(v, str)}


@cache
def parse_pattern(text: str) -> Tree[Token]:
    """The syntax tree of a pattern. Raises PatternError naming the column of what cannot be read."""
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        column = getattr(error, "column", 0)
        raise PatternError(f"column {column}: cannot read {text!r}; see data/grammars/pattern.lark") from error


def compile_pattern(text: str) -> Program:
    """The program for a pattern. Raises PatternError naming the column, the unknown type or macro, or the missing word."""
    builder, tree = _Builder(), parse_pattern(text).children[0]
    source, needs = builder.alt(tree), builder.needs(tree)
    if not needs:
        raise PatternError(f"{text!r}: a pattern needs at least one word or name that it cannot do without")
    return Program(source, builder.slots, needs, builder.leads(tree), builder.padded(tree))


def word_key(word: str) -> str:
    """The longest key of a word of a pattern, "" when it has none."""
    return max((key for _, key in _keys(word)), key=len, default="")


def lead_key(word: str) -> str:
    """The key with which a word of a pattern begins, "" when it does not begin with one."""
    return next((key for at, key in _keys(word) if at == 0), "")


def _keys(word: str) -> Iterator[tuple[int, str]]:
    """The runs of letters in a word of a pattern, with their places: the run in small letters, or where any ending may follow it its
    first letters and the mark of an ending; left out where these are too few.
    """
    stem = _plain(word)
    for run in _RUN.finditer(stem.lower()):
        whole = stem == word or run.end() < len(stem)
        if "_" not in run[0] and (whole or len(run[0]) >= STEM):
            yield run.start(), run[0] if whole else run[0][:STEM] + ENDING


def _plain(word: str) -> str:
    """A word of a pattern as it stands in the text, without the mark of any ending."""
    word = re.sub(r"\\([()|])", r"\1", word)
    return word.removesuffix(ENDING) if len(word) > 1 else word


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
        word = str(tree.children[0])
        stem = _plain(word)
        wild = word.endswith(ENDING) and stem != ENDING
        start = r"\b" if stem[0].isalnum() else ""
        end = r"\w*\b" if wild else r"\b" if stem[-1].isalnum() else ""
        return start + re.escape(stem) + end

    def _gap(self, tree: Tree[Token]) -> str:
        size = int(str(tree.children[0])) if tree.children and tree.children[0] is not None else GAP_DEFAULT
        if size > GAP_MAX:
            raise PatternError(f"a gap of {size} words; at most {GAP_MAX}")
        return rf"(?:[^ ]{{0,{WORD}}}[^ ;] +){{0,{size}}}?"

    def _optional(self, tree: Tree[Token]) -> str:
        return f"(?:{self.alt(tree.children[0])}{BLANK})?"

    def _group(self, tree: Tree[Token]) -> str:
        return f"(?:{self.alt(tree.children[0])})"

    def _anchor(self, tree: Tree[Token]) -> str:
        return rf"^(?:{BLANK}')?" if str(tree.children[0]) == "^" else r'[.!?"”’)]*$'

    def _macro(self, tree: Tree[Token]) -> str:
        return f"(?:{self.alt(parse_pattern(self._expand(tree)).children[0])})"

    @staticmethod
    def _expand(tree: Tree[Token]) -> str:
        name = str(tree.children[0])
        if name not in macros():
            raise PatternError(f"there is no macro %{name}%; known: {', '.join(sorted(macros()))}")
        return macros()[name]

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

    # -- leads: how a match may begin --------------------------------------------------------------------------------------

    def leads(self, tree: object) -> frozenset[str]:
        """The keys of which every match begins with one; empty when that is not known."""
        assert isinstance(tree, Tree)
        arms = [self._seq_leads(c) for c in tree.children]
        return frozenset().union(*arms) if all(arms) else frozenset()

    def _seq_leads(self, tree: object) -> frozenset[str]:
        assert isinstance(tree, Tree)
        found: frozenset[str] = frozenset()
        for item in tree.children:
            assert isinstance(item, Tree)
            leads = self._item_leads(item)
            found |= leads
            if item.data != "optional" or not leads:
                return found if leads else frozenset()
        return frozenset()

    def _item_leads(self, item: Tree[Token]) -> frozenset[str]:
        if item.data == "word":
            key = lead_key(str(item.children[0]))
            return frozenset({key}) if key else frozenset()
        if item.data in ("group", "optional"):
            return self.leads(item.children[0])
        if item.data == "macro":
            return self.leads(parse_pattern(self._expand(item)).children[0])
        return frozenset(type_key(LETTERS[t]) for t in slot_parts(item)[1]) if item.data == "slot" else frozenset()

    def padded(self, tree: object) -> bool:
        """Whether a match may begin with blanks: they stand behind an item that may be left out."""
        assert isinstance(tree, Tree)
        firsts = [arm.children[0] for arm in tree.children if isinstance(arm, Tree)]
        return any(self._item_padded(item) for item in firsts if isinstance(item, Tree))

    def _item_padded(self, item: Tree[Token]) -> bool:
        if item.data == "macro":
            return self.padded(parse_pattern(self._expand(item)).children[0])
        return item.data == "optional" or (item.data == "group" and self.padded(item.children[0]))

    # -- needs: what a sentence must hold for the pattern to be tried ------------------------------------------------------

    def needs(self, tree: object) -> tuple[frozenset[str], ...]:
        """The keys of each item that every match needs, the scarcest item first; empty when there is none."""
        assert isinstance(tree, Tree)
        arms = [sorted(dict.fromkeys(self._seq_needs(c)), key=_scarcity) for c in tree.children]
        if len(arms) == 1:
            return tuple(arms[0])
        return (frozenset().union(*(arm[0] for arm in arms)),) if all(arms) else ()

    def _seq_needs(self, tree: object) -> Iterator[frozenset[str]]:
        assert isinstance(tree, Tree)
        for item in tree.children:
            yield from self._item_needs(item)

    def _item_needs(self, tree: object) -> Iterable[frozenset[str]]:
        assert isinstance(tree, Tree)
        if tree.data == "word":
            key = word_key(str(tree.children[0]))
            return [frozenset({key})] if key else []
        if tree.data == "slot":
            return [frozenset(type_key(LETTERS[t]) for t in slot_parts(tree)[1])]
        if tree.data == "group":
            return self.needs(tree.children[0])
        return self.needs(parse_pattern(self._expand(tree)).children[0]) if tree.data == "macro" else []


@cache
def _common() -> frozenset[str]:
    """Words that stand in most sentences."""
    return frozenset(resources.toml("data", "macros.toml")["common"])


def _scarcity(keys: frozenset[str]) -> tuple[int, int]:
    return (sum(1 for k in keys if k in _common() or k.startswith(TYPE_MARK)), len(keys))


def slot_parts(tree: Tree[Token]) -> tuple[str, list[str], bool]:
    """A slot's argument name, its types in order, and whether it takes a list."""
    children = list(tree.children)
    many = isinstance(children[-1], Token) and children[-1].type == "PLUS"
    named = children[0]
    types = [str(c) for c in children[1:] if isinstance(c, Token) and c.type == "NAME"]
    return (str(named) if named is not None else types[0]), types, many
