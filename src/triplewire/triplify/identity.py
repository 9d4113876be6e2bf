"""Which node a name means: what the lexicons know of a name, whoever wrote it."""

from __future__ import annotations

from pyoxigraph import NamedNode

from triplewire import vocab
from triplewire.lexicon import Term, load, resolve
from triplewire.triplify import reference

GROUNDED = frozenset({"compound", "indication", "linker", "organization", "payload", "target"})
"""Kinds of entities whose lexicons give identifiers; their kind is also the type of their terms."""


def term_of(kind: str, words: str) -> Term | None:
    """The lexicon's term for the name of an entity, by its canonical row; None when no lexicon knows it."""
    found = resolve(kind, words) if kind in GROUNDED else None
    return load().forms(kind, found.name)[0] if found else None


def node_of(kind: str, words: str) -> NamedNode:
    """The node of a thing of `kind` called `words`: the ontology's own individual where there is one, else one by the name under
    which the lexicon has it, so that a code, its international name and its brand are one node in every graph.
    """
    return reference.find(kind, words) or NamedNode(vocab.entity(kind, key_of(kind, words)))


def key_of(kind: str, words: str) -> str:
    """The name by which IRIs that are put together from names call a thing."""
    known = term_of(kind, words)
    return known.name if known else words
