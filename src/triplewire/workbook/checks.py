"""What the shapes, the checks on data and the texts of releases find wrong with the graph, kept by what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.builds import Held, Progress
from triplewire.children import Crew
from triplewire.lookup import RELEASE, SOURCE
from triplewire.model import SEVERITIES, Finding
from triplewire.reason import can_own
from triplewire.store.disk import batched, in_default
from triplewire.validate import findings_at, focus_nodes, quotes_at, touched
from triplewire.workbook.book import Book
from triplewire.workbook.findings import CHECKED, QUOTED, found
from triplewire.workbook.look import Look, Share, shares
from triplewire.workbook.pieces import Delta

GRAPHS, QUADS, FOCI, TEXTS = 10, 10_000, 250, 20
"""So many graphs of releases, quads of others, things, and texts are looked at together: what lies around them is in memory."""
Node = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings by what they are about; and the things that were met and not looked at, since others meet them too."""

    findings: Mapping[str, list[Finding]]
    things: frozenset[Node] = frozenset()


def check(book: Book, look: Look, held: Mapping[str, Held], told: Iterable[str], delta: Delta, crew: Crew, tell: Progress) -> None:
    """Notes what is wrong around what has changed, or in all of a graph that is new. `told` are the releases that were written anew."""
    if delta.whole:
        book.do("DELETE FROM finding WHERE part IN (?, ?)", CHECKED, QUOTED)
        foci, texts = _whole(book, look, crew, tell), set(held)
    else:
        changed = [in_default(triple) for triple, times in delta.triples.items() if times]
        foci, texts = touched(changed, look.default), {*told, *_quoting(changed)} & held.keys()
        for focus in foci:
            found(book, CHECKED, focus.value, (), order)
    for number, wrong in enumerate(crew.each(foci_checked, shares(look, sorted(foci, key=str), FOCI), few=4), 1):
        tell("checking", min(number * FOCI, len(foci)), len(foci), "")
        _note(book, CHECKED, wrong)
    for wrong in crew.each(quotes_checked, shares(look, map(held.__getitem__, sorted(texts)), TEXTS), few=10):
        _note(book, QUOTED, wrong)


def order(finding: Finding) -> tuple[str, ...]:
    """What findings about the graph are sorted by: gravest first, then by kind, focus and message."""
    return (str(SEVERITIES.index(finding.severity)), finding.kind, finding.focus, finding.message)


def graphs_checked(share: Share[str]) -> Checked:
    """What is wrong with what information is made of in some graphs."""
    own, things = _apart(focus_nodes(q for graph in share.items for q in share.look.of_graph(graph)))
    return Checked(findings_at(own, share.look.default), frozenset(things))


def foci_checked(share: Share[Node]) -> Mapping[str, list[Finding]]:
    """What is wrong with some nodes."""
    return findings_at(share.items, share.look.default)


def quotes_checked(share: Share[Held]) -> Mapping[str, list[Finding]]:
    """What is wrong with the quotes of some releases."""
    return {h.id: quotes_at(NamedNode(vocab.release(h.id)), h.raw(), share.look.default) for h in share.items}


def _whole(book: Book, look: Look, crew: Crew, tell: Progress) -> set[Node]:
    """Looks at all that information is made of, release by release, so that what lies around it is looked up once; gives the things."""
    single, large = look.graphs()
    things: set[Node] = set()
    for number, checked in enumerate(crew.each(graphs_checked, shares(look, single, GRAPHS), few=10), 1):
        tell("checking", min(number * GRAPHS, len(single)), len(single), "")
        _note(book, CHECKED, checked.findings)
        things |= checked.things
    for wrong in crew.each(foci_checked, _large(look, large, things), few=10):
        _note(book, CHECKED, wrong)
    return things


def _large(look: Look, graphs: Iterable[str], things: set[Node]) -> Iterator[Share[Node]]:
    """What information is made of in the graphs that many releases make together; the things in there are put aside."""
    for graph in graphs:
        for some in batched(look.of_graph(graph), QUADS):
            own, others = _apart(focus_nodes(some))
            things |= others
            yield Share(look, tuple(sorted(own, key=str)))


def _apart(foci: Iterable[Node]) -> tuple[set[Node], set[Node]]:
    """Focus nodes that information is made of, which belong to one release, and things, of which many tell."""
    own: set[Node] = {node for node in foci if isinstance(node, NamedNode) and not can_own(node)}
    return own, set(foci) - own


def _note(book: Book, part: str, findings: Mapping[str, list[Finding]]) -> None:
    for about, wrong in findings.items():
        found(book, part, about, wrong, order)


def _quoting(changed: Iterable[Quad]) -> Iterator[str]:
    """The releases of which something is quoted otherwise than before."""
    return (q.object.value.removeprefix(RELEASE) for q in changed if q.predicate == SOURCE and isinstance(q.object, NamedNode))
