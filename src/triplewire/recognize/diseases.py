"""Indications that no lexicon lists: up to six modifiers and a disease head, shared heads, and the marks that make a subset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from triplewire import lexicon
from triplewire.lexicon import Finder, lowered
from triplewire.model import Mention, Span
from triplewire.recognize.coordination import shared_heads, singular
from triplewire.recognize.plain import Barred, Taken
from triplewire.recognize.shapes import matches, shape, words

BARRED = ("compound", "organization", "venue", "technology", "phase")
MODIFIERS = 6
WINDOW = 110
"""How far before a head its modifiers are looked for."""

NEST_REACH, LONGEST_MODIFIER = 32, 40
_BRACKET = re.compile(r"\([^)]*\)")
_CONJUNCTIONS = frozenset({" or ", " and ", " and/or ", " to "})
_SHORT_FORM = re.compile(r"^ ?\([A-Z]+\)")


@cache
def _heads() -> Finder:
    return Finder({t.form.lower() for t in lexicon.word_list("disease_head")} | words("disease", "more_heads"))


@cache
def _weak() -> frozenset[str]:
    """Heads that name no disease by themselves."""
    weak = {t.form.lower() for t in lexicon.word_list("disease_head") if "weak" in t.attrs}
    return frozenset(weak | words("disease", "bare")) - words("disease", "sites")


def find_indications(text: str, known: list[Mention]) -> list[Mention]:
    """The disease names of a text, with the modifiers that belong to them. Shared heads give one mention per site; the last takes
    the head with it, the others keep their own word and are named in full ("ovarian cancer").
    """
    lower = lowered(text)
    blocked = Barred(m for m in known if m.type in BARRED)
    out = [*shared_heads(text, lower, lambda span: _extended(text, span, Barred())), *_framed(text)]
    claimed = Taken(out)
    for head in _heads_in(text, lower):
        span = None if shape("disease", "not_disease").match(text, head.end) else _extended(text, head, blocked)
        span = _with_tail(text, span) if span else None
        if span and not claimed.touches(span) and not blocked.holds(head) and not _is_vague(span.of(lower)):
            out.append(Mention("indication", span, _name(span.of(text)), "open:disease"))
    out += [_widened(text, m, blocked) for m in known if m.type == "indication"]
    return [*out, *_nested(text, out), *_numbered(text, out)]


def whole_names(text: str, known: list[Mention]) -> list[Mention]:
    """The mentions without short forms of diseases that are only a part of a longer name in capitals ("QUORALIS-HD", "MDS-QRS")."""
    return [m for m in known if m.type != "indication" or not _in_a_name(text, m.span)]


def _in_a_name(text: str, span: Span) -> bool:
    before, behind = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    joined = (before[-1:] == "-" and before[0].isupper()) or (behind[:1] == "-" and behind[1:].isupper())
    return joined and span.of(text).isupper()


def _heads_in(text: str, lower: str) -> list[Span]:
    """Where the last words of disease names stand: those that are listed, and those with the ending of one."""
    endings = [Span(*m.span()) for m in matches(text, "disease", "ending") if not shape("disease_ending", "ordinary").match(m[0])]
    listed = list(_heads().whole(lower, before="-", after="-"))
    taken = Taken(spans=listed)
    return sorted([*listed, *(s for s in endings if not taken.touches(s))])


def _is_vague(name: str) -> bool:
    plain = " ".join(name.split())
    return plain in words("disease", "vague") or bool(shape("disease", "general").match(plain))


def _framed(text: str) -> Iterator[Mention]:
    """Measures out of order and pathogens that resist, as names of what a drug is for."""
    for key in ("resistant", "level"):
        for match in matches(text, "disease", key):
            name = match[0] if key == "level" else _BRACKET.sub("", match[0])
            yield Mention("indication", Span(*match.span()), " ".join(name.split()), "open:disease")


def _numbered(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Kinds of a disease by its short form and a number, where another kind has a longer name ("QRT1A" beside "QRT")."""
    shorts = {m.span.of(text).rstrip("0123456789ABCDEF") for m in found if m.span.of(text)[:2].isupper()}
    shorts |= {b["short"].rstrip("0123456789ABCDEF") for m in found if (b := shape("acronym").match(text, m.span.end))}
    for match in matches(text, "disease", "numbered"):
        if match["short"] in shorts:
            yield Mention("indication", Span(*match.span()), match[0], "open:numbered")


