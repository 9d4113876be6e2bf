"""What is found about some nodes from what lies around them is what is found about them in the whole graph, and news touches enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import count
from random import Random

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse
from pyparsing import ParseResults
from rdflib.paths import AlternativePath, InvPath, SequencePath
from rdflib.plugins.sparql.algebra import translatePath, translatePName, translatePrologue, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node as RdflibNode
from tests.damage import core_damages, rule_damages, valid_graphs
from tests.graphs import renamed
from tests.property.test_shape_laws import faulty

import triplewire as tw
from triplewire import resources, vocab
from triplewire.api import samples
from triplewire.errors import DataError
from triplewire.lookup import Node
from triplewire.model import Finding
from triplewire.validate import Find, findings_at, focus_nodes, in_order, quotes_at, touched, validate
from triplewire.validate.around import radius_of
from triplewire.validate.data import data_checks
from triplewire.validate.engine import checks_of, flat
from triplewire.validate.outline import Group, outline

DEFAULT = DefaultGraph()
DIGEST = NamedNode(vocab.term("contentSha256"))


def held(quads: Iterable[Quad]) -> Store:
    """A store whose default graph holds the triples of some quads."""
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object, DEFAULT) for q in quads)
    return store


def finder(store: Store) -> Find:
    """Looks into the default graph of a store."""
    return lambda s, p, o: store.quads_for_pattern(s, p, o, DEFAULT)


def told(foci: Iterable[Collection[Node]], find: Find) -> list[Finding]:
    """What is found about some nodes, some at a time."""
    kept: dict[str, list[Finding]] = {}
    for some in foci:
        kept.update(findings_at(some, find))
    return in_order(f for found in kept.values() for f in found)


def parts(nodes: Iterable[Node], size: int) -> list[list[Node]]:
    """Nodes in no order, some at a time."""
    rest = sorted(nodes, key=str)
    Random(size).shuffle(rest)
    return [rest[at : at + size] for at in range(0, len(rest), size)]


@cache
def examples() -> tuple[tuple[Quad, ...], ...]:
    """Every example of every shape, valid or not, and every damage to order, each about things of its own."""
    number = count()
    files = resources.files("ontology/examples", "*/*valid-*.ttl")
    graphs = [list(parse(path=file, format=RdfFormat.TURTLE)) for file in files]
    damaged = [list(d.quads) for d in {(d.kind, d.what): d for d in (*core_damages(), *rule_damages())}.values()]
    junk = [faulty(seed) for seed in range(80)]
    return tuple(tuple(_once(renamed(quads, f"x{next(number)}"))) for quads in (*graphs, *damaged, *junk))


def _once(quads: Iterable[Quad]) -> Iterable[Quad]:
    """Every triple once, in the default graph."""
    return dict.fromkeys(Quad(q.subject, q.predicate, q.object, DEFAULT) for q in quads)


@cache
def side_by_side() -> tuple[tuple[Quad, ...], list[Finding]]:
    """All examples as one graph, and what is found in it."""
    quads = tuple(q for graph in examples() for q in graph)
    return quads, validate(quads)


ENTANGLED = """
<release/r1> a tw:Release ; dcterms:issued "2030-01-01"^^xsd:date .
<release/r2> a tw:Release ; dcterms:issued "2031-01-01"^^xsd:date .
<compound/a> a tw:Compound ; rdfs:label "A" ; skos:altLabel "B" ; skos:exactMatch hgnc:1 ; tw:usesTechnology <technology/t> ;
  tw:targets <target/x> ; tw:reachedStage tw:phase1 ; tw:developedBy <organization/o> ; tw:combinedWith "B" .
