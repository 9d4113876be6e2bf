"""How well releases are read: precision, recall and F1 against facts that a person found, with a baseline beside them."""

from triplewire.score.gold import Gold, load_gold
from triplewire.score.tally import Tally
from triplewire.score.verdicts import Judged, count, judge, tallies

__all__ = ["Gold", "Judged", "Tally", "count", "judge", "load_gold", "tallies"]
