"""The whole of triplification: releases, then facts one by one, then the names that nodes ended up with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, Quad

from triplewire import vocab
from triplewire.errors import no_such
from triplewire.issuers import heads
from triplewire.model import Document, Edit, Evidence, Fact, Release
from triplewire.triplify import reference
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.rdf import ALT_LABEL, LABEL, TYPE, day, decimal, graph, index, name, number, safe, text
from triplewire.triplify.sheet import Desk, Sheet, commonest, release_graph, release_node, used
from triplewire.triplify.statement import holds, write_denial, write_direct, write_names, write_statement, write_window


def triplify(documents: Sequence[Document], facts: Sequence[Fact]) -> list[Quad]:
    """The quads of the releases and facts, each once, in no blank nodes, sorted by graph, subject, predicate and object.

    Graphs: `release/<id>`, `background` (derived facts), `mappings`, `ontology` (labels of the terms used); see
    docs/reference/graph-model.md. A fact whose release is not among the documents still gets its statement. Raises
    NotFoundError for a family that no rule turns into triples.
    """
    by_id, own = {d.release.id: d for d in documents}, defaultdict[str, list[Fact]](list)
    for fact in facts:
        own[fact.release].append(fact)
    issuers = {name: head.issuer for name, head in heads((d.release for d in by_id.values()), facts).items()}
    sheets = [written(by_id.get(name), own[name], issuers.get(name, "")) for name in dict.fromkeys([*by_id, *own])]
    quads = {quad for sheet in sheets for quad in sheet.quads}
    quads.update(labels([called for sheet in sheets for called in sheet.called.items()]))
    return sorted({*quads, *reference.described(used(quads))}, key=_order)


def written(document: Document | None, facts: Iterable[Fact], issuer: str) -> Sheet:
    """What one release gives rise to, but for labels: its own quads, and by which names things go there. Of the document only the
    release and its repairs are looked at; None stands for one that is not at hand. `issuer` is the name that facts have for the
    company, "" when it is not known. Raises NotFoundError for a family that no rule turns into triples.
    """
    sheet, node = Sheet(), None
    if document is not None:
        node = _issuer(sheet, document.release, issuer)
        _write_release(sheet, document.release, node)
        for edit in document.repairs:
            _write_repair(sheet, document.release.id, edit)
    for fact in facts:
        _write_fact(sheet, fact, document, node)
    return sheet


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object))


def _issuer(sheet: Sheet, release: Release, shown: str) -> NamedNode | None:
    """The issuer of a release, as one node under all names that the release gives it."""
    if not shown:
        return None
    node = sheet.entity("organization", shown, release_graph(release.id))
    for words in (release.issuer, *release.aliases):
        sheet.call(node, words, release_graph(release.id), weight=0)
    return node


def _write_release(sheet: Sheet, release: Release, issuer: NamedNode | None) -> None:
    node, where = release_node(release.id), release_graph(release.id)
    sheet.add(node, TYPE, name("tw:Release"), where)
    sheet.add(node, "tw:issuedBy", issuer, where)
    sheet.add(node, "dcterms:issued", day(release.date) if release.date else None, where)
    texts = {"rdfs:label": release.title or release.id, "dcterms:title": release.title, "tw:contentSha256": release.sha256}
    sheet.tell(node, texts | {"tw:wire": release.wire, "tw:dateline": release.place, "dcterms:source": release.source}, where)


def _repair_node(release: str, edit: Edit) -> NamedNode:
    return NamedNode(f"{vocab.ID}repair/{safe(release)}-{edit.span.start}-{edit.span.end}")


def _write_repair(sheet: Sheet, release: str, edit: Edit) -> None:
    node, where = _repair_node(release, edit), release_graph(release)
    sheet.add(release_node(release), "tw:hasRepair", node, where)
    sheet.add(node, TYPE, name("tw:Repair"), where)
    sheet.add(node, "tw:rawValue", text(edit.old), where)
    sheet.add(node, "tw:repairedValue", text(edit.new), where)
    sheet.add(node, "tw:repairRule", text(edit.rule), where)
    confidence = number(round(edit.confidence, 3))
    sheet.add(node, "tw:confidence", decimal(confidence) if confidence is not None else None, where)
    sheet.add(node, "oa:hasSource", release_node(release), where)
    sheet.add(node, "oa:start", index(edit.span.start), where)
    sheet.add(node, "oa:end", index(edit.span.end), where)


def _write_fact(sheet: Sheet, fact: Fact, document: Document | None, issuer: NamedNode | None) -> None:
    if fact.family not in FAMILIES:
        raise no_such("family of facts to triplify", fact.family, FAMILIES)
    where = release_graph(fact.release) if fact.basis == "stated" else graph("background")
    desk = Desk(sheet, fact, where, issuer, release_node(fact.release))
    if document is None:
        sheet.add(desk.release, TYPE, name("tw:Release"), where)
        sheet.add(desk.release, LABEL, text(fact.release), where)
        sheet.add(desk.release, "tw:contentSha256", text(fact.digest), where)
    claim = FAMILIES[fact.family](desk)
    node = write_statement(desk, claim, document.release if document else None)
    if fact.family in {"financial", "guidance"} and fact.when and isinstance(claim.object, NamedNode):
        desk.write(claim.object, "tw:forPeriod", write_window(sheet, fact.when, where))
    for edit in _repairs(document, fact.evidence):
        desk.write(node, "tw:hasRepair", _repair_node(fact.release, edit))
    if holds(fact):
        write_direct(desk, claim)
    elif fact.polarity == "negated":
        write_denial(desk, claim)
    write_names(desk)


def _repairs(document: Document | None, evidence: Iterable[Evidence]) -> list[Edit]:
    """The OCR repairs that lie inside the evidence; both lists are short."""
    repairs = document.repairs if document else ()
    return [edit for edit in repairs if any(e.span.covers(edit.span) for e in evidence)]


def labels(called: Iterable[tuple[tuple[NamedNode, NamedNode], Counter[str]]]) -> Iterator[Quad]:
    """One label a node, the commonest name and of equals the first; every other name an altLabel in the graph that uses it. What is
    called twice in one graph counts as often as both.
    """
    whole: defaultdict[tuple[NamedNode, NamedNode], Counter[str]] = defaultdict(Counter)
    for place, names in called:
        whole[place].update(names)
    label = commonest(whole)
    for (node, where), names in whole.items():
        known = reference.labels(node)
        if not known:
            yield Quad(node, LABEL, text(label[node]), where)
        for words in names.keys() - (known or {label[node]}):
            yield Quad(node, ALT_LABEL, text(words), where)
