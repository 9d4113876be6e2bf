"""How far a build is: what it tells whoever wants to know."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int, str], None]
"""Called with the phase (reading, reconciling, graph, inferring, texts, checking, store, pages), what is done of it, how much there is (0
where nobody knows), and the name of what was just done.
"""


def silent(phase: str, done: int, total: int, name: str) -> None:
    """Nobody wants to know."""
