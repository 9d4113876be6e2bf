"""What is known at a point, what changed between two, the change log of companies and compounds, and who is silent."""

from triplewire.reconcile.changes.choose import about, narrowed
from triplewire.reconcile.changes.compare import WORDS, Change, Delta, compare, compose
from triplewire.reconcile.changes.log import Entry, Log, company_log, compound_log, history, since
from triplewire.reconcile.changes.markdown import QUOTED, difference, digest, escaped
from triplewire.reconcile.changes.reported import reported
from triplewire.reconcile.changes.silence import Limits, limits, silence
from triplewire.reconcile.changes.state import Item, Key, State, Told, known, told

__all__ = [
    "QUOTED",
    "WORDS",
    "Change",
    "Delta",
    "Entry",
    "Item",
    "Key",
    "Limits",
    "Log",
    "State",
    "Told",
    "about",
    "company_log",
    "compare",
    "compose",
    "compound_log",
    "difference",
    "digest",
    "escaped",
    "history",
    "known",
    "limits",
    "narrowed",
    "reported",
    "silence",
    "since",
    "told",
]
