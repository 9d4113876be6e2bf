"""The graph of a build over HTTP: `run(settings)` answers SPARQL at `/sparql` until it is told to stop.

A request takes this way: `gate` (who may ask, how much, how fast) → `endpoint` (the protocol) → `pool` (a free worker) → `worker`, in a
process of its own: `asking` or `updating`. What a worker gives, status, headers and body, goes back as it is.
"""

from triplewire.serve.settings import Settings

__all__ = ["Settings"]