def _extended(text: str, head: Span, blocked: Barred, before: int = 0) -> Span | None:
    """The head with its modifiers, or None when the head alone names no disease; `before` tells how many modifiers it has already."""
    offset = max(0, head.start - WINDOW)
    inner = shape("disease", "inner").search(text, offset, head.start)
    window, start, count = text[offset : head.start], inner.start() + 1 if inner else head.start, 0
    for word in reversed(list(shape("disease", "word").finditer(window[: start - offset]))):
        span = Span(offset + word.start(), offset + word.end())
        if count and _is_conjunction(text, span, start):
            continue
        if count == MODIFIERS or not _linked(text, span, start) or _stops(word[0], count + before) or blocked.touches(span):
            break
        start, count = span.start, count + 1
    if inner and not count:
        return _extended_plain(head, text)
    return Span(start, head.end) if count or head.of(text).lower() not in _weak() else None


def _extended_plain(head: Span, text: str) -> Span | None:
    """The head alone, None when it names no disease."""
    return None if head.of(text).lower() in _weak() else head


def _with_tail(text: str, span: Span) -> Span:
    """The span with the number of a type, or what else belongs to a name behind it."""
    tail = shape("disease", "tail").match(text, span.end)
    return Span(span.start, tail.end()) if tail else span


def _linked(text: str, span: Span, start: int) -> bool:
    """Whether a word stands right before the name that begins at `start`, or is a modifier coordinated with its first one."""
    between = text[span.end : start]
    return between in ("", " ", "-") or (between in _CONJUNCTIONS and _is_modifier(span.of(text)))


def _is_conjunction(text: str, span: Span, start: int) -> bool:
    """Whether a word joins the modifier that begins at `start` to another one before it."""
    joins = f" {span.of(text)} " in _CONJUNCTIONS and text[span.end : start] == " "
    return joins and _is_modifier(text[start : start + LONGEST_MODIFIER].split(" ")[0])


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(t.form.lower() for t in lexicon.word_list("disease_modifier"))


def _is_modifier(word: str) -> bool:
    return word.lower() in _modifiers()


def _stops(word: str, count: int) -> bool:
    """Whether a word before a disease, with `count` modifiers between, is no modifier: a function word, a verb, praise, or somebody's."""
    low = word.lower()
    if any(low in words("disease", kind) for kind in ("modifying_end", "modifying_ly", "modifying_ing")):
        return False
    if low.rpartition("-")[2] in words("disease", "modifying_ing"):
        return False
    if low in words("disease", "stop") or low in words("disease", "verbs") or low.endswith(("ing", "ly")) or word.endswith((".", ":")):
        return True
    if shape("disease", "measured_end").search(low):
        return True
    if low.endswith(("’s", "'s")):
        return count > 0 or not word[0].isupper()
    return bool(shape("disease", "unlikely_end").search(low)) and "-" not in low and not _is_modifier(low)


def _widened(text: str, mention: Mention, blocked: Barred) -> Mention:
    """A lexicon term with the modifiers that stand before it in this text ("relapsed refractory" …) and the number of its type, kept
    as the name.
    """
    span = _with_tail(text, _extended(text, mention.span, blocked, before=1) or mention.span)
    if span == mention.span or _is_vague(span.of(text).lower()):
        return mention
    before, tail = text[span.start : mention.span.start], text[mention.span.end : span.end]
    name = _calm(" ".join(f"{before} {mention.name} {tail}".split()))
    return Mention("indication", span, name, "lexicon+modifiers", {**mention.attrs, "core": mention.name})


def _nested(text: str, found: list[Mention]) -> Iterator[Mention]:
    """One disease inside another ("mucositis in head and neck cancer") as a longer name over both."""
    for one, two in pairwise(sorted(found, key=lambda m: (m.span.start, -m.span.end))):
        between = text[one.span.end : two.span.start]
        if 0 < len(between) < NEST_REACH and shape("disease", "nest").fullmatch(_SHORT_FORM.sub("", between)):
            join = " ".join(_BRACKET.sub("", between).split())
            yield Mention("indication", one.span.join(two.span), f"{one.name} {join} {two.name}", "open:nested", one.attrs)


def _name(surface: str) -> str:
    """What facts call a disease: single blanks, no stage in front, the head of a plural as it is listed, headlines calmed."""
    parts = shape("disease", "stage").sub("", " ".join(_BRACKET.sub("", surface).split())).split(" ")
    return _calm(" ".join([*parts[:-1], singular(parts[-1])]))


def _calm(name: str) -> str:
    """Title case of a headline undone for the head: "Gastric Cancer" keeps its modifiers, which may be names of people."""
    *before, head = name.split(" ")
    return " ".join([*before, head.lower()]) if before and all(w[:1].isupper() for w in (*before, head)) else name
