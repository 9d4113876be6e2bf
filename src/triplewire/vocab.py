"""What things are called: namespaces, prefixes, kinds of IRIs and slugs (DESIGN 3.4). Plain strings; no RDF library."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import quote, unquote

from triplewire import resources

TW = "https://w3id.org/triplewire/ontology#"
ONTOLOGY = "https://w3id.org/triplewire/ontology"
ID = "https://w3id.org/triplewire/id/"
GRAPH = "https://w3id.org/triplewire/graph/"

GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda", "μ": "mu", "ω": "omega"}

STAGES = ("Preclinical", "IND", "Phase 1", "Phase 1/2", "Phase 2", "Phase 2/3", "Phase 3", "Phase 4", "Filed", "Approved")
"""The stages of development, from the earliest to the last (DESIGN 3.3)."""

PHASES = tuple(stage for stage in STAGES if stage.startswith("Phase"))
"""The stages in which people are treated."""


@cache
def prefixes() -> dict[str, str]:
    """Prefix -> namespace, from `data/prefixes.json`, sorted by prefix: the only prefix map the product uses."""
    text = resources.path("data", "prefixes.json").read_text("utf-8")
    return dict(sorted(json.loads(text).items()))


def slug(name: str) -> str:
    """A readable, stable slug: lower case, Greek letters spelled out, accents dropped, runs of other characters as one hyphen.

    >>> slug("HER2+ breast cancer"), slug("NVT-101"), slug("αvβ3")
    ('her2-positive-breast-cancer', 'nvt-101', 'alphavbeta3')
    """
    text = unicodedata.normalize("NFKC", name).lower()
    for letter, word in GREEK.items():
        text = text.replace(letter, word)
    text = re.sub(r"(?<=[a-z0-9])\+", "-positive ", text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    out = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    # A name without a Latin letter or digit still needs a slug of its own, or all such names would be one thing.
    return out or (f"u{hashlib.sha256(name.strip().encode('utf-8', 'replace')).hexdigest()[:10]}" if name.strip() else "unnamed")


def entity(kind: str, name: str) -> str:
    """The IRI of a named thing, e.g. `entity("compound", "NVT-101")`."""
    return f"{ID}{kind}/{slug(name)}"


def release(name: str) -> str:
    """The IRI of a release by its id; anything unusual in the id is percent-encoded."""
    return f"{ID}release/{quote(name.encode('utf-8', 'replace'), safe='-._~')}"


def release_id(iri: str) -> str:
    """The id of the release that `release` made an IRI of."""
    return unquote(iri.rsplit("/", 1)[-1])


def term(name: str) -> str:
    """The IRI of an ontology term, e.g. `term("hasTarget")`."""
    return TW + name


def curie_to_iri(curie: str) -> str:
    """The full IRI of a CURIE. Raises KeyError when its prefix is not in `data/prefixes.json`."""
    prefix, _, local = curie.partition(":")
    return prefixes()[prefix] + local


@lru_cache(maxsize=1 << 16)
def curie(iri: str) -> str:
    """The shortest name under the pinned prefixes: that of the longest namespace that fits; the IRI itself when none does.

    >>> curie("https://w3id.org/triplewire/ontology#Compound")
    'tw:Compound'
    """
    fits = [(len(space), prefix) for prefix, space in prefixes().items() if iri.startswith(space) and iri != space]
    if not fits:
        return iri
    size, prefix = max(fits)
    return f"{prefix}:{iri[size:]}"
