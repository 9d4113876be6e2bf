"""What follows from the facts: SPARQL rules to a fixpoint with their premises, and HermiT as the oracle beside them."""

from triplewire.reason.hermit import HermitReport, check
from triplewire.reason.infer import infer

__all__ = ["HermitReport", "check", "infer"]
