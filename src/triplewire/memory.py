"""Memory: what is freed and kept all the same, and what is looked through in vain."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache


def give_back() -> None:
    """Gives freed memory back to the system, after work that needed much of it at once. Does nothing where that cannot be asked for.

    Between pieces of work of many sizes glibc is left with pages that are free in part, and keeps them all (malloc_trim(3)): a fifth of
    what a build of ten thousand releases holds.
    """
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Callable[[int], object] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


@contextmanager
def settled() -> Iterator[None]:
    """While much is made from what is there now, and stays: Python would look through that for cycles whenever it looks through all."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def no_cycles() -> Iterator[None]:
    """While much is made that holds no cycles: Python would look through all of it for some again and again, a quarter of the time."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()
