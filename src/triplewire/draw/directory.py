"""All names, from A to Z by kind, and all releases by year: lists that need no script, cut into pages when they are long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from triplewire.draw import page
from triplewire.draw.model import Release
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.search import others
from triplewire.draw.things import Kind, Thing, Things, kinds

NAMES, RELEASES = "names.html", "releases.html"
LONGEST = 2000
"""How many names, or releases, one page lists."""
Pages = Mapping[str, Callable[[], str]]


def name_pages(things: Things, around: Callable[[str], Around]) -> Pages:
    """By file the page of all names; where they are too many for one, a page that leads to those of each kind."""
    by_kind = {k: [t for t in things.all.values() if t.kind == name] for name, k in kinds().items()}
    by_kind = {k: found for k, found in by_kind.items() if found}
    if sum(len(found) for found in by_kind.values()) <= LONGEST:
        return {NAMES: lambda: _names(things, around(NAMES), by_kind, ())}
    parts = {k: _batches(found) for k, found in by_kind.items()}
    files = {f"names-{k.name}-{n}.html": (k, part) for k, found in parts.items() for n, part in enumerate(found, 1)}
    ways = [(f"{k.plural}: {part[0].label} to {part[-1].label}", file, len(part)) for file, (k, part) in files.items()]
    made = {file: partial(_part, things, around, file, k, part) for file, (k, part) in files.items()}
    return {NAMES: lambda: _names(things, around(NAMES), {}, ways), **made}


def _batches(found: Sequence[Thing]) -> list[Sequence[Thing]]:
    return [found[start : start + LONGEST] for start in range(0, len(found), LONGEST)]


def _part(things: Things, around: Callable[[str], Around], file: str, kind: Kind, part: Sequence[Thing]) -> str:
    return _names(things, around(file), {kind: part}, ())


def _names(things: Things, around: Around, by_kind: Mapping[Kind, Sequence[Thing]], ways: Sequence[tuple[str, str, int]]) -> str:
    def lines(found: Sequence[Thing]) -> list[tuple[str, str, int, tuple[str, ...]]]:
        return [(t.label, around.href(t.id), t.facts, others(t)) for t in found]

    return page.render(
        "names.html",
        title="All names",
        lede=f"Everything that {'the graph names' if around.left else 'has a page'}, by kind and from A to Z, with the number of facts.",
        foot=foot(things.reader),
        around=around,
        sheets=("base.css", "index.css"),
        sections=[{"kind": k, "count": len(found), "names": lines(found)} for k, found in by_kind.items()],
        ways=[(label, around.to(file), n) for label, file, n in ways],
    )


def release_pages(things: Things, around: Callable[[str], Around]) -> Pages:
    """By file the page of all releases, newest first; where they are too many for one, a page for each year and one that leads there."""
    reader = things.reader
    releases = sorted(reader.releases.values(), key=lambda r: (r.date, r.iri), reverse=True)
    years = {year: list(found) for year, found in groupby(releases, key=lambda r: r.date[:4] or "no date")}
    if len(releases) <= LONGEST:
        return {RELEASES: lambda: _releases(things, around(RELEASES), years, {})}
    files = {year: f"releases-{year.replace(' ', '-')}.html" for year in years}
    made = {file: partial(_year, things, around, file, year, years[year]) for year, file in files.items()}
    counts = {year: (files[year], len(found)) for year, found in years.items()}
    newest = {year: found[:LONGEST] for year, found in list(years.items())[:1]}
    return {RELEASES: lambda: _releases(things, around(RELEASES), newest, counts), **made}


def _year(things: Things, around: Callable[[str], Around], file: str, year: str, found: Sequence[Release]) -> str:
    return _releases(things, around(file), {year: found}, {})


def _releases(things: Things, around: Around, years: Mapping[str, Sequence[Release]], ways: Mapping[str, tuple[str, int]]) -> str:
    reader = things.reader
    issuers = {r.iri: around.href(iri) for iri, found in reader.issuers.items() for r in found}
    told = things.per_release

    def line(r: Release) -> dict[str, Any]:
        return {"release": r, "href": around.href(r.iri), "issuer": issuers.get(r.iri, ""), "facts": told.get(r.iri, 0)}

    return page.render(
        "releases.html",
        title="Releases",
        lede="Every release that was read, the newest first, with the number of facts that it tells.",
        foot=foot(reader),
        around=around,
        sheets=("base.css", "index.css"),
        years=[(year, [line(r) for r in found[:LONGEST]], len(found)) for year, found in years.items()],
        ways=[(year, around.to(file), n) for year, (file, n) in ways.items()],
    )
