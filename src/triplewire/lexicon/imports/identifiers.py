"""Identifiers of public term lists as CURIEs of ours."""

from __future__ import annotations

from triplewire import vocab
from triplewire.lexicon.checks import curie_fault
from triplewire.lexicon.imports.sheet import settings


def curie(identifier: str, prefix: str = "") -> str:
    """The identifier as a CURIE under the prefixes of `data/prefixes.json`: written as a CURIE in any case or under another list's
    prefix, as an IRI, with `_` for the colon, or bare with `prefix` given. It need not be a sound one.

    >>> curie("DOID:5409"), curie("http://purl.obolibrary.org/obo/DOID_5409"), curie("ORDO:558"), curie("5409", "doid")
    ('doid:5409', 'doid:5409', 'orphanet:558', 'doid:5409')
    """
    for known, space in vocab.prefixes().items():
        if identifier.startswith(space) and not curie_fault(f"{known}:{identifier[len(space) :]}"):
            return f"{known}:{identifier[len(space) :]}"
    head, colon, local = identifier.partition(":")
    if not colon:
        head, colon, local = identifier.partition("_")
    if colon and not identifier.startswith("http"):
        return f"{_prefix(head)}:{local}"
    return f"{prefix}:{identifier}" if prefix and identifier else identifier


def _prefix(written: str) -> str:
    low = written.lower()
    return str(settings()["prefixes"].get(low, low))
