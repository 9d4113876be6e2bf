"""A whole name to the one term that it is a way of writing: by its form, else by what writers vary without meaning another thing."""

from __future__ import annotations

import re
from functools import cache

from triplewire.lexicon.fold import HYPHENS, fold
from triplewire.lexicon.index import Lexicon
from triplewire.lexicon.loading import load
from triplewire.lexicon.term import Term
from triplewire.vocab import GREEK

SHORTEST = 3
"""Of a symbol without its hyphens; two characters are too few to be told from others."""

_JOINS = re.compile(rf"[\s{re.escape(''.join(sorted(HYPHENS)))}()]+")
_TRADE_MARKS = re.compile(r"\s*(?:[®™℠]|\((?:R|TM|SM)\))")


def resolve(kind: str, name: str) -> Term | None:
    """The lexicon's term of type `kind` that `name` is a way of writing; None when there is none, or when it may be two things.

    Besides what `Lexicon.lookup` lets pass (case, hyphens, British spelling), a trade mark behind the name, a plural -s, and, in a
    symbol with a digit or a Greek letter, hyphens left out or put in and the letter spelled out. A form that is noted as
    ambiguous stands for nothing by itself.

    >>> resolve("target", "HER-2").name, resolve("target", "TNF alpha").name, resolve("indication", "MS")
    ('HER2', 'TNF', None)
    """
    lexicon, plain = load(), _TRADE_MARKS.sub("", name).strip()
    term = lexicon.lookup(kind, plain)
    if term is None and fold(plain).endswith("s"):
        term = lexicon.lookup(kind, plain[:-1])
        term = term if term and term.case == "fold" else None
    term = term or _symbols(lexicon, kind).get(_squeezed(plain)) if _is_symbol(plain) else term
    return None if term is None or "ambiguous" in term.attrs else term


def _is_symbol(name: str) -> bool:
    return len(_squeezed(name)) >= SHORTEST and any(c.isdigit() or c.lower() in GREEK for c in name + _greek(name))


def _greek(name: str) -> str:
    """The Greek letters whose names are words of `name`."""
    words = set(_JOINS.sub(" ", name.lower()).split())
    return "".join(letter for letter, word in GREEK.items() if any(w.endswith(word) for w in words))


def _squeezed(name: str) -> str:
    """A name without case, hyphens and blanks, with its Greek letters spelled out."""
    text = _JOINS.sub("", name).lower()
    for letter, word in GREEK.items():
        text = text.replace(letter, word)
    return text


@cache
def _symbols(lexicon: Lexicon, kind: str) -> dict[str, Term]:
    """The symbols of one type by what is left of them without hyphens; those that several names share are left out."""
    found: dict[str, dict[str, Term]] = {}
    for term in lexicon.terms:
        if term.type == kind and "ambiguous" not in term.attrs and _is_symbol(term.form):
            found.setdefault(_squeezed(term.form), {}).setdefault(term.name, term)
    return {key: next(iter(terms.values())) for key, terms in found.items() if len(terms) == 1}
