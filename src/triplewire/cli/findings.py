"""Findings as a table, as JSON, as JUnit XML for CI; and what they mean for the exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated
from xml.sax.saxutils import escape, quoteattr

import typer

from triplewire.cli import options
from triplewire.cli.tables import plain_table
from triplewire.model import Finding

FORMATS = ("table", "json", "junit")
Format = Annotated[str, typer.Option("--format", "-f", help="table, json or junit.")]
ORDER = {"violation": 0, "warning": 1, "info": 2}


def render(findings: Sequence[Finding], form: str) -> str:
    """The findings, worst first, in one of FORMATS."""
    options.choice("format", form, FORMATS)
    ordered = sorted(findings, key=lambda f: (ORDER[f.severity], f.kind, f.focus, f.id))
    if form == "json":
        return json.dumps([f.to_json() for f in ordered], ensure_ascii=False, indent=1, sort_keys=True)
    if form == "junit":
        return _junit(ordered)
    return plain_table(("severity", "kind", "focus", "message", "id"), [(f.severity, f.kind, f.focus, f.message, f.id) for f in ordered])


def lines(findings: Sequence[Finding]) -> str:
    """One line each, in the order given, as editors read them: the message, which begins with its place, then severity and kind."""
    return "".join(f"{' '.join(f.message.split())} [{f.severity}: {f.kind}]\n" for f in findings)


def summary(findings: Sequence[Finding]) -> str:
    """How many there are of each severity, in words."""
    counts = [(sum(f.severity == severity for f in findings), severity) for severity in ORDER]
    return ", ".join(f"{n} {severity}{'s' if n != 1 and severity != 'info' else ''}" for n, severity in counts if n) or "no fault"


def code(findings: Sequence[Finding]) -> int:
    """1 when a violation is among them."""
    return int(any(f.severity == "violation" for f in findings))


def _junit(findings: Sequence[Finding]) -> str:
    failures = sum(f.severity == "violation" for f in findings)
    cases = [_case(f) for f in findings] or ['  <testcase classname="triplewire" name="conforms"/>']
    head = f'<testsuite name="triplewire check" tests="{len(cases)}" failures="{failures}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>"])


def _case(finding: Finding) -> str:
    name = f"  <testcase classname={quoteattr(finding.kind)} name={quoteattr(finding.id)}>"
    tag = "failure" if finding.severity == "violation" else "system-out"
    return f"{name}<{tag}>{escape(f'{finding.focus}: {finding.message}')}</{tag}></testcase>"
