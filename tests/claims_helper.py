"""Invented claims of invented releases, for tests of what contradicts what."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from typing import Any

from triplewire.model import Document, Edit, Evidence, Fact, Finding, Release, Span, When
from triplewire.reconcile import reconcile

NORVANE, HALCYRA = "Norvane Therapeutics", "Halcyra Pharma"
STAGES = ("Preclinical", "Phase 1", "Phase 1/2", "Phase 2", "Phase 3", "Approved", "Discontinued")
DISEASES = ("", "asthma", "gastric cancer")
Corpus = tuple[list[Document], list[Fact]]


def release(name: str, day: str | None = "2027-01-10", issuer: str = NORVANE, edits: tuple[Edit, ...] = ()) -> Document:
    """A release of some company and day; its text does not matter but for its length."""
    issued = date.fromisoformat(day) if day else None
    return Document("." * 4000, Release(name, f"{name:0>64}", issuer=issuer, date=issued), edits)


def claim(family: str, where: str, quote: str, at: int = 0, **more: Any) -> Fact:
    """A fact of the release `where` whose words are `quote`, at a place of its text. `more` are arguments, or `when`, `rule`, `flags`,
    `ids`, `status`, `polarity`, `confidence`.
    """
    fields = {k: more.pop(k) for k in ("when", "flags", "ids", "status", "polarity", "confidence") if k in more}
    rule = more.pop("rule", f"{family}.test")
    return Fact(family, more, (Evidence(at, at + len(quote), quote),), where, f"{where:0>64}", rule, **fields)


def days(start: str, end: str = "") -> When:
    """A window of days."""
    return When(start, date.fromisoformat(start), date.fromisoformat(end or start), "day" if not end else "range")


def stage(name: str, value: str, at: int = 0, quote: str = "", compound: str = "NVT-101", **more: Any) -> Fact:
    """A stage of a compound that the words themselves name."""
    return claim("stage", name, quote or f"{compound} is in {value}", at, compound=compound, stage=value, **more)


def money(name: str, value: float, quote: str, at: int = 0, metric: str = "revenue", period: str = "2026Q3", **more: Any) -> Fact:
    """An amount of Norvane."""
    return claim("financial", name, quote, at, organization=NORVANE, metric=metric, period=period, value=value, currency="USD", **more)


def found(documents: Iterable[Document], *facts: Fact, policy: str = "") -> list[Finding]:
    """The findings that are no mere remarks."""
    return [f for f in reconcile(list(documents), list(facts), policy)[1] if f.severity != "info"]


def kinds(documents: Iterable[Document], *facts: Fact) -> list[str]:
    """Of which kinds those findings are."""
    return [f.kind for f in found(documents, *facts)]


def repaired(start: int, end: int) -> tuple[Edit, ...]:
    """One repair of scanning damage."""
    return (Edit(Span(start, end), "l", "I", "phase"),)


def some_claims(rng: random.Random, issuer: str = NORVANE, mark: str = "", compounds: tuple[str, ...] = ("NVT-101", "NVT-102")) -> Corpus:
    """A few releases of an issuer with claims of every kind, many of them at odds."""
    names = [f"{mark}r{i}" for i in range(4)]
    documents = [release(n, f"2027-0{i + 1}-10", issuer) for i, n in enumerate(names)]
    facts = [f for name in names for f in _of_release(rng, name, issuer, compounds)]
    return documents, facts


def _of_release(rng: random.Random, name: str, issuer: str, compounds: tuple[str, ...]) -> list[Fact]:
    at = iter(range(0, 4000, 90))
    compound = rng.choice(compounds)
    out = [stage(name, rng.choice(STAGES), next(at), compound=c, indication=rng.choice(DISEASES)) for c in compounds]
    for _ in range(3):
        value = rng.choice([3_400_000, 3_411_000, 3_911_000, 34_000_000])
        out.append(money(name, value, f"{value // 1000:,}", next(at), rule=rng.choice(["table.revenue", "prose.revenue"])))
    start = days(f"2026-{rng.randint(1, 12):02d}-03")
    out.append(claim("milestone", name, f"first dose of {compound}", next(at), compound=compound, kind="trial_start", when=start))
    out += [claim("count", name, f"{n} patents", next(at), organization=issuer, what="patents", value=n) for n in (9, rng.choice([9, 11]))]
    out.append(claim("developed_by", name, f"{compound} is wholly owned by {issuer}", next(at), compound=compound, organization=issuer))
    return out
