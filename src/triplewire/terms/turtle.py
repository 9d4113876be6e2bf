"""Turtle for ontologies: blank nodes written in place, everything sorted, so that the same triples give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from triplewire import vocab
from triplewire.terms.graph import Axioms, Node, curie

FIRST = ("rdf:type", "rdfs:label", "skos:definition", "dcterms:source")
LIST = frozenset(("rdf:first", "rdf:rest"))


def turtle(triples: Iterable[Triple], *, comment: Iterable[str] = ()) -> str:
    """One Turtle document: comment lines, the prefixes in use, then each node in order of its name, axioms without a name last.

    Every blank node must hang on a named one or be an axiom of its own; shared and circular ones are not for ontologies.
    """
    axioms = Axioms(triples)
    inner = {t.object for t in axioms.triples if isinstance(t.object, BlankNode)}
    writer = _Writer(axioms)
    named = sorted((s for s in axioms.subjects() if isinstance(s, NamedNode)), key=_order)
    blocks = [f"{writer.name(s)}\n{writer.body(s, 1)} .\n" for s in named]
    loose = [s for s in axioms.subjects() if isinstance(s, BlankNode) and s not in inner]
    blocks += sorted(f"[]\n{writer.body(s, 1)} .\n" for s in loose)
    head = "".join(f"# {line}\n" for line in comment)
    prefixes = "".join(f"@prefix {p}: <{vocab.prefixes()[p]}> .\n" for p in sorted(writer.used))
    return f"{head}{prefixes}\n" + "\n".join(blocks)


def _order(node: NamedNode) -> tuple[bool, bool, str, str]:
    """The ontology itself, borrowed terms, own terms."""
    text = node.value
    return (not text.startswith(vocab.ONTOLOGY) or "#" in text, text.startswith((vocab.TW, vocab.ID)), text.lower(), text)


class _Writer:
    """Writes nodes of one graph, and notes the prefixes that it used."""

    def __init__(self, axioms: Axioms) -> None:
        self.axioms = axioms
        self.used: set[str] = set()

    def name(self, node: NamedNode) -> str:
        """A node by prefix where that is plain Turtle, else by its IRI."""
        short = curie(node)
        prefix, _, local = short.partition(":")
        if short == node.value or not local.replace("-", "").replace("_", "").isalnum():
            return f"<{node.value}>"
        self.used.add(prefix)
        return short

    def body(self, subject: NamedNode | BlankNode, depth: int) -> str:
        """What is said about a node, a line a property."""
        by_property: dict[str, list[Node]] = {}
        for prop, value in self.axioms.pairs(subject):
            by_property.setdefault(prop, []).append(value)
        lines = []
        for prop in sorted(by_property, key=lambda p: (FIRST.index(p) if p in FIRST else len(FIRST), p)):
            verb = "a" if prop == "rdf:type" else self.name(NamedNode(vocab.curie_to_iri(prop)))
            lines.append(f"{'    ' * depth}{verb} {', '.join(sorted(self.value(v, depth) for v in by_property[prop]))}")
        return " ;\n".join(lines)

    def value(self, node: Node, depth: int) -> str:
        """A value as it stands after its property."""
        if isinstance(node, NamedNode):
            return self.name(node)
        if isinstance(node, Literal):
            return self._literal(node)
        if LIST & {p for p, _ in self.axioms.pairs(node)}:
            return "( " + " ".join(self.value(m, depth + 1) for m in self.axioms.members(node)) + " )"
        return f"[\n{self.body(node, depth + 1)}\n{'    ' * depth}]"

    def _literal(self, node: Literal) -> str:
        kind = curie(node.datatype)
        if kind == "xsd:integer":
            return node.value
        plain = str(Literal(node.value, language=node.language) if node.language else Literal(node.value))
        return plain if kind in ("xsd:string", "rdf:langString") else f"{plain}^^{self.name(node.datatype)}"
