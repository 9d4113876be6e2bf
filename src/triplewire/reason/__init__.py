"""What follows from the facts: SPARQL rules to a fixpoint with their premises, and HermiT as the oracle beside them."""

from triplewire.reason.audit import audit
from triplewire.reason.causes import Contradiction, contradictions, sentence
from triplewire.reason.hermit import HermitReport, check, judge
from triplewire.reason.infer import infer
from triplewire.reason.why import Step, read_triple, why

__all__ = ["Contradiction", "HermitReport", "Step", "audit", "check", "contradictions", "infer", "judge", "read_triple", "sentence", "why"]
