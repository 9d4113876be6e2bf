"""The page of findings: everything that was found, by severity and kind, each with its sides and their words beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby, takewhile
from typing import Any, get_args

from triplewire import resources, vocab
from triplewire.draw import page
from triplewire.draw.model import Statement
from triplewire.draw.names import clean
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.things import Things
from triplewire.model import Cited, Finding, FindingSide
from triplewire.model.finding import Severity

FILE = "findings.html"
MOST = 3000
"""How many findings the page shows, the gravest first."""
SIDES, WORDS = 12, 6
"""How many sides of a finding, and how many quotes of a side, are shown."""
SEVERITIES: tuple[str, ...] = get_args(Severity)
STATEMENT, RELEASE = vocab.ID + "statement/", vocab.ID + "release/"


@cache
def meanings() -> dict[str, str]:
    """Kind -> what it means, in a sentence. Raises DataError when the file is broken."""
    return dict(resources.toml("data", "findings.toml")["kinds"])


def _grave(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def findings_page(things: Things, findings: Sequence[Finding], around: Around) -> str:
    """All findings of a build, each under an anchor that is its id."""
    ordered = sorted({f.id: f for f in findings}.values(), key=lambda f: (_grave(f.severity), f.severity, f.kind, f.focus, f.id))
    shown = ordered[:MOST]
    told = things.reader.statements(_statements(shown))
    kinds = [
        _kind(things, severity, kind, list(group), told, around)
        for (severity, kind), group in groupby(shown, key=lambda f: (f.severity, f.kind))
    ]
    return page.render(
        "findings.html",
        title="Findings",
        lede="What contradicts, what is missing and what holds. Both claims of a conflict are kept; nothing is decided in silence.",
        foot=foot(things.reader),
        around=around,
        sheets=("base.css", "company.css", "findings.css"),
        scripts=("page.js", "findings.js"),
        counts=[(s, sum(f.severity == s for f in ordered)) for s in dict.fromkeys(f.severity for f in ordered)],
        kinds=kinds,
        found=len(ordered),
        shown=len(shown),
    )


def _statements(findings: Iterable[Finding]) -> set[str]:
    """The statements that the page needs: of the sides, and those that a finding is about."""
    sides = {STATEMENT + fact for f in findings for side in f.sides[:SIDES] for fact in side.facts[:WORDS]}
    return sides | {f.focus for f in findings if f.focus.startswith(STATEMENT)}


def _kind(things: Things, severity: str, kind: str, found: Sequence[Finding], told: dict[str, Statement], around: Around) -> dict[str, Any]:
    shared = _shared([f.message for f in found])
    return {
        "severity": severity,
        "kind": kind,
        "words": kind.replace("-", " "),
        "means": meanings().get(kind, ""),
        "shared": shared,
        "items": [_item(things, f, shared, told, around) for f in found],
    }


def _shared(messages: Sequence[str]) -> str:
    """The sentences with which all messages end, "" when there are none or only one message."""
    if len(messages) < 2:
        return ""
    if len(set(messages)) == 1:
        return messages[0]
    same = sum(1 for _ in takewhile(lambda chars: len(set(chars)) == 1, zip(*(m[::-1] for m in messages), strict=False)))
    common = messages[0][len(messages[0]) - same :]
    start = min((i for i in (common.find(mark) for mark in (": ", ". ")) if i >= 0), default=-1)
    return common[start + 2 :] if start >= 0 and len(common) - start > 24 else ""


def _item(things: Things, f: Finding, shared: str, told: dict[str, Statement], around: Around) -> dict[str, Any]:
    own = f.message.removesuffix(shared).rstrip(" :") if shared else f.message
    about = _about(things, f, told, around)
    return {
        "id": f.id,
        "about": about,
        "message": "" if own == about[0][0] else own.removeprefix(f"{about[0][0]}: "),
        "standing": f.standing if f.sides else "",
        "policy": f.policy,
        "sides": [_side(things, side, told, around) for side in f.sides[:SIDES]],
        "more": max(0, len(f.sides) - SIDES),
        "words": [] if f.sides else [_cited(things, c, around) for c in f.evidence[:WORDS]],
        "releases": [_release(things, name, around) for name in sorted({f.release, *(c.release for c in f.evidence)} - {""})],
        "suspects": bool(f.suspects),
    }


def _about(things: Things, f: Finding, told: dict[str, Statement], around: Around) -> list[tuple[str, str]]:
    """What a finding is about, as names with their pages."""
    names = things.reader.names
    if s := told.get(f.focus):
        subject, target = (around.href(iri) for iri in s.about)
        return [(s.subject, subject), (s.relation, ""), (s.object, target)]
    if f.focus in names.labels:
        indication = names.part(f.focus, "indication")
        return [(names.label(f.focus), around.href(f.focus) or around.href(indication))]
    named = next((iri for kind in ("compound", "organization") if (iri := things.by_label.get((kind, f.focus), ""))), "")
    return (
        [(things.reader.releases[RELEASE + f.focus].title, around.href(RELEASE + f.focus))]
        if (RELEASE + f.focus in things.reader.releases)
        else [(clean(f.focus), around.href(named))]
    )


def _side(things: Things, side: FindingSide, told: dict[str, Statement], around: Around) -> dict[str, Any]:
    """One side: what it says, and the words of its facts and rows."""
    statements = [told[STATEMENT + fact] for fact in side.facts[:WORDS] if STATEMENT + fact in told]
    quotes = [
        {"text": q.text, "release": (s.release.title, around.href(s.release.iri)), "day": s.date, "start": q.start, "end": q.end}
        for s in statements
        if s.release
        for q in s.quotes[:1]
    ]
    quotes += [_cited(things, c, around) for c in side.words[:WORDS]]
    return {"role": side.role.replace("-", " "), "says": side.says, "preferred": side.preferred, "words": quotes}


def _cited(things: Things, c: Cited, around: Around) -> dict[str, Any]:
    release = things.reader.releases.get(RELEASE + c.release)
    return {
        "text": c.quote,
        "release": _release(things, c.release, around),
        "day": release.date if release else "",
        "start": c.start,
        "end": c.end,
    }


def _release(things: Things, name: str, around: Around) -> tuple[str, str]:
    release = things.reader.releases.get(RELEASE + name)
    return (release.title if release else clean(name), around.href(RELEASE + name))
