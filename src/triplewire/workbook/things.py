"""The second half of a workbook: what things are called, what is known of them beside releases, and what follows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import chain

from pyoxigraph import NamedNode

from triplewire import vocab
from triplewire.builds import Progress
from triplewire.children import Crew
from triplewire.lexicon.fold import fold
from triplewire.reason import inferences, term_labels, terms_in
from triplewire.reason.about import MUCH, kind
from triplewire.triplify import Sheet, Thing, about, background_labels, commonest, described, is_described, labels
from triplewire.workbook.book import Book, packed
from triplewire.workbook.look import Look, Share, shares
from triplewire.workbook.pieces import Delta, lines, put
from triplewire.workbook.releases import Uses, note, use

CLASSES = {"compound": "tw:Compound", "indication": "tw:Indication", "target": "tw:Target"}
TARGET = f"{vocab.ID}target/"
INDICATION = f"{vocab.ID}indication/"
AT_ONCE, FEW_AT_ONCE = 500, 100
"""Of how many things inferences are drawn at once, and of how many around which much lies: it is in memory."""


def call(book: Book, nodes: Iterable[str], delta: Delta) -> None:
    """Writes the labels and other names of nodes anew."""
    for node in sorted(nodes):
        whole: defaultdict[tuple[NamedNode, NamedNode], Counter[str]] = defaultdict(Counter)
        known: set[str] = set()
        for owner, graph, words, weight in book.rows("SELECT owner, graph, words, weight FROM called WHERE node = ?", node):
            if owner.startswith("release "):
                whole[(NamedNode(node), NamedNode(graph))][words] += weight
            else:
                known.add(words)
        quads = list(labels(whole.items()) if whole else background_labels([(NamedNode(node), known)] if known else []))
        put(book, node, "label", lines(quads), delta)
        use(book, f"label {node}", {q.predicate.value for q in quads if is_described(q.predicate)})
        if label := commonest(whole).get(NamedNode(node), ""):
            book.do("INSERT OR REPLACE INTO label VALUES (?, ?)", node, label)
        else:
            book.do("DELETE FROM label WHERE node = ?", node)


def look_up(book: Book, nodes: Iterable[str], delta: Delta) -> set[str]:
    """Writes what is known of things beside releases: of those of `nodes`, and of diseases whose names tell of a target that has come or
    gone. The nodes that are called otherwise for that.
    """
    targets = {row[0] for row in book.rows("SELECT words FROM label WHERE node >= ? AND node < ?", TARGET, f"{TARGET}\uffff")}
    new = targets ^ set(book.note("targets") or ())
    todo, touched = set(nodes), set[str]()
    if new:
        book.write("targets", sorted(targets))
        rows = book.rows("SELECT node, words FROM label WHERE node >= ? AND node < ?", INDICATION, f"{INDICATION}\uffff")
        marks = [fold(target) for target in new]
        todo |= {node for node, words in rows if any(mark in fold(words) for mark in marks)}
    for node in sorted(todo):
        sheet = _known(book, NamedNode(node), targets)
        put(book, node, "background", lines(sheet.quads), delta)
        touched |= note(book, f"thing {node}", Uses.of(sheet))
    return touched


def _known(book: Book, node: NamedNode, targets: Collection[str]) -> Sheet:
    """What is known of one thing; nothing of what no release speaks of."""
    present = _Present(book)
    if node not in present:
        return Sheet()
    words = book.one("SELECT words FROM label WHERE node = ?", node.value) or ""
    return about(Thing(node, CLASSES.get(kind(node), ""), words), targets, present)


class _Present:
    """The nodes that releases speak of."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __contains__(self, node: object) -> bool:
        own = ("release ", "release!")
        called = "SELECT 1 FROM called WHERE node = ? AND owner >= ? AND owner < ? LIMIT 1"
        used = "SELECT 1 FROM term WHERE node = ? AND owner >= ? AND owner < ? LIMIT 1"
        assert isinstance(node, NamedNode)
        return any(self.book.one(query, node.value, *own) for query in (called, used))


Concluded = list[tuple[str, list[str], bytes, list[str]]]
"""Things, each with the quads of its inferences by their texts, sorted, these packed, and the terms of the ontology that they use."""


def conclude(book: Book, owners: Iterable[NamedNode], look: Look, delta: Delta, crew: Crew, tell: Progress) -> None:
    """Writes what follows of things, from what a store tells of them."""
    todo = sorted({owner.value for owner in owners})
    large = [thing for thing in todo if kind(NamedNode(thing)) in MUCH]
    small = [thing for thing in todo if kind(NamedNode(thing)) not in MUCH]
    done = 0
    for some in crew.each(concluded, chain(shares(look, large, FEW_AT_ONCE), shares(look, small, AT_ONCE)), few=4):
        done += len(some)
        tell("inferring", done, len(todo), "")
        for node, quads, kept, terms in some:
            put(book, node, "inferred", quads, delta, kept)
            use(book, f"inferred {node}", terms)


def concluded(share: Share[str]) -> Concluded:
    """What follows of some things."""
    some = [NamedNode(owner) for owner in share.items]
    found, out = inferences(some, share.look.default, share.look.tells), []
    for node in some:
        quads = found.get(node, [])
        texts = lines(quads)
        out.append((node.value, texts, packed(texts), sorted({t.value for t in terms_in(quads) if is_described(t)})))
    return out


def describe(book: Book, delta: Delta) -> None:
    """Writes what the ontology says of the terms in use: all of those that releases and the background use, label, type and definition of
    those that only inferences use.
    """
    told = {row[0] for row in book.rows("SELECT DISTINCT node FROM term WHERE owner < 'inferred ' OR owner >= 'inferred!'")}
    follow = {row[0] for row in book.rows("SELECT DISTINCT node FROM term WHERE owner >= 'inferred ' AND owner < 'inferred!'")}
    put(book, "ontology", "told", lines(described(map(NamedNode, told))), delta)
    put(book, "ontology", "inferred", lines(term_labels({NamedNode(t) for t in follow - told})), delta)
