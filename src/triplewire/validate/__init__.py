"""Does a graph keep the contract of `ontology/shapes/`? Findings in words, with ids that stay the same."""

from triplewire.validate.run import validate

__all__ = ["validate"]
