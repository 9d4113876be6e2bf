"""Imported once by the process whose children build: all that reading needs is at hand then. Nothing here starts a thread."""

from tests.contract import build_helper

import triplewire as tw
from triplewire import draw, pipeline, publish, reason, store, triplify, validate

tw.facts(build_helper.RELEASES[build_helper.LATER])

__all__ = ["draw", "pipeline", "publish", "reason", "store", "triplify", "validate"]
