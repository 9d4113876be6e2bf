"""From facts to RDF quads: statement nodes for every claim, direct triples for those that hold (docs/reference/graph-model.md)."""

from triplewire.triplify.background import background
from triplewire.triplify.changes import changes
from triplewire.triplify.corrections import corrections
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.findings import findings
from triplewire.triplify.ledger import resolutions
from triplewire.triplify.run import triplify
from triplewire.triplify.until import told_until

__all__ = ["FAMILIES", "background", "changes", "corrections", "findings", "resolutions", "told_until", "triplify"]
