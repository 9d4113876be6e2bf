"""The ontology as a list of terms: `terms()` gives each with its definition, source, axioms and mappings, for pages and checks."""

from __future__ import annotations

from triplewire.terms.graph import Axioms, curie, load, plain, triples
from triplewire.terms.mappings import mappings
from triplewire.terms.model import KINDS, PLURALS, RESERVED, Match, Term
from triplewire.terms.profile import rl_variant
from triplewire.terms.read import about, narrower, terms
from triplewire.terms.turtle import turtle
from triplewire.terms.usage import Example, examples

__all__ = [
    "KINDS",
    "PLURALS",
    "RESERVED",
    "Axioms",
    "Example",
    "Match",
    "Term",
    "about",
    "curie",
    "examples",
    "load",
    "mappings",
    "narrower",
    "plain",
    "rl_variant",
    "terms",
    "triples",
    "turtle",
]
