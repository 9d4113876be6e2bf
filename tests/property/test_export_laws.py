"""Laws of tables and of KGX: the facts that are read back are those that were written, whatever they say."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exports_fixture import source_of
from tests.property.test_turtle_of_any_facts import made_facts

from triplewire import export
from triplewire.export import kgx, parquet, tables
from triplewire.export.network import LIMITS, NAMINGS, UNTOLD, Network
from triplewire.extract.families import families
from triplewire.model import Fact

Row = Mapping[str, Any]
OWN = frozenset(("family", *tables.TAIL))


def written(facts: list[Fact], form: str, folder: str) -> tuple[Path, Counter[str]]:
    """Where a format of facts is, and what the manifest says is lost."""
    path = Path(folder) / form
    told = export.save(source_of(facts, more=False), form, path)
    return path, Counter({loss.what: loss.count for loss in told.losses})


def rows_of(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))


def read_back(row: Row, evidence: list[Row], names: list[Row]) -> dict[str, Any]:
    """The object of `facts.jsonl` that the rows of a fact tell, its arguments as they stand."""
    out = {key: row[key] for key in ("basis", "family", "id", "polarity", "release", "rule", "status")}
    out |= {
        "confidence": float(row["confidence"]),
        "flags": row["flags"] if isinstance(row["flags"], list) else json.loads(row["flags"] or "[]"),
    }
    said = ({**{k: int(e[k]) for k in ("start", "end")}, "quote": e["quote"], "role": e["role"]} for e in evidence)
    out["evidence"] = [{key: value for key, value in e.items() if value != ""} | {"quote": e["quote"]} for e in said]
    out |= {"aliases": {}, "ids": {}}
    for name in names:
        if name["kind"] == "alias":
            out["aliases"].setdefault(name["argument"], []).append(name["value"])
        else:
            out.setdefault({"id": "ids", "was": "was"}[name["kind"]], {})[name["argument"]] = name["value"]
    if row["when_precision"]:
        when = {key: row[f"when_{key}"] for key in ("text", "start", "end", "precision", "calendar")}
        out["when"] = when | {key: str(when[key]) if when[key] else None for key in ("start", "end")} | {"text": when["text"] or ""}
    if row["hedge"]:
        out["hedge"] = row["hedge"]
    return out | {"args": {key: value for key, value in row.items() if key not in OWN and value not in (None, "")}}


def told(fact: Fact) -> dict[str, Any]:
    """The same of the fact itself."""
    plain = fact.to_json()
    return {**{key: value for key, value in plain.items() if key not in fact.args}, "args": dict(fact.args)}


def is_number(fact: Fact, argument: str) -> bool:
    """Whether the family of a fact says that an argument is a number."""
    spec = families()[fact.family].argument(argument)
    return bool(spec and spec.type == "number")


@given(st.lists(made_facts(), min_size=1, max_size=5, unique_by=lambda fact: fact.id))
@settings(max_examples=40)
def test_the_facts_of_csv_are_those_that_were_written(facts: list[Fact]) -> None:
    """All evidence, names, identifiers and times are there; a value is its text, and what that costs is counted."""
    with TemporaryDirectory() as folder:
        path, lost = written(facts, "csv", folder)
        read: dict[str, list[Row]] = {file.stem: rows_of(file) for file in path.iterdir()}
    rows = [row for fact in families() for row in read.get(fact, ())]
    for fact in facts:
        row = next(row for row in rows if row["id"] == fact.id)
        found = read_back(row, *([r for r in read[table] if r["fact"] == fact.id] for table in ("fact-evidence", "fact-names")))
        wanted = told(fact)
        wanted["args"] = {key: str(value) for key, value in fact.args.items() if value != ""}
        assert found == wanted
    assert len(rows) == len(facts)
    values = [(fact, key, value) for fact in facts for key, value in fact.args.items()]
    assert lost[tables.EMPTY.what] == sum(value == "" for *_, value in values)
    assert lost[tables.KINDS.what] == sum(value != "" and isinstance(value, str) is is_number(f, key) for f, key, value in values)


@given(st.lists(made_facts(), min_size=1, max_size=5, unique_by=lambda fact: fact.id))
@settings(max_examples=40)
def test_the_facts_of_parquet_are_those_that_were_written(facts: list[Fact]) -> None:
    """Numbers come back as numbers and text as text; what a column cannot hold is counted."""
    with TemporaryDirectory() as folder:
        path, lost = written(facts, "parquet", folder)
        read = {file.stem: pq.read_table(file).to_pylist() for file in path.iterdir()}
    assert [row["id"] for row in read["facts"]] == [fact.id for fact in facts]
    numbers = {a.name for spec in families().values() for a in spec.arguments if a.type == "number"}
    words = kinds = digits = 0
    for row, fact in zip(read["facts"], facts, strict=True):
        found = read_back(row, *([r for r in read[table] if r["fact"] == fact.id] for table in ("evidence", "names")))
        wanted = told(fact)
        args: dict[str, Any] = {}
        for key, value in fact.args.items():
            if key in numbers:
                words += isinstance(value, str)
                digits += not isinstance(value, str) and value == value and float(value) != value
                args |= {} if isinstance(value, str) else {key: repr(float(value))}
            else:
                kinds += not isinstance(value, str)
                args |= {key: repr(str(value))} if value != "" else {}
        assert {key: repr(value) for key, value in found.pop("args").items()} == args
        wanted.pop("args")
        assert found == wanted
    assert (lost[parquet.WORDS.what], lost[tables.KINDS.what], lost[parquet.DIGITS.what]) == (words, kinds, digits)


@given(st.lists(made_facts(), min_size=1, max_size=5, unique_by=lambda fact: fact.id))
@settings(max_examples=40)
def test_the_facts_of_kgx_are_those_that_were_written_or_counted(facts: list[Fact]) -> None:
    """What holds has its words and its release, what is denied is negated, and no fact is gone without a count."""
    source = source_of(facts, more=False)
    counted = export.Tally(LIMITS)
    edges = list(Network(source).edges(counted))
    with TemporaryDirectory() as folder:
        path, lost = written(facts, "kgx-jsonl", folder)
        lines = [json.loads(line) for line in (path / "edges.jsonl").read_bytes().decode().split("\n") if line]
        nodes = {json.loads(line)["id"] for line in (path / "nodes.jsonl").read_bytes().decode().split("\n") if line}
    by_id = {f"statement:{fact.id}": fact for fact in facts}
    for line in lines:
        assert {line["subject"], line["object"]} <= nodes
        if line["id"] in by_id:
            fact = by_id[line["id"]]
            assert ("negated" in line) is (fact.polarity == "negated")
            assert line["supporting_text"] == [e.quote for e in fact.evidence if not e.role]
            assert line["has_confidence_score"] == round(fact.confidence, 3)
    assert len(lines) + sum(lost[limit.what] for limit in (kgx.UNSAID, kgx.PROMISES, kgx.DENIALS)) == len(edges)
    stated = sum(edge.fact is not None for edge in edges)
    assert stated + sum(loss.count for loss in counted.losses if loss.what in (NAMINGS.what, UNTOLD.what)) == len(facts)
