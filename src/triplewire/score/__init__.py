"""How well releases are read: precision, recall and F1 against facts that a person found, with a baseline beside them."""

from triplewire.score.gold import Gold, load_gold
from triplewire.score.report import Tally, baseline, count, score

__all__ = ["Gold", "Tally", "baseline", "count", "load_gold", "score"]
