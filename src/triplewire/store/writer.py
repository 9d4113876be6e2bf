"""Turtle and TriG that a person can read and that come out the same, byte for byte, from the same quads in any order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from triplewire import vocab
from triplewire.store.disk import is_merged, named_quads
from triplewire.store.terms import RDF_TYPE, Terms

OA = "http://www.w3.org/ns/oa#"
FIRST = (
    RDF_TYPE,
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies",
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

Of = Callable[[str], Iterable[Quad]]
"""Gives the quads of a subject."""
Told = Callable[[Iterable[Quad]], Iterable[Quad]]
"""Says the quads of one subject in another way."""
Place = tuple[tuple[int, str], tuple[tuple[str, ...], str]]
"""Where a subject stands in a file: its section, and its place in there; the last member of that is its IRI."""
Laid = list[tuple[str, list[str]]]
"""What a subject has, in the order of its block: predicates and their objects, as they are written."""
Piece = tuple[str, int]
"""Text of a file, and how many triples it holds."""


def turtle(quads: Iterable[Quad]) -> str:
    """All triples of `quads` as one Turtle file, graph names left out: prefixes in use, then one block a subject, grouped by
    kind, type and label first, all sorted. Raises ValueError on a blank node.
    """
    terms = Terms(vocab.prefixes())
    return _with_prefixes(terms, _held(terms, quads, ""))


def trig(quads: Iterable[Quad]) -> str:
    """`quads` as one TriG file: a block for each named graph, sorted by its IRI, each written like `turtle`."""
    terms, graphs = Terms(vocab.prefixes()), defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""].append(quad)
    blocks = []
    for graph, members in sorted(graphs.items()):
        if graph:
            blocks.append(f"{terms.iri(graph)} {{\n{_held(terms, members, '  ')}}}\n")
        else:
            blocks.append(_held(terms, members, ""))
    return _with_prefixes(terms, "\n".join(blocks))


def turtle_pieces(store: Store, told: Told = list, also: Iterable[str] = ()) -> Iterator[Piece]:
    """A store as the Turtle file that `turtle` gives, block by block: what is held in memory at once is the names of subjects.

    `told` may say what a subject has in another way, with the IRIs `also` besides its own. Raises ValueError on a blank node.
    """
    graph = DefaultGraph() if is_merged(store) else None
    terms, scan = Terms(vocab.prefixes()), _Scan()
    for iri in also:
        terms.iri(iri)
    for quad in store.quads_for_pattern(None, None, None, graph):
        terms.note(quad, graph=False)
        scan.see(quad)
    yield from _glued(_head(terms), _pieces(terms, scan.ordered(), lambda s: told(_of(store, graph, s)), ""))


def trig_pieces(store: Store) -> Iterator[Piece]:
    """The named graphs of a store as the TriG file that `trig` gives, block by block."""
    terms, graphs = Terms(vocab.prefixes()), set[str]()
    for quad in named_quads(store):
        terms.note(quad, graph=True)
        graphs |= {quad.graph_name.value} if isinstance(quad.graph_name, NamedNode) else set()
    yield from _glued(_head(terms), _graphs(terms, store, sorted(graphs)))


def _graphs(terms: Terms, store: Store, graphs: Iterable[str]) -> Iterator[Piece]:
    for number, graph in enumerate(graphs):
        node, scan = NamedNode(graph), _Scan()
        for quad in store.quads_for_pattern(None, None, None, node):
            scan.see(quad)
        gap = "\n" if number else ""
        yield f"{gap}{terms.iri(graph)} {{\n", 0
        yield from _pieces(terms, scan.ordered(), partial(_of, store, node), "  ")
        yield "}\n", 0


def _of(store: Store, graph: NamedNode | DefaultGraph | None, subject: str) -> Iterator[Quad]:
    return store.quads_for_pattern(NamedNode(subject), None, None, graph)


class _Scan:
    """Finds out in which order the subjects of quads stand in a file; keeps of each its name, of a claim also what it is about."""

    def __init__(self) -> None:
        self._about: dict[str, list[str] | None] = {}

    def see(self, quad: Quad) -> str:
        """Takes in one quad, and gives its subject. Raises ValueError on a blank node."""
        subject = subject_of(quad)
        if subject not in self._about:
            self._about[subject] = [""] * len(CLAIMS) if subject.startswith(HASHED) else None
        about = self._about[subject]
        if about is not None:
            _note(about, quad)
        return subject

    def ordered(self) -> list[Place]:
        """The subjects in their order; those that claim something by what they claim, the others by their IRIs."""
        return sorted(_place(subject, about) for subject, about in self._about.items())


def subject_of(quad: Quad) -> str:
    """The IRI of what a quad is about. Raises ValueError on a blank node."""
    if not isinstance(quad.subject, NamedNode):
        raise ValueError(f"{quad.subject} is a blank node or a triple; every node of the data needs an IRI of its own")
    return quad.subject.value


def place_of(subject: str, quads: Iterable[Quad]) -> Place:
    """Where a subject stands in a file that has these quads of it."""
    about = [""] * len(CLAIMS) if subject.startswith(HASHED) else None
    for quad in quads if about is not None else ():
        _note(about or [], quad)
    return _place(subject, about)


def _note(about: list[str], quad: Quad) -> None:
    rank = CLAIMS.get(quad.predicate.value)
    if rank is not None:
        about[rank] = max(about[rank], _natural(str(quad.object)))


def _place(subject: str, about: list[str] | None) -> Place:
    return _section(subject), (tuple(about) if about is not None else (_natural(subject),), subject)


def _held(terms: Terms, quads: Iterable[Quad], indent: str) -> str:
    """The body of a file, of quads that are in memory."""
    by_subject: dict[str, list[Quad]] = defaultdict(list)
    scan = _Scan()
    for quad in quads:
        by_subject[scan.see(quad)].append(quad)
    return "".join(text for text, _ in _pieces(terms, scan.ordered(), by_subject.__getitem__, indent))


def _with_prefixes(terms: Terms, body: str) -> str:
    return "".join(text for text, _ in _glued(_head(terms), [(body, 0)] if body else []))


def _head(terms: Terms) -> str:
    return head(terms.used)


def head(prefixes: Iterable[str]) -> str:
    """The lines that say what prefixes stand for."""
    namespaces = vocab.prefixes()
    return "".join(f"@prefix {p}: <{namespaces[p]}> .\n" for p in sorted(prefixes))


def _glued(head: str, body: Iterable[Piece]) -> Iterator[Piece]:
    """The head, an empty line where both are there, and the body."""
    yield head, 0
    for number, piece in enumerate(body):
        if head and not number:
            yield "\n", 0
        yield piece


def _pieces(terms: Terms, ordered: Iterable[Place], of: Of, indent: str) -> Iterator[Piece]:
    """Headings and blocks, an empty line between them."""
    return sections(((heading, _block(terms, subject, of(subject), indent)) for (_, heading), (_, subject) in ordered), indent)


def sections(blocks: Iterable[tuple[str, Piece]], indent: str) -> Iterator[Piece]:
    """Blocks in their order under their headings, an empty line between them."""
    last, gap = "", ""
    for heading, (text, size) in blocks:
        if heading != last:
            yield f"{gap}{indent}# {heading}\n", 0
            last, gap = heading, "\n"
        yield f"{gap}{text}", size


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


def _block(terms: Terms, subject: str, quads: Iterable[Quad], indent: str) -> Piece:
    laid = lay(terms, quads)
    return block(terms, subject, laid, indent), sum(len(objects) for _, objects in laid)


def lay(terms: Terms, quads: Iterable[Quad]) -> Laid:
    """The quads of one subject, written and in order."""
    objects: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for quad in quads:
        objects[quad.predicate.value].add((_sort_key(quad.object), terms.term(quad.object)))
    ordered = sorted(objects, key=lambda p: (RANK.get(p, len(RANK)), p))
    return [("a" if p == RDF_TYPE else terms.iri(p), [written for _, written in sorted(objects[p])]) for p in ordered]


def block(terms: Terms, subject: str, laid: Laid, indent: str) -> str:
    """The block of a subject."""
    return f"{indent}{terms.iri(subject)}\n" + " ;\n".join(_line(verb, objects, indent) for verb, objects in laid) + " .\n"


def _sort_key(term: object) -> str:
    """IRIs before literals, each by value."""
    return f"1{term}" if isinstance(term, Literal) else f"0{term}"
