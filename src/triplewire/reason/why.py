"""Why a triple is in the graph: who states it in which words, what reference knowledge has it, or which rule made it from what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Store

from triplewire import lookup, vocab
from triplewire.model import Cited
from triplewire.reason.infer import TYPE, inference_node
from triplewire.reason.rules import Node, Triple, rules

Standing = OneOf["stated", "denied", "derived", "reference", "inferred", "given", "absent"]
BACKGROUND = NamedNode(vocab.GRAPH + "background")
RELEASES = vocab.GRAPH + "release/"
DENIAL, INFERENCE = (f"{vocab.ID}{kind}/" for kind in ("denial", "inference"))
DEEPEST = 12
STANDINGS: dict[str, Standing] = {
    vocab.term("FactualStatement"): "stated",
    vocab.term("NegativeStatement"): "denied",
    vocab.term("DerivedStatement"): "derived",
}
EVIDENCE, PREMISE, PREMISE_TRIPLE = (NamedNode(vocab.term(name)) for name in ("hasEvidence", "premise", "premiseTriple"))


@dataclass(frozen=True)
class Step:
    """A triple and why it is there: `words` of those who state it, or `rule` and `title` with the steps it was made from.

    `standing` is `given` for what the graph has without saying why, `absent` for what it has not. `node` is the statement or
    inference that the step is about, "" when there is none.
    """

    triple: Triple | None
    standing: Standing
    node: str = ""
    rule: str = ""
    title: str = ""
    words: tuple[Cited, ...] = ()
    premises: tuple[Step, ...] = ()

    def cited(self) -> Iterator[Cited]:
        """The words of the step, then those of all below it."""
        yield from self.words
        for premise in self.premises:
            yield from premise.cited()


def why(what: Triple | NamedNode, store: Store, *, deep: int = DEEPEST) -> Step:
    """The step of a triple, or of a statement, denial or inference node, with all below it down to what is stated.

    `store` has the graphs of a build. A chain of more than `deep` inferences is cut.
    """
    if isinstance(what, NamedNode):
        return _of_node(what, store, deep)
    node = inference_node(what)
    if any(store.quads_for_pattern(node, TYPE, None, None)):
        return _inferred(node, store, deep)
    found = [*_statements(what, store)] or [*_carriers(what, store)]
    if found:
        return _stated(what, found, store)
    graphs = {q.graph_name for q in lookup.having(store, *what)}
    standing: Standing = "reference" if BACKGROUND in graphs else "given" if graphs else "absent"
    return Step(what, standing)


def _of_node(node: NamedNode, store: Store, deep: int) -> Step:
    if node.value.startswith(INFERENCE):
        return _inferred(node, store, deep)
    if node.value.startswith(DENIAL):
        node = NamedNode(lookup.STATEMENT + node.value.removeprefix(DENIAL))
    parts = [_one(node, f"stmt{part}", store) for part in ("Subject", "Predicate", "Object")]
    triple = _triple(*parts)
    return _stated(triple, [node], store) if triple else Step(None, "absent", node.value)


def _one(node: NamedNode, predicate: str, store: Store) -> Node | None:
    return next(iter(lookup.values(node, NamedNode(vocab.term(predicate)), store)), None)


def _triple(subject: Node | None, predicate: Node | None, value: Node | None) -> Triple | None:
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
        return subject, predicate, value
    return None


def _statements(triple: Triple, store: Store) -> Iterator[NamedNode]:
    """The statements that claim exactly this triple and hold; sorted."""
    subject, predicate, value = triple
    found = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(vocab.term("stmtSubject")), subject, None)}
    for node in sorted(found, key=str):
        if not isinstance(node, NamedNode) or _standing(node, store) not in {"stated", "derived"}:
            continue
        if _one(node, "stmtPredicate", store) == predicate and _one(node, "stmtObject", store) == value:
            yield node


def _carriers(triple: Triple, store: Store) -> list[NamedNode]:
    """The statements that a triple of a release came along with: those about its subject in the same graph, such as the one
    that says which compound a trial tests, for the phase of that trial, or who work together, for the parties of their agreement.
    """
    out: set[NamedNode] = set()
    for given in lookup.having(store, *triple):
        if not isinstance(given.graph_name, NamedNode) or not given.graph_name.value.startswith(RELEASES):
            continue
        for part in ("stmtObject", "stmtSubject", "aboutAgreement"):
            pattern = (None, NamedNode(vocab.term(part)), triple[0], given.graph_name)
            found = {q.subject for q in store.quads_for_pattern(*pattern) if isinstance(q.subject, NamedNode)}
            if holding := {s for s in found if _standing(s, store) == "stated"}:
                out |= holding
                break
    return sorted(out, key=str)


def _standing(statement: NamedNode, store: Store) -> Standing:
    kinds = {q.object.value for q in store.quads_for_pattern(statement, TYPE, None, None) if isinstance(q.object, NamedNode)}
    return next((STANDINGS[k] for k in sorted(kinds) if k in STANDINGS), "given")


def _stated(triple: Triple | None, statements: list[NamedNode], store: Store) -> Step:
    words = dict.fromkeys(c for node in statements for c in _cited(node, store))
    rule = _one(statements[0], "extractionRule", store)
    return Step(triple, _standing(statements[0], store), statements[0].value, rule.value if rule else "", "", tuple(words))


def _cited(statement: NamedNode, store: Store) -> Iterator[Cited]:
    """The words of a statement, in order of release and place."""
    found = (lookup.cited(span, store) for span in lookup.nodes(statement, EVIDENCE, store))
    yield from sorted((c for c in found if c), key=lambda c: (c.release, c.start))


def _inferred(node: NamedNode, store: Store, deep: int) -> Step:
    triple = _triple(*(_one(node, f"infers{part}", store) for part in ("Subject", "Predicate", "Object")))
    if triple is None:
        return Step(None, "absent", node.value)
    rule = _one(node, "byRule", store)
    name = rule.value if rule else ""
    title = next((r.title for r in rules() if r.name == name), "")
    premises = _premises(node, store, deep - 1) if deep > 0 else ()
    return Step(triple, "inferred", node.value, name, title, (), tuple(premises))


def _premises(node: NamedNode, store: Store, deep: int) -> Iterator[Step]:
    """What an inference rests on: statements of one and the same triple together, then inferences, then the rest."""
    together: dict[Triple | None, list[NamedNode]] = {}
    steps = []
    for premise in lookup.nodes(node, PREMISE, store):
        if premise.value.startswith(lookup.STATEMENT):
            claim = _triple(*(_one(premise, f"stmt{part}", store) for part in ("Subject", "Predicate", "Object")))
            together.setdefault(claim, []).append(premise)
        else:
            steps.append(why(premise, store, deep=deep))
    yield from (_stated(claim, found, store) for claim, found in together.items())
    yield from steps
    for text in lookup.values(node, PREMISE_TRIPLE, store):
        if read := read_triple(text.value):
            yield why(read, store, deep=deep)


def read_triple(text: str) -> Triple | None:
    """The triple that three names such as `compound:nvt-101 a tw:TAPCompound` are; None for other texts."""
    words = text.split()
    if len(words) != 3:
        return None
    try:
        subject, predicate, value = (vocab.curie_to_iri("rdf:type" if w == "a" else w) if "://" not in w else w.strip("<>") for w in words)
    except (KeyError, ValueError):
        return None
    return NamedNode(subject), NamedNode(predicate), NamedNode(value)


def label(node: Node, store: Store) -> str:
    """The name of a node for people: its label, the first of several; the end of its IRI when it has none."""
    if isinstance(node, Literal):
        return f"“{node.value}”"
    return lookup.label(node, store) or node.value.rpartition("/")[2].rpartition("#")[2]
