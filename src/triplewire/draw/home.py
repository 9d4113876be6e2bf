"""The home page of a build: search, what is new, what there is, and what has to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from triplewire.draw import linked, news, page
from triplewire.draw.directory import NAMES, RELEASES
from triplewire.draw.findings import FILE as FINDINGS
from triplewire.draw.findings import SEVERITIES
from triplewire.draw.model import Entity, SiteInfo
from triplewire.draw.network import foot
from triplewire.draw.ontology import INDEX
from triplewire.draw.page import Around
from triplewire.draw.search import DATA
from triplewire.draw.things import Things, kinds
from triplewire.draw.views import VIEWS
from triplewire.draw.words import spaced

LISTED = 60
"""How many things of a kind the home page lists, those that most is told of first."""
KINDS = ("compound", "indication", "target")
ASIDE = {"triples": "triples", "repairs": "repairs of scanning damage", "ungrounded": "names without a public identifier"}
"""What is counted and only told in passing, by its key in the report."""
BESIDE = {
    "graph.ttl": "everything",
    "graph.trig": "one graph per release",
    "facts.jsonl": "one fact a line",
    "report.json": "counts and findings",
}
"""Files that a build has beside its home page, and what they hold."""
COUNTED = frozenset({"releases", "findings", "quarantined"})
"""What is counted and has figures of its own."""


def index_page(things: Things, info: SiteInfo, companies: Sequence[Entity], around: Around) -> str:
    """The home page of a build."""
    reader = things.reader
    releases = info.releases or tuple(reader.releases.values())
    since = f" from {info.since} on" if info.since else ""
    lede = (
        f"What {len(releases)} press {'release' if len(releases) == 1 else 'releases'} said{since}, as facts with their words. "
        f"Built by Triplewire {info.version}. These pages need no network."
    )
    soon, in_all = news.due(things, around)
    day = news.today(things)
    return page.render(
        "index.html",
        title="A graph of drugs, partners and indications",
        lede=lede,
        foot=foot(reader),
        around=around,
        sheets=("base.css", "index.css"),
        scripts=("page.js",) if around.left else ("page.js", "index.js"),
        forms=around.live,
        linked=linked.dataset("Triplewire graph of press releases", lede, releases),
        data="" if around.left else around.to(DATA),
        everything=around.to(NAMES),
        figures=_figures(things, info, len(companies), len(releases), around),
        beside=BESIDE,
        aside=[f"{spaced(n)} {ASIDE[label]}" for label, n in info.counts if label in ASIDE],
        news=news.newest(things, info.dossier, around),
        due=soon,
        due_more=in_all - len(soon),
        decided=news.decided(things, around),
        today=day.isoformat() if day else "",
        ledger=around.to("ledger.html"),
        releases=around.to(RELEASES),
        ontology=INDEX,
        views=[{"href": f"{v.name}.html", "title": v.called, "description": v.description} for v in VIEWS.values()],
        lists=_lists(things, companies, around),
        findings=_summary(info, around),
        found=len(_found(info)),
        quarantine=info.quarantine,
    )


def _figures(things: Things, info: SiteInfo, companies: int, releases: int, around: Around) -> list[tuple[str, str, str]]:
    """Label, number and page of what is counted, the answer to "what is in here"."""
    of_kind = Counter(t.kind for t in things.all.values() if t.facts)
    own = [(label, n) for label, n in info.counts if label not in ASIDE and label not in COUNTED]
    told = [
        ("Releases", releases, around.to(RELEASES)),
        *((label[:1].upper() + label[1:], n, "") for label, n in own),
        ("Compounds", of_kind["compound"], around.to("compound.html")),
        ("Companies", companies, around.to("company.html")),
        ("Indications", of_kind["indication"], f"{around.to(NAMES)}#indication"),
        ("Targets", of_kind["target"], f"{around.to(NAMES)}#target"),
        ("Promises", len(things.reader.ledger), around.to("ledger.html")),
        ("Findings", len(_found(info)), around.to(FINDINGS) if info.dossier.findings is not None else "#findings"),
        ("Not read", len(info.quarantine), "#not-read"),
    ]
    return [(label, spaced(n), href) for label, n, href in told]


def _found(info: SiteInfo) -> list[tuple[str, str]]:
    """Severity and kind of everything that was found."""
    findings = info.dossier.findings
    return [(s, kind) for s, kind, _ in info.findings] if findings is None else [(f.severity, f.kind) for f in findings]


def _summary(info: SiteInfo, around: Around) -> list[dict[str, Any]]:
    """How many findings of which kind, by severity, the gravest first."""
    counts = Counter(_found(info))
    order = sorted({s for s, _ in counts}, key=lambda s: (SEVERITIES.index(s) if s in SEVERITIES else len(SEVERITIES), s))
    file = around.to(FINDINGS) if info.dossier.findings is not None else ""

    def kinds_of(severity: str) -> list[tuple[str, int, str]]:
        found = [(kind, n) for (s, kind), n in sorted(counts.items()) if s == severity]
        return [(kind.replace("-", " "), n, f"{file}#{severity}-{kind}" if file else "") for kind, n in found]

    return [{"severity": s, "count": sum(n for _, n, _ in kinds_of(s)), "kinds": kinds_of(s)} for s in order]


def _lists(things: Things, companies: Sequence[Entity], around: Around) -> list[dict[str, Any]]:
    """What most is told of, by kind; companies by the number of their releases."""
    reader = things.reader
    issued = {e.id: len(reader.issuers.get(e.id, ())) for e in companies}
    out = []
    for name in KINDS:
        found = sorted((t for t in things.all.values() if t.kind == name and t.facts), key=lambda t: (-t.facts, t.label.lower(), t.id))
        shown = sorted(found[:LISTED], key=lambda t: (t.label.lower(), t.id))
        out.append(_list(kinds()[name].plural, name, [(t.label, around.href(t.id), t.facts) for t in shown], len(found), around))
    issuers = sorted(companies, key=lambda e: (-issued[e.id], e.label.lower(), e.id))[:LISTED]
    shown_companies = [(e.label, around.href(e.id), issued[e.id]) for e in sorted(issuers, key=lambda e: (e.label.lower(), e.id))]
    out.insert(1, _list("Companies", "organization", shown_companies, len(companies), around))
    return out


def _list(label: str, kind: str, names: list[tuple[str, str, int]], count: int, around: Around) -> dict[str, Any]:
    return {"label": label, "kind": kind, "names": names, "count": count, "more": count - len(names), "all": f"{around.to(NAMES)}#{kind}"}
