"""Compounds: sponsor codes, nonproprietary names by stem, brands, conjugates and constructs."""

from __future__ import annotations

from dataclasses import dataclass

from triplewire.model import Mention
from triplewire.recognize.compounds.brands import find_beside, find_brands, find_framed
from triplewire.recognize.compounds.codes import find_codes, find_conjugates, find_constructs
from triplewire.recognize.compounds.generics import find_bracketed, find_generics, find_quoted
from triplewire.recognize.plain import Barred, Taken

BARRED = ("target", "payload", "organization", "indication", "venue", "designation")


@dataclass(frozen=True)
class Others:
    """What else a text names: names of these are compounds only where their shape leaves no doubt."""

    organizations: list[Mention]
    platforms: list[Mention]
    targets: list[Mention]


def find_compounds(text: str, known: list[Mention], others: Others) -> list[Mention]:
    """The compounds of a text that no lexicon has, and platforms and studies named by a brand."""
    taken, barred = Taken(m for m in known if m.type in BARRED), Barred(m for m in known if m.type in BARRED)
    codes = find_codes(text, barred, known, {m.name for m in others.targets})
    out = [
        *find_conjugates(text),
        *codes,
        *find_bracketed(text, codes, taken),
        *find_generics(text, taken),
        *find_constructs(text, barred),
    ]
    out += find_brands(text, Barred([*known, *out]), {m.name for m in others.platforms})
    named = [m for m in (*known, *out) if m.source in ("open:inn", "open:code") or (m.type == "compound" and m.attrs.get("kind") == "inn")]
    out += find_beside(text, named, Taken([*known, *out, *others.organizations]))
    out += find_framed(text, Taken([*known, *out, *others.organizations, *others.platforms]))
    drugs = [m for m in (*known, *out) if m.type == "compound"]
    return [*out, *find_quoted(text, drugs, Taken([*known, *out]))]


__all__ = ["Others", "find_compounds"]
