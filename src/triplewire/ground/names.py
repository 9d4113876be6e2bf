"""One name to one identifier, or to none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from triplewire.ground.stems import payloads
from triplewire.lexicon import Term, fold, load, resolve, subset_of
from triplewire.model import Grounding

ANTIBODY = re.compile(r"\w+mab", re.IGNORECASE)
"""An antibody's name; with a word after it, it is another substance, even when that word is new to us."""

LEXICAL, CURATED = "semapv:LexicalMatching", "semapv:ManualMappingCuration"


@cache
def _payloads_of(name: str) -> frozenset[str]:
    """The payloads that the forms of a compound of the lexicon stand for."""
    return payloads(form.form for form in load().forms("compound", name))


def _fits(term: Term, names: tuple[str, ...]) -> bool:
    """Whether the term may stand for something called `names`: a conjugate never gets the identifier of its bare antibody, nor of
    a conjugate with another payload.
    """
    if term.type != "compound":
        return True
    longer = ANTIBODY.fullmatch(term.form) and any(fold(n).startswith(f"{fold(term.form)} ") for n in names)
    return not longer and payloads(names) <= _payloads_of(term.name)


def find_term(kind: str, name: str, aliases: Iterable[str] = ()) -> Term | None:
    """The lexicon's term for a name: by the name itself, else by its aliases when they agree on one; None otherwise.

    A disease that narrows another one ("early-stage sarcoma") is never found by its aliases: those are the wider disease.
    """
    own = resolve(kind, name) or _confirmed(kind, name, aliases)
    if own:
        return own if _fits(own, (name,)) else None
    if kind == "indication" and subset_of(name):
        return None
    others = tuple(aliases)
    found = {t.name: t for alias in others if (t := resolve(kind, alias)) and _fits(t, (name, *others))}
    return next(iter(found.values())) if len(found) == 1 else None


def _confirmed(kind: str, name: str, aliases: Iterable[str]) -> Term | None:
    """The term of a form that may mean several things, when an alias says the same with a form that means one."""
    term = load().lookup(kind, name)
    return term if term and any((t := resolve(kind, alias)) and t.name == term.name for alias in aliases) else None


def grounding(kind: str, name: str, aliases: Iterable[str] = ()) -> Grounding | None:
    """The identifier of a name of type `kind` (compound, target …) with the reason it was accepted; None when not grounded.

    An identifier that only a wider thing has (`match=broad` in the lexicon) is not the name's own and grounds nothing.

    >>> grounding("compound", "Norvane-1") is None
    True
    """
    term = find_term(kind, name, aliases)
    if term is None or not term.curie or term.attrs.get("match") == "broad":
        return None
    justification = LEXICAL if fold(name) == fold(term.name) else CURATED
    head = load().forms(kind, term.name)[0]
    return Grounding(term.curie, justification, head.source)


def broader(kind: str, name: str) -> tuple[str, str] | None:
    """The wider disease that an indication narrows, as its name and its identifier ("" when it has none); None for other types and
    names.
    """
    subset = subset_of(name) if kind == "indication" else None
    found = grounding(kind, subset.broader) if subset else None
    return (subset.broader, found.curie if found else "") if subset else None
