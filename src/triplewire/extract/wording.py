"""The wordings of `data/binding.toml`, `data/studies.toml` and `data/grants.toml`, compiled once."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from triplewire import lexicon, resources


@cache
def _file(name: str) -> dict[str, dict[str, Any]]:
    return resources.toml("data", name)


@cache
def listed(section: str, key: str) -> tuple[str, ...]:
    """A word list of `data/binding.toml`, in the order of the file."""
    return tuple(_file("binding.toml")[section][key])


@cache
def wording(section: str, key: str = "shape", file: str = "binding.toml", *, whole: bool = False) -> lexicon.Expression:
    """A wording of a data file, compiled for any case of letters, of `whole` words only when asked. Raises DataError when it uses an
    unknown piece.
    """
    entries = _file(file)[section]
    source = lexicon.source(entries, entries[key], f"data/{file} [{section}] {key}")
    return lexicon.Expression(rf"(?<![\w-])(?:{source})(?![\w-])" if whole else source, re.IGNORECASE)
