"""The checks on data of `ontology/checks/data/*-violation.rq`: what SHACL says badly, such as what stands alone or is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from triplewire import resources
from triplewire.headers import header
from triplewire.lookup import Node, Quads
from triplewire.model import Finding, Severity
from triplewire.validate.compile import SEVERITIES
from triplewire.validate.engine import Some
from triplewire.validate.findings import finding, short
from triplewire.validate.results import Result


@dataclass(frozen=True, slots=True)
class DataCheck:
    """A check: each row of `select` is a fault at `?this`, which `message` tells; `{?x}` in it is the value of a variable."""

    kind: str
    severity: Severity
    message: str
    select: str


@cache
def data_checks() -> tuple[DataCheck, ...]:
    """All checks, sorted by kind. Raises DataError with every file that lacks its header lines."""
    return resources.each("ontology/checks/data", "*-violation.rq", _read)


def _read(file: Path) -> DataCheck:
    source = file.read_text("utf-8")
    head = header(source, ["message", "severity"])
    severity = next((s for s in SEVERITIES.values() if s == head["severity"][0]), None)
    if severity is None:
        raise ValueError(f"severity is {head['severity'][0]!r}; expected one of {', '.join(SEVERITIES.values())}")
    return DataCheck(file.stem.removesuffix("-violation"), severity, head["message"][0], source)


def data_findings(store: Store, some: Some | None = None, held: Quads | None = None) -> Iterator[Finding]:
    """What the checks find in a store that `flat` made: one finding for each check and focus node, in no order; all or `some` of it, told
    with what `held` holds, if that is more than the store.
    """
    for check in data_checks():
        if some is not None and not some.asks(check.select):
            continue
        rows = store.query(check.select)
        if not isinstance(rows, QuerySolutions):
            raise TypeError(f"{check.kind} does not select")
        names = [v.value for v in rows.variables]
        found: dict[Node, list[Result]] = defaultdict(list)
        for row in rows:
            if some is not None and row["this"] not in some.foci:
                continue
            values = {n: v for n in names if (v := row[n]) is not None and not isinstance(v, BlankNode)}
            focus, value = values["this"], values.get("value")
            assert isinstance(focus, NamedNode | Literal)
            told = check.message
            for name, term in values.items():
                told = told.replace(f"{{?{name}}}", short(term) if isinstance(term, NamedNode | Literal) else str(term))
            shown = value if isinstance(value, NamedNode | Literal) else None
            found[focus].append(Result(check.kind, "", focus, "", shown, check.severity, told))
        for focus, results in found.items():
            yield finding(check.kind, focus, sorted(results, key=lambda r: r.order), held or store)
