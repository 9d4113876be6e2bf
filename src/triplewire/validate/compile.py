"""SHACL shapes as SPARQL: one SELECT per constraint, which finds every violation in one pass over the graph.

Of SHACL Core what `ontology/shapes/` needs: targets by class, by subjects and by objects of a property; paths of one property or
its inverse; the constraints of `BAD`, counts, pairs, `sh:or`, and `sh:sparql`. Anything else is an error that names the shape, so
that no constraint is left out unseen. A test holds the results equal to those of pyshacl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Node

from triplewire.errors import DataError
from triplewire.model import Severity

SEVERITIES: Mapping[str, Severity] = {str(SH.Violation): "violation", str(SH.Warning): "warning", str(SH.Info): "info"}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
SILENT = {
    RDF.type,
    SH.path,
    SH.property,
    SH.severity,
    SH.message,
    SH.name,
    SH.description,
    SH.order,
    SH.group,
    SH.flags,
    RDFS.label,
    *TARGETS,
}
"""What a shape may say besides its constraints."""
CASTS: frozenset[Node] = frozenset({XSD.integer, XSD.decimal, XSD.date, XSD.dateTime, XSD.boolean, XSD.double, XSD.float})
"""Types whose literals may be ill-formed; a cast tells."""
KINDS: Mapping[Node, str] = {
    SH.IRI: "!isIRI(?value)",
    SH.Literal: "!isLiteral(?value)",
    SH.BlankNode: "!isBlank(?value)",
    SH.IRIOrLiteral: "isBlank(?value)",
}
"""By kind of node, the condition under which `?value` is of another."""
BAD: Mapping[Node, str] = {
    SH.minInclusive: "!COALESCE(?value >= {}, false)",
    SH.maxInclusive: "!COALESCE(?value <= {}, false)",
    SH.minExclusive: "!COALESCE(?value > {}, false)",
    SH.maxExclusive: "!COALESCE(?value < {}, false)",
    SH.minLength: "!COALESCE(STRLEN(STR(?value)) >= {}, false)",
    SH.maxLength: "!COALESCE(STRLEN(STR(?value)) <= {}, false)",
}
"""By constraint of one parameter, the condition under which `?value` breaks it."""

Narrower = Callable[[Node], Iterable[Node]]
"""The classes at and below a class."""


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of one shape: `select` binds `?this` to each focus node in fault, and `?value` where there are value nodes."""

    shape: str
    component: str
    path: str
    severity: Severity
    message: str
    select: str


def compile_shapes(shapes: Graph, narrower: Narrower) -> tuple[Check, ...]:
    """The checks of all shapes that have targets, sorted by shape and component. Raises DataError with all that cannot be compiled."""
    found: list[Check] = []
    faults: list[str] = []
    for shape in sorted({s for target in TARGETS for s in shapes.subjects(target)}, key=str):
        writer = _Writer(shapes, narrower, _target(shapes, shape, narrower))
        for part in (shape, *sorted(shapes.objects(shape, SH.property), key=str)):
            try:
                found += writer.checks(part)
            except ValueError as error:
                faults.append(str(error))
    if faults:
        raise DataError(faults)
    return tuple(sorted(found, key=lambda c: (c.shape, c.component, c.select)))


def _target(shapes: Graph, shape: Node, narrower: Narrower) -> str:
    """A pattern that binds `?this` to the focus nodes of a shape, each once."""
    classes = {c for target in shapes.objects(shape, SH.targetClass) for c in narrower(target)}
    parts = [f"?this a {_among(classes)}"] if classes else []
    parts += [f"?this {p.n3()} ?any" for p in sorted(shapes.objects(shape, SH.targetSubjectsOf), key=str)]
    parts += [f"?any {p.n3()} ?this" for p in sorted(shapes.objects(shape, SH.targetObjectsOf), key=str)]
    if len(parts) == len(classes) == 1:
        return f"{parts[0]} ."
    return f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join('{ ' + p + ' }' for p in parts)} }} }}"


def _among(classes: Iterable[Node]) -> str:
    """An object that is one of several classes."""
    listed = [c.n3() for c in sorted(classes, key=str)]
    return listed[0] if len(listed) == 1 else f"?kind . VALUES ?kind {{ {' '.join(listed)} }}"


