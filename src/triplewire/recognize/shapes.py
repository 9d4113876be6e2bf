"""What names look like: the shapes and words of `data/recognizers.toml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from triplewire import lexicon, resources
from triplewire.errors import DataError
from triplewire.lexicon.term import WORD_LISTS

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
    for start, end in windows(text, tuple(entry["near"]), entry["before"], entry["after"]):
        yield from pattern.finditer(text, start, end)


def windows(text: str, near: tuple[str, ...], before: int, after: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text from `before` characters ahead of each of some plain words to `after` behind its start, in order,
    those that touch as one.
    """
    start = end = -1
    for at in sorted(_places(text, near)):
        if at - before > end:
            if end >= 0:
                yield start, end
            start = max(0, at - before)
        end = min(len(text), at + after)
    if end >= 0:
        yield start, end


def _places(text: str, near: tuple[str, ...]) -> Iterator[int]:
    for word in near:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + len(word))
