"""Does a graph keep the contract of `ontology/shapes/`? Findings in words, with ids that stay the same."""

from triplewire.validate.around import findings_at, focus_nodes, touched
from triplewire.validate.joins import Find
from triplewire.validate.quotes import quotes_at
from triplewire.validate.run import in_order, validate

__all__ = ["Find", "findings_at", "focus_nodes", "in_order", "quotes_at", "touched", "validate"]
