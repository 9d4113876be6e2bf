"""Facts that a person found in a release, one JSON file a release (tests/gold/README.md says what counts)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from triplewire.errors import DataError

Claim = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated release: its id, the claims that must be found, those that may be, and the names that stand for one another."""

    id: str
    required: tuple[Claim, ...]
    optional: tuple[Claim, ...]
    aliases: Mapping[str, tuple[str, ...]]


def load_gold(folder: Path) -> dict[str, Gold]:
    """The annotated releases of a folder by id. Raises DataError naming the files that are no gold, or when there are none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise DataError([f"{folder}: no gold here; expected files NAME.json, one per release"])
    out, faults = {}, []
    for file in files:
        try:
            gold = _gold(json.loads(file.read_text("utf-8")), file.stem)
            out[gold.id] = gold
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            faults.append(f"{file}: not a gold file: {type(error).__name__} {error}")
    if faults:
        raise DataError(faults)
    return out


def _gold(data: Mapping[str, Any], stem: str) -> Gold:
    claims = [_claim(fact) for fact in data["facts"]]
    required = tuple(c for c in claims if not c.get("optional"))
    optional = tuple(c for c in claims if c.get("optional"))
    aliases = {name: tuple(others) for name, others in data.get("entity_aliases", {}).items()}
    return Gold(data.get("id", stem), required, optional, aliases)


def _claim(fact: Mapping[str, Any]) -> Claim:
    """A gold fact in the words of `facts.jsonl`: some gold says achieved, name_or_nct, amount_usd."""
    out = {key.removesuffix("_usd"): value for key, value in fact.items()}
    out["status"] = {"achieved": "actual"}.get(out.get("status", "actual"), out.get("status", "actual"))
    if "name_or_nct" in out:
        named = out.pop("name_or_nct")
        out["nct" if str(named).startswith("NCT") else "name"] = named
    return out


def days(when: Mapping[str, Any] | None) -> tuple[date, date] | None:
    """The interval of a claim's `when`, an open side very far away; None when it has no interval."""
    if not when or not (when.get("start") or when.get("end")):
        return None
    start, end = when.get("start") or "0001-01-01", when.get("end") or "9999-12-31"
    return date.fromisoformat(start), date.fromisoformat(end)


def gold_of(golds: Mapping[str, Gold], names: Iterable[str]) -> Gold | None:
    """The gold of the release that goes by any of `names`: the id itself, or an id that the name begins with (`d01` for `d01-title`)."""
    given = list(names)
    exact = next((golds[n] for n in given if n in golds), None)
    return exact or next((g for i, g in sorted(golds.items()) for n in given if n.startswith(f"{i}-")), None)
