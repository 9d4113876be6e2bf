"""What is wrong with a pattern, fault by fault, each with its place in the text of the pattern.

`compile_pattern` stops at the first fault and is made for patterns that are sound. An expert who writes one wants all of them, and
wants to be told what to write instead. What would take too long on some text is a fault as well: the language has no repetition but
gaps, lists and endings, all bounded, and what a pattern holds of these is limited here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import prod

from lark import Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from triplewire.errors import near
from triplewire.extract.rules.compile import GAP_DEFAULT, GAP_MAX, PatternError, compile_pattern, macros, parse_pattern, slot_parts
from triplewire.extract.rules.mask import LETTERS

LENGTH, DEPTH = 2_000, 12
"""The longest pattern, in characters, and how deep its brackets may nest."""
WAYS = 20_000
"""In how many ways a pattern may match the same words: the steps that a sentence may cost where it begins."""
LIST = 13
"""How many names a list takes."""


@dataclass(frozen=True, slots=True, order=True)
class PatternFault:
    """A fault at an offset of a pattern's text: what was seen, what was expected, what to do."""

    at: int
    message: str


@lru_cache(4_096)
def pattern_faults(text: str) -> tuple[PatternFault, ...]:
    """Every fault of a pattern, in the order of its text; empty when it can be used."""
    if not text.strip():
        return (PatternFault(0, "the pattern is empty; expected at least one word or {name}; write the phrase that states the fact"),)
    if len(text) > LENGTH:
        return (PatternFault(0, f"a pattern of {len(text):,} characters; expected at most {LENGTH:,}; split it into a list of patterns"),)
    found = sorted({*_bracket_faults(text), *_habit_faults(text)})
    return tuple(found or _parse_faults(text) or _tree_faults(text))


# -- brackets ------------------------------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"\\[()]|[()\[\]{}]")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_PAIR = {opening: closing for closing, opening in _CLOSES.items()}


def _bracket_faults(text: str) -> Iterator[PatternFault]:
    """Brackets without a partner, and brackets that nest too deep."""
    open_: list[tuple[str, int]] = []
    deepest = -1
    for match in _BRACKETS.finditer(text):
        glyph, at = match.group(), match.start()
        if glyph in _PAIR:
            open_.append((glyph, at))
            deepest = at if len(open_) == DEPTH + 1 and deepest < 0 else deepest
        elif glyph in _CLOSES and open_ and open_[-1][0] == _CLOSES[glyph]:
            open_.pop()
        elif glyph in _CLOSES:
            yield PatternFault(at, _unopened(glyph, open_))
            return
    yield from (PatternFault(at, f"{glyph!r} is never closed; expected {_PAIR[glyph]!r} behind it; close it") for glyph, at in open_[:3])
    if deepest >= 0:
        yield PatternFault(deepest, f"brackets nest deeper than {DEPTH}; expected a phrase; write several patterns, or a simpler one")


def _unopened(glyph: str, open_: list[tuple[str, int]]) -> str:
    if open_:
        return f"{glyph!r} closes {open_[-1][0]!r}; expected {_PAIR[open_[-1][0]]!r} first; put the brackets in order"
    return f"{glyph!r} closes nothing; expected {_CLOSES[glyph]!r} before it; open it, or write \\( \\) for brackets of the text"


# -- habits: what people write who know regular expressions --------------------------------------------------------------

