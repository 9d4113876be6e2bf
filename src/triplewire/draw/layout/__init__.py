"""Where things go: pure functions from a network to coordinates. No randomness, no browser; the same network, the same places."""

from triplewire.draw.layout.boxes import Box, label_box, wrap
from triplewire.draw.layout.chains import chains
from triplewire.draw.layout.columns import columns
from triplewire.draw.layout.force import flatten, force
from triplewire.draw.layout.pack import pack
from triplewire.draw.layout.push import overlaps, push_apart
from triplewire.draw.layout.ring import ring
from triplewire.draw.layout.sparse import sparse
from triplewire.draw.layout.spread import spread

__all__ = [
    "Box",
    "chains",
    "columns",
    "flatten",
    "force",
    "label_box",
    "overlaps",
    "pack",
    "push_apart",
    "ring",
    "sparse",
    "spread",
    "wrap",
]