@dataclass(frozen=True)
class _Writer:
    """Writes the checks of one target."""

    shapes: Graph
    narrower: Narrower
    target: str

    def checks(self, shape: Node) -> Iterator[Check]:
        """The checks of a node shape, or of a property shape below it."""
        path = self._path(shape)
        severity = SEVERITIES[str(self.shapes.value(shape, SH.severity, default=SH.Violation))]
        message = self._message(shape)
        for predicate, value in sorted(self.shapes.predicate_objects(shape)):
            if predicate in SILENT:
                continue
            component, select = self._constraint(shape, path, predicate, value)
            told = self._message(value) or message if predicate == SH.sparql else message
            yield Check(str(shape), component, path.replace("<", "").replace(">", ""), severity, told, select)

    def _message(self, node: Node) -> str:
        return str(self.shapes.value(node, SH.message) or "")

    def _path(self, shape: Node) -> str:
        """The path of a property shape as SPARQL writes it; "" for a node shape."""
        path = self.shapes.value(shape, SH.path)
        if path is None or isinstance(path, URIRef):
            return path.n3() if path else ""
        inverse = self.shapes.value(path, SH.inversePath)
        if isinstance(inverse, URIRef):
            return f"^{inverse.n3()}"
        raise ValueError(f"{shape}: sh:path is neither a property nor the inverse of one; write the constraint as sh:sparql")

    def _constraint(self, shape: Node, path: str, predicate: Node, value: Node) -> tuple[str, str]:
        name = str(predicate).removeprefix(str(SH))
        component = f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"
        if predicate == SH.sparql:
            return str(SH.SPARQLConstraintComponent), self._sparql(value)
        if predicate == SH["or"]:
            return component, f"SELECT DISTINCT ?this (?this AS ?value) WHERE {{ {self.target} FILTER({self._or(value)}) }}"
        if predicate in (SH.minCount, SH.maxCount):
            return component, self._count(path, predicate, int(str(value)))
        if predicate in (SH.lessThan, SH.lessThanOrEquals):
            sign = "<" if predicate == SH.lessThan else "<="
            pair = f"?this {path} ?value ; {value.n3()} ?other FILTER(!COALESCE(?value {sign} ?other, false))"
            return component, f"SELECT DISTINCT ?this ?value WHERE {{ {self.target} {pair} }}"
        bad = self._bad(shape, predicate, value)
        if path:
            return component, f"SELECT DISTINCT ?this ?value WHERE {{ {self.target} ?this {path} ?value FILTER({bad}) }}"
        return component, f"SELECT DISTINCT ?this (?this AS ?value) WHERE {{ {self.target} FILTER({bad.replace('?value', '?this')}) }}"

    def _count(self, path: str, predicate: Node, bound: int) -> str:
        if predicate == SH.minCount and bound == 1:
            return f"SELECT DISTINCT ?this WHERE {{ {self.target} FILTER NOT EXISTS {{ ?this {path} ?value }} }}"
        if predicate == SH.minCount:
            optional = f"OPTIONAL {{ ?this {path} ?value }}"
            return f"SELECT ?this WHERE {{ {self.target} {optional} }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) < {bound})"
        if bound == 1:
            pair = f"?this {path} ?value . ?this {path} ?other FILTER(!sameTerm(?value, ?other))"
            return f"SELECT DISTINCT ?this WHERE {{ {self.target} {pair} }}"
        if bound == 0:
            return f"SELECT DISTINCT ?this WHERE {{ {self.target} ?this {path} ?value }}"
        return f"SELECT ?this WHERE {{ {self.target} ?this {path} ?value }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {bound})"

    def _bad(self, shape: Node, predicate: Node, value: Node) -> str:
        """The condition under which `?value` breaks a constraint. Raises ValueError for one that is not known."""
        if predicate == SH["class"]:
            return f"isLiteral(?value) || NOT EXISTS {{ ?value a {_among(self.narrower(value))} }}"
        if predicate == SH.datatype:
            cast = f" && DATATYPE({value.n3()}(STR(?value))) = {value.n3()}" if value in CASTS else ""
            return f"!COALESCE(DATATYPE(?value) = {value.n3()}{cast}, false)"
        if predicate == SH.nodeKind and value in KINDS:
            return KINDS[value]
        if predicate == SH["in"]:
            return " && ".join(f"!sameTerm(?value, {t.n3()})" for t in Collection(self.shapes, value))
        if predicate == SH.pattern:
            flags = self.shapes.value(shape, SH.flags)
            return f"!REGEX(STR(?value), {_text(value)}{', ' + _text(flags) if flags else ''})"
        if predicate in BAD:
            return BAD[predicate].format(value.n3())
        raise ValueError(f"{shape}: {predicate} cannot be compiled; write it as sh:sparql, or teach it to validate/compile.py")

    def _or(self, members: Node) -> str:
        """Every member is broken by `?this`."""
        return " && ".join(f"!({self._kept(member)})" for member in Collection(self.shapes, members))

    def _kept(self, shape: Node) -> str:
        """The condition under which `?this` keeps a property shape inside `sh:or`."""
        path, kept = self._path(shape), []
        for predicate, value in sorted(self.shapes.predicate_objects(shape)):
            if predicate in SILENT:
                continue
            if predicate == SH.minCount and str(value) == "1":
                kept.append(f"EXISTS {{ ?this {path} ?one }}")
            else:
                kept.append(f"NOT EXISTS {{ ?this {path} ?value FILTER({self._bad(shape, predicate, value)}) }}")
        return " && ".join(kept)

    def _sparql(self, constraint: Node) -> str:
        """The query of a SPARQL constraint with its prefixes, run once with `?this` open instead of once for each focus node."""
        declared = [d for holder in self.shapes.objects(constraint, SH.prefixes) for d in self.shapes.objects(holder, SH.declare)]
        head = "".join(sorted(f"PREFIX {self.shapes.value(d, SH.prefix)}: <{self.shapes.value(d, SH.namespace)}>\n" for d in declared))
        return head + str(self.shapes.value(constraint, SH.select)).replace("$this", "?this")


def _text(literal: Node) -> str:
    """A string literal of SPARQL, whatever stands in it."""
    return Literal(str(literal)).n3()
