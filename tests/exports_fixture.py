"""A small graph to export: that of the facts of `facts_fixture`, with background, inferences and ledger, in memory."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tests.facts_fixture import documents, facts
from triplewire import store
from triplewire.export import Source
from triplewire.model import Fact
from triplewire.reason import infer
from triplewire.reconcile import ledger
from triplewire.triplify import background, resolutions, triplify


def source_of(told: Iterable[Fact], *, more: bool = True) -> Source:
    """What exporters read of facts; with `more` also what a build adds to them."""
    told = list(told)
    quads = triplify(documents(), told)
    if more:
        quads = [*quads, *background(quads)]
        releases = [document.release for document in documents()]
        quads = [*quads, *infer(quads), *resolutions(ledger(releases, told), releases)]
    return Source(store.memory(quads), lambda: told)


@cache
def source() -> Source:
    """The graph whose exports are kept in `golden/exports`."""
    return source_of(facts())
