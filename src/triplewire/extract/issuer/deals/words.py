"""The words of deals, from `data/families/deal.toml`, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire.extract.issuer.data import family, one_of
from triplewire.lexicon import Expression

CAPS = r"[A-ZÀ-Þ][\w&.-]*(?:[’'](?!s\b)\w+)?"
NAME = rf"(?:[Tt]he [Cc]ompany|[Ww]e|[a-z]{{0,2}}{CAPS}(?:(?: of| for| and| &)? (?:{CAPS}|\([A-Z]\w+\))){{0,7}}|[a-z]+-[a-z]+)"
_SLOTS = {
    "{gap}": r"[^;$€£]{0,60}?(?:[$€£][^;$€£]{1,90}?)?",
    "{year}": r"(?:19|20)\d\d",
    "{payer}": rf"(?P<payer>{NAME})",
    "{payee}": rf"(?P<payee>{NAME})",
}


_MARKS = (
    (r"\(", "(?:"),
    (r"\)", ")"),
    (r"\|", "|"),
    (r"\[", "(?:"),
    (r"\]", ")?"),
    (r"\{", "{"),
    (r"\}", "}"),
    (r"\-", "-"),
    ("'s", "['’]s?"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase that names payer and payee in one: "X's 2021 deal with Y"."""

    id: str
    pattern: Expression


@dataclass(frozen=True, slots=True)
class Words:
    """The grammar of deals, compiled. Patterns are used with `match` or `search` where `deals` says so."""

    nouns: Expression
    kinds: tuple[str, ...]
    bare: frozenset[str]
    between: Expression
    upon: Expression
    of: Expression
    link: Expression
    denied: Expression
    no_term: Expression
    reached: Expression
    verbs: dict[str, Expression]
    named: tuple[Named, ...]
    boundary: Expression
    label: Expression
    event: Expression
    defaults: tuple[tuple[str, Expression], ...]
    licence: Expression


@cache
def words() -> Words:
    """The grammar of `data/families/deal.toml`."""
    data = family("deal")
    grammar, verbs, kinds = data["grammar"], data["verbs"], data["kinds"]
    groups = "|".join(f"(?P<k{i}>{_noun(row)})" for i, row in enumerate(kinds))
    aux = rf"(?:(?:{grammar['auxiliaries']})[ ,]+){{0,6}}?"
    flags = re.IGNORECASE
    # Between an amount and its noun: "$5 million from X in milestone payments", "milestone payments to X of $5 million".
    aside = rf"(?:,? (?:from|to|by) (?-i:(?:the )?{CAPS}(?: {CAPS}){{0,5}}),?)?"
    return Words(
        nouns=Expression(rf"(?<![\w-])(?:{groups})(?![\w-])", flags),
        kinds=tuple(row["kind"] for row in kinds),
        bare=frozenset(row["kind"] for row in kinds if row["bare"]),
        between=Expression(rf"\)?{aside},? (?:{one_of(grammar['between'])},?[ /]){{0,10}}|-", flags),
        upon=Expression(rf"{aside},? (?:{grammar['upon']})(?!\w)[^;:.$€£]{{0,140}}", flags),
        of=Expression(rf"{aside} ?\(?{one_of(grammar['of'])} \(?", flags),
        link=Expression(rf"(?<!\w)(?:{grammar['links']})(?: {one_of(grammar['of'])})? $", flags),
        denied=Expression(rf"(?<!\w)(?:{grammar['denied']})(?: \w+){{0,2}} $", flags),
        no_term=Expression(rf" ?(?:{grammar['no_term']})(?!\w)", flags),
        reached=Expression(rf"(?<!\w)(?:{grammar['reached']})(?!\w)", flags),
        verbs={kind: Expression(rf"(?<![\w-]){aux}(?:{'|'.join(forms)})(?![\w-])", flags) for kind, forms in verbs.items()},
        named=tuple(_named(row) for row in data["named"]),
        boundary=Expression(rf";|:(?= )|,? {one_of(grammar['contrast'])} ", flags),
        label=Expression(one_of(grammar["labels"])),
        event=Expression(rf"(?<!\w)(?:{grammar['event']})(?!\w)", flags),
        defaults=tuple((row["kind"], Expression(row["words"], flags)) for row in data["defaults"]),
        licence=Expression(r"licen[cs]|rights?(?!\w)|option|sold|grant", flags),
    )


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The words that stand for a party of a deal or before one, compiled."""

    ours: Expression
    pronoun: Expression
    each: Expression
    prep: Expression
    not_parties: frozenset[str]
    sales_by: Expression


@cache
def party_words() -> PartyWords:
    """How `data/families/deal.toml` has parties said."""
    grammar, flags = family("deal")["grammar"], re.IGNORECASE
    return PartyWords(
        ours=Expression(r"(?<![\w-])(?:we|us|the company|the firm|our company|the group)(?![\w’'-])", flags),
        pronoun=Expression(r"(?<![\w-])(?:it|they|which|who|that)(?= )", flags),
        each=Expression(r"(?<![\w-])(?:each|all|both|any) of (?:which|whom|them)|(?<=, )each(?= of)", flags),
        prep=Expression(
            rf"(?<![\w-])(?P<prep>{grammar['prepositions']}|{grammar['objects']})(?: (?:{grammar['before_party']}))?[ ,(]{{1,2}}$", flags
        ),
        not_parties=frozenset(grammar["not_parties"]),
        sales_by=Expression(r"(?<!\w)sales (?:\w+ ){0,4}by $", flags),
    )


def _noun(row: dict[str, Any]) -> str:
    return "|".join([*row.get("patterns", ()), one_of(row["nouns"])] if row["nouns"] else row["patterns"])


def _named(row: dict[str, str]) -> Named:
    pattern = re.escape(row["pattern"]).replace(r"\ ", " ")
    for mark, plain in _MARKS:
        pattern = pattern.replace(mark, plain)
    for slot, plain in _SLOTS.items():
        pattern = pattern.replace(slot, plain)
    return Named(row["id"], Expression(rf"(?<![\w’'-]){pattern}(?!\w)"))
