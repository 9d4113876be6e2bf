"""Quads as text and on disk: readable, deterministic Turtle and TriG, and an Oxigraph store that readers open read-only."""

from triplewire.store.disk import begin, change, discard, fill_default, finish, is_merged, memory, named_quads, open_store, triples, write
from triplewire.store.jsonld import jsonld
from triplewire.store.void import Census, described, is_entity, void
from triplewire.store.writer import trig, trig_pieces, turtle, turtle_pieces

__all__ = [
    "Census",
    "begin",
    "change",
    "described",
    "discard",
    "fill_default",
    "finish",
    "is_entity",
    "is_merged",
    "jsonld",
    "memory",
    "named_quads",
    "open_store",
    "trig",
    "trig_pieces",
    "triples",
    "turtle",
    "turtle_pieces",
    "void",
    "write",
]
