"""Build directories: what was read (with a cache), what could not be, and a `current` that is replaced as a whole."""

from triplewire.builds.directory import Build, locked, made_from, replace_current, unchanged
from triplewire.builds.inputs import Inputs, Quarantined, read_all
from triplewire.builds.texts import Texts, given_texts, kept_texts

__all__ = [
    "Build",
    "Inputs",
    "Quarantined",
    "Texts",
    "given_texts",
    "kept_texts",
    "locked",
    "made_from",
    "read_all",
    "replace_current",
    "unchanged",
]
