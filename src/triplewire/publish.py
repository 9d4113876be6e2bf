"""What a build consists of, written down: the files of DESIGN 3.2, made from a workbook and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triplewire import corrections as correcting
from triplewire import resources, workbook
from triplewire.builds import Held, Progress, Quarantined, silent
from triplewire.ground import ungrounded
from triplewire.model import Correction, Finding, Ungrounded
from triplewire.workbook import Book

if TYPE_CHECKING:
    from triplewire.draw import SiteInfo


@dataclass(frozen=True)
class Product:
    """What a build is written from: the workbook that tells of it, its releases, what was set aside, and how it was asked for."""

    book: Book
    held: tuple[Held, ...]
    quarantine: tuple[Quarantined, ...] = ()
    corrections: tuple[Correction, ...] = ()
    policy: str = ""
    since: date | None = None
    as_of: date | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Tally:
    """What the releases of a build come to together."""

    families: Counter[str]
    repairs: int
    triples: int
    ungrounded: tuple[Ungrounded, ...]
    findings: int

    @classmethod
    def of(cls, product: Product) -> _Tally:
        families, repairs = Counter[str](), 0
        for _, tally in workbook.tallies(product.book):
            families.update(tally["families"])
            repairs += len(tally["repairs"])
        missing = tuple(ungrounded((release, tally["names"]) for release, tally in workbook.tallies(product.book)))
        triples = workbook.census(product.book).properties.total()
        return cls(families, repairs, triples, missing, sum(1 for _ in findings(product, families)))

    def counts(self, product: Product) -> dict[str, int]:
        """What a person wants to know first."""
        return {
            "facts": self.families.total(),
            "findings": self.findings,
            "quarantined": len(product.quarantine),
            "releases": len(product.held),
            "repairs": self.repairs,
            "triples": self.triples,
            "ungrounded": len(self.ungrounded),
        }


def findings(product: Product, families: Mapping[str, int]) -> Iterator[Finding]:
    """What looks wrong with a build, in the order of its report; `families` are those of its facts, with their numbers."""
    yield from workbook.told(product.book, workbook.RECONCILED)
    yield from correcting.findings(product.corrections)
    yield from workbook.told(product.book, workbook.READ)
    yield from _ungraphed(families)
    yield from workbook.told(product.book, workbook.CHECKED)


def _ungraphed(families: Mapping[str, int]) -> Iterator[Finding]:
    """One warning for each family, of an expert's own files, whose facts have no triples: they are in `facts.jsonl` only."""
    from triplewire.triplify import FAMILIES

    words = "facts are in facts.jsonl and not in the graph; a family needs ontology terms and a triplify rule (CONTRIBUTING.md)"
    for family in sorted(families.keys() - set(FAMILIES)):
        yield Finding("family-without-triples", "warning", family, f"{family}: {families[family]} {words}")


def _report(product: Product, tally: _Tally) -> Iterator[tuple[str, object]]:
    """The parts of `report.json` by name: counts, findings, what was set aside, repairs, names without an identifier; long lists bit by
    bit.
    """
    yield "as_of", product.as_of.isoformat() if product.as_of else None
    yield "corrections", [c.to_json() for c in product.corrections]
    yield "counts", tally.counts(product)
    yield "facts_by_family", tally.families
    yield "findings", (f.to_json() for f in findings(product, tally.families))
    yield "left_out", dict(product.left_out)
    yield "policy", product.policy
    yield "promises", workbook.states(product.book)
    yield "quarantine", [q.to_json() for q in product.quarantine]
    yield "repairs", _repairs(product.book)
    yield "since", product.since.isoformat() if product.since else None
    yield "ungrounded", [name.to_json() for name in tally.ungrounded]
    yield "ungrounded_by_type", Counter(name.type for name in tally.ungrounded)


