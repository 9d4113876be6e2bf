"""Which changes are about a company or a compound, by any way of writing its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from triplewire import vocab
from triplewire.errors import no_such
from triplewire.lexicon import short_name, word_list
from triplewire.reconcile.changes.compare import Change, Delta
from triplewire.reconcile.changes.log import Entry, Log
from triplewire.reconcile.changes.state import State


def about(delta: Delta, states: Iterable[State], *, company: str | None = None, compound: str | None = None) -> Delta:
    """The steps about a company (told by it, or naming it) and a compound, by the names that `states` know. Raises NotFoundError with
    near names for a name that they do not have.
    """
    known = tuple(states)
    tests = _tests(known, company, compound)
    return replace(delta, steps=tuple(step for step in delta.steps if all(test(step) for test in tests)))


def _tests(states: Sequence[State], company: str | None, compound: str | None) -> list[Callable[[Change], bool]]:
    tests: list[Callable[[Change], bool]] = []
    if company:
        firms = named("company", company, companies(states))
        tests.append(lambda change: bool(firms & set(change.companies)))
    if compound:
        drugs = compound_names(compound, states)
        tests.append(lambda change: bool(drugs & set(change.compounds)))
    return tests


def narrowed(log: Log, state: State, *, company: str | None = None, compound: str | None = None) -> Log:
    """A change log with only the changes about a company and a compound, by the names that `state` knows. Raises NotFoundError."""
    tests = _tests([state], company, compound)
    out = {name: tuple(_entry(entry, tests) for entry in entries) for name, entries in log.items()}
    return {name: kept for name, entries in out.items() if (kept := tuple(e for e in entries if e.changes))}


def _entry(entry: Entry, tests: Iterable[Callable[[Change], bool]]) -> Entry:
    return replace(entry, changes=tuple(c for c in entry.changes if all(test(c) for test in tests)))


def named(kind: str, name: str, known: Iterable[str]) -> set[str]:
    """Those of the known names that `name` is a way of writing (case, hyphens and legal forms aside), else the one that begins with it.
    Raises NotFoundError.
    """
    names = set(known)
    found = {n for n in names if n == name} or {n for n in names if _bare(n) == _bare(name)}
    longer = set() if found else {n for n in names if n.casefold().startswith(f"{name.casefold()} ")}
    found = longer if len(longer) == 1 else found
    if not found:
        raise no_such(kind, name, names)
    return found


def compound_names(name: str, states: Iterable[State]) -> set[str]:
    """The compounds that go by that name, by their other names too. Raises NotFoundError."""
    pairs = {pair for state in states for pair in _called(state)}
    found = {shown for other, shown in pairs if _bare(other) == _bare(name)}
    return found or named("compound", name, {shown for _, shown in pairs})


def companies(states: Iterable[State]) -> set[str]:
    """The companies that tell anything or that are told of."""
    return {n for state in states for item in state.items.values() for n in (*item.issuers, *item.key.companies)}


def _called(state: State) -> Iterator[tuple[str, str]]:
    """Each name of a compound with the one under which it is shown."""
    for key in state.items:
        yield from ((compound, compound) for compound in key.compounds)
        parts = dict(key.parts)
        if key.family == "alias" and "alias" in parts:
            yield parts["alias"], parts.get("compound", parts["alias"])


def _bare(name: str) -> str:
    """A name without case, hyphens and legal form."""
    words = vocab.slug(short_name(name)).split("-")
    while len(words) > 1 and words[-1] in _legal_forms():
        words.pop()
    return "".join(words)


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(vocab.slug(term.form) for term in word_list("org_suffix"))
