"""Memory that this process has freed and its C library keeps for itself."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
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
