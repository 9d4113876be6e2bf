"""The front page of a build, and the files that it needs: made from what is told of the build, without a look at its graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from triplewire.draw import linked, page
from triplewire.draw.ask import INDEX as QUESTIONS
from triplewire.draw.ask import unanswered_page
from triplewire.draw.findings import SEVERITIES, meanings
from triplewire.draw.front.told import ASIDE, KINDS, NAMED, NEWEST, RANKED, Compound, Found, Front
from triplewire.draw.names import capital
from triplewire.draw.ontology import INDEX as ONTOLOGY
from triplewire.draw.ontology import ontology_pages
from triplewire.draw.page import Around, Link
from triplewire.draw.words import short, spaced

FRONT = "index.html"
NAVIGATION = (Link("Home", FRONT), Link("Questions", QUESTIONS), Link("Ontology", ONTOLOGY))
NEEDED = ("style.css", "base.css", "index.css", "front.css", "code.css", "ask.css", "ontology.css", "page.js")
"""The scripts and sheets of these pages."""
DAY, NAME, TITLE, MESSAGE = 10, 64, 160, 320
"""How many characters of a day, of a name, of a title and of a message are shown."""
FILES: Mapping[str, str] = {
    "graph.ttl": "the whole graph",
    "graph.trig": "the same, one graph per release",
    "void.ttl": "what the data set is, and how large",
    "facts.jsonl": "one fact a line, with its words",
    "report.json": "counts, findings, repairs and names without an identifier",
    "quarantine.jsonl": "what was set aside, and why",
}
"""Files that a build has beside its front page, and what they hold."""
LABELS = {"quarantined": "Not read", "repairs": "Repairs of scanning damage", "ungrounded": "Names without a public identifier"}
"""What is counted, where its key is no word of ours."""
PLACES = {"findings": "findings", "quarantined": "not-read"}
"""Where on the page there is more about what is counted."""


def front(folder: Path, info: Front) -> list[Path]:
    """Writes the front page of a build into `folder`, with the questions (without answers), the ontology, and the scripts and sheets of
    these; returns the paths, sorted. Time and memory do not grow with the build. Raises OSError as the disk does.
    """
    files = _files(info)
    for file, make in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), "utf-8", newline="\n")
    return sorted(folder / file for file in files)


def _files(info: Front) -> Mapping[str, Callable[[], str]]:
    """By file what makes it."""
    assets = page.assets()
    shared: dict[str, Callable[[], str]] = {file: partial(str, assets[file]) for file in (f"{page.ASSETS}/{name}" for name in NEEDED)}
    asked = {QUESTIONS: partial(unanswered_page, _around(QUESTIONS, info.releases), _foot(info))}
    return {FRONT: partial(front_page, info), **asked, **shared, **ontology_pages(NAVIGATION)}


def _around(file: str, left: int = 0) -> Around:
    return Around(nav=NAVIGATION, shared=True, left=left).at(file)


def front_page(info: Front) -> str:
    """The page itself: some 60 kB with usual names, three times that with the longest."""
    lede = f"{_told(info)}, as facts with their words. Built by Triplewire {short(info.version, NAME)}. These pages need no network."
    return page.render(
        "front.html",
        title="A graph of drugs, partners and indications",
        lede=lede,
        foot=_foot(info),
        around=_around(FRONT),
        sheets=("base.css", "index.css", "front.css"),
        linked=linked.dataset("Triplewire graph of press releases", lede, ()),
        releases=spaced(info.releases),
        one=info.releases == 1,
        figures=[_figure(key, n) for key, n in info.counts[:KINDS]],
        newest=[(short(n.date, DAY), short(n.issuer, NAME), short(n.title, TITLE), short(n.id, NAME)) for n in info.newest[:NEWEST]],
        families=_shares(info.families),
        promises=_shares(info.promises),
        companies=[(short(c.name, NAME), spaced(c.releases), short(c.first, DAY), short(c.last, DAY)) for c in info.companies[:RANKED]],
        companies_in_all=spaced(info.companies_in_all),
        compounds=[(short(c.name, NAME), spaced(c.releases), *_whose(c)) for c in info.compounds[:RANKED]],
        compounds_in_all=spaced(info.compounds_in_all),
        findings=[_found(f) for f in _graver(info.findings)],
        kinds=spaced(len(info.findings)),
        found=spaced(info.count("findings")),
        quarantine=[(short(file, TITLE), short(why, NAME), short(seen, MESSAGE)) for file, why, seen in info.quarantine[:ASIDE]],
        quarantined=spaced(info.count("quarantined")),
        files=FILES,
        questions=QUESTIONS,
        ontology=ONTOLOGY,
    )


def _told(info: Front) -> str:
    read = f"What {spaced(info.releases)} press {'release' if info.releases == 1 else 'releases'}"
    first, last = short(info.first, DAY), short(info.last, DAY)
    if not first:
        return f"{read} said"
    return f"{read} of {first if first == last else f'{first} to {last}'} said"


def _foot(info: Front) -> str:
    read = f"{spaced(info.releases)} {'release' if info.releases == 1 else 'releases'}"
    return f"Told by Triplewire from {read}" + (f", as of {info.as_of.isoformat()}." if info.as_of else ".")


def _figure(key: str, n: int) -> tuple[str, str, str]:
    """Label, number, and the place on this page with more of it."""
    return LABELS.get(key, capital(short(key, NAME))), spaced(n), f"#{PLACES[key]}" if n and key in PLACES else ""


def _shares(counts: Sequence[tuple[str, int]]) -> list[tuple[str, str, float]]:
    """What is counted in words, its number, and that in percent of the largest; the largest first."""
    ordered = sorted(counts, key=lambda c: (-c[1], c[0]))[:KINDS]
    most = max((n for _, n in ordered), default=0) or 1
    return [(capital(short(name.replace("_", " "), NAME)), spaced(n), round(100 * n / most, 1)) for name, n in ordered]


def _whose(compound: Compound) -> tuple[str, str]:
    """The first companies of a compound, and how many there are beside them, "" for none."""
    named = compound.companies[:NAMED]
    more = compound.more + len(compound.companies) - len(named)
    return ", ".join(short(name, NAME) for name in named), spaced(more) if more else ""


def _graver(findings: Sequence[Found]) -> list[Found]:
    """The findings that are shown, the gravest first, of these the most frequent."""

    def grave(f: Found) -> int:
        return SEVERITIES.index(f.severity) if f.severity in SEVERITIES else len(SEVERITIES)

    return sorted(findings, key=lambda f: (grave(f), f.severity, -f.count, f.kind))[:KINDS]


def _found(f: Found) -> dict[str, Any]:
    return {
        "severity": short(f.severity, NAME),
        "grave": f.severity if f.severity in SEVERITIES else "",
        "kind": capital(short(f.kind.replace("-", " "), NAME)),
        "count": spaced(f.count),
        "means": meanings().get(f.kind, ""),
        "example": short(f.example, MESSAGE),
    }
