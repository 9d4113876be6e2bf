"""Releases and facts that try to become script: markup, broken-out strings and odd addresses in every field that a page shows."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import cycle
from typing import Any

import pyoxigraph as ox

from triplewire import vocab
from triplewire.draw import SiteInfo
from triplewire.draw.model import Release as Shown
from triplewire.model import Document, Evidence, Fact, Release, When
from triplewire.reconcile import ledger
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


def hostile_store() -> tuple[ox.Store, str, SiteInfo]:
    """A store, the name of a compound in it, and what the home page shall say of it."""
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
    )
    return store, PAYLOADS[0], info


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
