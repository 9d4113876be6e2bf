"""Deals: terms (an amount and its noun) and the patterns that say who pays whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from triplewire.extract.issuer.common import fact, in_dollars, issuer_of, longest_words, organization, telling
from triplewire.extract.issuer.data import family, one_of
from triplewire.lexicon import Finder
from triplewire.model import Fact, Mention, Reading, Sentence, Span

SKIPPED_ROLES = frozenset({"safe_harbor", "contacts", "tables", "about"})
INVESTORS = "investors"
_LABEL_REACH = 30
# So many organizations at most overlap one slot of a pattern.
_OVERLAID = 24
_CAPS = r"[A-ZÀ-Þ][\w&.-]*(?:[’'](?!s\b)\w+)?"
_PARTY = rf"(?:[Tt]he [Cc]ompany|[Ww]e|[a-z]{{0,2}}{_CAPS}(?:(?: of| for| and| &)? (?:{_CAPS}|\([A-Z]\w+\))){{0,7}}|[a-z]+-[a-z]+)"
_OPTIONAL, _CHOICE = re.compile(r"\[[^\]]*\]"), re.compile(r"\(([^()]*)\)")
_SLOTS = {
    "{gap}": r"[^;$€£]{0,60}?(?:[$€£][^;$€£]{1,90}?)?",
    "{year}": r"(?:19|20)\d\d",
    "{payer}": rf"(?P<payer>{_PARTY})",
    "{payee}": rf"(?P<payee>{_PARTY})",
}


@dataclass(frozen=True, slots=True)
class Term:
    """What is paid: its kind, and the amount when the text gives one. Offsets are of the sentence."""

    start: int
    end: int
    kind: str
    money: Mention | None = None
    label: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """One pattern of `data/families/deal.toml`, compiled."""

    id: str
    pattern: re.Pattern[str]
    scope: str
    payer: str
    payee: str
    kinds: frozenset[str]
    needs_amount: bool
    choices: tuple[tuple[str, ...], ...]

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a sentence, in order; without one of the words of each of its choices the expression is not tried."""
        if all(any(words in text for words in choice) for choice in self.choices):
            yield from self.pattern.finditer(text)


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: Finder
    noun: re.Pattern[str]
    kind_of: dict[str, str]
    bare: frozenset[str]
    between: re.Pattern[str]
    of: re.Pattern[str]
    parties: tuple[Parties, ...]
    not_parties: frozenset[str]
    contrast: re.Pattern[str]
    label: re.Pattern[str]


def deal_facts(reading: Reading) -> list[Fact]:
    """The deals of the release, in text order. Only sentences that name a term and its parties count."""
    out: list[Fact] = []
    for sentence, mentions in telling(reading, _words().nouns):
        if reading.blocks[sentence.block].role in SKIPPED_ROLES or reading.blocks[sentence.block].kind == "row":
            continue
        terms = _terms(sentence, mentions)
        if terms:
            out += _of_sentence(reading, sentence, mentions, terms)
    return out


def _terms(sentence: Sentence, mentions: Sequence[Mention]) -> list[Term]:
    """The terms of a sentence in text order; each amount belongs to one noun."""
    words, text, base = _words(), sentence.text, sentence.span.start
    money = [m for m in mentions if m.type == "money" and "nothing" not in m.attrs]
    out: list[Term] = []
    for noun in words.noun.finditer(text):
        kind = words.kind_of[" ".join(noun[0].lower().split())]
        before = next((m for m in reversed(money) if m.span.end - base <= noun.start()), None)
        after = next((m for m in money if m.span.start - base >= noun.end()), None)
        if after and words.of.fullmatch(text[noun.end() : after.span.start - base]):
            out.append(Term(noun.start(), after.span.end - base, kind, after))
        elif before and words.between.fullmatch(text[before.span.end - base : noun.start()]):
            out.append(Term(before.span.start - base, noun.end(), kind, before))
        elif kind in words.bare:
            out.append(Term(noun.start(), noun.end(), kind, label=_is_label(text, noun)))
    return _one_each(out)


