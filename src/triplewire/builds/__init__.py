"""Build directories: what was read (with a cache), what could not be, and a `current` that is replaced as a whole."""

from triplewire.builds.cache import Held
from triplewire.builds.directory import Build, locked, made_from, replace_current, unchanged, writing
from triplewire.builds.executors import Executor, executor, in_turn
from triplewire.builds.inputs import Inputs, Quarantined, read_all
from triplewire.builds.progress import Progress, silent
from triplewire.builds.texts import Texts, given_texts, kept_texts
from triplewire.builds.watch import Change, look, settled

__all__ = [
    "Build",
    "Change",
    "Executor",
    "Held",
    "Inputs",
    "Progress",
    "Quarantined",
    "Texts",
    "executor",
    "given_texts",
    "in_turn",
    "kept_texts",
    "locked",
    "look",
    "made_from",
    "read_all",
    "replace_current",
    "settled",
    "silent",
    "unchanged",
    "writing",
]
