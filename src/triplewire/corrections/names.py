"""Names that are merged and split: before names of all releases are brought together (splits), and after (merges)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from triplewire.assemble.naming import Naming
from triplewire.corrections.entries import NAMED, NameEntry
from triplewire.corrections.traced import Touch, Traced, flagged, renamed
from triplewire.lexicon import short_name
from triplewire.model import Change, Document, Fact

MARK = "\x1f"
"""Before a name that a split has given: nothing that joins names may reach it."""

KIND_OF: Mapping[str, str] = {argument: kind for kind, arguments in NAMED.items() for argument in arguments}

Where = frozenset[tuple[str, str]]
"""Releases, each with a name that is used in it."""


@dataclass(frozen=True)
class Named:
    """What came of the names: facts, documents, who touched what, which entries have renamed an issuer, and why others do nothing."""

    facts: list[Traced]
    documents: tuple[Document, ...]
    touches: list[Touch]
    issued: Mapping[str, tuple[Change, ...]]
    idle: Mapping[str, str]
    contrary: Mapping[str, str]


def named(facts: Sequence[Traced], documents: Sequence[Document], entries: Sequence[NameEntry]) -> Named:
    """The facts under the names of all releases, as the entries would have them."""
    splits = [e for e in entries if e.record.kind == "split"]
    merges = [e for e in entries if e.record.kind == "merge"]
    claims = _claims(splits, [t.fact for t in facts], documents)
    contrary = _contrary_splits(splits, claims)
    claims = {e.id: claims[e.id] for e in splits if e.id not in contrary}
    parted, touches = _split(facts, [e for e in splits if e.id in claims], claims)
    naming = Naming.of([f for t in parted if (f := _unmarked(t.fact))])
    shown = [Traced(t.origin, _shown(t.fact, naming)) for t in parted]
    table = _Merges(merges, naming, documents, [t.fact for t in shown])
    joined, more = table.applied(shown)
    touches += more
    issuers = [_issued(d, [e for e in splits if e.id in claims], table) for d in documents]
    issued = {e.id: tuple(change for _, ids, change in issuers if change and e.id in ids) for e in entries}
    done = {t.entry for t in touches} | {name for name, changes in issued.items() if changes}
    idle = {e.id: _why_idle(e) for e in entries if e.id not in {*done, *contrary, *table.contrary}}
    return Named(joined, tuple(d for d, _, _ in issuers), touches, issued, idle, {**contrary, **table.contrary})


def _why_idle(entry: NameEntry) -> str:
    where = " there" if entry.record.kind == "split" else ""
    return f"no {entry.kind} is called {entry.name!r}{where} (any more), or it is {entry.into!r} by itself"


# -- splits --------------------------------------------------------------------------------------------------------------


def _claims(splits: Sequence[NameEntry], facts: Sequence[Fact], documents: Sequence[Document]) -> dict[str, Where]:
    """For each split, by its id, what it takes hold of."""
    everywhere = Naming.of(facts) if splits else None
    out: dict[str, Where] = {}
    for entry in splits:
        scope = _scope(entry, documents)
        inside = [f for f in facts if f.release in scope]
        near = _called(entry, inside, Naming.of(inside))
        out[entry.id] = near or (_called(entry, inside, everywhere) if everywhere else frozenset())
    return out


def _scope(entry: NameEntry, documents: Iterable[Document]) -> frozenset[str]:
    """The releases in which a split acts."""
    if entry.releases:
        return frozenset(d.release.id for d in documents if {d.release.id, d.release.sha256} & set(entry.releases))
    wanted = {entry.company.casefold(), short_name(entry.company).casefold()}
    return frozenset(d.release.id for d in documents if wanted & {n.casefold() for n in _issuer_names(d)})


def _issuer_names(document: Document) -> set[str]:
    issuer = document.release.issuer
    return {issuer, short_name(issuer), *document.release.aliases} - {""}


def _called(entry: NameEntry, facts: Iterable[Fact], naming: Naming) -> Where:
    """The names in those facts that mean what the entry names."""
    arguments = NAMED[entry.kind]
    wanted = naming.shown(arguments[0], entry.name)
    return frozenset((f.release, f.arg(a)) for f in facts for a in arguments if f.arg(a) and naming.shown(a, f.arg(a)) == wanted)


def _contrary_splits(splits: Sequence[NameEntry], claims: Mapping[str, Where]) -> dict[str, str]:
    """Splits that take hold of one name in one release and disagree about it."""
    out = {}
    for entry in splits:
        rivals = [e for e in splits if e.kind == entry.kind and e.into != entry.into and claims[e.id] & claims[entry.id]]
        if rivals:
            out[entry.id] = f"{rivals[0].record.place} makes {rivals[0].into!r} of the same name; neither is applied"
    return out


def _split(facts: Iterable[Traced], splits: Sequence[NameEntry], claims: Mapping[str, Where]) -> tuple[list[Traced], list[Touch]]:
    out, touches = [], []
    for one in facts:
        own = [
            (a, Touch(e.id, one.origin, a, one.fact.arg(a), e.into))
            for e in splits
            for a in NAMED[e.kind]
            if (one.fact.release, one.fact.arg(a)) in claims[e.id] and one.fact.arg(a) != e.into
        ]
        fact = renamed(one.fact, {a: MARK + t.after for a, t in own}) if own else one.fact
        out.append(Traced(one.origin, flagged(fact, [t for _, t in own]) if own else fact))
        touches += [t for _, t in own]
    return out, touches


def _unmarked(fact: Fact) -> Fact | None:
    """What of a fact may join names: nothing that a split has named."""
    marked = {a for a in fact.args if fact.arg(a).startswith(MARK)}
    if not marked:
        return fact
    if fact.family == "alias":
        return None
    args = {a: v for a, v in fact.args.items() if a not in marked}
    return replace(fact, args=args, aliases={a: n for a, n in fact.aliases.items() if a not in marked})


def _shown(fact: Fact, naming: Naming) -> Fact:
    """The fact under the names of all releases, and under those that splits have given."""
    fact = naming.applied(fact)
    marked = {a: naming.shown(a, fact.arg(a)[1:]) for a in fact.args if fact.arg(a).startswith(MARK)}
    if not marked:
        return fact
    return renamed(replace(fact, args={**fact.args, **marked}), marked)


# -- merges --------------------------------------------------------------------------------------------------------------


class _Merges:
    """Which names give way to which: for each kind the shown names, each with the last name and the entries on the way there."""

    def __init__(self, entries: Sequence[NameEntry], naming: Naming, documents: Sequence[Document], facts: Sequence[Fact]) -> None:
        self.naming = naming
        self.next = {(e.kind, e.name): e for e in entries}
        present = {(KIND_OF[a], f.arg(a)) for f in facts for a in f.args if a in KIND_OF}
        present |= {("organization", n) for d in documents for n in _issuer_names(d)}
        live = [e for e in entries if (e.kind, self._shown(e.kind, e.name)) in present]
        self.contrary = _rivals(live, {e.id: self._names(e) for e in live}, {e.id: self._last(e)[0] for e in live})
        self.table: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        for entry in (e for e in live if e.id not in self.contrary):
            for name in self._names(entry):
                self.table.setdefault((entry.kind, name), self._last(entry))

    def _shown(self, kind: str, name: str) -> str:
        return self.naming.shown(NAMED[kind][0], name)

    def _names(self, entry: NameEntry) -> frozenset[str]:
        """The shown names that an entry bears on."""
        return frozenset(n for name in (entry.name, entry.into) for n in (name, self._shown(entry.kind, name)))

    def _last(self, entry: NameEntry) -> tuple[str, tuple[str, ...]]:
        """The name at the end of a chain of merges, and the chain."""
        chain = [entry]
        while following := self.next.get((entry.kind, chain[-1].into)):
            chain.append(following)
        return chain[-1].into, tuple(e.id for e in chain)

    def applied(self, facts: Iterable[Traced]) -> tuple[list[Traced], list[Touch]]:
        """The facts under the merged names, and who has touched what."""
        out, touches = [], []
        for one in facts:
            own = list(self._touches(one))
            fact = flagged(renamed(one.fact, {t.key: t.after for t in own}), own) if own else one.fact
            out.append(Traced(one.origin, fact))
            touches += own
        return out, touches

    def _touches(self, one: Traced) -> Iterator[Touch]:
        for argument in one.fact.args:
            old = one.fact.arg(argument)
            new, chain = self.table.get((KIND_OF.get(argument, ""), old), (old, ()))
            if new != old:
                yield from (Touch(entry, one.origin, argument, old, new) for entry in chain)


def _rivals(entries: Sequence[NameEntry], names: Mapping[str, frozenset[str]], last: Mapping[str, str]) -> dict[str, str]:
    """Merges that bear on one name, which other facts join, and disagree about what it becomes."""
    out = {}
    for entry in entries:
        others = [e for e in entries if e.kind == entry.kind and last[e.id] != last[entry.id] and names[e.id] & names[entry.id]]
        if others:
            out[entry.id] = f"{others[0].record.place} makes {last[others[0].id]!r} of the same thing; neither is applied"
    return out


# -- issuers -------------------------------------------------------------------------------------------------------------


def _issued(document: Document, splits: Iterable[NameEntry], merges: _Merges) -> tuple[Document, tuple[str, ...], Change | None]:
    """The document with the issuer that entries about companies give it, these entries, and the change, None without one."""
    names = sorted(_issuer_names(document), key=lambda n: (n != document.release.issuer, n))
    parted = [e for e in splits if e.kind == "organization" and e.name in names and document.release.id in _scope(e, [document])]
    new, entries = (parted[0].into, (parted[0].id,)) if parted else ("", ())
    for name in [new] if new else names:
        last, chain = merges.table.get(("organization", name), (name, ()))
        if last != name:
            new, entries = last, (*entries, *chain)
            break
    if not new or new == document.release.issuer:
        return document, (), None
    release = document.release
    other = tuple(sorted({*release.aliases, release.issuer} - {new, ""}))
    renamed_release = replace(release, issuer=new, aliases=other)
    change = Change(release.id, {"issuer": release.issuer}, {"issuer": new})
    return replace(document, release=renamed_release), entries, change
