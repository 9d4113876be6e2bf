"""Build directories: what was read (with a cache), what could not be, and a `current` that is replaced as a whole."""

from triplewire.builds.directory import Build, replace_current
from triplewire.builds.inputs import Inputs, Quarantined, read_all

__all__ = ["Build", "Inputs", "Quarantined", "read_all", "replace_current"]