<compound/b> a tw:Compound ; rdfs:label "B" ; skos:exactMatch hgnc:1 , hgnc:2 . <target/x> a tw:Target ; skos:exactMatch hgnc:2 .
<register-entry/e> a tw:RegisterEntry ; skos:exactMatch hgnc:2 .
<statement/fact> a tw:FactualStatement ; tw:stmtSubject <compound/a> ; tw:stmtPredicate tw:usesTechnology ; tw:stmtObject <technology/t> ;
  tw:statedIn <release/r1> ; tw:hasEvidence <span/one> .
<statement/kept> a tw:ForwardLookingStatement ; tw:stmtSubject <compound/a> ; tw:stmtPredicate tw:usesTechnology ;
  tw:stmtObject <technology/t> ; tw:statedIn <release/r2> ; tw:hasEvidence <span/two> ; tw:supersedes <statement/followed> ;
  dcterms:issued "2031-01-01"^^xsd:date ; tw:expectedWindow <e:window> .
<e:window> a tw:TimeWindow ; tw:windowEnd "2030-06-30"^^xsd:date .
<statement/followed> a tw:ForwardLookingStatement ; tw:stmtSubject <compound/a> ; tw:stmtPredicate tw:targets ; tw:stmtObject <target/x> .
<e:bare> tw:inDevelopmentFor <e:one> ; tw:hasPayload <e:two> ; tw:targets <e:three> ; tw:partnerOf <e:four> ; tw:reachedStage <e:five> ;
  tw:testedIn <e:six> ; tw:hasOrphanDesignation <e:seven> .
<statement/followed> dcterms:issued "2032-01-01"^^xsd:date .
<e:conflict> a tw:Conflict ; tw:prefers <e:side> ; tw:suspects <statement/fact> . <e:side> a tw:FindingSide ; tw:hasEvidence <span/one> .
<e:resolution> a tw:PromiseResolution ; tw:decidingStatement <statement/fact> . <compound/b> tw:usesTechnology <technology/t> .
<statement/leaked> a tw:ForwardLookingStatement ; tw:stmtSubject <compound/b> ; tw:stmtPredicate tw:usesTechnology ;
  tw:stmtObject <technology/t> .
<inference/i> a tw:Inference ; tw:infersSubject <compound/a> ; tw:infersPredicate tw:targets ; tw:infersObject <target/x> .
<statement/stage> a tw:FactualStatement ; tw:stmtSubject <compound/a> ; tw:stmtPredicate tw:reachedStage ; tw:stmtObject tw:phase1 ;
  tw:statedIn <release/r1> ; tw:hasMention <span/two> .
<statement/denied> a tw:NegativeStatement ; tw:stmtSubject <compound/a> ; tw:stmtPredicate tw:reachedStage ; tw:stmtObject tw:phase1 ;
  tw:statedIn <release/r1> .
<statement/elsewhere> a tw:NegativeStatement ; tw:stmtSubject <compound/a> ; tw:stmtPredicate tw:reachedStage ; tw:stmtObject tw:phase1 ;
  tw:statedIn <release/r2> .
