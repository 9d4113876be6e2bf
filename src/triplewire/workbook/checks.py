"""What the shapes, the checks on data and the texts of releases find wrong with the graph, kept by what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.builds import Held
from triplewire.children import Crew
from triplewire.lookup import RELEASE, SOURCE
from triplewire.model import SEVERITIES, Finding
from triplewire.reason import can_own
from triplewire.store.disk import batched, in_default
from triplewire.validate import findings_at, focus_nodes, quotes_at, touched
from triplewire.workbook.blocks import is_of_release
from triplewire.workbook.book import Book
from triplewire.workbook.findings import CHECKED, QUOTED, found
from triplewire.workbook.look import Look
from triplewire.workbook.pieces import Delta

GRAPHS, QUADS, FOCI, TEXTS = 10, 10_000, 2_000, 20
"""So many graphs of releases, quads of others, things, and texts are looked at together: what lies around them is in memory."""
Node = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Share:
    """Some things that are to be looked at: graphs, focus nodes, or releases with their texts."""

    look: Look
    graphs: tuple[str, ...] = ()
    foci: tuple[Node, ...] = ()
    texts: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings by what they are about; and the things that were met and not looked at, since others meet them too."""

    findings: Mapping[str, list[Finding]]
    things: frozenset[Node] = frozenset()


def check(book: Book, look: Look, held: Mapping[str, Held], told: Iterable[str], delta: Delta, crew: Crew) -> None:
    """Notes what is wrong around what has changed, or in all of a graph that is new. `told` are the releases that were written anew."""
    if delta.whole:
        book.do("DELETE FROM finding WHERE part IN (?, ?)", CHECKED, QUOTED)
        foci, texts = _all(book, look, crew), set(held)
    else:
        changed = [in_default(triple) for triple, times in delta.triples.items() if times]
        foci = touched(changed, look.default)
        texts = {*told, *_quoting(changed)} & held.keys()
        for focus in foci:
            found(book, CHECKED, focus.value, (), order)
    shares = [Share(look, foci=tuple(some)) for some in batched(sorted(foci, key=str), FOCI)]
    shares += [Share(look, texts=tuple(map(held.__getitem__, some))) for some in batched(sorted(texts), TEXTS)]
    for checked in crew.each(looked_at, shares, few=4):
        for about, wrong in checked.findings.items():
            found(book, QUOTED if about in held else CHECKED, about, wrong, order)


def order(finding: Finding) -> tuple[str, ...]:
    """What findings about the graph are sorted by: gravest first, then by kind, focus and message."""
    return (str(SEVERITIES.index(finding.severity)), finding.kind, finding.focus, finding.message)


def looked_at(share: Share) -> Checked:
    """What is wrong with the things of a share."""
    if share.graphs:
        quads = (q for graph in share.graphs for q in share.look.store.quads_for_pattern(None, None, None, NamedNode(graph)))
        own, things = _apart(focus_nodes(quads))
        return Checked(findings_at(own, share.look.default), frozenset(things))
    if share.texts:
        texts = {h.id: quotes_at(NamedNode(vocab.release(h.id)), h.raw(), share.look.default) for h in share.texts}
        return Checked(texts)
    return Checked(findings_at(share.foci, share.look.default))


def _all(book: Book, look: Look, crew: Crew) -> set[Node]:
    """Looks at all that information is made of, release by release, so that what lies around it is looked up once; gives the things."""
    names = sorted(graph.value for graph in look.store.named_graphs() if isinstance(graph, NamedNode))
    things: set[Node] = set()
    releases = (Share(look, graphs=tuple(some)) for some in batched(filter(is_of_release, names), GRAPHS))
    for checked in crew.each(looked_at, chain(releases, _large(look, names, things)), few=10):
        for focus, wrong in checked.findings.items():
            found(book, CHECKED, focus, wrong, order)
        things |= checked.things
    return things


def _large(look: Look, names: Iterable[str], things: set[Node]) -> Iterator[Share]:
    """What information is made of in the graphs that many releases make together; the things in there are put aside."""
    for name in names:
        if not is_of_release(name):
            for some in batched(look.store.quads_for_pattern(None, None, None, NamedNode(name)), QUADS):
                own, others = _apart(focus_nodes(some))
                things |= others
                yield Share(look, foci=tuple(sorted(own, key=str)))


def _apart(foci: Iterable[Node]) -> tuple[set[Node], set[Node]]:
    """Focus nodes that information is made of, which belong to one release, and things, of which many tell."""
    own: set[Node] = {node for node in foci if isinstance(node, NamedNode) and not can_own(node)}
    return own, set(foci) - own


def _quoting(changed: Iterable[Quad]) -> Iterator[str]:
    """The releases of which something is quoted otherwise than before."""
    return (q.object.value.removeprefix(RELEASE) for q in changed if q.predicate == SOURCE and isinstance(q.object, NamedNode))
