"""Facts of two invented companies in three invented releases: every family, every standing, two denials, two repairs.

`documents()` are the releases, `facts()` their facts; each evidence really lies in the text. Nothing here is anybody's product.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from triplewire.model import Document, Edit, Evidence, Fact, Release, Span, When

TEXTS: Mapping[str, str] = {
    "norvane-2027-03-04": """Norvane Therapeutics Reports Progress for its First Quarter
OSLO, March 4, 2027 -- Norvane Therapeutics, Inc. spoke today of the quarter.
NVT-101 (lorvelumab tansine) is a TAP compound that carries DM1 and is directed to GLR3.
NVT-101 was given orphan status for sarcoma in the US and in Europe.
The Phase lll BEACON trial (NCT09990001) of NVT-101 in sarcoma has begun to enrol its 240 patients, second-line.
First BEACON results should be shown at ESMO in 2H2027.
NVT-205, a non-TAP antibody, is in preclinical work against myeloma, and its IND goes in by the end of 2028.
NVT-101 is given with lenalidomide.
Norvane works with Halcyra Biosciences on NVT-330 under a TAP collaboration; Halcyra develops NVT-330.
Halcyra pays Norvane $25 million upfront and royalties.
Net loss was $12.9 million in 1Q2027; it should be $60-64 million in 2027. Cash stood at $94.9 million.
There are seven Norvane compounds in the clinic.
Ada Nordvik is Chief Executive Officer.
""",
    "norvane-2027-11-20": """Norvane Therapeutics Shows BEACON Results
OSLO, November 20, 2027 -- Norvane Therapeutics, Inc. showed BEACON results at ESMO in October 2027.
NVT-101 now has Fast Track status for sarcoma from the US agency, and a PRIME application is planned.
A Phase 2 trial of NVT-101 in myeloma, first-line, is to start in early 2028.
NVT-205 does not bind CD38, and NVT-205 will not go further.
Net loss was $14.1 million in 3Q2027.
""",
    "halcyra-2028-01-15": """Halcyra Biosciences Begins First Study of HAL-7
