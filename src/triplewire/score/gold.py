"""Facts that a person found in a release, one JSON file a release (docs/accuracy.md says what counts)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from triplewire.errors import DataError, no_such
from triplewire.lexicon import short_name
from triplewire.model import Release

Claim = Mapping[str, Any]

NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "uses_technology": ("technology",),
        "has_payload": ("payload",),
        "has_target": ("target",),
        "has_indication": ("indication",),
        "developed_by": ("organization",),
        "partnered_with": ("organization_a", "organization_b"),
        "orphan_designation": (),
        "designation": ("type",),
        "stage": ("stage",),
        "trial": (),
        "milestone": ("kind",),
        "combination": ("compound", "other_drug"),
        "alias": ("compound", "alias"),
        "deal": ("payer", "payee", "kind"),
        "financial": ("metric", "value"),
        "guidance": ("metric", "low", "high"),
        "person_role": ("person",),
        "count": (),
    }
)
"""Family -> the arguments without which a claim of it says nothing."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated release: its id, the claims that must be found, those that may be, and the names that stand for one another;
    issuer and date (ISO) where the gold has them.
    """

    id: str
    required: tuple[Claim, ...]
    optional: tuple[Claim, ...]
    aliases: Mapping[str, tuple[str, ...]]
    issuer: str = ""
    date: str = ""

    def of(self, family: str) -> tuple[list[Claim], list[Claim]]:
        """The claims of one family: those that must be found, those that may be."""
        required = [claim for claim in self.required if claim["family"] == family]
        return required, [claim for claim in self.optional if claim["family"] == family]


def load_gold(folder: Path) -> dict[str, Gold]:
    """The annotated releases of a folder by id. Raises DataError naming every fault of every file, or that there is no file."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise DataError([f"{folder}: no gold here; expected files NAME.json, one per release"])
    out, faults = {}, []
    for file in files:
        try:
            gold = _gold(json.loads(file.read_text("utf-8")), file.stem)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            faults.append(f"{file}: not a gold file: {type(error).__name__} {error}; expected an object with id, entity_aliases and facts")
        else:
            out[gold.id] = gold
            faults += [f"{file}: {fault}" for fault in _faults(gold)]
    if faults:
        raise DataError(faults)
    return out


def _faults(gold: Gold) -> Iterator[str]:
    """What is wrong with the claims of a release."""
    for claim in (*gold.required, *gold.optional):
        family = claim["family"]
        if family not in NEEDED:
            yield str(no_such("family", str(family), NEEDED))
        elif missing := [name for name in NEEDED[family] if claim.get(name) in (None, "")]:
            told = ", ".join(f"{k} {v}" for k, v in claim.items() if isinstance(v, str) and k not in ("family", "polarity", "status"))
            yield f"a {family} fact without {' and '.join(missing)} ({told or 'no arguments'}); add it or remove the fact"


def _gold(data: Mapping[str, Any], stem: str) -> Gold:
    claims = [_claim(fact) for fact in data["facts"]]
    required = tuple(c for c in claims if not c.get("optional"))
    optional = tuple(c for c in claims if c.get("optional"))
    aliases = {name: tuple(others) for name, others in data.get("entity_aliases", {}).items()}
    return Gold(data.get("id", stem), required, optional, aliases, data.get("issuer") or "", str(data.get("date") or ""))


def _claim(fact: Mapping[str, Any]) -> Claim:
    """A gold fact in the words of `facts.jsonl`: some gold says achieved, name_or_nct, amount_usd."""
    out = {key.removesuffix("_usd"): value for key, value in fact.items()}
    out["status"] = {"achieved": "actual"}.get(out.get("status", "actual"), out.get("status", "actual"))
    if "name_or_nct" in out:
        named = out.pop("name_or_nct")
        out["nct" if str(named).startswith("NCT") else "name"] = named
    return out


def gold_of(golds: Mapping[str, Gold], names: Iterable[str], release: Release | None = None) -> Gold | None:
    """The gold of the release that goes by any of `names`: the id itself, or an id that the name begins with (`d01` for `d01-title`);
    else the one with the issuer and date of the release, when there is just one.
    """
    given = list(names)
    exact = next((golds[n] for n in given if n in golds), None)
    return exact or next((g for i, g in sorted(golds.items()) for n in given if n.startswith(f"{i}-")), None) or _issued(golds, release)


def _issued(golds: Mapping[str, Gold], release: Release | None) -> Gold | None:
    if release is None or release.date is None or not release.issuer:
        return None
    same = [g for g in golds.values() if g.date == release.date.isoformat() and short_name(g.issuer) == short_name(release.issuer)]
    return same[0] if len(same) == 1 else None
