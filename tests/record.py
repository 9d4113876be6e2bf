"""Two invented companies that promise, keep, move, give up and forget things: the graph of their releases, for the pages that tell it."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from tests.story import release, told
from triplewire.model import Document, Fact, Promise
from triplewire.reconcile import ledger
from triplewire.triplify import resolutions, triplify

HALCYRA = "Halcyra Biosciences, Inc."
NORVANE = "Norvane Therapeutics, Inc."
TEXTS = (
    release("2013-02-11", "Halcyra expects to file an IND for HAL-3 in the second half of 2013.", company=HALCYRA),
    release(
        "2027-03-04",
        "Norvane expects to start a Phase 2 trial of NVT-101 in glioma in the second half of 2027.",
        "Norvane expects to file an IND for NVT-205 in the second quarter of 2027.",
        "Norvane plans to start a Phase 1 trial of NVT-330 in asthma in the third quarter of 2027.",
        "Norvane expects to start a Phase 1 trial of NVT-440 in psoriasis in the second quarter of 2027.",
        "Norvane expects to complete enrollment in the Phase 2 trial of NVT-550 in lupus by the end of April 2027.",
        "For 2027 Norvane expects revenue of $60 million to $64 million.",
    ),
    release(
        "2027-05-20",
        "Norvane has completed enrollment in the Phase 2 trial of NVT-550 in lupus.",
        "Norvane still expects to start a Phase 2 trial of NVT-101 in glioma in the second half of 2027.",
    ),
    release(
        "2027-06-21",
        "Norvane has filed an IND for NVT-205.",
        "Norvane has discontinued the development of NVT-330.",
    ),
    release("2027-09-01", "The Phase 2 trial of NVT-101 in glioma is now expected to start in the first half of 2028."),
    release("2028-05-01", "The Phase 2 trial of NVT-101 in glioma is now expected to start in the fourth quarter of 2028."),
    release(
        "2028-11-15",
        "Norvane has initiated the Phase 2 trial of NVT-101 in glioma.",
        "For 2027 revenue was $62.5 million.",
        "Norvane expects to file an IND for NVT-660 in 2029.",
    ),
)


@cache
def releases() -> tuple[tuple[Document, ...], tuple[Fact, ...]]:
    """The documents and their facts."""
    documents, facts = told(*TEXTS)
    return tuple(documents), tuple(facts)


def rows() -> list[Promise]:
    """The ledger of the releases."""
    documents, facts = releases()
    return list(ledger([d.release for d in documents], facts))


@cache
def store() -> ox.Store:
    """Their graph with its ledger."""
    return graph(*TEXTS)


def graph(*texts: str) -> ox.Store:
    """The graph of releases with its ledger."""
    documents, facts = told(*texts)
    known = [d.release for d in documents]
    out = ox.Store()
    out.extend(triplify(documents, facts))
    out.extend(resolutions(ledger(known, facts), known))
    return out
