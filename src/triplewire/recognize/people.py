"""People and what they are: names beside roles."""

from __future__ import annotations

from triplewire.model import Mention


def find_people(text: str, base: int) -> list[Mention]:
    """The persons and roles of `text`."""
    return []
