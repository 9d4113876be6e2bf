"""What follows from the facts: SPARQL rules to a fixpoint with their premises, and HermiT as the oracle beside them."""

from triplewire.reason.about import Find, Touched, can_own, inferences
from triplewire.reason.audit import audit
from triplewire.reason.causes import Contradiction, contradictions, sentence
from triplewire.reason.hermit import HermitReport, check, judge
from triplewire.reason.infer import INFERRED, infer, term_labels, terms_in
from triplewire.reason.why import Step, read_triple, why

__all__ = [
    "INFERRED",
    "Contradiction",
    "Find",
    "HermitReport",
    "Step",
    "Touched",
    "audit",
    "can_own",
    "check",
    "contradictions",
    "infer",
    "inferences",
    "judge",
    "read_triple",
    "sentence",
    "term_labels",
    "terms_in",
    "why",
]