LYON, January 15, 2028 -- Halcyra Biosciences SA began a Phase l study of HAL-7 in lymphoma in December 2027.
HAL-7 is made with BridgeLink and targets CD19. A Phase 1b part may follow.
NVT-330, developed by Halcyra, entered Phase 1 in January 2028.
Halcyra presents at a meeting next spring.
""",
}
HEADS: Mapping[str, tuple[str, str, date, tuple[str, ...]]] = {
    "norvane-2027-03-04": ("Norvane Therapeutics, Inc.", "OSLO", date(2027, 3, 4), ("Norvane", "Norvane Therapeutics")),
    "norvane-2027-11-20": ("Norvane Therapeutics, Inc.", "OSLO", date(2027, 11, 20), ("Norvane", "Norvane Therapeutics")),
    "halcyra-2028-01-15": ("Halcyra Biosciences SA", "LYON", date(2028, 1, 15), ("Halcyra", "Halcyra Biosciences")),
}
REPAIRS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "norvane-2027-03-04": (("Phase lll", "Phase III", "phase.roman"),),
    "halcyra-2028-01-15": (("Phase l ", "Phase I ", "phase.roman"),),
}


def _digest(release: str) -> str:
    return hashlib.sha256(TEXTS[release].encode()).hexdigest()


def _edits(release: str) -> tuple[Edit, ...]:
    raw, out = TEXTS[release], []
    for old, new, rule in REPAIRS.get(release, ()):
        start = raw.index(old)
        out.append(Edit(Span(start, start + len(old)), old, new, rule, 0.95))
    return tuple(out)


@cache
def documents() -> tuple[Document, ...]:
    """The three releases, in order of date."""
    out = []
    for release, raw in TEXTS.items():
        issuer, place, day, aliases = HEADS[release]
        head = Release(release, _digest(release), raw.splitlines()[0], issuer, day, place, "Invented Wire", aliases=aliases)
        out.append(Document(raw, head, _edits(release)))
    return tuple(out)


def make(release: str, family: str, words: str, **rest: Any) -> Fact:
    """A fact of `release` whose evidence are `words` (they must stand in the text); Fact fields by name, arguments otherwise."""
    start = TEXTS[release].index(words)
    fields = {
        k: rest.pop(k) for k in ("status", "polarity", "basis", "when", "confidence", "aliases", "ids", "flags", "hedge") if k in rest
    }
    evidence = [Evidence(start, start + len(words), words)]
    for argument, value in rest.items():
        at = words.find(str(value))
        if at >= 0 and str(value) != words:
            evidence.append(Evidence(start + at, start + at + len(str(value)), str(value), argument))
    return Fact(family, rest, tuple(evidence), release, _digest(release), f"{family}.fixture", **fields)


def _window(text: str, start: date | None, end: date | None, precision: Any = "range") -> When:
    return When(text, start, end, precision, "civil", "in" if start else "by")


SPRING, AUTUMN, HALCYRA = TEXTS
ORGS = {"organization": ("Norvane Therapeutics, Inc.",)}
NVT_ALIASES = {"compound": ("lorvelumab tansine",)}


def _spring() -> list[Fact]:
    tap = "NVT-101 (lorvelumab tansine) is a TAP compound"
    orphan = "NVT-101 was given orphan status for sarcoma in the US and in Europe"
    beacon = "The Phase lll BEACON trial (NCT09990001) of NVT-101 in sarcoma"
    deal = "Norvane works with Halcyra Biosciences on NVT-330 under a TAP collaboration"
    loss = "Net loss was $12.9 million in 1Q2027"
    quarter = _window("1Q2027", date(2027, 1, 1), date(2027, 3, 31), "quarter")
    half = _window("2H2027", date(2027, 7, 1), date(2027, 12, 31), "half")
    year = _window("2027", date(2027, 1, 1), date(2027, 12, 31), "year")
    return [
        make(SPRING, "uses_technology", tap, compound="NVT-101", technology="TAP", aliases=NVT_ALIASES),
        make(SPRING, "alias", "NVT-101 (lorvelumab tansine)", compound="NVT-101", alias="lorvelumab tansine"),
        make(SPRING, "has_payload", "carries DM1", compound="NVT-101", payload="DM1", ids={"payload": "chebi:82755"}),
        make(SPRING, "has_target", "is directed to GLR3", compound="NVT-101", target="GLR3"),
        make(SPRING, "orphan_designation", orphan, compound="NVT-101", indication="sarcoma", region="US"),
        make(
            SPRING, "orphan_designation", orphan, compound="NVT-101", indication="sarcoma", region="EU", ids={"indication": "mondo:0005089"}
        ),
        make(SPRING, "has_indication", orphan, compound="NVT-101", indication="sarcoma", aliases={"indication": ("soft tissue sarcoma",)}),
        make(
            SPRING,
            "trial",
            beacon,
            compound="NVT-101",
            phase="Phase 3",
            name="BEACON",
            nct="NCT09990001",
            indication="sarcoma",
            setting="second-line",
            trial_status="enrolling",
            enrolment=240,
        ),
        make(SPRING, "stage", beacon, compound="NVT-101", stage="Phase 3", indication="sarcoma"),
        make(
            SPRING,
            "milestone",
            "First BEACON results should be shown at ESMO in 2H2027",
            compound="NVT-101",
            kind="data_presentation",
            venue="ESMO",
            status="expected",
            when=half,
            hedge="should",
        ),
        make(SPRING, "uses_technology", "NVT-205, a non-TAP antibody", compound="NVT-205", technology="TAP", polarity="negated"),
        make(SPRING, "stage", "is in preclinical work", compound="NVT-205", stage="Preclinical", indication="myeloma"),
        make(SPRING, "has_indication", "in preclinical work against myeloma", compound="NVT-205", indication="myeloma"),
        make(
            SPRING,
            "milestone",
            "its IND goes in by the end of 2028",
            compound="NVT-205",
            kind="ind_submission",
            actor="Norvane",
            status="planned",
            when=_window("by the end of 2028", None, date(2028, 12, 31)),
        ),
        make(SPRING, "combination", "NVT-101 is given with lenalidomide", compound="NVT-101", other_drug="lenalidomide"),
        make(SPRING, "partnered_with", deal, organization_a="Norvane", organization_b="Halcyra", compound="NVT-330", technology="TAP"),
        make(SPRING, "developed_by", "Halcyra develops NVT-330", compound="NVT-330", organization="Halcyra"),
        make(SPRING, "developed_by", tap, compound="NVT-101", organization="Norvane", aliases=ORGS),
        make(
            SPRING,
            "deal",
            "Halcyra pays Norvane $25 million upfront",
            payer="Halcyra",
            payee="Norvane",
            kind="upfront",
            amount=25000000,
            currency="USD",
        ),
        make(SPRING, "deal", "upfront and royalties", payer="Halcyra", payee="Norvane", kind="royalty"),
        make(
            SPRING,
            "financial",
            loss,
            organization="Norvane",
            metric="net_loss",
            period="1Q2027",
            value=12900000.0,
            value_usd=12900000.0,
            currency="USD",
            when=quarter,
        ),
        make(
            SPRING,
            "financial",
            "Cash stood at $94.9 million",
            organization="Norvane",
            metric="cash",
            period="2027-03-04",
            value=94900000,
            currency="USD",
        ),
        make(
            SPRING,
            "guidance",
            "it should be $60-64 million in 2027",
            organization="Norvane",
            metric="net_loss",
            period="2027",
            low=60000000,
            high=64000000,
            currency="USD",
            status="expected",
            when=year,
        ),
        make(SPRING, "count", "seven Norvane compounds in the clinic", organization="Norvane", what="compounds in the clinic", value=7),
        make(
            SPRING,
            "person_role",
            "Ada Nordvik is Chief Executive Officer",
            person="Ada Nordvik",
            role="Chief Executive Officer",
            organization="Norvane",
        ),
        make(SPRING, "has_payload", "lorvelumab tansine", compound="NVT-101", payload="DM1", basis="nomenclature", confidence=0.8),
    ]


def _autumn() -> list[Fact]:
    shown = "showed BEACON results at ESMO in October 2027"
    early = _window("early 2028", date(2028, 1, 1), date(2028, 4, 30))
    october = _window("October 2027", date(2027, 10, 1), date(2027, 10, 31), "month")
    return [
        make(AUTUMN, "milestone", shown, compound="NVT-101", kind="data_presentation", venue="ESMO", when=october),
        make(
            AUTUMN,
            "designation",
            "NVT-101 now has Fast Track status for sarcoma",
            compound="NVT-101",
            type="Fast Track",
            indication="sarcoma",
            region="US",
        ),
        make(AUTUMN, "designation", "a PRIME application is planned", compound="NVT-101", type="PRIME", status="planned"),
        make(
            AUTUMN,
            "trial",
            "A Phase 2 trial of NVT-101 in myeloma, first-line, is to start",
            compound="NVT-101",
            phase="Phase 2",
            indication="myeloma",
            setting="first-line",
            trial_status="planned",
            status="planned",
            when=early,
        ),
        make(AUTUMN, "has_target", "NVT-205 does not bind CD38", compound="NVT-205", target="CD38", polarity="negated"),
        make(AUTUMN, "stage", "NVT-205 will not go further", compound="NVT-205", stage="Discontinued", flags=("wording-indirect",)),
        make(
            AUTUMN,
            "financial",
            "Net loss was $14.1 million in 3Q2027",
            organization="Norvane",
            metric="net_loss",
            period="3Q2027",
            value=14100000,
            currency="USD",
        ),
    ]


def _halcyra() -> list[Fact]:
    study = "began a Phase l study of HAL-7 in lymphoma in December 2027"
    december = _window("December 2027", date(2027, 12, 1), date(2027, 12, 31), "month")
    january = _window("January 2028", date(2028, 1, 1), date(2028, 1, 31), "month")
    return [
        make(HALCYRA, "trial", study, compound="HAL-7", phase="Phase 1", indication="lymphoma", trial_status="ongoing"),
        make(HALCYRA, "milestone", study, compound="HAL-7", kind="trial_start", when=december),
        make(HALCYRA, "uses_technology", "HAL-7 is made with BridgeLink", compound="HAL-7", technology="BridgeLink"),
        make(HALCYRA, "has_target", "targets CD19", compound="HAL-7", target="CD19", ids={"target": "hgnc:1633"}),
        make(HALCYRA, "developed_by", "NVT-330, developed by Halcyra", compound="NVT-330", organization="Halcyra"),
        make(HALCYRA, "stage", "NVT-330, developed by Halcyra, entered Phase 1", compound="NVT-330", stage="Phase 1"),
        make(HALCYRA, "milestone", "entered Phase 1 in January 2028", compound="NVT-330", kind="phase_entry", when=january),
        make(HALCYRA, "milestone", "Halcyra presents at a meeting next spring", kind="other", status="expected", when=When("next spring")),
    ]


@cache
def facts() -> tuple[Fact, ...]:
    """All facts, in order of release and text."""
    return (*_spring(), *_autumn(), *_halcyra())
