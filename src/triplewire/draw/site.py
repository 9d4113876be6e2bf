"""The pages of a build: a home page, the views, and a page for every compound and every company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from triplewire import vocab
from triplewire.draw import page, story
from triplewire.draw.choose import READABLE
from triplewire.draw.company import Companies, companies_page, company_page
from triplewire.draw.ledger import ledger_page, promise_lines, tally
from triplewire.draw.model import Dossier, Entity, Network, Node, SiteInfo, Statement
from triplewire.draw.names import Row
from triplewire.draw.network import foot, listed, network_page, path_page
from triplewire.draw.ontology import INDEX, ontology_pages
from triplewire.draw.page import Around, Link
from triplewire.draw.reader import Reader
from triplewire.draw.style import style
from triplewire.draw.tables import designations_page, matrix_page
from triplewire.draw.timeline import timeline_page
from triplewire.draw.views import VIEWS, View

LIBRARY = "assets/vis-network.js"
COMPOUNDS, COMPANIES = "compounds", "companies"
TABLES = {"matrix": matrix_page, "designations": designations_page, "ledger": ledger_page, "timeline": timeline_page}
"""The views that are plain pages, and what makes each."""


def site(store: ox.Store, out: Path, info: SiteInfo) -> list[Path]:
    """Writes `index.html`, one page per view, `compounds/<slug>.html`, `companies/<slug>.html` and `ontology/` below `out`; returns
    their paths, sorted.

    The pages of compounds share one copy of the drawing library, `assets/vis-network.js`; every other page carries all it needs.
    """
    reader = Reader(store, info.as_of)
    reader.prefetch()
    folk, compounds = Companies(reader, info.dossier), [e for e in reader.names.entities if e.type == "compound"]
    pages = _files(compounds, COMPOUNDS) | _files(folk.entities, COMPANIES)
    files = {"index.html": index_page(reader, info, pages, folk.entities), LIBRARY: page.library()}
    files |= {f"{name}.html": _view(reader, name, _around(name, pages)) for name, view in VIEWS.items() if not view.needs_focus}
    files["compound.html"] = compounds_page(reader, pages, info.dossier)
    files["path.html"] = path_page(reader, _around("path", pages))
    files["company.html"] = companies_page(folk, _around("company", pages))
    files |= {pages[e.id]: compound_page(reader, e, _inside("compound", pages), info.dossier) for e in compounds}
    files |= {pages[e.id]: company_page(folk, e, _inside("company", pages)) for e in folk.entities}
    files |= ontology_pages(_nav(""))
    return sorted(_write(out / name, text) for name, text in files.items())


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    return path


def _files(entities: Iterable[Entity], folder: str) -> dict[str, str]:
    """IRI -> file of the page of every entity, relative to the home page."""
    out: dict[str, str] = {}
    taken: set[str] = set()
    for e in sorted(entities, key=lambda e: e.id):
        slug = vocab.slug(e.id.rsplit("/", 1)[-1])[:80]
        name = slug if slug not in taken else f"{slug}-{len(taken)}"
        taken.add(name)
        out[e.id] = f"{folder}/{name}.html"
    return out


def _title(view: View) -> str:
    """What a view is called among the pages of a site, where the one about one thing leads to all of them."""
    return view.plural or view.title


def _nav(current: str, up: str = "") -> tuple[Link, ...]:
    links = [Link("Home", f"{up}index.html", current == "index")]
    links += [Link(_title(v), f"{up}{v.name}.html", v.name == current) for v in VIEWS.values()]
    return (*links, Link("Ontology", f"{up}{INDEX}"))


def _around(current: str, pages: Mapping[str, str]) -> Around:
    return Around("index.html", _nav(current), pages)


def _inside(view: str, pages: Mapping[str, str]) -> Around:
    """What surrounds a page in the folder of compounds or of companies; only the former draw."""
    beside = {iri: f"../{file}" for iri, file in pages.items()}
    return Around("../index.html", _nav(view, "../"), beside, f"../{LIBRARY}" if view == "compound" else "")


def _view(reader: Reader, name: str, around: Around) -> str:
    if name in TABLES:
        return TABLES[name](reader, around)
    return network_page(reader, name, reader.network(name), around=around)


def compound_page(reader: Reader, entity: Entity, around: Around, dossier: Dossier, **more: Any) -> str:
    """The page of one compound: its neighbourhood drawn, what was promised of it and how it moved through its stages, what changed, and
    everything that is said of it in the table, drawn or not.
    """
    network = reader.network("compound", entity.id)
    told, rows = reader.profile(entity.id)
    drawn = {s.id for e in network.edges for s in e.statements}
    nodes = {n.id: n for n in network.nodes} | {entity.id: Node(entity.id, entity.label, "compound")}
    owed = {i: s for i, s in told.items() if i in reader.ledger}
    untold = {**told, **reader.statements(reader.deciding(owed))}
    network = Network(tuple(sorted(nodes.values())), network.edges, tuple(s for i, s in untold.items() if i not in drawn))
    ids = {s.id: fid for fid, s in listed("compound", network, entity.id, more.get("limit", READABLE))}
    values = {
        "promises_rows": promise_lines([(reader.ledger[i], s) for i, s in owed.items()], ids, around),
        "counts": tally(reader.ledger[i] for i in owed),
        "history": _history(reader, entity, ids),
        **story.of_compound(dossier, entity.label, told),
        **story.changes(dossier.compounds, entity, "compound"),
    }
    summary = _summary(reader, entity, told, rows)
    return network_page(reader, "compound", network, nodes[entity.id], around, story=values, summary=summary, **more)


def _history(reader: Reader, entity: Entity, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """The stages in the order in which they were first told, as `stage-history` has them, with the words of the first telling."""
    stated = story.stages(reader, entity.id)
    rows = reader.stage_history.get(entity.label, [])
    return [
        {**row, "claims": [ids[s.id] for s, word in stated if s.id in ids and (s.date, word) == (row["first_told"], row["word"])]}
        for row in sorted(rows, key=lambda r: (r["first_told"], r["stage"], r["indication"]))
    ]


def _summary(reader: Reader, entity: Entity, told: Mapping[str, Statement], rows: Sequence[Row]) -> list[tuple[str, str]]:
    """What a reader wants to know first: stages, developers and other names, as they are stated."""
    said: dict[str, dict[str, None]] = {}
    for row in rows:
        s = told.get(row["statement"])
        if s and s.status == "stated" and not s.denied:
            said.setdefault(row["relation"].rsplit("#", 1)[-1], {})[reader.names.word(row["object"])] = None
    lines = (
        ("Stage", sorted(said.get("reachedStage", ()))),
        ("Developed by", sorted(said.get("developedBy", ()))),
        ("Also called", entity.also),
    )
    return [(label, ", ".join(values)) for label, values in lines if values]


def compounds_page(reader: Reader, pages: Mapping[str, str], dossier: Dossier) -> str:
    """The compound that most is said of, with the way to all others."""
    compounds = [e for e in reader.names.entities if e.type == "compound"]
    around = _around("compound", pages)
    if not compounds:
        return network_page(reader, "compound", reader.network("overview").only(()), around=around)
    best = max(compounds, key=lambda e: (e.facts, e.id))
    return compound_page(reader, best, around, dossier, picker=[(e.label, pages[e.id]) for e in compounds if e.id != best.id])


def index_page(reader: Reader, info: SiteInfo, pages: Mapping[str, str], companies: Sequence[Entity]) -> str:
    """The home page of a build."""
    kinds = {name: t.label for name, t in style().types.items()}
    names = [
        {"label": e.label, "also": list(e.also), "kind": kinds[e.type], "facts": e.facts, "href": pages.get(e.id, _found_in(e))}
        for e in reader.names.entities
    ]
    severities = [s for s, _, _ in info.findings]
    counted = ", ".join(f"{severities.count(s)} {s}{'s' if severities.count(s) > 1 else ''}" for s in dict.fromkeys(severities))
    releases = info.releases or tuple(reader.releases.values())
    issuers = {r.iri: pages[iri] for iri, found in reader.issuers.items() for r in found if iri in pages}
    return page.render(
        "index.html",
        title="A graph of drugs, partners and indications",
        lede=f"What {len(releases)} press {'release' if len(releases) == 1 else 'releases'} said, as facts with their words. "
        f"Built by Triplewire {info.version}. These pages need no network.",
        foot=foot(reader),
        around=_around("index", pages),
        sheets=("base.css", "index.css"),
        scripts=[page.asset("page.js"), page.asset("index.js")],
        counts=[(label[:1].upper() + label[1:], f"{n:,}".replace(",", "\u202f")) for label, n in info.counts],
        ontology=INDEX,
        views=[{"href": f"{v.name}.html", "title": _title(v), "description": v.description} for v in VIEWS.values()],
        compounds=[{"href": pages[e.id], "label": e.label, "facts": e.facts} for e in reader.names.entities if e.type == "compound"],
        companies=[{"href": pages[e.id], "label": e.label, "releases": len(reader.issuers.get(e.id, ()))} for e in companies],
        releases=[(r, issuers.get(r.iri, "")) for r in releases],
        findings=[(*finding, times) for finding, times in Counter(info.findings).items()],
        found=len(info.findings),
        severities=counted,
        quarantine=info.quarantine,
        data=page.data(names),
    )


def _found_in(entity: Entity) -> str:
    """The view where a thing that has no page of its own is best seen."""
    return "partners.html" if entity.type == "organization" else "pipeline.html"
