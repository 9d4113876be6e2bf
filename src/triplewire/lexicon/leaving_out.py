"""Shipped lexicons that are read as if they were empty: what do the rules find when no list knows the names?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from triplewire import resources
from triplewire.errors import NotFoundError, no_such

ENVIRONMENT = "TRIPLEWIRE_WITHOUT_LEXICONS"
"""Names the lexicons that are left out, parted by commas. The one place where this is kept, so that processes that are started
from here leave out the same.
"""


def known() -> tuple[str, ...]:
    """The names of the shipped lexicons, sorted: their files without `.tsv`."""
    return tuple(file.stem for file in resources.files("data/lexicons", "*.tsv"))


def left_out() -> frozenset[str]:
    """The shipped lexicons that are left out now. Raises NotFoundError when one of the names is none."""
    return chosen(os.environ.get(ENVIRONMENT, ""))


@cache
def chosen(names: str) -> frozenset[str]:
    """Names parted by commas as a set. Raises NotFoundError naming the first that is no shipped lexicon, and those there are."""
    found = [name for part in names.split(",") if (name := part.strip())]
    for name in found:
        if name not in known():
            raise NotFoundError(f"{no_such('shipped lexicon', name, known())}\nthe shipped lexicons: {', '.join(known())}")
    return frozenset(found)


@contextmanager
def without(names: Iterable[str]) -> Iterator[None]:
    """Inside the block, these shipped lexicons are empty for the whole process and for those that it starts; before it and after it,
    nothing is remembered of the other state. A user's own lexicons are read as ever. Raises NotFoundError for an unknown name.
    """
    before = os.environ.get(ENVIRONMENT)
    now = ",".join(sorted(chosen(",".join(names))))
    if not now:
        yield
        return
    _set(now)
    try:
        yield
    finally:
        _set(before)


def _set(value: str | None) -> None:
    os.environ.pop(ENVIRONMENT, None)
    if value is not None:
        os.environ[ENVIRONMENT] = value
    _forget()


def _forget() -> None:
    """Empties every cache of the program. Many keep what they made of a lexicon (a compiled shape, a company's short name), some of
    them through others; to name them one by one would be to forget one.
    """
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "triplewire"]
    cached = {id(v): v for module in modules for v in vars(module).values() if hasattr(type(v), "cache_clear")}
    for value in cached.values():
        value.cache_clear()
