"""Findings as SARIF 2.1.0 (OASIS), for code hosts and editors: each at the words of the release that it is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from triplewire import resources
from triplewire.model import Cited, Finding, gravest_first

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}

Sources = Mapping[str, tuple[str, str]]
"""By release id the file and the raw text."""


def render(findings: Sequence[Finding], sources: Sources) -> str:
    """One run with a rule for each kind of finding, results worst first. Regions count Unicode code points; lines and columns are
    there where the text of the release is among `sources`.
    """
    ordered = gravest_first(findings)
    rules = sorted({(f.kind, f.severity) for f in ordered})
    kinds = list(dict.fromkeys(kind for kind, _ in rules))
    levels = dict(reversed(rules))
    driver = {
        "name": "triplewire",
        "version": resources.version(),
        "informationUri": "https://w3id.org/triplewire/ontology",
        "rules": [_rule(kind, LEVELS[levels[kind]]) for kind in kinds],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, kinds.index(f.kind), sources) for f in ordered],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1, sort_keys=True)


def _rule(kind: str, level: str) -> dict[str, Any]:
    return {"id": kind, "name": kind, "shortDescription": {"text": kind.replace("-", " ")}, "defaultConfiguration": {"level": level}}


def _result(finding: Finding, index: int, sources: Sources) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.kind,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": {"triplewireFinding/v1": finding.id},
        "locations": list(_locations(finding, sources)),
    }
    return result


def _locations(finding: Finding, sources: Sources) -> Iterator[dict[str, Any]]:
    """The words that the finding is about, one location each; its node alone when it has no words."""
    node = {"fullyQualifiedName": finding.focus, "kind": "resource"}
    for cited in finding.evidence:
        name, text = sources.get(cited.release, (cited.release, ""))
        region = _region(cited, text)
        yield {"physicalLocation": {"artifactLocation": {"uri": quote(name)}, "region": region}, "logicalLocations": [node]}
    if not finding.evidence:
        yield {"logicalLocations": [node]}


def _region(cited: Cited, text: str) -> dict[str, Any]:
    region: dict[str, Any] = {
        "charOffset": cited.start,
        "charLength": max(0, cited.end - cited.start),
        "snippet": {"text": cited.quote},
    }
    if cited.end <= len(text):
        (line, column), (last, end) = _place(text, cited.start), _place(text, cited.end)
        region |= {"startLine": line, "startColumn": column, "endLine": last, "endColumn": end}
    return region


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
