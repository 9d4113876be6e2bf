"""The pattern language: phrases with typed slots, compiled from `data/families/*.toml` to regular expressions over masked text."""

from triplewire.extract.rules.compile import PatternError, Program, compile_pattern
from triplewire.extract.rules.index import Index
from triplewire.extract.rules.mask import LETTERS, Masked, mask

__all__ = ["LETTERS", "Index", "Masked", "PatternError", "Program", "compile_pattern", "mask"]
