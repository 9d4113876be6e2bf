"""Brings a store to hold exactly a build, from wherever an earlier run was ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire.errors import EndpointError
from triplewire.export.sparql import records
from triplewire.export.sparql.content import contents, lines
from triplewire.export.sparql.forms import Form, GraphStore, Step, Updates
from triplewire.export.sparql.plan import Plan, plan
from triplewire.query.client import Client

BATCH = 500_000
"""Bytes of an update; `triplewire serve` takes 1 MB."""
GONE = (404,)
"""The answer of the Graph Store Protocol for a graph to be deleted that is not there."""

Progress = Callable[[int, int, str], None]
"""Called with the triples sent, how many there are to send, and the graph it is at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The addresses of a store: of its queries, and of either its updates (the same when "") or its graphs (`graph_store`).

    `batch` is how many bytes an update may have.
    """

    endpoint: str
    update_endpoint: str = ""
    graph_store: str = ""
    batch: int = BATCH

    @property
    def form(self) -> Form:
        """How it is written into."""
        return GraphStore(self.graph_store) if self.graph_store else Updates(self.update_endpoint or self.endpoint, self.batch)

    @property
    def written(self) -> str:
        """The address that is written to."""
        return self.graph_store or self.update_endpoint or self.endpoint


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a run did, or with `dry` would do, and in how many requests."""

    plan: Plan
    requests: int = 0
    dry: bool = False

    def __str__(self) -> str:
        """In one line: `3 graphs put, 1 dropped, 27 unchanged; 4,215 triples sent in 6 requests`."""
        puts, would = len(self.plan.puts), "would be " if self.dry else ""
        graphs = f"{_some(puts, 'graph')} {would}put, {len(self.plan.drops):,} dropped, {len(self.plan.unchanged):,} unchanged"
        sent = _some(self.plan.triples, "triple")
        return f"{graphs}; {sent}" if self.dry else f"{graphs}; {sent} sent in {_some(self.requests, 'request')}"


def _some(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s'[: number != 1]}"


def load(
    store: ox.Store, target: Target, client: Client, *, dry: bool = False, progress: Progress = lambda _done, _total, _label: None
) -> Loaded:
    """Puts the graphs of `store` that the target does not have, drops those that it had from an earlier build, and records both in it.

    Graphs without a record are left alone. With `dry` nothing is sent. Raises EndpointError when the store cannot be asked, refuses,
    or does not hold in the end what was sent; what has arrived stays, and the next run goes on from there.
    """
    build = contents(store)
    graphs = [content.graph for content in build]
    todo = plan(build, records.read(client, target.endpoint, graphs))
    if dry or not todo:
        return Loaded(todo, dry=dry)
    requests = sum(_send(client, step) for step in target.form.marks(todo))
    _check_marks(client, target, todo)
    done = 0
    for step in target.form.changes(todo, lambda graph: lines(store, graph)):
        requests += _send(client, step)
        done += step.triples
        progress(done, todo.triples, step.label)
    if wrong := plan(build, records.read(client, target.endpoint, graphs)):
        raise EndpointError(_differs(target, wrong))
    return Loaded(todo, requests)


def _send(client: Client, step: Step) -> int:
    """Sends one request, and counts it."""
    headers = {"Accept": "*/*", **({"Content-Type": step.media} if step.media else {})}
    client.send(step.url, step.body, headers, method=step.method, accepted=GONE if step.method == "DELETE" else ())
    return 1


def _check_marks(client: Client, target: Target, todo: Plan) -> None:
    """Raises EndpointError when what was written first cannot be read: then nothing else is worth sending."""
    there = records.read(client, target.endpoint, ())
    for change in todo.changes:
        if change.mark not in there.of(change.graph):
            raise EndpointError(
                f"{target.written} took what was written, but {target.endpoint} does not show it; "
                "they are not the addresses of one store, or the first is none that writes: check both"
            )


def _differs(target: Target, wrong: Plan) -> str:
    first = wrong.changes[0]
    return (
        f"{target.endpoint} does not hold the build after all was sent: {_some(len(wrong.changes), 'graph')} not as in it, "
        f"such as {first.graph} ({first.why}); does somebody else write into it? Run it again"
    )
