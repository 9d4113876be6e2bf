"""Quads as text and on disk: readable, deterministic Turtle and TriG, and an Oxigraph store that readers open read-only."""

from triplewire.store.disk import UNION, memory, open_store, write
from triplewire.store.void import void
from triplewire.store.writer import trig, turtle

__all__ = ["UNION", "memory", "open_store", "trig", "turtle", "void", "write"]
