"""Guards of the program that tests take out, to see that each is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Guard(Generic[T]):
    """A guard: the file (below `triplewire/`) and the text that it stands in, what is left without it, and the look that tells whether it
    holds.
    """

    file: str
    text: str
    instead: str
    holds: Callable[[T], bool]
