"""A release: who put what out when. Unknown stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Release:
    """What is known about one press release, apart from its words.

    `id` is a readable slug, stable for the same input file. `sha256` is the digest of the raw text's UTF-8 bytes: the text
    that every offset refers to. `date` is None when neither the text nor a sidecar gives one; it is never "today". `shown` is the
    name that the facts of all releases have for the issuer, "" before that is settled.
    """

    id: str
    sha256: str
    title: str = ""
    issuer: str = ""
    date: date | None = None
    place: str = ""
    wire: str = ""
    source: str = ""
    file: str = ""
    aliases: tuple[str, ...] = ()
    shown: str = ""