def _is_label(text: str, noun: re.Match[str]) -> bool:
    """Whether a term opens the sentence as its label: "Upfront: …", "As an upfront payment, …"."""
    before, mark = text[: min(noun.start(), _LABEL_REACH)].strip(" -*•·"), text[noun.end() : noun.end() + 1]
    return noun.start() < _LABEL_REACH and ((not before and mark == ":") or (mark == "," and _words().label.fullmatch(before) is not None))


def _one_each(terms: list[Term]) -> list[Term]:
    """An amount claimed by two nouns goes to the first: "$5 million upfront payment" is one term."""
    first: dict[int, Term] = {}
    for term in terms:
        first.setdefault(id(term.money) if term.money else id(term), term)
    return list(first.values())


def _of_sentence(reading: Reading, sentence: Sentence, mentions: Sequence[Mention], terms: list[Term]) -> Iterator[Fact]:
    known = [m for m in mentions if m.type == "organization"]
    free = sorted(terms, key=lambda t: t.start)
    matches = _matches(sentence.text)
    starts = sorted(m.start() for p, m in matches if p.payer != INVESTORS)
    taken: set[int] = set()
    starts_of_contrast = [m.start() for m in _words().contrast.finditer(sentence.text)]
    for parties, match in matches:
        payer = _party(reading, sentence, match, "payer", parties, known)
        payee = _party(reading, sentence, match, "payee", parties, known)
        if payer and not payee and parties.payee == "counterparty":
            payee = _counterparty(reading, sentence, payer)
        if payee and not payer and parties.payer == "counterparty":
            payer = _counterparty(reading, sentence, payee)
        if not payer or not payee or payer == payee:
            continue
        for term in _in_scope(parties, match, free, (starts, starts_of_contrast)):
            if id(term) in taken:
                continue
            taken.add(id(term))
            yield _fact(reading, sentence, parties, match, term, payer, payee)


def _matches(text: str) -> list[tuple[Parties, re.Match[str]]]:
    """The party patterns that a sentence holds, in the order of the file, then of the text."""
    return [(p, m) for p in _words().parties for m in p.matches(text)]


def _in_scope(parties: Parties, match: re.Match[str], terms: Sequence[Term], clauses: tuple[list[int], ...]) -> list[Term]:
    """The terms (sorted) that a pattern governs: up to the next clause that has parties of its own."""
    first, stop = (bisect_left(terms, at, key=lambda t: t.start) for at in _reach(parties, match, clauses))
    labels = [t for t in terms[: min(first, _LABEL_REACH)] if t.label] if parties.scope == "label" else []
    inside = [*labels, *terms[first:stop]]
    inside = [t for t in inside if not parties.kinds or t.kind in parties.kinds]
    if parties.payer == INVESTORS:
        inside = [t for t in inside if t.start - match.end() <= 60]
    return [t for t in inside if t.money or not parties.needs_amount]


def _reach(parties: Parties, match: re.Match[str], clauses: tuple[list[int], ...]) -> tuple[int, int]:
    """Where the terms of a pattern may begin, first place and end."""
    if parties.scope == "before":
        return max((starts[i - 1] for starts in clauses if (i := bisect_left(starts, match.start()))), default=0), match.start()
    stops = [starts[i] for starts in clauses if (i := bisect_left(starts, match.end())) < len(starts)]
    return match.start() if parties.scope in ("all", "label") else match.end(), min(stops, default=match.endpos)


