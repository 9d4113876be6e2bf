"""What names look like: the shapes and words of `data/recognizers.toml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from triplewire import lexicon, resources
from triplewire.errors import DataError
from triplewire.lexicon.term import WORD_LISTS
from triplewire.recognize.plain import Finder

_PIECE = re.compile(r"%(\w+)%")


@cache
def _sections() -> dict[str, dict[str, Any]]:
    return resources.toml("data", "recognizers.toml")


@cache
def words(section: str, key: str) -> frozenset[str]:
    """A word list of `data/recognizers.toml`."""
    return frozenset(_sections()[section][key])


def table(section: str, key: str) -> Mapping[str, str]:
    """A table of `data/recognizers.toml`: word -> word."""
    entry: Mapping[str, str] = _sections()[section][key]
    return entry


@cache
def shape(section: str, key: str = "shape") -> re.Pattern[str]:
    """A shape of `data/recognizers.toml`, compiled; a list of shapes as one choice. `%piece%` stands for another entry of the
    section or for any form of a word list of the lexicon. Raises DataError naming a piece that is neither.
    """
    return re.compile(_source(section, _sections()[section][key]))


def _source(section: str, entry: Any) -> str:
    value = entry["shape"] if isinstance(entry, dict) else entry
    joined = value if isinstance(value, str) else "|".join(f"(?:{v})" for v in value)
    return _PIECE.sub(lambda piece: _piece(section, piece[1]), joined)


def _piece(section: str, name: str) -> str:
    value = _sections()[section].get(name)
    if value is None and name not in WORD_LISTS:
        raise DataError([f"data/recognizers.toml: [{section}] uses %{name}%, which is no entry of it and no word list of the lexicon"])
    if value is None:
        return lexicon.forms(name)
    return f"(?:{_source(section, value)})" if isinstance(value, str) else lexicon.any_of(value)


def matches(text: str, section: str, key: str = "shape") -> Iterator[re.Match[str]]:
    """The matches of a shape in a text, in order, without overlap. When the shape says what it stands `near`, only the
    surroundings of these plain words are looked at.
    """
    pattern, entry = shape(section, key), _sections()[section][key]
    if not isinstance(entry, dict):
        yield from pattern.finditer(text)
        return
    for start, end in windows((at for at, _ in _near(section, key).ends(text)), entry["before"], entry["after"], len(text)):
        yield from pattern.finditer(text, start, end)


@cache
def _near(section: str, key: str) -> Finder:
    """The words near which a shape stands; `%list%` is a word list of the lexicon."""
    listed = [(word, _PIECE.fullmatch(word)) for word in _sections()[section][key]["near"]]
    return Finder(form for word, piece in listed for form in ([t.form for t in lexicon.word_list(piece[1])] if piece else [word]))


def windows(places: Iterable[int], before: int, after: int, size: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text of `size` characters from `before` characters ahead of each place to `after` behind it, in order,
    those that touch as one.
    """
    start = end = -1
    for at in sorted(places):
        if at - before > end:
            if end >= 0:
                yield start, end
            start = max(0, at - before)
        end = min(size, at + after)
    if end >= 0:
        yield start, end
