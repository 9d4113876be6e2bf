"""What names look like: the shapes and words of `data/recognizers.toml`, compiled once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from triplewire import lexicon, resources
from triplewire.lexicon import Finder, windows

_LIST = re.compile(r"%(\w+)%")


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
def shape(section: str, key: str = "shape") -> lexicon.Expression:
    """A shape of `data/recognizers.toml`, compiled (see `lexicon.source`). Raises DataError when it uses an unknown piece."""
    entries = _sections()[section]
    entry = entries[key]["shape"] if isinstance(entries[key], dict) else entries[key]
    begins = _sections()["begins"].get(section, {}).get(key, "")
    return lexicon.Expression(lexicon.source(entries, entry, f"data/recognizers.toml [{section}] {key}"), begins=begins)


def matches(text: str, section: str, key: str = "shape") -> Iterator[re.Match[str]]:
    """The matches of a shape in a text, in order, without overlap. When the shape says what it stands `near`, only the
    surroundings of these plain words are looked at; when `begins` says how it begins, only places that do.
    """
    pattern, entry = shape(section, key), _sections()[section][key]
    return _nearby(pattern, text, section, key) if isinstance(entry, dict) else pattern.finditer(text)


def _nearby(pattern: lexicon.Expression, text: str, section: str, key: str) -> Iterator[re.Match[str]]:
    places = _places(text).get((section, key))
    if not places:
        return
    entry = _sections()[section][key]
    for start, end in windows(chain.from_iterable(places), entry["before"], entry["after"], len(text)):
        yield from pattern.scan(text, start, end)


@lru_cache(2)
def _places(text: str) -> Mapping[tuple[str, str], list[list[int]]]:
    """For each shape where in a text the words stand that it stands near, word by word: one pass for all shapes together."""
    finder, owners = _near()
    by_word: defaultdict[int, list[int]] = defaultdict(list)
    for word, start, _ in finder.places(text):
        by_word[word].append(start)
    found: defaultdict[tuple[str, str], list[list[int]]] = defaultdict(list)
    for word, starts in by_word.items():
        for owner in owners[word]:
            found[owner].append(starts)
    return found


@cache
def _near() -> tuple[Finder, tuple[tuple[tuple[str, str], ...], ...]]:
    """The words near which shapes stand, and the shapes of each; `%list%` is a word list of the lexicon."""
    owners: dict[str, dict[tuple[str, str], None]] = {}
    for section, entries in _sections().items():
        for key, entry in entries.items():
            for word in entry.get("near", ()) if isinstance(entry, dict) else ():
                for form in _forms(word):
                    owners.setdefault(form, {})[section, key] = None
    finder = Finder(owners)
    return finder, tuple(tuple(owners[word]) for word in finder.words)


def _forms(word: str) -> list[str]:
    """A word that stands near a shape, or the word with each form of the list that it names."""
    listed = _LIST.search(word)
    return [word.replace(listed[0], t.form) for t in lexicon.word_list(listed[1])] if listed else [word]
