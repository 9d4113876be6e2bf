"""Findings as a table, as JSON, as JUnit XML for CI; and what they mean for the exit code."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Annotated

import typer

from triplewire import vocab
from triplewire.cli import options, talk
from triplewire.cli.tables import width
from triplewire.model import SEVERITIES, Finding, gravest_first

FORMATS = ("table", "json", "junit")
Format = Annotated[str, typer.Option("--format", "-f", help="table, json or junit.")]
QuietFaults = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but violations and errors.", callback=talk.hush)]
WORDS = {"violation": ("violation", "violations"), "warning": ("warning", "warnings"), "info": ("note", "notes")}
COLORS = {"violation": "red", "warning": "yellow", "info": "blue"}
SHOWN = 20
"""How many findings of a kind are shown one by one, unless --verbose."""
SIDES = 3
"""How many claims are shown with their words."""


def render(findings: Sequence[Finding], form: str, checked: str = "", *, ids: bool = True) -> str:
    """The findings, worst first, in one of FORMATS. The table begins with a line that sums up, `checked` being what was looked at, and
    tells them kind by kind; with --quiet only violations; `ids` are for those who keep books on findings.
    """
    options.choice("format", form, FORMATS)
    ordered = gravest_first(findings)
    if form == "json":
        return json.dumps([f.to_json() for f in ordered], ensure_ascii=False, indent=1, sort_keys=True)
    if form == "junit":
        return _junit(ordered)
    shown = [f for f in ordered if not talk.quiet() or f.severity == "violation"]
    groups = [line for _, group in groupby(shown, key=lambda f: (f.severity, f.kind)) for line in ("", *_group(list(group), ids=ids))]
    return "\n".join([*([] if talk.quiet() else [_summary(ordered, checked)]), *groups]).strip("\n")


def _summary(findings: Sequence[Finding], checked: str) -> str:
    counts: Counter[str] = Counter(f.severity for f in findings)
    said = [f"{n} {WORDS[severity][n != 1]}" for severity in SEVERITIES if (n := counts[severity])]
    told = f"{checked}: {', '.join(said) or 'nothing to mend'}" if checked else ", ".join(said) or "no findings"
    return textwrap.fill(told, width(), break_on_hyphens=False)


def _group(findings: Sequence[Finding], *, ids: bool) -> Iterator[str]:
    """The findings of one severity and kind; those that say the same of several things in one paragraph."""
    one = findings[0]
    word = WORDS[one.severity][0]
    yield f"{typer.style(word, fg=COLORS[one.severity], bold=True) if talk.on_terminal() else word}: {one.kind} ({len(findings)})"
    said = {_said(f) for f in findings}
    if len(findings) > 1 and len(said) == 1:
        yield from _wrapped(f"{said.pop()}: {', '.join(dict.fromkeys(vocab.curie(f.focus) for f in findings))}")
        return
    limit = len(findings) if talk.verbose() else SHOWN
    for finding in findings[:limit]:
        first, *more = f"{vocab.curie(finding.focus)}: {_said(finding)}{f' [{finding.id}]' if ids else ''}".split("\n")
        yield from _wrapped(first)
        yield from (f"    {line}" for line in more)
        if finding.severity != "info" and not more:
            yield from _cited(finding)
    if len(findings) > limit:
        yield f"  … and {len(findings) - limit} more; --verbose shows them, --format json has them all"


def _cited(finding: Finding) -> Iterator[str]:
    """The words that a finding is about: the first of several, or one for each of the facts that it sets against each other."""
    for cited in finding.evidence[: min(SIDES, max(1, len(finding.facts)))]:
        words = textwrap.shorten(cited.quote, 100, placeholder=" …")
        yield from textwrap.wrap(
            f"{cited.release} {cited.start}-{cited.end}: “{words}”", width(), initial_indent="    ", subsequent_indent="      "
        )


def _said(finding: Finding) -> str:
    """The message without the focus, which many messages begin with."""
    return finding.message.removeprefix(f"{finding.focus}: ")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, width(), initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False, break_long_words=False)


def lines(findings: Sequence[Finding]) -> str:
    """One line each, in the order given, as editors read them: the message, which begins with its place, then severity and kind."""
    return "".join(f"{' '.join(f.message.split())} [{f.severity}: {f.kind}]\n" for f in findings)


def code(findings: Sequence[Finding]) -> int:
    """1 when a violation is among them."""
    return int(any(f.severity == "violation" for f in findings))


def _junit(findings: Sequence[Finding]) -> str:
    """One suite, one case for each finding: violations are failures, the rest passes with what was noticed as its output."""
    failures = sum(f.severity == "violation" for f in findings)
    cases = [_case(f) for f in findings] or ['  <testcase classname="triplewire" name="conforms"/>']
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    head = f'<testsuites name="triplewire" {counts}>\n<testsuite name="triplewire check" {counts} skipped="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>", "</testsuites>"])


def _case(finding: Finding) -> str:
    from xml.sax.saxutils import escape, quoteattr  # which brings in all that fetches from the web

    name = f"  <testcase classname={quoteattr(finding.kind)} name={quoteattr(finding.id)}>"
    words = "".join(f"\n{c.release} {c.start}-{c.end}: {c.quote}" for c in finding.evidence)
    told = escape(_fit(f"{finding.focus}: {finding.message}{words}"))
    if finding.severity != "violation":
        return f"{name}<system-out>{told}</system-out></testcase>"
    short = quoteattr(_fit(" ".join(finding.message.split())))
    return f"{name}<failure type={quoteattr(finding.kind)} message={short}>{told}</failure></testcase>"


def _fit(text: str) -> str:
    """Text that XML 1.0 can hold: characters it knows no way to write become U+FFFD."""
    return "".join(c if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "\ufffd" for c in text)
