"""Grounding: names become public identifiers where a lexicon vouches for them, and stay plain names where none does."""

from triplewire.ground.facts import ground, reground, ungrounded, uses
from triplewire.ground.names import broader, grounding
from triplewire.ground.nomenclature import nomenclature

__all__ = ["broader", "ground", "grounding", "nomenclature", "reground", "ungrounded", "uses"]