<statement/trial> a tw:FactualStatement ; tw:stmtSubject <compound/b> ; tw:stmtPredicate tw:testedIn ; tw:stmtObject <trial/t> .
<trial/t> a tw:ClinicalTrial ; rdfs:label "T" . <compound/b> tw:testedIn <trial/other> . <trial/other> a tw:ClinicalTrial ; rdfs:label "O" .
<compound/b> tw:hasDesignation <designation/d> . <designation/d> a tw:RegulatoryDesignation .
<compound/a> tw:hasDesignation <designation/d> .
<span/one> a tw:EvidenceSpan ; oa:hasSource <release/r1> ; oa:hasSelector <e:place> , <e:words> .
<span/two> a tw:EvidenceSpan ; oa:hasSource <release/r2> ; oa:hasSelector <e:place> , <e:words> .
<e:place> a oa:TextPositionSelector ; oa:start 30 ; oa:end 9 . <e:words> a oa:TextQuoteSelector ; oa:exact "words" .
<e:more> tw:seeAlso <span/one> , <span/two> , <trial/t> , <trial/other> .
"""
"""Things of which findings hang on several others at once, for lack of one example of each."""


@cache
def entangled() -> tuple[Quad, ...]:
    """The entangled things."""
    head = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in vocab.prefixes().items())
    return tuple(_once(parse(input=head + ENTANGLED, format=RdfFormat.TURTLE, base_iri=vocab.ID)))


def test_parts_find_what_the_whole_finds() -> None:
    """Whichever way nodes are parted, the findings are those of the whole graph, word for word, with their evidence."""
    quads, whole = side_by_side()
    find, nodes = finder(held(quads)), focus_nodes(quads)
    assert len({f.kind for f in whole}) > 150
    assert told([nodes], find) == whole
    assert told(parts(nodes, 400), find) == whole


@pytest.mark.parametrize("size", [1, 2])
def test_a_few_nodes_alone_have_their_findings(size: int) -> None:
    """Single nodes and pairs have their findings without any other node to lean on: some of every kind, and of those without any."""
    alone = validate(entangled())
    assert told(parts(focus_nodes(entangled()), size), finder(held(entangled()))) == alone
    quads, whole = side_by_side()
    find, by_kind = finder(held(quads)), dict[str, list[str]]()
    for found in whole:
        by_kind.setdefault(found.kind, []).append(found.focus)
    some = {focus for foci in by_kind.values() for focus in Random(size).sample(foci, min(len(foci), 4 if size == 1 else 1))}
    nodes = sorted(focus_nodes(quads), key=str)
    wanted = {n for n in nodes if n.value in some} | set(Random(size).sample(nodes, 200))
    values = {n.value for n in wanted}
    assert told(parts(wanted, size), find) == [f for f in whole if f.focus in values]


class Growing:
    """Findings that are kept while a graph changes."""

    def __init__(self) -> None:
        self.store, self.kept = Store(), dict[str, list[Finding]]()
        self.find = finder(self.store)

    def change(self, gone: Iterable[Quad], come: Iterable[Quad]) -> set[Node]:
        """Takes out some triples, puts in others, and looks at what they touch, which is given back."""
        gone, come = list(gone), list(come)
        for quad in gone:
            self.store.remove(Quad(quad.subject, quad.predicate, quad.object, DEFAULT))
        self.store.extend(Quad(q.subject, q.predicate, q.object, DEFAULT) for q in come)
        nodes = touched([*gone, *come], self.find)
        for node in nodes:
            self.kept.pop(node.value, None)
        self.kept.update(findings_at(nodes, self.find))
        return nodes

    def findings(self) -> list[Finding]:
        """All findings, in order."""
        return in_order(f for found in self.kept.values() for f in found)


Change = tuple[list[Quad], list[Quad]]


def changes(seed: int, there: Sequence[set[Quad]]) -> Iterator[Change]:
    """For each graph one change, which is made in `there`: a quad goes, comes back or is turned to another node; or all come or go. What
    goes or comes is of a property at random, so that the rare ones have their turn.
    """
    rng = Random(seed)
    for quads, present in zip(examples(), there, strict=True):
        gone: list[Quad] = []
        come: list[Quad] = []
        roll, missing = rng.random(), [q for q in quads if q not in present]
        if roll < 0.08 or not present:
            gone, come = (list(present), []) if present else ([], list(quads))
        elif roll < 0.3 and missing:
            come = [_any(missing, rng)]
        elif roll < 0.75:
            gone = [_any(sorted(present, key=str), rng)]
        else:
            one, other = (_any(quads, rng) for _ in range(2))
            come = [Quad(one.subject, other.predicate, other.object, other.graph_name)]
            come = [q for q in come if q not in present]
        present.difference_update(gone)
        present.update(come)
        yield gone, come


def _any(quads: Sequence[Quad], rng: Random) -> Quad:
    predicate = rng.choice(sorted({q.predicate.value for q in quads}))
    return rng.choice([q for q in quads if q.predicate.value == predicate])


def test_news_touches_all_whose_findings_change() -> None:
    """Findings that are kept, and looked at again only where changes touch, are those of the whole graph after each change."""
    growing, there = Growing(), [set(quads) for quads in examples()]
    growing.change([], [q for quads in there for q in quads])
    lost = 0
    for step in range(3):
        before = growing.findings()
        done = list(changes(step, there))
        gone, come = ({q for change in done for q in change[at]} for at in (0, 1))
        growing.change(gone - come, come)
        now = validate(q for quads in there for q in quads)
        assert growing.findings() == now
        lost += len({f.id for f in before} - {f.id for f in now})
    assert lost > 200


def test_each_entangled_triple_touches_what_hangs_on_it() -> None:
    """Of the entangled things every triple goes alone, and comes back alone."""
    growing, whole = Growing(), validate(entangled())
    growing.change([], entangled())
    for quad in entangled():
        growing.change([quad], [])
        assert growing.findings() == validate(q for q in entangled() if q != quad)
        growing.change([], [quad])
        assert growing.findings() == whole


def test_each_triple_of_an_example_touches_what_hangs_on_it() -> None:
    """Of the valid examples every triple goes, some of each at a time, and comes back when the next go."""
    rounds = 50
    orders = [Random(n).sample(quads, len(quads)) for n, quads in enumerate(valid_graphs())]
    orders = [list(_once(renamed(quads, f"v{n}"))) for n, quads in enumerate(orders)]
    growing, there, away = Growing(), {q for quads in orders for q in quads}, set[Quad]()
    growing.change([], there)
    for at in range(rounds + 1):
        gone = {quad for quads in orders for quad in quads[at::rounds]} if at < rounds else set()
        growing.change(gone, away)
        there, away = (there | away) - gone, gone
        assert growing.findings() == validate(there)
    assert not away


def test_release_graphs_come_and_go(sample_graph: tw.Graph) -> None:
    """The graphs of the sample releases come and go whole, and the findings, the quotes aside, are those of what is there."""
    graphs: dict[str, list[Quad]] = {}
    for quad in sample_graph.store.quads_for_pattern(None, None, None, None):
        if isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.graph_name.value, []).append(quad)
    growing, there, rng = Growing(), set(graphs), Random(3)
    growing.change([], [q for name in there for q in graphs[name]])
    assert growing.findings() == validate(q for name in there for q in graphs[name])
    for _ in range(4):
        toggled = set(rng.sample(sorted(graphs), 4))
        before, there = there, there ^ toggled
        now = {q.triple for name in there for q in graphs[name]}
        was = {q.triple for name in before for q in graphs[name]}
        gone, come = ([Quad(t.subject, t.predicate, t.object) for t in some] for some in (was - now, now - was))
        nodes = growing.change(gone, come)
        assert growing.findings() == validate(q for name in there for q in graphs[name])
        assert len(nodes) < len({t.subject for t in now | was})


def test_quotes_of_one_release_are_found_alone(sample_graph: tw.Graph) -> None:
    """What is found in the quotes of all releases at once is found release by release, with other texts than those that were read and
    with one that is missing.
    """
    find = finder(sample_graph.store)
    quads = list(find(None, None, None))
    digests = {q.subject: q.object.value for q in quads if q.predicate == DIGEST and isinstance(q.object, Literal)}
    texts = {digest: "\n" + text for digest, text in sample_texts().items()}
    del texts[min(digests.values())]
    whole = [f for f in validate(quads, texts=texts) if f.kind in ("quote-differs", "text-not-at-hand")]
    assert {f.kind for f in whole} == {"quote-differs", "text-not-at-hand"}
    releases = [node for node in digests if isinstance(node, NamedNode)]
    assert in_order(f for node in releases for f in quotes_at(node, texts.get(digests[node]), find)) == whole


def sample_texts() -> dict[str, str]:
    """The texts of the sample releases by digest."""
    return {d.release.sha256: d.raw for d in map(tw.read, samples())}


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ("?this a ?kind ; <e:p>+ ?other", r"\+ in a triple"),
        ("?this a ?kind BIND(STR(?kind) AS ?name)", "BIND"),
        ("GRAPH ?g { ?this a ?kind }", "GRAPH"),
        ("{ SELECT ?this WHERE { ?this a ?kind } LIMIT 1 }", "LIMIT"),
        ("{ SELECT ?kind (COUNT(?this) AS ?many) WHERE { ?this a ?kind } GROUP BY ?kind }", "GROUP BY"),
        ("?this <e:p> ?one . ?other <e:p> ?two FILTER(STR(?one) = STR(?two))", "nothing leads"),
        ("?this a ?kind FILTER NOT EXISTS { ?other a <e:C> }", "nothing leads"),
        ("{ ?this <e:p> ?one } UNION { ?this <e:q> ?one } ?one <e:r> ?two", "nothing leads"),
    ],
)
def test_a_check_that_looks_further_is_refused(where: str, fault: str) -> None:
    """A check that cannot be judged from what lies around a node is an error that says why, never judged by less than it looks at."""
    with pytest.raises(DataError, match=fault):
        radius_of([f"SELECT ?this WHERE {{ {where} }}"])


Seen = tuple[str, frozenset[str], str]


def test_what_is_read_of_a_query_is_what_rdflib_reads() -> None:
    """The patterns of every check, its paths taken apart, are those of rdflib."""
    selects = {*(c.select for c in checks_of(flat([]))), *(c.select for c in data_checks())}
    assert len(selects) > 200
    for select in selects:
        assert sorted(_ours(outline(select).group), key=str) == sorted(_theirs(_parsed(select)), key=str), select


def _ours(group: Group) -> Iterator[Seen]:
    for pattern in group.patterns:
        names = [pattern.predicate] if isinstance(pattern.predicate, str) else [p.value for p in pattern.predicate]
        yield _name(pattern.subject), frozenset(map(_name, names)), _name(pattern.object)
    for inner in group.inner:
        yield from _ours(inner)


def _name(end: str | Node) -> str:
    """A term without the marks of its kind; a variable without those of where it stands; "" for one between the steps of a path."""
    return end.partition("~")[0] if isinstance(end, str) else end.value


def _parsed(select: str) -> object:
    """The tree of a query, before what is asked inside conditions is taken out of it."""
    head, tree = parseQuery(select)
    names = partial(translatePName, prologue=translatePrologue(head, None, {}))
    return traverse(traverse(tree, visitPost=names), visitPost=translatePath)


def _theirs(part: object) -> Iterator[Seen]:
    if isinstance(part, CompValue):
        for key, value in part.items():
            if key == "triples":
                flat_ = [t for triple in value for t in (triple if isinstance(triple, list | tuple) else [triple])]
                for at in range(0, len(flat_), 3):
                    yield from _steps(*flat_[at : at + 3])
            elif key not in ("_vars", "template"):
                yield from _theirs(value)
    elif isinstance(part, list | tuple | ParseResults):
        for one in part:
            yield from _theirs(one)


def _steps(subject: RdflibNode, path: object, value: RdflibNode) -> Iterator[Seen]:
    if isinstance(path, SequencePath):
        ends = [str(subject), *[""] * (len(path.args) - 1), str(value)]
        for n, step in enumerate(path.args):
            yield ends[n], frozenset([str(step)]), ends[n + 1]
    elif isinstance(path, AlternativePath):
        yield str(subject), frozenset(str(step) for step in path.args), str(value)
    elif isinstance(path, InvPath):
        yield str(value), frozenset([str(path.arg)]), str(subject)
    else:
        yield str(subject), frozenset([str(path)]), str(value)
