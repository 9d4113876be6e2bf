"""The mappings of the ontology as an SSSOM table."""

from __future__ import annotations

from triplewire import vocab
from triplewire.terms.read import about, terms

COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
JUSTIFICATION = "semapv:ManualMappingCuration"


def mappings() -> str:
    """`ontology/mappings/terms.sssom.tsv`: every match that the ontology states, sorted, with the prefixes that it uses."""
    rows = sorted((t.name, t.label, f"skos:{m.relation}Match", m.curie, JUSTIFICATION) for t in terms() for m in t.matches)
    used = {cell.partition(":")[0] for row in rows for cell in (row[0], row[2], row[3], row[4])}
    head = ["#curie_map:", *(f"#  {p}: {vocab.prefixes()[p]}" for p in sorted(used))]
    head += [
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
        f"#mapping_set_id: {vocab.ONTOLOGY}/mappings/terms.sssom.tsv",
        f"#mapping_set_version: {about()['owl:versionInfo']}",
        "#mapping_set_title: Terms of the Triplewire ontology and their counterparts elsewhere",
    ]
    return "".join(f"{line}\n" for line in [*head, "\t".join(COLUMNS), *("\t".join(row) for row in rows)])
