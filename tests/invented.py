"""Invented releases as facts, for what happens from one release to the next: no text is read, every quote is its own words.

`release` and `fact` make one of each; `corpora` is a strategy of small corpora with everything that can change in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from triplewire.model import Document, Evidence, Fact, Release, When

FIELDS = ("status", "polarity", "basis", "when", "confidence", "aliases", "ids", "flags", "hedge")
FIRST = date(2027, 1, 10)


@dataclass(frozen=True)
class Corpus:
    """Releases and the facts of all of them."""

    releases: tuple[Release, ...]
    facts: tuple[Fact, ...]

    def documents(self) -> list[Document]:
        """The releases as documents without text."""
        return [Document("", r) for r in self.releases]

    def until(self, day: date) -> Corpus:
        """Only what is dated up to a day."""
        kept = tuple(r for r in self.releases if r.date and r.date <= day)
        return corpus(kept, self.facts)


def corpus(releases: Iterable[Release], facts: Iterable[Fact]) -> Corpus:
    """The releases, and those of the facts that are theirs."""
    heads = tuple(releases)
    ids = {r.id for r in heads}
    return Corpus(heads, tuple(f for f in facts if f.release in ids))


def release(name: str, day: date | str | None = None, issuer: str = "Norvane") -> Release:
    """A release; a day may be written as ISO."""
    return Release(name, f"{name:0<64}", issuer=issuer, date=date.fromisoformat(day) if isinstance(day, str) else day)


def fact(of: Release | str, family: str, at: int = 0, **rest: Any) -> Fact:
    """A fact of a release at a place of its text: fields by name, arguments otherwise. Its quote is as long as its place says."""
    name = of if isinstance(of, str) else of.id
    fields = {k: rest.pop(k) for k in FIELDS if k in rest}
    quote = f"{family} " + " ".join(map(str, rest.values()))
    return Fact(family, rest, (Evidence(at, at + len(quote), quote),), name, f"{name:0<64}", f"{family}.invented", **fields)


def window(text: str, start: str, end: str) -> When:
    """A stretch of days."""
    return When(text, date.fromisoformat(start), date.fromisoformat(end), "range")


HALVES = (
    window("1H2027", "2027-01-01", "2027-06-30"),
    window("2H2027", "2027-07-01", "2027-12-31"),
    window("1Q2028", "2028-01-01", "2028-03-31"),
)
COMPOUNDS = ("NVT-101", "NVT-205")
INDICATIONS = ("sarcoma", "myeloma")
ISSUERS = ("Norvane", "Halcyra")

compounds, indications = st.sampled_from(COMPOUNDS), st.sampled_from(INDICATIONS)
polarities = st.sampled_from(["positive", "positive", "positive", "negated"])


def _claims() -> st.SearchStrategy[dict[str, Any]]:
    """A claim: family, arguments and fields."""
    told = st.fixed_dictionaries
    return st.one_of(
        told({"family": st.just("has_indication"), "compound": compounds, "indication": indications, "polarity": polarities}),
        told({"family": st.just("uses_technology"), "compound": compounds, "technology": st.just("TAP"), "polarity": polarities}),
        told(
            {
                "family": st.just("stage"),
                "compound": compounds,
                "stage": st.sampled_from(["Preclinical", "Clinical", "Phase 1", "Phase 2", "Discontinued"]),
            },
            optional={"indication": indications},
        ),
        told(
            {"family": st.just("trial"), "compound": compounds, "phase": st.sampled_from(["Phase 1", "Phase 2"])},
            optional={
                "name": st.just("BEACON"),
                "trial_status": st.sampled_from(["planned", "ongoing", "completed", "stopped"]),
                "enrolment": st.sampled_from([40, 60]),
            },
        ),
        told(
            {
                "family": st.just("milestone"),
                "compound": compounds,
                "kind": st.sampled_from(["trial_start", "data_presentation"]),
                "status": st.sampled_from(["expected", "planned", "actual"]),
            },
            optional={
                "when": st.sampled_from(HALVES),
                "hedge": st.sampled_from(["expects to", "will", "may"]),
                "actor": st.just("Norvane"),
            },
        ),
        told(
            {
                "family": st.just("financial"),
                "organization": st.just("Norvane"),
                "metric": st.just("net_loss"),
                "period": st.sampled_from(["2027Q1", "2027Q2"]),
                "value": st.sampled_from([12_900_000, 12_888_000, 12_850_000, 9_000_000]),
                "currency": st.just("USD"),
            }
        ),
        told(
            {
                "family": st.just("partnered_with"),
                "organization_a": st.just("Norvane"),
                "organization_b": st.sampled_from(["Halcyra", "Ostrava Bio"]),
                "polarity": polarities,
            }
        ),
        told(
            {
                "family": st.just("person_role"),
                "person": st.just("Ada Nordvik"),
                "role": st.sampled_from(["CEO", "CFO"]),
                "organization": st.just("Norvane"),
            }
        ),
    )


def _made(drawn: Sequence[tuple[int | None, str, list[dict[str, Any]]]]) -> Corpus:
    heads = [release(f"r{n}", FIRST + timedelta(days=day) if day is not None else None, issuer) for n, (day, issuer, _) in enumerate(drawn)]
    facts = [
        fact(head, claim["family"], 100 * at, **{k: v for k, v in claim.items() if k != "family"})
        for head, (_, _, claims) in zip(heads, drawn, strict=True)
        for at, claim in enumerate(claims)
    ]
    return Corpus(tuple(heads), tuple(facts))


days = st.one_of(st.integers(0, 600), st.sampled_from([100, 200]), st.none())
releases = st.tuples(days, st.sampled_from(ISSUERS), st.lists(_claims(), max_size=8))
corpora = st.lists(releases, min_size=1, max_size=6).map(_made)
pairs_and_more = st.lists(releases, min_size=3, max_size=6).map(_made)
