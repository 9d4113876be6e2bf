"""All releases taken at once, stage by stage and in memory: what a workbook, which takes them bit by bit, is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Quad

from triplewire.assemble import assemble
from triplewire.issuers import heads
from triplewire.model import Document, Fact, Finding, Promise
from triplewire.reason import infer
from triplewire.reconcile import ledger, reconcile
from triplewire.reconcile.changes import reported
from triplewire.triplify import FAMILIES, background, changes, findings, resolutions, triplify


@dataclass(frozen=True)
class Whole:
    """What a build of some releases holds."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    quads: tuple[Quad, ...]


def whole(documents: Sequence[Document], facts: Sequence[Fact], policy: str = "") -> Whole:
    """The build of releases with the facts that were read in them."""
    named = assemble(facts)
    shown = heads((d.release for d in documents), named)
    settled = [replace(d, release=replace(d.release, shown=shown[d.release.id].issuer)) for d in documents]
    marked, found = reconcile(settled, named, policy)
    releases = [d.release for d in settled]
    promises = ledger(releases, marked)
    quads = triplify(settled, [f for f in marked if f.family in FAMILIES])
    quads = [*quads, *background(quads)]
    told = [*resolutions(promises, releases), *findings(found, marked, releases), *changes(reported(releases, marked))]
    return Whole(tuple(settled), tuple(marked), tuple(found), promises, tuple(sorted({*quads, *infer(quads), *told}, key=str)))
