"""From facts to RDF quads: statement nodes for every claim, direct triples for those that hold (docs/reference/graph-model.md)."""

from triplewire.triplify.background import Thing, about, background, background_labels, is_known
from triplewire.triplify.changes import changes
from triplewire.triplify.corrections import corrections
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.findings import findings
from triplewire.triplify.ledger import resolutions
from triplewire.triplify.reference import described, is_described
from triplewire.triplify.run import labels, triplify, written
from triplewire.triplify.sheet import Sheet, commonest, used
from triplewire.triplify.until import told_until

__all__ = [
    "FAMILIES",
    "Sheet",
    "Thing",
    "about",
    "background",
    "background_labels",
    "changes",
    "commonest",
    "corrections",
    "described",
    "findings",
    "is_described",
    "is_known",
    "labels",
    "resolutions",
    "told_until",
    "triplify",
    "used",
    "written",
]
