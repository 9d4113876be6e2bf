"""Names of RDF that prove what they name: the artifact codes of trusty URIs, module RA. https://trustyuri.net (Kuhn and Dumontier 2014)"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import NamedTuple

UNKNOWN = "RA" + "_" * 43
"""Stands for the code in IRIs while it is not known; as long as a code, and none that a digest is likely to give."""
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Text(NamedTuple):
    """A literal: its characters, and its datatype or its language."""

    value: str
    datatype: str = XSD_STRING
    language: str = ""


class Row(NamedTuple):
    """A quad: graph, subject, predicate and object; IRIs as text."""

    graph: str
    subject: str
    predicate: str
    value: str | Text

    def named(self, old: str, new: str) -> Row:
        """The same with `new` for `old` in every IRI."""
        value = self.value.replace(old, new) if isinstance(self.value, str) else self.value
        return Row(self.graph.replace(old, new), self.subject.replace(old, new), self.predicate.replace(old, new), value)


def artifact_code(rows: Iterable[Row], own: str = UNKNOWN) -> str:
    """The code of a set of quads whose IRIs hold `own` where the code stands: `RA` and the SHA-256 of the quads in base64url.

    Before that `own` is a blank, and the quads are sorted by the bytes of graph, subject, predicate and object, IRIs before literals.
    """
    blanked = {row.named(own, " ") for row in rows}
    text = "".join(f"{row.graph}\n{row.subject}\n{row.predicate}\n{_written(row.value)}\n" for row in sorted(blanked, key=_order))
    return "RA" + base64.urlsafe_b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii").rstrip("=")


def _order(row: Row) -> tuple[bytes, ...]:
    value = row.value
    last = (b"0", _bytes(value)) if isinstance(value, str) else (b"1", _bytes(value.value), *_kind(value))
    return (_bytes(row.graph), _bytes(row.subject), _bytes(row.predicate), *last)


def _kind(text: Text) -> tuple[bytes, bytes]:
    """Literals with a language come before those with a datatype."""
    return (b"", _bytes(text.language)) if text.language else (_bytes(text.datatype), b"")


def _written(value: str | Text) -> str:
    if isinstance(value, str):
        return value
    escaped = value.value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{value.language.lower()} {escaped}" if value.language else f"^{value.datatype} {escaped}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")
