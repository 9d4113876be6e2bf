"""What things, edges and identifiers are in the Biolink Model: `data/mappings/biolink.tsv`, read and asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from triplewire import resources, vocab
from triplewire.export.network import Network, Thing
from triplewire.lexicon.tables import read_table

COLUMNS = ("kind", "ours", "needs", "biolink", "match", "why")
SURE = frozenset({"exact", "close"})
"""How near a predicate must be for a denial to be one of it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the mapping file: what ours is in the Biolink Model ("" for nothing), how near, and why."""

    kind: str
    ours: str
    needs: tuple[str, ...]
    biolink: str
    match: str
    why: str


@cache
def rules(kind: str) -> tuple[Rule, ...]:
    """The rules of a kind (`class`, `property`, `identifier`), in the order of the file. Raises DataError when it cannot be read."""
    table = read_table(resources.path("data", "mappings", "biolink.tsv"), COLUMNS)
    return tuple(Rule(r["kind"], r["ours"], tuple(r["needs"].split()), *_rest(r)) for r in table.dicts() if r["kind"] == kind)


def _rest(row: dict[str, str]) -> tuple[str, str, str]:
    return row["biolink"], row["match"], row["why"]


def category(thing: Thing) -> str:
    """The category of a thing, "" when Biolink has none for it."""
    has = {vocab.curie(iri).partition(":")[0] for iri in thing.exact}
    return next((rule.biolink for rule in _classes(thing) if not rule.needs or has & {*rule.needs}), "")


def main_class(thing: Thing) -> str:
    """The class of a thing that the mapping file speaks of, as a CURIE: `tw:Compound`, whatever else a compound is."""
    return next((rule.ours for rule in _classes(thing)), f"tw:{thing.classes[0]}")


def _classes(thing: Thing) -> Iterator[Rule]:
    return (rule for rule in rules("class") if rule.ours.removeprefix("tw:") in thing.classes)


def predicate(iri: str, object_category: str) -> Rule | None:
    """The rule for an edge of a property to a thing of a category; None when Biolink has no predicate for it."""
    ours = vocab.curie(iri)
    fits = (r for r in rules("property") if r.ours == ours and (not r.needs or object_category in r.needs))
    found = next(fits, None)
    return found if found and found.biolink else None


def identifiers(thing: Thing, of: str = "") -> Iterator[str]:
    """The public identifiers of a thing as CURIEs that Biolink knows, the preferred ones first; with a category `of` only those that may
    name a thing of it.
    """
    names = sorted(vocab.curie(iri) for iri in thing.exact)
    known = [rule.ours for rule in rules("identifier")]
    for rule in rules("identifier"):
        if not of or of in rule.needs:
            yield from (_spelled(rule, name) for name in names if name.partition(":")[0] == rule.ours)
    if not of:
        yield from (name for name in names if name.partition(":")[0] not in known)


def _spelled(rule: Rule, name: str) -> str:
    return rule.biolink + name.partition(":")[2] if rule.biolink else name


@dataclass(frozen=True, slots=True)
class Naming:
    """What things are called in the Biolink Model: the id and the category of each by its IRI, for those that have a category."""

    ids: dict[str, str]
    categories: dict[str, str]


def naming(network: Network) -> Naming:
    """The ids of things: the preferred public identifier, unless two things have it, for then either keeps our own CURIE."""
    categories = {thing.iri: found for thing in network.things() if (found := category(thing))}
    wanted = {iri: next(identifiers(network.thing(iri), of), "") for iri, of in categories.items()}
    times = Counter(filter(None, wanted.values()))
    ids = {iri: name if times[name] == 1 else vocab.curie(iri) for iri, name in wanted.items()}
    return Naming(ids, categories)
