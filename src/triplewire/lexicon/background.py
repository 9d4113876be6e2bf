"""The curated reference knowledge of `data/background/`: what is known apart from any release, each row with its own source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from triplewire import resources
from triplewire.errors import DataError
from triplewire.lexicon.tables import Row, header, read_table

RELATION = ("subject_kind", "subject", "predicate", "object_kind", "object", "source", "note")
RECORD = ("compound", "indication", "region", "registry_id", "date", "status", "source", "note")


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """One relation between two named things; `predicate` is the local name of an ontology property, kinds are those of IRIs."""

    subject_kind: str
    subject: str
    predicate: str
    object_kind: str
    object: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class OrphanRecord:
    """One orphan designation as a public register has it. `date` is the day of designation, None where not known; `status` is
    granted or withdrawn, as of the register's date.
    """

    compound: str
    indication: str
    region: str
    registry_id: str
    date: date | None
    status: str
    source: str
    note: str = ""


@cache
def relations() -> tuple[Relation, ...]:
    """All relations of the background files, sorted. Raises DataError on a faulty file."""
    files = [f for f in resources.files("data/background", "*.tsv") if header(f)[:3] == RELATION[:3]]
    return tuple(sorted(Relation(*row.cells) for file in files for row in read_table(file, RELATION).rows))


def _record(row: Row) -> OrphanRecord:
    compound, indication, region, registry_id, day, status, source, note = row.cells
    try:
        when = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise DataError([f"{row.where}: the date is {day!r}, expected YYYY-MM-DD or nothing"]) from error
    return OrphanRecord(compound, indication, region, registry_id, when, status, source, note)


@cache
def orphan_records() -> tuple[OrphanRecord, ...]:
    """The register entries of `orphan_designations.tsv`, in file order. Raises DataError on a faulty file."""
    table = read_table(resources.path("data", "background", "orphan_designations.tsv"), RECORD)
    return tuple(_record(row) for row in table.rows)
