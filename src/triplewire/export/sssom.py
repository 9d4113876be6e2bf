"""SSSOM: which public identifier each thing of the graph has, and why (https://mapping-commons.github.io/sssom/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from triplewire import resources, vocab
from triplewire.export.biolink import main_class
from triplewire.export.lines import csv_line
from triplewire.export.losses import Limit, Tally
from triplewire.export.network import Network, Thing
from triplewire.export.source import Source
from triplewire.lexicon.tables import read_table

COLUMNS = (
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "object_source",
    "mapping_tool",
    "comment",
)
UNMAPPED = Limit("facts", "a mapping set has identifiers, not what is said")
NAMELESS = Limit("things without an identifier", "no register that the lexicons know of has them")
UNKNOWN = Limit("identifiers of unknown registers", "their prefix is not in data/prefixes.json, and an entity is a CURIE")
BREAKS = Limit("tabs and line ends", "readers take what begins a line for a row; each is a space")
LIMITS = (UNMAPPED, NAMELESS, UNKNOWN, BREAKS)

HEAD = """\
#mapping_set_id: https://w3id.org/triplewire/mappings/graph
#mapping_set_title: Public identifiers of the things of a graph
#license: https://creativecommons.org/publicdomain/zero/1.0/
"""
TOOL = "triplewire"
UNREGISTERED = frozenset({"cik", "ema.orphan", "fda.orphan"})
"""Prefixes of our own for registers that bioregistry does not list."""
REGISTRY = {"nct": "clinicaltrials"}
"""What bioregistry calls a prefix, where that is not what we call it."""


def sssom(source: Source, tally: Tally) -> Iterator[str]:
    """One mapping a line, sorted by subject, predicate and object; why is what the shipped mapping sets say of it (`data/groundings/`),
    else that the release or a reference table itself has the identifier. Cells are quoted as in CSV, which is how sssom-py reads them.
    """
    graph = Network(source)
    facts = source.facts
    tally.lose(UNMAPPED.what, facts[0].id if facts else "", len(facts))
    yield HEAD
    yield from _prefixes(graph)
    yield "\t".join(COLUMNS) + "\n"
    for thing in graph.things():
        if not thing.exact and not thing.broad:
            tally.lose(NAMELESS.what, vocab.curie(thing.iri))
        for literal in thing.literals.get("identifier", ()):
            tally.lose(UNKNOWN.what, f"{vocab.curie(thing.iri)} {literal.value}")
        for row in _rows(thing):
            tally.wrote("mappings")
            yield csv_line((_cell(row.get(column, ""), tally) for column in COLUMNS), "\t")


def _prefixes(graph: Network) -> Iterator[str]:
    used = {"semapv", "skos", "tw"}
    for thing in graph.things():
        found = (*thing.exact, *thing.broad)
        used |= {vocab.curie(iri).partition(":")[0] for iri in (*found, thing.iri) if found}
        used |= {"bioregistry"} if any(_source(vocab.curie(iri)) for iri in found) else set()
    yield "#curie_map:\n"
    yield from (f"#  {prefix}: {vocab.prefixes()[prefix]}\n" for prefix in sorted(used))


def _rows(thing: Thing) -> Iterator[Mapping[str, str]]:
    own = vocab.curie(thing.iri)
    for predicate, iris in (("skos:broadMatch", thing.broad), ("skos:exactMatch", thing.exact)):
        for name in sorted(map(vocab.curie, iris)):
            row = {"subject_id": own, "subject_label": thing.label, "subject_category": main_class(thing)}
            row |= {"predicate_id": predicate, "object_id": name, "object_source": _source(name)}
            yield row | (_shipped().get((own, name)) or _unshipped(thing))


def _unshipped(thing: Thing) -> dict[str, str]:
    """Why a thing has an identifier that no shipped mapping set gives it."""
    if thing.kind == "trial":
        return {"mapping_justification": "semapv:LexicalMatching", "mapping_tool": TOOL, "comment": "the release has the number"}
    if thing.kind in ("designation", "record"):
        return {"mapping_justification": "semapv:ManualMappingCuration", "author_label": "Triplewire contributors"}
    return {"mapping_justification": "semapv:UnspecifiedMatching", "mapping_tool": TOOL}


def _source(name: str) -> str:
    prefix = name.partition(":")[0]
    return "" if prefix in UNREGISTERED else f"bioregistry:{REGISTRY.get(prefix, prefix)}"


@cache
def _shipped() -> Mapping[tuple[str, str], dict[str, str]]:
    """What the shipped mapping sets say of a subject and an object."""
    wanted = ("object_label", "mapping_justification", "author_label", "mapping_tool", "comment")
    rows = (row for file in resources.files("data/groundings", "*.sssom.tsv") for row in read_table(file).dicts())
    return {(row["subject_id"], row["object_id"]): {column: row[column] for column in wanted} for row in rows}


def _cell(text: str, tally: Tally) -> str:
    breaks = sum(text.count(c) for c in "\t\n\r")
    tally.lose(BREAKS.what, repr(text), breaks)
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