def _party(reading: Reading, sentence: Sentence, match: re.Match[str], slot: str, parties: Parties, known: Sequence[Mention]) -> str:
    """The organization in a slot, by its canonical name; "" when what stands there is none."""
    fixed = parties.payer if slot == "payer" else parties.payee
    if fixed == "issuer":
        return issuer_of(reading)
    if fixed:
        return fixed if fixed == INVESTORS else ""
    span = Span(*match.span(slot)).shift(sentence.span.start)
    last = bisect_left(known, span.end, key=lambda m: m.span.start)
    inside = [m for m in known[max(0, last - _OVERLAID) : last] if m.span.overlaps(span)]
    words = match[slot]
    if inside:
        nearest = inside[-1] if slot == "payer" and match.start(slot) < match.end() - len(words) else inside[0]
        return organization(reading, nearest.name)
    if words.split()[0] in _words().not_parties or (not any(c.isupper() for c in words) and words.lower() not in ("we", "the company")):
        return ""
    return organization(reading, words)


def _counterparty(reading: Reading, sentence: Sentence, party: str) -> str:
    """The one other organization that the paragraph has named so far; "" when there are none or several."""
    start = reading.blocks[sentence.block].span.start
    names = {
        organization(reading, m.name)
        for m in reading.mentions
        if m.type == "organization" and start <= m.span.start < sentence.span.end and m.attrs.get("kind") != "regulator"
    }
    others = sorted(names - {party, ""})
    return others[0] if len(others) == 1 else ""


def _fact(reading: Reading, sentence: Sentence, parties: Parties, match: re.Match[str], term: Term, payer: str, payee: str) -> Fact:
    whole = Span(min(match.start(), term.start), max(match.end(), term.end)).shift(sentence.span.start)
    args: dict[str, str | int | float] = {"payer": payer, "payee": payee, "kind": term.kind}
    if term.money is not None:
        value = float(term.money.attrs.get("high", term.money.value or 0.0))
        args = in_dollars(args, term.money.attrs.get("currency", ""), amount=value)
    confidence = 0.75 if parties.payer or parties.id.startswith("deal-") else 0.85
    return fact(reading, "deal", args, [reading.evidence(whole)], f"deal.{parties.id}", confidence=confidence)


@cache
def _words() -> _Words:
    data = family("deal")
    grammar = data["grammar"]
    kind_of = {noun.lower(): k["kind"] for k in data["kinds"] for noun in k["nouns"]}
    return _Words(
        nouns=longest_words(kind_of),
        noun=re.compile(rf"(?<![\w-]){one_of(kind_of)}(?![\w-])", re.IGNORECASE),
        kind_of=kind_of,
        bare=frozenset(k["kind"] for k in data["kinds"] if k["bare"]),
        between=re.compile(rf"\)? (?:{one_of(grammar['between'])}[ /]){{0,8}}|-", re.IGNORECASE),
        of=re.compile(rf" {one_of(grammar['of'])} ", re.IGNORECASE),
        parties=tuple(_compiled(p) for p in data["parties"]),
        not_parties=frozenset(grammar["not_parties"]),
        label=re.compile(one_of(grammar["labels"])),
        contrast=re.compile(rf"[,;] {one_of(grammar['contrast'])} |; "),
    )


def _compiled(row: dict[str, object]) -> Parties:
    pattern = re.escape(str(row["pattern"])).replace(r"\ ", " ")
    for mark, plain in (
        (r"\(", "(?:"),
        (r"\)", ")"),
        (r"\|", "|"),
        (r"\[", "(?:"),
        (r"\]", ")?"),
        (r"\{", "{"),
        (r"\}", "}"),
        (r"\-", "-"),
        ("'s", "(?:['’]s?)?"),
    ):
        pattern = pattern.replace(mark, plain)
    for slot, words in _SLOTS.items():
        pattern = pattern.replace(slot, words)
    kinds = row.get("kinds", [])
    assert isinstance(kinds, list)
    compiled = re.compile(rf"(?<![\w’'-]){pattern}(?!\w)")
    payer, payee = str(row.get("payer", "")), str(row.get("payee", ""))
    choices = tuple(tuple(words.split("|")) for words in _CHOICE.findall(_OPTIONAL.sub("", str(row["pattern"]))))
    return Parties(str(row["id"]), compiled, str(row["scope"]), payer, payee, frozenset(kinds), bool(row.get("needs_amount")), choices)
