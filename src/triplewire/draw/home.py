"""The home page of a build: search, what there is, and what has to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from triplewire.draw import page
from triplewire.draw.model import Entity, SiteInfo
from triplewire.draw.network import foot
from triplewire.draw.ontology import INDEX
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader
from triplewire.draw.style import style
from triplewire.draw.views import VIEWS


def index_page(reader: Reader, info: SiteInfo, companies: Sequence[Entity], around: Around) -> str:
    """The home page of a build."""
    kinds = {name: t.label for name, t in style().types.items()}
    names = [
        {"label": e.label, "also": list(e.also), "kind": kinds[e.type], "facts": e.facts, "href": around.href(e.id)}
        for e in reader.names.entities
    ]
    severities = [s for s, _, _ in info.findings]
    counted = ", ".join(f"{severities.count(s)} {s}{'s' if severities.count(s) > 1 else ''}" for s in dict.fromkeys(severities))
    releases = info.releases or tuple(reader.releases.values())
    issuers = {r.iri: around.href(iri) for iri, found in reader.issuers.items() for r in found}
    return page.render(
        "index.html",
        title="A graph of drugs, partners and indications",
        lede=f"What {len(releases)} press {'release' if len(releases) == 1 else 'releases'} said, as facts with their words. "
        f"Built by Triplewire {info.version}. These pages need no network.",
        foot=foot(reader),
        around=around,
        sheets=("base.css", "index.css"),
        scripts=("page.js", "index.js"),
        counts=[(label[:1].upper() + label[1:], f"{n:,}".replace(",", "\u202f")) for label, n in info.counts],
        ontology=INDEX,
        views=[{"href": f"{v.name}.html", "title": v.called, "description": v.description} for v in VIEWS.values()],
        compounds=[{"href": around.href(e.id), "label": e.label, "facts": e.facts} for e in reader.names.entities if e.type == "compound"],
        companies=[{"href": around.href(e.id), "label": e.label, "releases": len(reader.issuers.get(e.id, ()))} for e in companies],
        releases=[(r, issuers.get(r.iri, "")) for r in releases],
        findings=[(*finding, times) for finding, times in Counter(info.findings).items()],
        found=len(info.findings),
        severities=counted,
        quarantine=info.quarantine,
        data=page.data(names),
    )
