"""What the names of a compound say: which name follows which (a code, then an international name, then a brand), and its class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pyoxigraph import NamedNode

from triplewire import vocab
from triplewire.lexicon import Term, drug_class, load
from triplewire.triplify import identity
from triplewire.triplify.rdf import LABEL, TYPE, name, text
from triplewire.triplify.records import BACKGROUND, Origin, write_recorded
from triplewire.triplify.sheet import Sheet

ORDER = ("code", "inn", "brand")
"""Kinds of names in the order in which a compound gets them."""


def write_renames(sheet: Sheet, compounds: Iterable[tuple[NamedNode, str]]) -> None:
    """For each compound (its node and one of its names) with names of several kinds in the lexicon: a node for each name, and which
    follows which. The compound itself stays one thing; its names never are the same as it or as each other.
    """
    for node, words in compounds:
        term = identity.term_of("compound", words)
        forms = [t for t in load().forms("compound", term.name) if kind_of(t)] if term else []
        for earlier, later in _pairs(forms):
            one, two = (_name(sheet, node, form) for form in (earlier, later))
            origin = Origin(f"data/lexicons/compounds.tsv ({later.source})", note=_doubt(term))
            write_recorded(sheet, (one, name("tw:succeededBy"), two), origin)


def kind_of(term: Term) -> str:
    """What kind of name a form is, "" when the row itself does not say."""
    marked = dict(part.strip().partition("=")[::2] for part in term.note.split(";"))
    return marked["kind"] if marked.get("kind") in ORDER else ""


def _doubt(term: Term | None) -> str:
    """The remark of a canonical row whose code and name no register was seen to pair; "" for others."""
    return next((part.strip() for part in term.note.split(";") if "paired" in part), "") if term else ""


def _pairs(forms: list[Term]) -> Iterator[tuple[Term, Term]]:
    """Each name with those of the next kind that there is."""
    kinds = [kind for kind in ORDER if any(kind_of(t) == kind for t in forms)]
    for earlier, later in pairwise(kinds):
        yield from ((a, b) for a in forms if kind_of(a) == earlier for b in forms if kind_of(b) == later)


def _name(sheet: Sheet, compound: NamedNode, form: Term) -> NamedNode:
    node = NamedNode(vocab.entity("name", form.form))
    sheet.add(node, TYPE, name("tw:Name"), BACKGROUND)
    sheet.add(node, LABEL, text(form.form), BACKGROUND)
    sheet.add(node, "tw:nameOf", compound, BACKGROUND)
    sheet.add(node, "tw:nameKind", text(kind_of(form)), BACKGROUND)
    return node


def write_classes(sheet: Sheet, compounds: Iterable[tuple[NamedNode, str]]) -> None:
    """For each compound (its node and one of its names) the class that its nonproprietary name says."""
    for node, words in compounds:
        term = identity.term_of("compound", words)
        forms = [t.form for t in load().forms("compound", term.name) if kind_of(t) in ("", "inn")] if term else [words]
        said = next(filter(None, map(drug_class, forms)), None)
        if said:
            value = sheet.entity("drug-class", said[0], BACKGROUND)
            write_recorded(sheet, (node, name("tw:hasDrugClass"), value), Origin(f"INN: the stem {said[1]} in data/lexicons"))
