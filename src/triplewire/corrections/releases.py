"""Releases that are withdrawn, or replaced by others: which texts are gone on the day of a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from triplewire.corrections.entries import ReleaseEntry
from triplewire.groups import reached
from triplewire.model import Change, Correction, Release


def gone(entries: Sequence[ReleaseEntry], releases: Iterable[Release], as_of: date | None) -> tuple[frozenset[str], list[Correction]]:
    """The digests of the texts that count no longer on that day (None = the last one), and what became of each entry.

    A release stays until the day on which its withdrawal counts, and when what should replace it is not at hand.
    """
    known = {key: r for r in releases for key in (r.id, r.sha256)}
    circular = _circular(entries, known)
    records = [_record(entry, known, as_of, circular) for entry in entries]
    taken = {known[e.release].sha256 for e, record in zip(entries, records, strict=True) if record.state == "applied"}
    return frozenset(taken), records


def _circular(entries: Sequence[ReleaseEntry], known: Mapping[str, Release]) -> frozenset[str]:
    """The digests of releases that, at the end of a chain of replacements, would replace themselves."""
    following: dict[str, list[str]] = {}
    for entry in entries:
        if entry.release in known and entry.by in known:
            following.setdefault(known[entry.release].sha256, []).append(known[entry.by].sha256)
    return frozenset(digest for digest in following if digest in reached(digest, following))


def _record(entry: ReleaseEntry, known: Mapping[str, Release], as_of: date | None, circular: frozenset[str]) -> Correction:
    release = known.get(entry.release)
    if release is None:
        return entry.told("stale", f"there is no release {entry.release!r} (any more)")
    if entry.by and entry.by not in known:
        return entry.told("stale", f"there is no release {entry.by!r} to replace it, so {entry.release!r} stays")
    if entry.by and release.sha256 in circular:
        return entry.told("conflict", f"{entry.release!r} would at last replace itself; it stays")
    if as_of and as_of < entry.since:
        return entry.told("later", f"counts from {entry.since} on")
    after = {"release": known[entry.by].id, "sha256": known[entry.by].sha256} if entry.by else None
    return entry.told("applied", changes=[Change(release.id, {"release": release.id, "sha256": release.sha256}, after)])
