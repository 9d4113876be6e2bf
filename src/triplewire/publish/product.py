"""What a build is written from, and what it comes to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from triplewire import corrections as correcting
from triplewire import workbook
from triplewire.builds import Held, Quarantined
from triplewire.ground import ungrounded
from triplewire.model import Correction, Finding, Ungrounded
from triplewire.workbook import Book


@dataclass(frozen=True)
class Product:
    """What a build is written from: the workbook that tells of it, its releases, what was set aside, how it was asked for, and the folder
    of the build of which the workbook told before.
    """

    book: Book
    held: tuple[Held, ...]
    quarantine: tuple[Quarantined, ...] = ()
    corrections: tuple[Correction, ...] = ()
    policy: str = ""
    since: date | None = None
    as_of: date | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    base: Path | None = None


@dataclass(frozen=True)
class Tally:
    """What the releases of a build come to together."""

    families: Counter[str]
    repairs: int
    triples: int
    ungrounded: tuple[Ungrounded, ...]
    findings: int

    @classmethod
    def of(cls, product: Product) -> Tally:
        """What the releases of a product come to."""
        families, repairs = Counter[str](), 0
        for _, tally in workbook.tallies(product.book):
            families.update(tally["families"])
            repairs += len(tally["repairs"])
        missing = tuple(ungrounded((release, tally["names"]) for release, tally in workbook.tallies(product.book)))
        triples = workbook.census(product.book).properties.total()
        return cls(families, repairs, triples, missing, sum(1 for _ in finding_texts(product, families)))

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
    return (Finding.from_json(json.loads(text)) for text in finding_texts(product, families))


def finding_texts(product: Product, families: Mapping[str, int]) -> Iterator[str]:
    """The same, each as the report writes it."""
    yield from workbook.told_texts(product.book, workbook.RECONCILED)
    yield from map(workbook.as_text, correcting.findings(product.corrections))
    yield from workbook.told_texts(product.book, workbook.READ)
    yield from map(workbook.as_text, _ungraphed(families))
    yield from workbook.told_texts(product.book, workbook.CHECKED, workbook.QUOTED)


def _ungraphed(families: Mapping[str, int]) -> Iterator[Finding]:
    """One warning for each family, of an expert's own files, whose facts have no triples: they are in `facts.jsonl` only."""
    from triplewire.triplify import FAMILIES

    words = "facts are in facts.jsonl and not in the graph; a family needs ontology terms and a triplify rule (CONTRIBUTING.md)"
    for family in sorted(families.keys() - set(FAMILIES)):
        yield Finding("family-without-triples", "warning", family, f"{family}: {families[family]} {words}")
