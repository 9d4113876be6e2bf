"""One name to one identifier, or to none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from triplewire.ground.stems import payloads
from triplewire.lexicon import Term, fold, load
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
    """The lexicon's term for a name: by the name itself, else by its aliases when they agree on one; None otherwise."""
    lexicon = load()
    own = lexicon.lookup(kind, name)
    if own:
        return own if _fits(own, (name,)) else None
    others = tuple(aliases)
    found = {t.name: t for alias in others if (t := lexicon.lookup(kind, alias)) and _fits(t, (name, *others))}
    return next(iter(found.values())) if len(found) == 1 else None


def grounding(kind: str, name: str, aliases: Iterable[str] = ()) -> Grounding | None:
    """The identifier of a name of type `kind` (compound, target …) with the reason it was accepted; None when not grounded.

    >>> grounding("compound", "Norvane-1") is None
    True
    """
    term = find_term(kind, name, aliases)
    if term is None or not term.curie:
        return None
    justification = LEXICAL if term.form == term.name else CURATED
    head = load().forms(kind, term.name)[0]
    return Grounding(term.curie, justification, head.source)
