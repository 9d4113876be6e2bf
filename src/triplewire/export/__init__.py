"""The graph in the formats of others: `export(source, "turtle", path)`. One module per kind of format."""

from triplewire.export.formats import FORMATS, Format, export, save
from triplewire.export.losses import Limit, Loss, Manifest, Tally
from triplewire.export.source import Source

__all__ = ["FORMATS", "Format", "Limit", "Loss", "Manifest", "Source", "Tally", "export", "save"]
