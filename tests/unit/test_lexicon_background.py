"""The curated reference knowledge."""

from __future__ import annotations

from triplewire.lexicon.background import orphan_records, relations


def test_relations_are_sorted_and_single() -> None:
    """Each relation stands once, in order."""
    rows = relations()
    keys = [(r.subject_kind, r.subject, r.predicate, r.object_kind, r.object) for r in rows]
    assert keys == sorted(set(keys))


def test_every_row_has_a_source() -> None:
    """No reference knowledge without a source."""
    assert all(r.source for r in relations())
    assert all(r.source for r in orphan_records())


def test_register_entries_are_dated() -> None:
    """The orphan entries that are shipped carry the day of designation."""
    records = orphan_records()
    assert {(r.indication, r.region) for r in records} >= {("Merkel cell carcinoma", "EU"), ("Merkel cell carcinoma", "US")}
    assert all(r.date for r in records)
