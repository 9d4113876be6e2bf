"""Compounds: sponsor codes, nonproprietary names by stem, brands, conjugates and constructs."""

from __future__ import annotations

from collections.abc import Iterable

from triplewire.model import Mention
from triplewire.recognize.compounds.brands import find_beside, find_brands, find_framed
from triplewire.recognize.compounds.codes import find_codes, find_conjugates, find_constructs
from triplewire.recognize.compounds.generics import find_bracketed, find_generics, find_quoted
from triplewire.recognize.plain import Barred, Taken

BARRED = ("target", "payload", "organization", "indication", "venue", "designation")


def find_compounds(text: str, known: list[Mention], organizations: list[Mention], platforms: Iterable[str]) -> list[Mention]:
    """The compounds of a text that no lexicon has (and platforms named by a brand, as technologies). What only the words around it make
    a product is none when it is the name of one of the `organizations`; a brand that is one of the `platforms` is a technology.
    """
    taken = Taken(m for m in known if m.type in BARRED)
    barred = Barred(m for m in known if m.type in BARRED)
    codes = find_codes(text, barred, known)
    out = [
        *find_conjugates(text),
        *codes,
        *find_bracketed(text, codes, taken),
        *find_generics(text, taken),
        *find_constructs(text, barred),
    ]
    out += find_brands(text, Barred([*known, *out]), frozenset(platforms))
    named = [m for m in (*known, *out) if m.source in ("open:inn", "open:code") or (m.type == "compound" and m.attrs.get("kind") == "inn")]
    out += find_beside(text, named, Taken([*known, *out, *organizations]))
    out += find_framed(text, Taken([*known, *out, *organizations]))
    drugs = [m for m in (*known, *out) if m.type == "compound"]
    return [*out, *find_quoted(text, drugs, Taken([*known, *out]))]


__all__ = ["find_compounds"]
