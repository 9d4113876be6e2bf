"""What a build consists of, written down: the files of DESIGN 3.2, made from one product and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triplewire import resources
from triplewire.builds import Inputs, Progress, silent
from triplewire.model import Correction, Document, Fact, Finding, Ungrounded

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from triplewire.draw import SiteInfo


@dataclass(frozen=True)
class Product:
    """Everything that a build holds: what was read, its facts, how many promises are in which state, what looks wrong, the graph, names
    without an identifier.
    """

    inputs: Inputs
    facts: tuple[Fact, ...]
    promises: Mapping[str, int]
    findings: tuple[Finding, ...]
    quads: tuple[Quad, ...]
    ungrounded: tuple[Ungrounded, ...]
    as_of: date | None = None
    since: date | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    policy: str = ""


def reading_findings(documents: Iterable[Document], facts: Sequence[Fact]) -> list[Finding]:
    """What looks wrong with the reading itself: releases without facts or a date, warnings of the reader."""
    told = Counter(f.release for f in facts)
    return [finding for document in documents for finding in _of_document(document, told[document.release.id])]


def _of_document(document: Document, facts: int) -> Iterable[Finding]:
    release = document.release
    name = release.file or release.id
    if not facts:
        words = f"{name}: no fact was found; is it a release of a drug developer?"
        yield Finding("no-facts", "warning", release.id, words, release=release.id)
    if release.date is None:
        words = f"{name}: no date was found; give one in a sidecar (date = 2030-01-31)"
        yield Finding("no-date", "warning", release.id, words, release=release.id)
    for warning in document.warnings:
        yield Finding("reader", "info", release.id, f"{name}: {warning}", release=release.id)


def ungraphed(facts: Iterable[Fact], families: Iterable[str]) -> list[Finding]:
    """One warning for each family, of an expert's own files, whose facts have no triples: they are in `facts.jsonl` only."""
    told = Counter(fact.family for fact in facts)
    words = "facts are in facts.jsonl and not in the graph; a family needs ontology terms and a triplify rule (CONTRIBUTING.md)"
    return [Finding("family-without-triples", "warning", f, f"{f}: {told[f]} {words}") for f in sorted(told.keys() - set(families))]


def report_of(product: Product) -> dict[str, Any]:
    """The content of `report.json`: counts, findings, what was set aside, repairs, names without an identifier."""
    documents = product.inputs.documents
    return {
        "as_of": product.as_of.isoformat() if product.as_of else None,
        "corrections": [c.to_json() for c in product.corrections],
        "counts": {
            "facts": len(product.facts),
            "findings": len(product.findings),
            "quarantined": len(product.inputs.quarantine),
            "releases": len(documents),
            "repairs": sum(len(d.repairs) for d in documents),
            "triples": len({q.triple for q in product.quads}),
            "ungrounded": len(product.ungrounded),
        },
        "promises": dict(sorted(product.promises.items())),
        "facts_by_family": dict(sorted(Counter(f.family for f in product.facts).items())),
        "findings": [f.to_json() for f in product.findings],
        "left_out": dict(product.left_out),
        "policy": product.policy,
        "quarantine": [q.to_json() for q in product.inputs.quarantine],
        "repairs": [
            {"release": d.release.id, "start": e.span.start, "end": e.span.end, "old": e.old, "new": e.new, "rule": e.rule}
            for d in documents
            for e in d.repairs
        ],
        "since": product.since.isoformat() if product.since else None,
        "ungrounded": [name.to_json() for name in product.ungrounded],
        "ungrounded_by_type": dict(sorted(Counter(name.type for name in product.ungrounded).items())),
    }


PAGES = ("auto", "all", "few")
"""Which pages a build writes: all; few, without those of single things and releases; or few where it has more than PAGED releases."""
PAGED = 2000


def publish(product: Product, folder: Path, *, pages: str = "auto", workers: int = 1, tell: Progress = silent) -> None:
    """Write every file of a build into `folder`, which has its store: facts, graph, report, pages (those of PAGES, with so many
    `workers`); `tell` is told of each page. Raises BuildError when a worker is killed, OSError as the disk does.
    """
    from triplewire import draw, store

    tell("store", 0, 0, "")
    texts = {
        "facts.jsonl": "".join(f"{f.to_line()}\n" for f in product.facts),
        "graph.ttl": store.turtle(product.quads),
        "graph.trig": store.trig(product.quads),
        "void.ttl": store.void(product.quads),
        "quarantine.jsonl": "".join(f"{_json(q.to_json())}\n" for q in product.inputs.quarantine),
        "report.json": _json(report_of(product), indent=1) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    few = are_few(pages, len(product.inputs.documents))
    draw.site(
        store.open_store(folder / "store"),
        folder,
        _site_info(product),
        few=few,
        workers=workers,
        progress=lambda done, total, _: tell("pages", done, total, ""),
    )


def are_few(pages: str, releases: int, most: int = PAGED) -> bool:
    """Whether a build of so many releases leaves out the pages of single things."""
    return pages == "few" or (pages == "auto" and releases > most)


def _site_info(product: Product) -> SiteInfo:
    from triplewire.draw import Dossier, SiteInfo, Text
    from triplewire.reconcile.changes import company_log, compound_log

    releases = [d.release for d in product.inputs.documents]
    texts = {d.release.id: Text(d.raw, d.repairs) for d in product.inputs.documents}
    return SiteInfo(
        version=resources.version(),
        findings=tuple((f.severity, f.kind, f.message) for f in product.findings),
        quarantine=tuple((q.file, q.reason, q.message) for q in product.inputs.quarantine),
        counts=tuple(report_of(product)["counts"].items()),
        as_of=product.as_of,
        since=product.since,
        dossier=Dossier(product.findings, company_log(releases, product.facts), compound_log(releases, product.facts), texts),
    )


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