def _repairs(book: Book) -> Iterator[dict[str, object]]:
    for release, tally in workbook.tallies(book):
        for start, end, old, new, rule in tally["repairs"]:
            yield {"release": release, "start": start, "end": end, "old": old, "new": new, "rule": rule}


def _report_text(parts: Iterable[tuple[str, object]]) -> Iterator[str]:
    """A JSON object of parts as `json.dumps` would indent it by one, a list at a time."""
    for number, (name, value) in enumerate(parts):
        yield f"{',' if number else '{'}\n {_json(name)}: "
        yield from _array(value) if isinstance(value, Iterator) else [_deeper(value)]
    yield "\n}\n"


def _array(items: Iterator[object]) -> Iterator[str]:
    opened = False
    for item in items:
        yield f"{',' if opened else '['}\n  {_deeper(item, 2)}"
        opened = True
    yield "\n ]" if opened else "[]"


def _deeper(value: object, depth: int = 1) -> str:
    return _json(value, indent=1).replace("\n", "\n" + " " * depth)


PAGES = ("auto", "all", "few")
"""Which pages a build writes: all; few, without those of single things and releases; or few where it has more than PAGED releases."""
PAGED = 2000


def publish(product: Product, folder: Path, *, pages: str = "auto", workers: int = 1, tell: Progress = silent) -> dict[str, Any]:
    """Write every file of a build into `folder`, which has its store: facts, graph, report, pages (those of PAGES, with so many
    `workers`); `tell` is told of each page. Returns what is said of it at the end: Build.brief. Raises BuildError when a worker is
    killed, OSError as the disk does.
    """
    from triplewire import draw, store

    tell("store", 0, 0, "")
    tally = _Tally.of(product)
    texts: dict[str, Iterable[str]] = {
        "facts.jsonl": workbook.fact_lines(product.book),
        "graph.ttl": workbook.turtle_text(product.book),
        "graph.trig": workbook.trig_text(product.book),
        "void.ttl": [workbook.void_text(product.book)],
        "quarantine.jsonl": (f"{_json(q.to_json())}\n" for q in product.quarantine),
        "report.json": _report_text(_report(product, tally)),
    }
    for name, pieces in texts.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            file.writelines(pieces)
    few = are_few(pages, len(product.held))
    draw.site(
        store.open_store(folder / "store"),
        folder,
        _site_info(product, tally),
        few=few,
        workers=workers,
        progress=lambda done, total, _: tell("pages", done, total, ""),
    )
    return {
        "as_of": str(product.as_of),
        "corrections": Counter(c.state for c in product.corrections),
        "counts": tally.counts(product),
        "left_out": dict(product.left_out),
        "quarantine": [q.line for q in product.quarantine],
        "since": str(product.since),
        "ungrounded": Counter(name.type for name in tally.ungrounded),
    }


def are_few(pages: str, releases: int, most: int = PAGED) -> bool:
    """Whether a build of so many releases leaves out the pages of single things."""
    return pages == "few" or (pages == "auto" and releases > most)


def _site_info(product: Product, tally: _Tally) -> SiteInfo:
    from triplewire.draw import Dossier, SiteInfo, Text
    from triplewire.reconcile.changes import company_log, compound_log

    shown = dict(product.book.rows("SELECT id, shown FROM release"))
    texts, releases = {}, []
    for held in product.held:
        document = held.document()
        texts[held.id] = Text(document.raw, document.repairs)
        releases.append(replace(held.release, shown=shown[held.id]))
    told, facts = tuple(findings(product, tally.families)), list(workbook.facts(product.book))
    return SiteInfo(
        version=resources.version(),
        findings=tuple((f.severity, f.kind, f.message) for f in told),
        quarantine=tuple((q.file, q.reason, q.message) for q in product.quarantine),
        counts=tuple(tally.counts(product).items()),
        since=product.since,
        as_of=product.as_of,
        dossier=Dossier(told, company_log(releases, facts), compound_log(releases, facts), texts),
    )


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
