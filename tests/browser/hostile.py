"""Releases and facts that try to become script: markup, broken-out strings and odd addresses in every field that a page shows."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import cycle
from typing import Any

import pyoxigraph as ox

from triplewire import vocab
from triplewire.draw import Dossier, SiteInfo, Text
from triplewire.draw.model import Release as Shown
from triplewire.model import Cited, Document, Edit, Evidence, Fact, Finding, FindingSide, Release, Span, When
from triplewire.reconcile import ledger
from triplewire.reconcile.changes import company_log, compound_log
from triplewire.triplify import resolutions, triplify

RUN = "window.__ran=(window.__ran||0)+1"
PAYLOADS = (
    f"<img src=x onerror={RUN}>",
    f"</script><script>{RUN}</script>",
    f"</style></title></textarea><svg onload={RUN}>",
    f"\"'><script>{RUN}</script>",
    f"' autofocus onfocus='{RUN}",
    f"javascript:{RUN}",
    f"<a href=javascript:{RUN}>href</a>",
    f"{{{{ 7*7 }}}}{{% raw %}}<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<!--<script>{RUN}</script>-->",
    "\u202eright\u2066to left\u202c",
    f"<details open ontoggle={RUN}>\u2028x",
    f"\u0627\u0644\u0639\u0631\u0628\u064a\u0629 <b onmouseover={RUN}>",
)
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("uses_technology", ("technology",)),
    ("has_payload", ("payload",)),
    ("has_target", ("target",)),
    ("has_indication", ("indication",)),
    ("developed_by", ("organization",)),
    ("orphan_designation", ("indication", "region")),
    ("designation", ("type", "indication", "region")),
    ("stage", ("stage", "indication")),
    ("trial", ("phase", "name", "indication", "setting")),
    ("milestone", ("kind", "venue", "actor")),
    ("combination", ("other_drug",)),
    ("alias", ("alias",)),
)
TEXT = "\n".join(f"{p} {p[::-1]}" for p in PAYLOADS) * 2


def _fact(release: str, digest: str, family: str, number: int, args: dict[str, Any]) -> Fact:
    bad = PAYLOADS[number % len(PAYLOADS)]
    when = When(bad, date(2030, 1, 1), date(2030, 6, 30), "half") if family in ("milestone", "trial") else None
    return Fact(
        family,
        args,
        (Evidence(0, len(TEXT), TEXT),),
        release,
        digest,
        rule=bad,
        status=("actual", "expected")[number % 2] if family in ("milestone", "trial") else "actual",
        polarity="negated" if number % 11 == 5 else "positive",
        when=when,
        flags=(bad,),
        hedge=bad,
        aliases={"compound": (PAYLOADS[(number + 1) % len(PAYLOADS)],)},
    )


def _forecast(release: Release, year: int) -> Fact:
    """A forecast of a company whose name is markup; the figure is told a year later."""
    bad, family = PAYLOADS[year % len(PAYLOADS)], "guidance" if year == 0 else "financial"
    range_or_value = {"low": 10.0, "high": 20.0} if year == 0 else {"value": 15.0}
    args: dict[str, Any] = {"organization": PAYLOADS[-1], "metric": "revenue", "period": "FY2029", "currency": "USD", **range_or_value}
    when = When(bad, date(2029, 1, 1), date(2029, 12, 31), "year")
    status: Any = "expected" if year == 0 else "actual"
    return Fact(family, args, (Evidence(0, len(TEXT), TEXT),), release.id, release.sha256, rule=bad, status=status, when=when)


def _dossier(releases: list[Release], facts: list[Fact]) -> Dossier:
    """Findings and change logs that try the same."""
    words = tuple(Cited(p, 0, 9, p) for p in PAYLOADS[:3])
    sides = tuple(FindingSide("claim", p, words=words) for p in PAYLOADS[:2])
    kinds = ("stage-conflict", "silent-programme", f"{PAYLOADS[0]}-conflict")
    found = tuple(
        Finding(kind, "warning", PAYLOADS[n], PAYLOADS[n], (), r.id, words, sides) for kind in kinds for n, r in enumerate(releases)
    )
    texts = {r.id: Text(TEXT, (Edit(Span(3, 9), TEXT[3:9], PAYLOADS[n], PAYLOADS[n]),)) for n, r in enumerate(releases)}
    return Dossier(found, company_log(releases, facts), compound_log(releases, facts), texts)


def hostile_store() -> tuple[ox.Store, dict[str, str], SiteInfo]:
    """A store, the names of a compound and a company in it, and what the pages shall say beside it."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    names = cycle(PAYLOADS)
    documents, facts = [], []
    for n, title in enumerate(PAYLOADS[:3]):
        release = Release(f"hostile-{n}", digest, title, PAYLOADS[-1 - n], date(2029, 1 + n, 1), wire=title, source=f"javascript:{RUN}")
        documents.append(Document(TEXT, release))
        for number, (family, roles) in enumerate(FAMILIES * 2):
            args = {"compound": PAYLOADS[(n + number) % 4], **{role: f"{next(names)} {number % 3}" for role in roles}}
            facts.append(_fact(release.id, digest, family, number + n, args))
        pair = {"organization_a": next(names), "organization_b": f"{next(names)} b", "compound": PAYLOADS[n]}
        facts.append(_fact(release.id, digest, "partnered_with", n, pair))
        facts.append(_forecast(release, n))
    store = ox.Store()
    store.extend(triplify(documents, facts))
    store.extend(resolutions(ledger([d.release for d in documents], facts), [d.release for d in documents]))
    _odd_addresses(store)
    info = SiteInfo(
        PAYLOADS[0],
        tuple(Shown(p, p, p, p) for p in PAYLOADS),
        tuple((p, p, p) for p in PAYLOADS),
        tuple((p, p, p) for p in PAYLOADS),
        tuple((p, 1) for p in PAYLOADS),
        dossier=_dossier([d.release for d in documents], facts),
    )
    return store, {"compound": PAYLOADS[0], "organization": PAYLOADS[-1], "thing": PAYLOADS[0], "to": PAYLOADS[1]}, info


def _odd_addresses(store: ox.Store) -> None:
    """A compound whose very IRI is a script, matched with an identifier that is one, as a foreign graph might have it."""
    evil, graph = ox.NamedNode("javascript:window.__ran=1"), ox.NamedNode(vocab.GRAPH + "release/hostile-0")
    known = ox.NamedNode(vocab.entity("compound", PAYLOADS[0]))
    statement = ox.NamedNode("javascript:window.__ran=2")
    term = {
        name: ox.NamedNode(vocab.term(name))
        for name in ("Compound", "FactualStatement", "combinedWith", "stmtSubject", "stmtPredicate", "stmtObject")
    }
    kind, label = ox.NamedNode(vocab.prefixes()["rdf"] + "type"), ox.NamedNode(vocab.prefixes()["rdfs"] + "label")
    match = ox.NamedNode(vocab.prefixes()["skos"] + "exactMatch")
    for s, p, o in (
        (evil, kind, term["Compound"]),
        (evil, label, ox.Literal(f"javascript:{RUN}")),
        (known, match, evil),
        (statement, kind, term["FactualStatement"]),
        (statement, term["stmtSubject"], known),
        (statement, term["stmtPredicate"], term["combinedWith"]),
        (statement, term["stmtObject"], evil),
    ):
        store.add(ox.Quad(s, p, o, graph))
