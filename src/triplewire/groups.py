"""What belongs together: names that are joined two by two, and what a way of steps leads to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


class Groups:
    """Groups of names, each known by the first of its names in the alphabet; a name that nobody has joined is a group of its own."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        """The names that were joined or asked for."""
        return iter(self._above)

    def of(self, name: str) -> str:
        """The group of a name."""
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = name = self._above[above]  # in this order: the old name gets a shorter way, then the new one is looked at
        return name

    def join(self, one: str, other: str) -> None:
        """Note that two names are of one group."""
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first


def reached(start: T, following: Mapping[T, Iterable[T]]) -> set[T]:
    """What one step or more lead to from one to the next; the start only when a way comes back to it.

    >>> reached("a", {"a": ["b"], "b": ["c", "b"]}) == {"b", "c"}
    True
    """
    found: set[T] = set()
    todo = [start]
    while todo:
        new = {*following.get(todo.pop(), ())} - found
        found |= new
        todo += new
    return found
