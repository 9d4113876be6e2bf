"""The checks on data of `ontology/checks/data/*-violation.rq`: what SHACL says badly, such as what stands alone or is shared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from triplewire import resources
from triplewire.errors import DataError
from triplewire.model import Finding, Severity
from triplewire.validate.compile import SEVERITIES
from triplewire.validate.findings import finding, short
from triplewire.validate.results import Node, Result

HEADER = re.compile(r"^#\+\s*(\w+):\s*(.+)$", re.MULTILINE)


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
    out, faults = [], []
    for file in resources.files("ontology/checks/data", "*-violation.rq"):
        try:
            out.append(_read(file))
        except KeyError as error:
            faults.append(f"{file}: has no line `#+ {error.args[0]}:`; every check on data says message and severity")
    if faults:
        raise DataError(faults)
    return tuple(out)


def _read(file: Path) -> DataCheck:
    source = file.read_text("utf-8")
    header = {m[1]: m[2].strip() for m in HEADER.finditer(source)}
    severity = next((s for s in SEVERITIES.values() if s == header["severity"]), None)
    if severity is None:
        raise KeyError("severity")
    return DataCheck(file.stem.removesuffix("-violation"), severity, header["message"], source)


def data_findings(store: Store) -> Iterator[Finding]:
    """What the checks find in a store that `flat` made: one finding for each check and focus node, in no order."""
    for check in data_checks():
        rows = store.query(check.select)
        if not isinstance(rows, QuerySolutions):
            raise TypeError(f"{check.kind} does not select")
        names = [v.value for v in rows.variables]
        found: dict[Node, list[Result]] = defaultdict(list)
        for row in rows:
            values = {n: v for n in names if (v := row[n]) is not None and not isinstance(v, BlankNode)}
            focus, value = values["this"], values.get("value")
            assert isinstance(focus, NamedNode | Literal)
            told = check.message
            for name, term in values.items():
                told = told.replace(f"{{?{name}}}", short(term) if isinstance(term, NamedNode | Literal) else str(term))
            shown = value if isinstance(value, NamedNode | Literal) else None
            found[focus].append(Result(check.kind, "", focus, "", shown, check.severity, told))
        for focus, results in found.items():
            yield finding(check.kind, focus, sorted(results, key=lambda r: r.order), store)
