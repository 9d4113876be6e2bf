"""The identifiers of the lexicons as SSSOM mapping sets, one for each type. `python -m triplewire.lexicon.groundings` writes them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from triplewire import resources, vocab
from triplewire.lexicon.checks import curies
from triplewire.lexicon.loading import lexicon_files, read_rows
from triplewire.lexicon.tables import render
from triplewire.lexicon.term import Term, attributes

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "compound": "compound",
        "indication": "indication",
        "linker": "linker",
        "organization": "orgn",
        "payload": "payload",
        "target": "target",
        "trial_name": "trial",
    }
)
"""Type of term -> CURIE prefix of its entities, for the types that have identifiers."""

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_tool",
    "comment",
)

EXACT, BROAD = "skos:exactMatch", "skos:broadMatch"
LEXICAL, CURATED = "semapv:LexicalMatching", "semapv:ManualMappingCuration"
AUTHOR, TOOL = "Triplewire contributors", "triplewire.lexicon"


def object_label(head: Term, forms: Iterable[Term]) -> str:
    """The label that the identifier itself carries: the row's `label`, else the international name, else the name."""
    own = attributes(head.note)
    inn = next((t.form for t in forms if attributes(t.note).get("kind") == "inn"), head.name)
    return own.get("label", inn)


def _rows(head: Term, forms: list[Term]) -> list[tuple[str, ...]]:
    own = attributes(head.note)
    label = object_label(head, forms)
    same = label == head.name and "paired" not in head.note
    subject = f"{KINDS[head.type]}:{vocab.slug(head.name)}"
    predicate = BROAD if own.get("match") == "broad" else EXACT
    reason = (LEXICAL, "", TOOL) if same else (CURATED, AUTHOR, "")
    return [(subject, head.name, predicate, curie, label, *reason, head.source) for curie in curies(head)]


def mappings(kind: str) -> list[tuple[str, ...]]:
    """The mappings of one type of the shipped lexicons, in the order of COLUMNS, sorted."""
    files = lexicon_files(resources.path("data", "lexicons"))
    terms = [t for file in files for _, t in read_rows(file) if t.type == kind]
    forms: dict[str, list[Term]] = {}
    for term in terms:
        forms.setdefault(term.name, []).append(term)
    return sorted(row for term in terms if term.canonical for row in _rows(term, forms[term.name]))


def sssom(kind: str) -> str:
    """The SSSOM file of one type: metadata as comments, then the mappings."""
    rows = mappings(kind)
    used = sorted({cell.partition(":")[0] for row in rows for cell in (row[0], row[2], row[3], row[5])})
    head = [
        f"#mapping_set_id: {vocab.ONTOLOGY.rpartition('/')[0]}/mappings/{kind}",
        f"#mapping_set_title: Identifiers of {kind.replace('_', ' ')}s",
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
        "#comment: written by python -m triplewire.lexicon.groundings from data/lexicons; edit there",
        "#curie_map:",
        *(f"#  {prefix}: {vocab.prefixes()[prefix]}" for prefix in used),
    ]
    return render(head, COLUMNS, rows)


def write(folder: Path) -> list[Path]:
    """Writes one SSSOM file for each type into `folder`; returns them."""
    out = []
    for kind in sorted(KINDS):
        file = folder / f"{kind}.sssom.tsv"
        file.write_text(sssom(kind), "utf-8")
        out.append(file)
    return out


if __name__ == "__main__":
    for written in write(resources.path("data", "groundings")):
        sys.stdout.write(f"{written}\n")
