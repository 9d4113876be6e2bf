"""The page of a release: its text with every fact on its words, what was promised in it, what was found in it, how it was mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from triplewire import vocab
from triplewire.draw import linked, page, story
from triplewire.draw.ledger import promise_lines, tally
from triplewire.draw.model import Dossier, Quote, Release, Statement, Text, numbered
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader
from triplewire.draw.release.marked import Marked, Said, look_of
from triplewire.draw.release.pieces import pieces, sections
from triplewire.model import Finding, Span, gravest_first

Listed = Sequence[tuple[str, Statement]]
LOOKS = ("stated", "expected", "denied", "inferred")
SHEETS = ("base.css", "ledger.css", "company.css", "release.css")


def release_page(reader: Reader, release: Release, around: Around, dossier: Dossier) -> str:
    """The page of one release."""
    told = reader.told(release.iri)
    families = dict(told)
    listed = numbered(reader.statements(families).values())
    found = gravest_first(dossier.by_release.get(vocab.release_id(release.iri), ()))
    owed = {s.id: s for _, s in listed if s.id in reader.ledger}
    later = [(f"f{n}", s) for n, s in enumerate(_deciding(reader, owed, families), len(listed) + 1)]
    ids = {s.id: fid for fid, s in (*listed, *later)}
    text = reader.text(release.iri)
    written = _written(text, release, listed, found) if text else {"paragraphs": (), "sections": (), "css": ""}
    return page.render(
        "release.html",
        title=release.title,
        foot=foot(reader),
        around=around,
        sheets=SHEETS,
        scripts=("page.js", "release.js"),
        linked=linked.release(release),
        alternates=linked.alternates(around),
        release=release,
        summary=_summary(reader, release, around),
        beside=_neighbours(reader, release),
        graph=f"{vocab.GRAPH}release/{release.iri.rsplit('/', 1)[-1]}",
        text=text,
        quoted=[] if text else _quoted(release, listed),
        groups=_groups(listed, families, around),
        families=sorted(set(families.values())),
        looks=[look for look in LOOKS if any(look_of(s) == look for _, s in listed)],
        promises_rows=promise_lines([(reader.ledger[i], s) for i, s in owed.items()], ids, around),
        counts=tally(reader.ledger[i] for i in owed),
        later=later,
        findings=[story.finding(reader, f) for f in found],
        checked=dossier.findings is not None,
        **written,
    )


def _deciding(reader: Reader, owed: Iterable[str], here: Mapping[str, str]) -> list[Statement]:
    """What other releases say that decides the promises of this one, in reading order."""
    return [s for _, s in numbered(reader.statements(i for i in reader.deciding(owed) if i not in here).values())]


def _summary(reader: Reader, release: Release, around: Around) -> list[tuple[str, str, str]]:
    """What is known of a release, as label, words and href."""
    issuer = reader.issuer_of.get(release.iri, "")
    lines = (
        ("Issuer", reader.names.label(issuer), around.href(issuer)),
        ("Date", release.date or "not dated", ""),
        ("Wire", release.wire, ""),
        ("Place", release.dateline, ""),
        ("Source", release.source, page.safe_href(release.source)),
    )
    return [line for line in lines if line[1]]


def _neighbours(reader: Reader, release: Release) -> list[tuple[str, Release]]:
    """The releases of the same issuer right before and after it."""
    own = reader.issuers.get(reader.issuer_of.get(release.iri, ""), [release])
    at = next(n for n, r in enumerate(own) if r.iri == release.iri)
    found = (("Before", own[at - 1 : at]), ("After", own[at + 1 : at + 2]))
    return [(label, r) for label, near in found for r in near]


def _own(release: Release, s: Statement) -> list[Quote]:
    return [q for q in s.quotes if q.release == release.iri]


def _quoted(release: Release, listed: Listed) -> list[tuple[Quote, list[str]]]:
    """All quotes in the order of the text, each with the facts that rest on it."""
    found: dict[Quote, list[str]] = {}
    for fid, s in listed:
        for q in _own(release, s):
            found.setdefault(q, []).append(fid)
    return sorted(found.items())


def _written(text: Text, release: Release, listed: Listed, findings: Iterable[Finding]) -> dict[str, Any]:
    """The text with its marks, for the template."""
    said: dict[Span, list[tuple[str, Statement]]] = {}
    for fid, s in listed:
        for q in _own(release, s):
            said.setdefault(Span(q.start, q.end), []).append((fid, s))
    here = vocab.release_id(release.iri)
    for cited in (c for f in findings for c in (*f.evidence, *(w for side in f.sides for w in side.words))):
        if cited.release == here:
            said.setdefault(Span(cited.start, cited.end), [])
    return _marked(text, release, said)


def _marked(text: Text, release: Release, said: Said) -> dict[str, Any]:
    found = pieces(text, release.title)
    marked = Marked(text, found, said)
    named = [(p.label, f"t{p.span.start}") for p in sections(found)]
    return {"paragraphs": marked.paragraphs, "sections": named, "css": marked.rule}


def _groups(listed: Listed, families: Mapping[str, str], around: Around) -> list[dict[str, Any]]:
    """The facts by what they are about, in reading order."""
    return [
        {"label": subject, "href": around.href(about), "facts": [(fid, s, families[s.id]) for fid, s in facts]}
        for (subject, about), facts in groupby(listed, key=lambda f: (f[1].subject, f[1].about[0] if f[1].about else ""))
    ]
