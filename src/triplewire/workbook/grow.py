"""The order in which a workbook takes in what is new, and what changes of the graph for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, nullcontext
from itertools import count
from pathlib import Path

from pyoxigraph import Store

from triplewire.builds import Held, Progress, silent
from triplewire.children import Crew
from triplewire.model import Correction
from triplewire.reason import Touched
from triplewire.store import is_merged
from triplewire.triplify import corrections
from triplewire.workbook import blocks, checks, companies, names, releases, things
from triplewire.workbook.book import Book
from triplewire.workbook.look import Look
from triplewire.workbook.pieces import Delta, lines, put

ENOUGH = 100
"""So many releases, if all is new, are surely work for a crew."""


def grow(
    book: Book,
    store: Store,
    held: Iterable[Held],
    policy: str,
    records: Sequence[Correction] = (),
    *,
    named: bool = False,
    folder: Path | None = None,
    crew: Crew | None = None,
    tell: Progress = silent,
) -> Delta:
    """Takes the releases that a build is made from into a workbook, and brings `store`, which is on disk and holds what the book told
    before, to what it tells now; returns what changed. `named` says that the facts have their last names already; `tell` is
    told of each company that is followed, of each release that is written, and of what is made of the whole. A `crew` helps; what it looks
    at is in `folder` for as long.
    """
    wanted, hands = {h.id: h for h in held}, crew or Crew()
    delta = Delta(store, whole=not blocks.are_kept(book))
    if delta.whole and len(wanted) >= ENOUGH:
        hands.call()
    new, about = _told(book, delta, wanted, policy, records, named, hands, tell)
    with closing(_look(store, folder, hands)) as look:
        things.conclude(book, about.owners(look.told), look, delta, hands, tell)
    del about
    things.describe(book, delta)
    delta.settle()
    if delta.whole:
        store.optimize()  # queries of a store that has been loaded bit by bit take half as long again
    with closing(_look(store, folder, hands)) as look:
        blocks.write(book, look, delta, hands, tell)
        checks.check(book, look, wanted, new, delta, hands, tell)
    return delta


def _told(
    book: Book,
    delta: Delta,
    wanted: Mapping[str, Held],
    policy: str,
    records: Sequence[Correction],
    named: bool,
    hands: Crew,
    tell: Progress,
) -> tuple[set[str], Touched]:
    """All that releases tell and what is known besides, before anything follows from it: which were written, and what the changes of the
    store are about.
    """
    about, look = Touched(), Look(delta.store)
    first = delta.whole and not is_merged(delta.store)
    delta.tell = about.add_first if first else lambda lines: about.add(lines, look.told)
    fresh, gone = names.take(book, wanted.values())
    names.name(book, wanted, fresh, named=named)
    shown = names.show(book, wanted)
    with delta.beside() if first and hands.workers > 1 else nullcontext():
        companies.follow_all(book, shown, wanted, policy, delta, hands, tell)
        new, nodes = releases.tell_all(book, shown, wanted, gone, delta, hands, tell)
        things.call(book, nodes, delta)
        things.call(book, things.look_up(book, nodes, delta), delta)
        put(book, "corrections", "told", lines(corrections(records)), delta)
    delta.settle()
    delta.tell = None  # what follows now is no news to what it follows from
    return new, about


def _look(store: Store, folder: Path | None, crew: Crew) -> Look:
    """A look at what a store holds now, for the crew too if there is one."""
    return Look(store, folder / f".look-{next(_looks)}" if folder and crew.workers > 1 else None)


_looks = count(1)
"""A name of its own for each look: whoever had one before may have it open still."""
