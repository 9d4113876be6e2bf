"""Front pages of builds that there are not: any words, and as many rows as are wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from triplewire.draw.front import Company, Compound, Found, Front, New

PLENTY = 100
"""So many rows fill every list of the page."""
Words = Callable[[str, int], str]


def invented(field: str, number: int) -> str:
    """Words as a build has them."""
    if field == "day":
        return date(2020 + number % 9, 1 + number % 12, 1 + number % 28).isoformat()
    known = {"severity": ("violation", "warning", "info"), "kind": ("stage-conflict", "silent-programme", "no-date", "trial-phase")}
    if field in known:
        return known[field][number % len(known[field])]
    return {"compound": "NVT-", "company": "Norvane Therapeutics ", "title": "Norvane Therapeutics Reports Progress "}.get(
        field, f"{field} "
    ) + str(number)


def front_of(words: Words = invented, rows: int = PLENTY, *, in_all: int = 1_000_000) -> Front:
    """A front page with so many rows in each list, all of whose texts are what `words` gives for the name of a
    field and a number.
    """
    every = range(rows)
    keys = ("releases", "facts", "triples", "findings", "quarantined", "repairs", "ungrounded")
    return Front(
        words("version", 0),
        (*((key, in_all + n) for n, key in enumerate(keys)), *((words("count", n), n) for n in every[:3])),
        date(2030, 1, 31),
        words("day", 0),
        words("day", 1),
        tuple(Found(words("severity", n // 4), words("kind", n), in_all - n, words("example", n)) for n in every),
        tuple((words("file", n), words("reason", n), words("message", n)) for n in every),
        tuple((words("state", n), in_all // (n + 1)) for n in every[:12]),
        tuple((words("family", n), in_all // (n + 1)) for n in every[:18]),
        tuple(Company(words("company", n), in_all - n, words("day", n), words("day", n + 1)) for n in every),
        in_all,
        tuple(Compound(words("compound", n), in_all - n, tuple(words("developer", n + k) for k in range(n % 5)), n % 3) for n in every),
        in_all,
        tuple(New(words("day", n), words("issuer", n), words("title", n), words("id", n)) for n in every),
    )