_HABITS: tuple[tuple[str, str], ...] = (
    (r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]", "a character that no sentence has; expected letters; remove it"),
    (r"\.\.\.\{(?!\d+\})[^{}]*\}?", "a gap without one number; expected up to how many words; write ...{4} for up to four"),
    (r"\.\.\.(?=[*+?])", "a gap without bound; expected a number of words; write ...{4} for up to four"),
    (r"\.{4,}", "dots in a row; expected ... for a gap; write ...{4} for up to four words"),
    (r"(?<!\.)\.[*+](?!\w)", "a gap without bound; expected words; write ...{4} for up to four words"),
    (
        r"(?<=\})(?<!\.\.\.\{\d\})(?<!\.\.\.\{\d\d\})[*+?]",
        "a mark behind a name; expected {name+} for a list of names; move it inside the braces",
    ),
    (
        r"(?<=[)\]])[*+?]|(?<=[)\]])\{\d*,?\d*\}",
        "repetition, which there is not; expected each word once; write it out, or use ...{4}",
    ),
    (r"\\(?![()|])", "a backslash; expected it before ( ) or | only; leave it out"),
    (r"\(\s*\)|\[\s*\]", "brackets with nothing inside; expected a word; fill or remove them"),
    (r"(?<=[(\[|])\s*\|", "a choice of nothing; expected a word on both sides of |; write [x] for what may be missing"),
    (r"\|\s*(?=[)\]|])", "a choice of nothing; expected a word on both sides of |; write [x] for what may be missing"),
    (r"^\s*\||\|\s*$", "a choice of nothing; expected a word on both sides of |; remove the bar"),
    (r"(?<![^\s(\[|])\*", "an ending without a word; expected letters before *; write the beginning of the word, or ...{1} for any word"),
    (r"\*(?=[^\s)\]|])", "a * inside a word; expected it at the end, for any ending; split the pattern there"),
)
_SLOT = re.compile(r"(?<!\.\.\.)\{([^{}]*)\}")
_SLOT_SHAPE = re.compile(r"\s*(?:[a-z_]+\s*:\s*)?[a-z_]+(?:\s*/\s*[a-z_]+)*\s*\+?\s*")


@cache
def _habits() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(shape), message) for shape, message in _HABITS)


def _habit_faults(text: str) -> Iterator[PatternFault]:
    hidden = re.sub(r"\\[()|]", "aa", text)
    for shape, message in _habits():
        yield from (PatternFault(m.start(), f"{m.group().strip()!r} is {message}") for m in shape.finditer(hidden))
    for slot in _SLOT.finditer(hidden):
        repeated = slot.start() and hidden[slot.start() - 1] in ")]"
        if not _SLOT_SHAPE.fullmatch(slot[1]) and not repeated:
            seen = f"{slot.group()!r} is no name"
            yield PatternFault(
                slot.start(), f"{seen}; expected {{type}}, {{type+}}, {{a/b}} or {{argument:type}} in small letters; write that"
            )


# -- grammar -------------------------------------------------------------------------------------------------------------


def _parse_faults(text: str) -> list[PatternFault]:
    try:
        parse_pattern(text)
    except PatternError as error:
        cause = error.__cause__
    else:
        return []
    assert isinstance(cause, UnexpectedInput)
    return [_unexpected(text, cause)]


def _unexpected(text: str, error: UnexpectedInput) -> PatternFault:
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    at = len(text) if ended else min(error.pos_in_stream or 0, len(text))
    seen = "the end of the pattern" if ended else repr(text[at : at + 12].split(" ")[0] or text[at : at + 1])
    if text.count("%", 0, at + 1) % 2:
        at = text.rfind("%", 0, at + 1)
        return PatternFault(at, "'%' opens a macro; expected its name and a second %; write %trial%, or leave the sign out")
    kind = "a character" if isinstance(error, UnexpectedCharacters) else "something"
    return PatternFault(
        at, f"{seen} is {kind} that cannot stand here; expected a word, a {{name}} or a bracket; see data/grammars/pattern.lark"
    )


# -- meaning -------------------------------------------------------------------------------------------------------------


def _tree_faults(text: str) -> list[PatternFault]:
    tree = parse_pattern(text).children[0]
    found = sorted({f for part in tree.iter_subtrees() for f in _part_faults(part)}) if isinstance(tree, Tree) else []
    if found:
        return found
    try:
        compile_pattern(text)
    except PatternError:
        return [PatternFault(0, "everything in it may be missing; expected a word or a {name} outside [ ] and ...; add one")]
    ways = _ways(tree)
    if ways > WAYS:
        said = "too many gaps, optional words or choices that fit the same words"
        return [PatternFault(0, f"{said} ({ways:,} ways to match); expected at most {WAYS:,}; shorten gaps or split the pattern")]
    return []


def _part_faults(part: Tree[Token]) -> Iterator[PatternFault]:
    if part.data == "slot":
        for name in (c for c in part.children[1:] if isinstance(c, Token) and c.type == "NAME"):
            if str(name) not in LETTERS:
                yield PatternFault(_start(name), f"there is no name type {str(name)!r}; {_known(str(name), LETTERS)}")
    elif part.data == "macro":
        macro = part.children[0]
        if str(macro) not in macros():
            yield PatternFault(_start(macro), f"there is no macro %{macro}%; {_known(str(macro), macros())}")
    elif part.data == "gap" and _gap(part) > GAP_MAX:
        size = part.children[0]
        yield PatternFault(_start(size), f"a gap of {str(size)[:9]} words; expected at most {GAP_MAX}; shorten it or split the pattern")
    elif part.data == "seq":
        yield from _anchor_faults(part.children)


