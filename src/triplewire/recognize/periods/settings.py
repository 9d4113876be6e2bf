"""The words and conventions of `data/periods.toml`, checked and ready for use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.errors import DataError
from triplewire.lexicon import Finder


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the data file says; see the comments there."""

    months: Mapping[str, int]
    numbers: Mapping[str, int]
    terminals: Mapping[str, str]
    triggers: frozenset[str]
    guards: Mapping[str, frozenset[str]]
    fuzzy_year: Mapping[str, tuple[int, int]]
    fuzzy_month: Mapping[str, tuple[int, int]]
    vague: Mapping[str, Mapping[str, int]]
    seasons: Mapping[str, tuple[int, int]]
    first_year: int
    last_year: int
    annual_until: int
    fiscal_patterns: tuple[re.Pattern[str], ...]
    fiscal_near: Finder


@cache
def settings() -> Settings:
    """The settings, read once. Raises DataError when a phrase stands for two terminals or a table is missing."""
    table = resources.toml("data", "periods.toml")
    try:
        return _settings(table)
    except KeyError as missing:
        raise DataError([f"data/periods.toml: the entry {missing} is missing; restore it or reinstall triplewire"]) from missing


def _settings(table: dict[str, Any]) -> Settings:
    rules = table["conventions"]
    seasons = {name: (first, length) for name, (first, length) in rules["seasons"].items()}
    return Settings(
        months=table["months"],
        numbers=table["numbers"],
        terminals=_terminals(table["words"]) | dict.fromkeys(table["months"], "MONTH"),
        triggers=frozenset(table["triggers"]["words"]) | frozenset(table["months"]) | frozenset(seasons),
        guards={name: frozenset(words) for name, words in table["guards"].items()},
        fuzzy_year={word: tuple(rules[f"{word}_year"]) for word in ("early", "mid", "late")},
        fuzzy_month={word: tuple(rules[f"{word}_month"]) for word in ("early", "mid", "late")},
        vague=rules["vague"],
        seasons=seasons,
        first_year=rules["bare_year"]["first"],
        last_year=rules["bare_year"]["last"],
        annual_until=rules["placing"]["annual_results_until_month"],
        fiscal_patterns=tuple(_patterns(table)),
        fiscal_near=Finder(table["fiscal"]["near"]),
    )


def _terminals(words: dict[str, list[str]]) -> dict[str, str]:
    """Phrase -> terminal."""
    pairs = [(phrase, terminal) for terminal, phrases in words.items() for phrase in phrases]
    owner = dict(pairs)
    faults = [f"data/periods.toml [words]: {p!r} stands under {t} and {owner[p]}; keep one" for p, t in pairs if owner[p] != t]
    if faults:
        raise DataError(faults)
    return owner


def _patterns(table: dict[str, Any]) -> Iterator[re.Pattern[str]]:
    """The patterns of [fiscal], with {month}, {quarter} and {gap} filled in."""
    pieces = {
        "{month}": f"(?P<month>{'|'.join(table['months'])})\\.?(?: (?P<day>\\d{{1,2}}))?",
        "{quarter}": "(?P<quarter>first|second|third|fourth)",
        "{gap}": table["fiscal"]["gap"],
    }
    for source in table["fiscal"]["patterns"]:
        for name, piece in pieces.items():
            source = source.replace(name, piece)
        yield re.compile(source, re.IGNORECASE)
