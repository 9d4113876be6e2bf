"""What is known of a query's text before it runs. The same texts come again and again, and are read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from triplewire import vocab
from triplewire.query import guard
from triplewire.tokens import Token

VARYING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
"""Functions that give something else each time."""
SHORT = 8 * 1024
"""Characters of a text that is worth remembering."""


@dataclass(frozen=True)
class Looked:
    """A query that is allowed: whether it gives triples, whether its answer varies, and its tokens if it names graphs itself."""

    triples: bool
    varies: bool
    naming: tuple[Token, ...] = ()

    def sources(self, base: str) -> list[str]:
        """The IRIs of the graphs that it names, in FROM and FROM NAMED."""
        return guard.sources(self.naming, vocab.prefixes(), base) if self.naming else []


def looked_at(text: str) -> Looked:
    """What is known of a query. Raises QueryError for one that is not allowed; its graphs are for the caller to look at."""
    return _remembered(text) if len(text) <= SHORT else _looked_at(text)


def _looked_at(text: str) -> Looked:
    found = guard.check(text, vocab.prefixes(), any_graph=True)
    words = {token.keyword for token in found}
    return Looked(_gives_triples(found), not VARYING.isdisjoint(words), tuple(found) if "FROM" in words else ())


def _gives_triples(found: Sequence[Token]) -> bool:
    form = guard.form_of(found)
    return form is not None and form.keyword in ("CONSTRUCT", "DESCRIBE")


_remembered = lru_cache(maxsize=256)(_looked_at)
