"""A build into a SPARQL 1.1 store, graph by graph: `load(store, target, client)` sends what the store does not have, and nothing else.

`content` says what a build holds, `records` what the store says it holds, `plan` what is to be done, `forms` in which requests (SPARQL
Update or the Graph Store Protocol), `loading` does it. docs/decisions/0013-stores-kept-in-step.md says why it is so.
"""

from triplewire.export.sparql.loading import Loaded, Progress, Target, load
from triplewire.export.sparql.plan import Change, Plan

__all__ = ["Change", "Loaded", "Plan", "Progress", "Target", "load"]
