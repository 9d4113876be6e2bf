"""Repair: what scanning and typesetting did to a text, undone as a list of edits; the raw text is never changed."""

from triplewire.repair.document import repair

__all__ = ["repair"]
