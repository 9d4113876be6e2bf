"""A build of releases that try to run something in every text they have, made by the program itself from facts full of payloads.

One release of one company tells of one compound with every payload in every argument, and of every payload as a compound; others have
the payloads as their titles, ids and issuers. `FIELDS` are all texts that come from data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from tests.browser.payloads import RUN, TEXTS, tagged

import triplewire as tw
from triplewire import store, vocab
from triplewire.builds import Held, Quarantined, cache, replace_current
from triplewire.draw import VIEWS, page
from triplewire.draw.search import DATA as NAMES_DATA
from triplewire.draw.site import file_of
from triplewire.model import Cited, Document, Edit, Evidence, Fact, Finding, FindingSide, Release, Span, When
from triplewire.publish import Product, publish
from triplewire.reconcile import checked_policy
from triplewire.validate import validate
from triplewire.workbook import CHECKED, Book, found, grow

MAIN = "hostile"
ALL = range(len(TEXTS))
ONE = 0
"""The number of the payload that names what pages are about."""
TODAY = date(2030, 1, 1)
PLAIN: dict[str, tuple[str, ...]] = {
    "uses_technology": ("technology",),
    "has_payload": ("payload",),
    "has_target": ("target",),
    "has_indication": ("indication",),
    "developed_by": ("organization",),
    "combination": ("other_drug",),
    "alias": ("alias",),
    "partnered_with": ("organization_b", "technology"),
    "orphan_designation": ("indication", "region"),
    "designation": ("type", "indication", "region"),
    "stage": ("stage",),
    "trial": ("phase", "name", "indication", "setting", "nct", "trial_status"),
    "milestone": ("kind", "venue", "actor"),
}
"""Families about a compound, with the arguments that are payloads."""
APART: dict[str, tuple[str, ...]] = {
    "deal": ("payee", "kind", "currency"),
    "financial": ("metric", "period", "currency"),
    "guidance": ("metric", "period", "currency"),
    "person_role": ("person", "role"),
    "count": ("what",),
}
"""Families about a company."""
CALLED = {"other_drug": "otherdrug", "organization_b": "partner", "trial_status": "trialstatus"}
RELEASES = ("title", "id", "issuer", "place", "wire", "source", "issueralias")
WORDS = ("quote", "raw", "rule", "flag", "hedge", "window", "compoundalias", "repair", "repairrule")
FOUND = ("findingkind", "finding", "focus", "side", "cited", "policy", "aside", "reason", "asidemessage")
ROLES = [CALLED.get(role, role) for roles in (*PLAIN.values(), *APART.values()) for role in roles]
FIELDS = tuple(dict.fromkeys(["compound", *ROLES, *RELEASES, *WORDS, *FOUND, "iri"]))
AMOUNTS: dict[str, dict[str, float]] = {
    "financial": {"value": 15.0},
    "guidance": {"low": 10.0, "high": 20.0},
    "count": {"value": 7},
    "deal": {"amount": 5},
}


def called(role: str, number: int) -> str:
    """The payload of a number as an argument."""
    return tagged(CALLED.get(role, role), number)


@dataclass
class Paper:
    """A text as it grows, with the places of the words that were put into it."""

    lines: list[str] = field(default_factory=list)
    size: int = 0

    def put(self, words: str) -> Evidence:
        """The evidence of words on a line of their own."""
        start, self.size = self.size, self.size + len(words) + 1
        self.lines.append(words)
        return Evidence(start, start + len(words), words)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(f"{line}\n" for line in self.lines)


def _fact(paper: Paper, family: str, args: dict[str, Any], number: int, release: str = MAIN) -> Fact:
    dated = family in ("milestone", "trial", "guidance", "financial")
    forward = family in ("guidance",) or (family in ("milestone", "trial") and number % 3 != 0)
    return Fact(
        family,
        args,
        (paper.put(tagged("quote", number)),),
        release,
        "",
        rule=tagged("rule", number),
        status="expected" if forward else "actual",
        polarity="negated" if family == "uses_technology" and number % 11 == 5 else "positive",
        when=When(tagged("window", number), date(2030, 1 + number % 6, 1), date(2030, 7, 30), "half") if dated else None,
        flags=(tagged("flag", number),),
        hedge=tagged("hedge", number) if forward else "",
        aliases={"compound": (tagged("compoundalias", number),)} if args.get("compound") == called("compound", ONE) else {},
    )


def _told_of_one(paper: Paper) -> Iterator[Fact]:
    """What is told of one compound and one company, with every payload once in every argument."""
    for family, roles in (PLAIN | APART).items():
        about = {"compound": called("compound", ONE)} if family in PLAIN else {_who(family): called("organization", ONE)}
        if family == "partnered_with":
            about["organization_a"] = called("organization", ONE)
        for n in ALL:
            yield _fact(paper, family, {**about, **{role: called(role, n) for role in roles}, **AMOUNTS.get(family, {})}, n)


def _who(family: str) -> str:
    return {"deal": "payer", "person_role": "organization"}.get(family, "organization")


def _told_of_all(paper: Paper) -> Iterator[Fact]:
    """What is told of every payload as a compound, always the same."""
    for n in ALL[1:]:
        for family in ("uses_technology", "has_target", "has_indication", "developed_by", "stage", "milestone", "orphan_designation"):
            yield _fact(paper, family, {"compound": called("compound", n), **{role: called(role, ONE) for role in PLAIN[family]}}, n)


def _main() -> tuple[Document, list[Fact]]:
    """The release that tells everything."""
    paper = Paper()
    facts = [*_told_of_one(paper), *_told_of_all(paper)]
    edits = []
    for n in ALL:
        at = paper.put(f"Ill {tagged('raw', n)}")
        edits.append(Edit(Span(at.start, at.start + 3), at.quote[:3], tagged("repair", n), tagged("repairrule", n)))
    release = Release(
        MAIN, "", tagged("title", ONE), called("organization", ONE), TODAY, tagged("place", ONE), tagged("wire", ONE), f"javascript:{RUN}"
    )
    return _digested(Document(paper.text, release, tuple(edits)), facts)


def _digested(document: Document, facts: list[Fact]) -> tuple[Document, list[Fact]]:
    digest = hashlib.sha256(document.raw.encode()).hexdigest()
    return replace(document, release=replace(document.release, sha256=digest)), [replace(f, digest=digest) for f in facts]


def _other(n: int) -> tuple[Document, list[Fact]]:
    """A release of another company, all of whose heads are one payload."""
    paper, about = Paper(), {"compound": called("compound", ONE)}
    paper.put(tagged("raw", n))
    name = tagged("id", n)
    facts = [_fact(paper, family, about | {role: called(role, n) for role in PLAIN[family]}, n, name) for family in ("milestone", "stage")]
    heads = {role: tagged(role, n) for role in ("title", "issuer", "place", "wire", "source")}
    release = Release(name, "", date=TODAY + timedelta(days=30 + n), file=tagged("id", n), aliases=(tagged("issueralias", n),), **heads)
    return _digested(Document(paper.text, release), facts)


def _findings() -> Iterator[Finding]:
    """Findings whose every word is a payload."""
    for n in ALL:
        words = (Cited(MAIN, 0, 9, tagged("cited", n)), Cited(tagged("id", n), 0, 9, tagged("cited", n)))
        sides = tuple(FindingSide("claim", tagged("side", n + k), words=words, preferred=k == 0) for k in range(2))
        yield Finding(tagged("findingkind", n), "warning", tagged("focus", n), tagged("finding", n), (), MAIN, words)
        rest = (tagged("finding", n), (f"{n:016x}",), MAIN, words)
        yield Finding("stage-conflict", "warning", called("compound", ONE), *rest, sides, tagged("policy", n))
        yield Finding("silent-programme", "info", called("compound", n), *rest)


def _aside() -> tuple[Quarantined, ...]:
    return tuple(Quarantined(tagged("aside", n), tagged("reason", n), tagged("asidemessage", n)) for n in ALL)


def _odd_addresses() -> Iterator[ox.Quad]:
    """Identifiers that are scripts, and a compound and a claim whose very IRIs are, as a foreign graph might have them."""
    where, known = ox.NamedNode(vocab.GRAPH + "background"), ox.NamedNode(vocab.entity("compound", called("compound", ONE)))
    kind, label, match = (ox.NamedNode(vocab.curie_to_iri(name)) for name in ("rdf:type", "rdfs:label", "skos:exactMatch"))
    term = {name: ox.NamedNode(vocab.term(name)) for name in ("Compound", "FactualStatement", "combinedWith")}
    about = [ox.NamedNode(vocab.term(name)) for name in ("stmtSubject", "stmtPredicate", "stmtObject")]
    for n in ALL:
        evil = ox.NamedNode(f"javascript:{RUN}//{quote(tagged('iri', n))}")
        yield ox.Quad(known, match, evil, where)
        if n == ONE:
            claim = ox.NamedNode(f"data:text/html,{quote(f'<script>{RUN}</script>')}")
            yield ox.Quad(evil, kind, term["Compound"], where)
            yield ox.Quad(evil, label, ox.Literal(tagged("iri", n)), where)
            yield ox.Quad(claim, kind, term["FactualStatement"], where)
            for predicate, value in zip(about, (known, term["combinedWith"], evil), strict=True):
                yield ox.Quad(claim, predicate, value, where)


class Build:
    """The build in a folder, with its texts beside it. Pages of its site and views alone are made when they are asked for."""

    def __init__(self, out: Path) -> None:
        self.out, self._made = out, out / "pages"
        self.readings = [_main(), *map(_other, ALL)]
        for n, (document, facts) in enumerate(self.readings):
            cache.save(out / "cache", f"{n:04d}", cache.packed(document, facts))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("triplewire.draw.site", lambda *_, **__: [])
            replace_current(out, "hostile", self._publish)
        self.graph = tw.open(out)
        self.site = self.graph.site()
        for name, text in page.assets().items():
            _write(self._made / name, text)
        _write(self._made / NAMES_DATA, self.site.page(NAMES_DATA))

    def _publish(self, folder: Path) -> dict[str, Any]:
        """Writes the build as the program does, with findings, files set aside and addresses that no release can give."""
        book, held, read = Book(None), store.begin(folder / ".store"), [Held.of(*reading) for reading in self.readings]
        grow(book, held, read, checked_policy(""))
        store.change(held, (), sorted(map(str, _odd_addresses())))
        store.finish(held, folder / "store")
        store.discard(folder / ".store")
        place = iter(range(10_000))
        found(book, CHECKED, "", [*_findings(), *validate(store.named_quads(held))], lambda _: (f"{next(place):04}",))
        return publish(Product(book, tuple(read), _aside()), folder)

    def page(self, file: str) -> Path:
        """A page of the site, by its file below the root, on disk."""
        path = self._made / file
        return path if path.exists() else _write(path, self.site.page(file))

    def alone(self, view: str) -> Path:
        """A view that carries all it needs."""
        path = self.out / "alone" / f"{view}.html"
        about = {"compound": called("compound", ONE), "organization": called("organization", ONE), "thing": called("compound", ONE)}
        to = called("target", ONE) if VIEWS[view].pair else None
        return path if path.exists() else _write(path, self.graph.draw(view, focus=about.get(VIEWS[view].about), to=to))

    def of(self, kind: str, number: int = ONE, role: str = "") -> str:
        """The file of the page of a thing of a kind that a payload names, in the field of its kind or of another role."""
        return file_of(vocab.entity(kind, called(role or kind, number)))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    return path
