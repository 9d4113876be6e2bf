"""What a user may ask of an import."""

from __future__ import annotations

from dataclasses import dataclass

from triplewire import vocab
from triplewire.errors import no_such
from triplewire.lexicon.checks import curie_patterns
from triplewire.lexicon.loading import shipped_types

WHICH = ("exact", "all")


@dataclass(frozen=True, slots=True)
class Choice:
    """The type of the names; which synonyms come in (`exact`, or `all` of them); the prefix of identifiers that are written bare.
    Raises NotFoundError, naming the nearest, when one of them does not exist.
    """

    kind: str = "indication"
    scope: str = "exact"
    prefix: str = ""

    def __post_init__(self) -> None:
        if self.kind not in shipped_types():
            raise no_such("type of name", self.kind, shipped_types())
        if self.scope not in WHICH:
            raise no_such("choice of synonyms", self.scope, WHICH)
        usable = set(curie_patterns()) & set(vocab.prefixes())
        if self.prefix and self.prefix not in usable:
            raise no_such("prefix", self.prefix, usable)
