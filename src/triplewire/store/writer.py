"""Turtle and TriG that a person can read and that come out the same, byte for byte, from the same quads in any order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.store.terms import Terms

OA = "http://www.w3.org/ns/oa#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FIRST = (
    RDF_TYPE,
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    *(vocab.TW + n for n in ("stmtSubject", "stmtPredicate", "stmtObject", "infersSubject", "infersPredicate", "infersObject")),
    *(vocab.TW + n for n in ("windowStart", "windowEnd")),
    *(OA + n for n in ("start", "end")),
)
"""Properties that open a block, in this order: what a thing is, what it is called, what it says, where it begins and ends."""
RANK = {iri: i for i, iri in enumerate(FIRST)}

SECTIONS: Mapping[str, str] = {
    "release": "Releases",
    "organization": "Organizations",
    "person": "People",
    "compound": "Compounds",
    "technology": "Technologies",
    "antibody": "Antibodies",
    "payload": "Payloads",
    "payload-class": "Payload classes",
    "linker": "Linkers",
    "target": "Targets",
    "indication": "Indications",
    "trial": "Trials",
    "designation": "Regulatory designations",
    "agreement": "Agreements",
    "deal": "Deal terms",
    "milestone": "Milestones",
    "conference": "Conferences",
    "position": "Positions",
    "measure": "Financial measures",
    "count": "Counts",
    "statement": "Statements",
    "denial": "Denials",
    "resolution": "Promise resolutions",
    "finding": "Findings",
    "side": "Sides of findings",
    "change": "Changes",
    "window": "Time windows",
    "instant": "Days",
    "span": "Evidence",
    "repair": "Repairs",
    "correction": "Corrections",
    "inference": "Inferences",
}
"""Kind of IRI: heading, in the order of the file. Other kinds of the data follow, then everything else."""
CLAIMS = {
    vocab.TW + name: i
    for i, name in enumerate(("stmtSubject", "infersSubject", "stmtPredicate", "infersPredicate", "stmtObject", "infersObject"))
}
"""What a statement or an inference is about: these stand in the order of that, since their own IRIs are hashes."""
WIDTH = 140
HASHED = (f"{vocab.ID}statement/", f"{vocab.ID}inference/", f"{vocab.ID}resolution/")
NUMBER = re.compile(r"0*([0-9]+)")
ORDER = {kind: i for i, kind in enumerate(SECTIONS)}

Sections = list[tuple[str, list[tuple[str, list[Quad]]]]]


def turtle(quads: Iterable[Quad]) -> str:
    """All triples of `quads` as one Turtle file, graph names left out: prefixes in use, then one block a subject, grouped by
    kind, type and label first, all sorted. Raises ValueError on a blank node.
    """
    terms = Terms(vocab.prefixes())
    return _with_prefixes(terms, _body(terms, quads, ""))


def trig(quads: Iterable[Quad]) -> str:
    """`quads` as one TriG file: a block for each named graph, sorted by its IRI, each written like `turtle`."""
    terms, graphs = Terms(vocab.prefixes()), defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""].append(quad)
    blocks = []
    for graph, members in sorted(graphs.items()):
        if graph:
            blocks.append(f"{terms.iri(graph)} {{\n{_body(terms, members, '  ')}}}\n")
        else:
            blocks.append(_body(terms, members, ""))
    return _with_prefixes(terms, "\n".join(blocks))


def _with_prefixes(terms: Terms, body: str) -> str:
    namespaces = vocab.prefixes()
    head = "".join(f"@prefix {p}: <{namespaces[p]}> .\n" for p in sorted(terms.used))
    return f"{head}\n{body}" if head and body else head + body


def _body(terms: Terms, quads: Iterable[Quad], indent: str) -> str:
    parts = []
    for heading, subjects in _sections(quads):
        parts.append(f"{indent}# {heading}\n")
        parts += [_block(terms, subject, members, indent) for subject, members in subjects]
    return "\n".join(parts)


def _sections(quads: Iterable[Quad]) -> Sections:
    by_subject: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            raise ValueError(f"{quad.subject} is a blank node or a triple; every node of the data needs an IRI of its own")
        by_subject[quad.subject.value].append(quad)
    out: dict[tuple[int, str], list[tuple[str, list[Quad]]]] = defaultdict(list)
    for subject in sorted(by_subject, key=lambda s: _place(s, by_subject[s])):
        out[_section(subject)].append((subject, by_subject[subject]))
    return [(heading, out[(rank, heading)]) for rank, heading in sorted(out)]


def _place(subject: str, quads: Iterable[Quad]) -> tuple[tuple[str, ...], str]:
    """Where a subject stands in its section: by what it claims where it claims something, else by its IRI."""
    return _about(quads) if subject.startswith(HASHED) else (_natural(subject),), subject


def _about(quads: Iterable[Quad]) -> tuple[str, ...]:
    about = [""] * len(CLAIMS)
    for quad in quads:
        rank = CLAIMS.get(quad.predicate.value)
        if rank is not None:
            about[rank] = max(about[rank], _natural(str(quad.object)))
    return tuple(about)


@lru_cache(maxsize=1 << 16)
def _natural(text: str) -> str:
    """A key that sorts numbers by their size: span 185 before span 1101."""
    return NUMBER.sub(lambda match: f"{len(match[1]):06}{match[1]}", text)


def _section(subject: str) -> tuple[int, str]:
    kind = subject.removeprefix(vocab.ID).partition("/")[0] if subject.startswith(vocab.ID) else ""
    if kind in SECTIONS:
        return ORDER[kind], SECTIONS[kind]
    if kind:
        return len(ORDER), kind.replace("-", " ").capitalize()
    return (len(ORDER) + 1, "Vocabulary") if subject.startswith(vocab.TW) else (len(ORDER) + 2, "Other")


def _line(verb: str, objects: list[str], indent: str) -> str:
    """A predicate with its objects: on one line where they fit, else one object a line."""
    line = f"{indent}    {verb} {', '.join(objects)}"
    if len(line) <= WIDTH or len(objects) == 1:
        return line
    gap = f"\n{indent}        "
    return f"{indent}    {verb}{gap}{f',{gap}'.join(objects)}"


def _block(terms: Terms, subject: str, quads: Iterable[Quad], indent: str) -> str:
    objects: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for quad in quads:
        objects[quad.predicate.value].add((_sort_key(quad.object), terms.term(quad.object)))
    lines = []
    for predicate in sorted(objects, key=lambda p: (RANK.get(p, len(RANK)), p)):
        verb = "a" if predicate == RDF_TYPE else terms.iri(predicate)
        lines.append(_line(verb, [written for _, written in sorted(objects[predicate])], indent))
    return f"{indent}{terms.iri(subject)}\n" + " ;\n".join(lines) + " .\n"


def _sort_key(term: object) -> str:
    """IRIs before literals, each by value."""
    return f"1{term}" if isinstance(term, Literal) else f"0{term}"