def _anchor_faults(items: list[Tree[Token] | Token]) -> Iterator[PatternFault]:
    """Marks of a sentence's start or end where something stands before or behind them."""
    for number, item in enumerate(items):
        if isinstance(item, Tree) and item.data == "anchor":
            mark = item.children[0]
            if (str(mark) == "^" and number) or (str(mark) == "$" and number < len(items) - 1):
                end = "begins" if str(mark) == "^" else "ends"
                yield PatternFault(
                    _start(mark), f"{str(mark)!r} inside a phrase never matches; expected it where a sentence {end}; remove it"
                )


def _start(token: object) -> int:
    assert isinstance(token, Token)
    return token.start_pos or 0


def _known(name: str, names: Iterable[str]) -> str:
    alike = near(name, names)
    hint = f"did you mean {' or '.join(alike)}?" if alike else "use one of these"
    return f"expected one of {', '.join(sorted(names))}; {hint}"


def _gap(part: Tree[Token]) -> int:
    if part.data != "gap":
        return 0
    size = part.children[0] if part.children else None
    return int(str(size)[:4]) if size is not None else GAP_DEFAULT


# -- cost ----------------------------------------------------------------------------------------------------------------

Heads = frozenset[str] | None
"""How the words begin that a part matches first; None where that may be anything."""
JOINTS = frozenset({"and", "or", "as", "plus", "including", "such", "several"})
"""Words with which a list of names goes on."""


def _ways(tree: object, after: Heads = frozenset()) -> int:
    """In how many ways a part may match the same words, at most: what may be missing where the next words begin alike, gaps, and lists
    before words that could go on with them multiply; choices add up where they begin alike. `after` is what follows the part.
    """
    assert isinstance(tree, Tree)
    if tree.data == "alt":
        arms = [(_heads(arm), _ways(arm, after)) for arm in tree.children]
        return max(sum(n for other, n in arms if _alike(heads, other)) for heads, _ in arms)
    if tree.data == "seq":
        return prod(_ways(item, _following(tree.children[i + 1 :], after)) for i, item in enumerate(tree.children))
    if tree.data in ("group", "optional"):
        return _ways(tree.children[0], after) + (tree.data == "optional" and _alike(_heads(tree.children[0]), after))
    if tree.data == "macro":
        return _ways(parse_pattern(macros()[str(tree.children[0])]).children[0], after)
    if tree.data == "gap":
        return _gap(tree) + 1
    return LIST if tree.data == "slot" and slot_parts(tree)[2] and _alike(JOINTS, after) else 1


def _following(items: list[Tree[Token] | Token], after: Heads) -> Heads:
    """How what follows may begin: the next item, and what stands behind it while it may be missing."""
    found: frozenset[str] = frozenset()
    for item in items:
        heads = _heads(item)
        if heads is None:
            return None
        found |= heads
        if isinstance(item, Tree) and item.data != "optional":
            return found
    return None if after is None else found | after


def _heads(tree: object) -> Heads:
    assert isinstance(tree, Tree)
    if tree.data == "word":
        return frozenset({str(tree.children[0]).lower()})
    if tree.data == "slot":
        return frozenset(f"{{{kind}}}" for kind in slot_parts(tree)[1])
    if tree.data == "alt":
        arms = [_heads(arm) for arm in tree.children]
        return None if None in arms else frozenset().union(*(arm for arm in arms if arm))
    if tree.data == "seq":
        return _following(tree.children, frozenset())
    if tree.data in ("group", "optional"):
        return _heads(tree.children[0])
    if tree.data == "macro":
        return _heads(parse_pattern(macros()[str(tree.children[0])]).children[0])
    return frozenset() if tree.data == "anchor" else None


def _alike(one: Heads, other: Heads) -> bool:
    """Whether both may begin with the same words."""
    if one is None or other is None:
        return True
    return any(_fits(a, b) or _fits(b, a) for a in one for b in other)


def _fits(word: str, other: str) -> bool:
    return word == other or (word.endswith("*") and other.rstrip("*").startswith(word[:-1]))
