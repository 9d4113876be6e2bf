"""KGX: a knowledge graph in the categories and predicates of the Biolink Model, as TSV and as JSON lines
(https://github.com/biolink/kgx/blob/master/docs/kgx_format.md). No promise is an edge, and no denial one that holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from triplewire import vocab
from triplewire.export import network as networks
from triplewire.export.biolink import SURE, Naming, identifiers, naming, predicate
from triplewire.export.losses import Limit, Tally
from triplewire.export.network import Edge, Network, Thing
from triplewire.export.source import Source

Record = Mapping[str, str | float | bool | list[str]]

UNTYPED = Limit("things without a category", "the Biolink Model has no category for them")
UNSAID = Limit("edges without a predicate", "the Biolink Model has no predicate for them, or no category for one of their ends")
PROMISES = Limit("promises", "an edge holds, and what is expected does not hold yet")
DENIALS = Limit("denials", "only a wider predicate is there, and that something is not so does not say that nothing wider is so")
BROADER = Limit("broader identifiers", "an identifier of something wider is not one of the thing")
ATTRIBUTES = Limit("attributes of things", "no slot of the Biolink Model is for them")
ABOUT = Limit("qualifiers", "no slot of the Biolink Model is for what narrows a claim, but for its disease")
TIMES = Limit("times", "no slot of the Biolink Model is for when something came about")
PLACES = Limit("places of evidence", "the words are there; where in the release they stand is not")
MENTIONS = Limit("mentions", "the words that name one end of an edge are in the words that say it")
HEDGES = Limit("hedges, flags and rules", "no slot of the Biolink Model is for them")
LIMITS = (*networks.LIMITS, UNTYPED, UNSAID, PROMISES, DENIALS, BROADER, ATTRIBUTES, ABOUT, TIMES, PLACES, MENTIONS, HEDGES)

BARS = Limit("bars in lists", "| parts the members of a list, and nothing can escape it; within a member it is a broken bar")
BREAKS = Limit("tabs and line ends", "a tab parts cells and a line end rows, and nothing can escape them; each is a space")
TSV_LIMITS = (*LIMITS, BARS, BREAKS)

NODE_COLUMNS = ("id", "category", "name", "synonym", "xref", "iri", "provided_by", "publication_type", "creation_date")
EDGE_COLUMNS = (
    "id",
    "category",
    "subject",
    "predicate",
    "object",
    "negated",
    "knowledge_level",
    "agent_type",
    "primary_knowledge_source",
    "publications",
    "supporting_text",
    "has_confidence_score",
    "disease_context_qualifier",
    "original_predicate",
    "description",
)
INFORES = "infores:triplewire"
HOW: Mapping[str, tuple[str, str]] = {
    "stated": ("knowledge_assertion", "text_mining_agent"),
    "described": ("knowledge_assertion", "text_mining_agent"),
    "nomenclature": ("logical_entailment", "automated_agent"),
    "background": ("knowledge_assertion", "manual_agent"),
    "inferred": ("logical_entailment", "automated_agent"),
}
"""By the basis of an edge, its knowledge level and who made it."""


def tsv(source: Source, tally: Tally) -> Iterator[tuple[str, Iterable[str]]]:
    """`nodes.tsv` and `edges.tsv`. A cell that is not there is empty; `negated` is empty where it would be false, because KGX takes every
    word for true.
    """
    return _files(source, tally, "tsv", _table)


def jsonl(source: Source, tally: Tally) -> Iterator[tuple[str, Iterable[str]]]:
    """`nodes.jsonl` and `edges.jsonl`, an object a line."""
    return _files(source, tally, "jsonl", _lines)


Layout = Callable[[Iterable[Record], Sequence[str], Tally], Iterator[str]]


def _files(source: Source, tally: Tally, ending: str, layout: Layout) -> Iterator[tuple[str, Iterable[str]]]:
    graph = Network(source)
    graph.lose_layers(tally)
    names = naming(graph)
    yield f"nodes.{ending}", layout(_nodes(graph, names, tally), NODE_COLUMNS, tally)
    yield f"edges.{ending}", layout(_edges(graph, names, tally), EDGE_COLUMNS, tally)


def _lines(records: Iterable[Record], _columns: Sequence[str], _tally: Tally) -> Iterator[str]:
    return (json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _table(records: Iterable[Record], columns: Sequence[str], tally: Tally) -> Iterator[str]:
    yield "\t".join(columns) + "\n"
    for record in records:
        yield "\t".join(_cell(record.get(column, ""), str(record["id"]), tally) for column in columns) + "\n"


def _cell(value: str | float | bool | list[str], where: str, tally: Tally) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    members = value if isinstance(value, list) else [str(value)]
    bars = sum(member.count("|") for member in members) if isinstance(value, list) else 0
    tally.lose(BARS.what, f"{where} {members}", bars)
    text = "|".join(m.replace("|", "\u00a6") for m in members) if isinstance(value, list) else members[0]
    breaks = sum(text.count(c) for c in "\t\n\r")
    tally.lose(BREAKS.what, f"{where} {text!r}", breaks)
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def _nodes(graph: Network, names: Naming, tally: Tally) -> Iterator[Record]:
    for thing in graph.things():
        if thing.iri not in names.ids:
            tally.lose(UNTYPED.what, f"{vocab.curie(thing.iri)} ({' '.join(thing.classes)})")
            continue
        tally.wrote("nodes")
        yield _node(thing, names, tally)


def _node(thing: Thing, names: Naming, tally: Tally) -> Record:
    own, name, category = vocab.curie(thing.iri), names.ids[thing.iri], names.categories[thing.iri]
    xrefs = [x for x in identifiers(thing) if x != name]
    record: dict[str, str | float | bool | list[str]] = {"id": name, "category": [category], "name": thing.label}
    record |= {"synonym": list(thing.names), "xref": xrefs, "iri": thing.iri, "provided_by": [INFORES]}
    left = dict(thing.literals)
    if category == "biolink:Publication":
        record["publication_type"] = ["dcmitype:Text"]
        record["creation_date"] = next((v.value for v in left.pop("issued", ())), "")
    tally.lose(BROADER.what, f"{own} {' '.join(map(vocab.curie, thing.broad))}", len(thing.broad))
    for key, values in left.items():
        tally.lose(ATTRIBUTES.what, f"{own} {key} {values[0].value}", len(values))
    return {key: value for key, value in record.items() if value not in ("", [])}


def _edges(graph: Network, names: Naming, tally: Tally) -> Iterator[Record]:
    seen: set[tuple[str, str, str]] = set()
    for edge in graph.edges(tally):
        record = _edge(edge, names, tally)
        if record is None:
            continue
        key = (str(record["subject"]), str(record["predicate"]), str(record["object"]))
        if edge.basis == "inferred" and key in seen:
            continue  # two of our properties, one of Biolink's: what a narrower one says is said already
        if "negated" not in record:
            seen.add(key)
        tally.wrote("edges")
        yield record


def _edge(edge: Edge, names: Naming, tally: Tally) -> Record | None:
    """The record of an edge, None when there is none; counts what is lost of it."""
    rule = predicate(edge.predicate, names.categories.get(edge.object, ""))
    words = f"{edge.id}: {' '.join(map(vocab.curie, (edge.subject, edge.predicate, edge.object)))}"
    if edge.claim == "expected":
        tally.lose(PROMISES.what, words)
    elif rule is None or edge.subject not in names.ids or edge.object not in names.ids:
        tally.lose(UNSAID.what, words)
    elif edge.claim == "denied" and rule.match not in SURE:
        tally.lose(DENIALS.what, words)
    else:
        return _record(edge, rule.biolink, names, tally)
    return None


def _record(edge: Edge, name: str, names: Naming, tally: Tally) -> Record:
    level, agent = HOW[edge.basis]
    record: dict[str, str | float | bool | list[str]] = {
        "id": edge.id,
        "category": ["biolink:Association"],
        "subject": names.ids[edge.subject],
        "predicate": name,
        "object": names.ids[edge.object],
        "knowledge_level": level,
        "agent_type": agent,
        "primary_knowledge_source": INFORES,
        "publications": [vocab.curie(vocab.release(edge.release))] if edge.release and edge.basis != "nomenclature" else [],
        "supporting_text": [e.quote for e in edge.evidence if not e.role],
        "has_confidence_score": round(edge.fact.confidence, 3) if edge.fact else "",
        "disease_context_qualifier": _disease(edge, names),
        "original_predicate": vocab.curie(edge.predicate),
        "description": edge.source or (f"inferred by rule {edge.rule}" if edge.basis == "inferred" else ""),
    }
    if edge.claim == "denied":
        record["negated"] = True
    _lose(edge, str(record["disease_context_qualifier"]), tally)
    return {column: record[column] for column in EDGE_COLUMNS if record.get(column, "") not in ("", [])}


def _disease(edge: Edge, names: Naming) -> str:
    """The one disease that a claim is about, where it is known to be one."""
    found = [iri for iri in edge.about.get("aboutIndication", ()) if names.categories.get(iri) == "biolink:Disease"]
    return names.ids[found[0]] if found else ""


def _lose(edge: Edge, disease: str, tally: Tally) -> None:
    about = sum(map(len, edge.about.values())) - bool(disease)
    tally.lose(ABOUT.what, f"{edge.id}: {' '.join(edge.about)}", about)
    fact = edge.fact
    if fact is None:
        return
    tally.lose(TIMES.what, f"{edge.id}: {fact.when.text if fact.when else ''}", bool(fact.when))
    tally.lose(PLACES.what, f"{edge.id}: {fact.evidence[0].start}-{fact.evidence[0].end}", len(fact.evidence))
    tally.lose(MENTIONS.what, f"{edge.id}: {[e.quote for e in fact.evidence if e.role]}", sum(bool(e.role) for e in fact.evidence))
    more = [*filter(None, (fact.hedge, fact.rule)), *fact.flags]
    tally.lose(HEDGES.what, f"{edge.id}: {' '.join(more)}", len(more))
