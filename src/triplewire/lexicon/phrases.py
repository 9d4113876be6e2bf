"""Word lists as regular expressions, and what a company is called without its legal form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from triplewire.errors import DataError
from triplewire.lexicon.loading import word_list
from triplewire.lexicon.term import WORD_LISTS

_PIECE = re.compile(r"%(\w+)%")


def any_of(words: Iterable[str]) -> str:
    r"""A regular expression for any of some words, letter by letter, longest first. Words that begin alike share their beginning,
    so that a miss costs one comparison and not one for each word. Of no words, one that never matches.

    >>> any_of(["Inc", "Inc.", "AG"])
    '(?:AG|Inc(?:\\.)?)'
    """
    return _choice(sorted({w for w in words if w})) or "(?!)"


def _choice(words: list[str]) -> str:
    """The expression for sorted words; an empty word among them makes the rest optional."""
    first = "" in words
    arms: dict[str, list[str]] = {}
    for word in words[first:]:
        arms.setdefault(word[0], []).append(word[1:])
    sources = [re.escape(letter) + (_choice(rest) if rest != [""] else "") for letter, rest in arms.items()]
    source = "|".join(sources)
    return f"(?:{source}){'?' if first else ''}" if first or len(sources) > 1 else source


def forms(kind: str) -> str:
    """A regular expression for any form of a word list. Raises DataError when there is no such list."""
    return any_of(t.form for t in word_list(kind))


def source(entries: Mapping[str, Any], entry: str | Iterable[str], where: str) -> str:
    """The regular expression of a shape that stands in a data file; a list of shapes is one choice. `%piece%` stands for another of
    the `entries` of its section (a string as it is, a list as any of its words) or for any form of a word list. Raises DataError
    naming `where`, and a piece that is neither.
    """
    joined = entry if isinstance(entry, str) else "|".join(f"(?:{one})" for one in entry)
    return _PIECE.sub(lambda piece: _piece(entries, piece[1], where), joined)


def _piece(entries: Mapping[str, Any], name: str, where: str) -> str:
    value = entries.get(name)
    if value is None and name not in WORD_LISTS:
        raise DataError([f"{where}: %{name}% is no entry of its section and no word list of the lexicon"])
    if value is None:
        return forms(name)
    return f"(?:{source(entries, value, where)})" if isinstance(value, str) else any_of(value)


@cache
def _legal_tail() -> re.Pattern[str]:
    # What stands behind "&" is part of the name: "Norvane & Co".
    return re.compile(rf"(?<!&),? (?:{any_of(t.form.rstrip('.') for t in word_list('org_suffix'))})\.?$")


@lru_cache(4096)
def short_name(name: str) -> str:
    """A company's name without its legal suffix.

    >>> short_name("Norvane Therapeutics, Inc.")
    'Norvane Therapeutics'
    """
    before = ""
    while before != name:
        before, name = name, _legal_tail().sub("", name).rstrip(",. ")
    return name
