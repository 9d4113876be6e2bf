"""The sidecar `NAME.meta.toml`: what a person knows about a release beats what the text seems to say."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from triplewire.errors import InputError

KEYS = ("date", "id", "issuer", "place", "source", "title", "wire")


def values_of(file: Path, data: bytes) -> dict[str, Any]:
    """The values in the bytes of a sidecar; `date` is a date. Raises InputError, reason `sidecar`, naming every fault."""
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{file}: not readable as TOML: {error}", "sidecar") from error
    faults = [f"unknown key {k!r}; known: {', '.join(KEYS)}" for k in sorted(values) if k not in KEYS]
    if "date" in values:
        values["date"] = _date(values["date"])
        faults += ["date must be a day such as 2010-10-28"] if values["date"] is None else []
    faults += [f"{k} must be a string in quotes" for k in sorted(values) if k in KEYS and k != "date" and not isinstance(values[k], str)]
    if faults:
        raise InputError("\n".join(f"{file}: {fault}" for fault in faults), "sidecar")
    return values


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
