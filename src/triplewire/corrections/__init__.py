"""Corrections that a person writes: facts rejected or put right, names merged or split, releases withdrawn or replaced.

They act on what was read, never on the readings, and are told with author, day and reason. This is no stage of its own: it stands
around `assemble`, since names across releases are what merges and splits are about.
"""

from triplewire.corrections.applying import Outcome, corrected, dated, findings
from triplewire.corrections.entries import Corrections
from triplewire.corrections.files import ENVIRONMENT, load
from triplewire.corrections.releases import gone

__all__ = ["ENVIRONMENT", "Corrections", "Outcome", "corrected", "dated", "findings", "gone", "load"]
