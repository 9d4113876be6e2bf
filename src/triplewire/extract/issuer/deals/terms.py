"""The terms of a sentence: what is paid, of which kind, and how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from triplewire.extract.issuer.data import metrics
from triplewire.extract.issuer.deals.words import words
from triplewire.model import Mention, Sentence

# An amount without a scale below this is a price, not a payment.
_SMALLEST = 1000.0
_LOOSE, _LABEL_REACH = 170, 30
_NAMES = frozenset({"organization", "person", "role"})
# A noun of these counts without an amount; the others ("at signing", "CVR") only say what an amount is.
_PAYMENT = re.compile(r"payment|fee|consideration|cash|sum|royalt|milestones", re.IGNORECASE)
_JOINT = re.compile(r",? (?:and|or|plus) (?:up to |a further |an additional |another )?|, ")
_OF_WHICH = re.compile(r",? (?:of which|including)(?: up to| some| about| approximately)? $")
_PER_SHARE = re.compile(r"\)? (?:per|a) (?:share|ADS|unit)|/share")


@dataclass(frozen=True, slots=True)
class Noun:
    """A word that names a kind of payment."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Term:
    """What is paid: its kind ("" until the verb tells it), and the amount when the text gives one. Offsets are of the sentence."""

    start: int
    end: int
    kind: str
    money: Mention | None = None
    label: bool = False


def terms_in(sentence: Sentence, mentions: Sequence[Mention]) -> list[Term]:
    """The terms of a sentence in text order; each amount is one term, each noun without an amount too where its kind allows."""
    text, base = sentence.text, sentence.span.start
    money = [m for m in mentions if m.type == "money" and _is_sum(text, m, base)]
    nouns = _nouns(text, [(m.span.start - base, m.span.end - base) for m in mentions if m.type in _NAMES])
    taken: set[int] = set()
    out: list[Term] = []
    for amount in money:
        start, end = amount.span.start - base, amount.span.end - base
        noun = _noun_of(text, start, end, nouns, money, base)
        if noun is None:
            out.append(Term(start, end, "", amount))
        else:
            taken.add(noun.start)
            # The words between noun and amount may be many: the term stands where its amount does.
            near = min(noun.start, start) if start - noun.end < 40 else start
            out.append(Term(near, max(noun.end, end) if noun.start - end < 60 else end, noun.kind, amount))
    out = _shared(text, sorted(out, key=lambda t: t.start), base)
    out += [Term(n.start, n.end, n.kind, label=_is_label(text, n)) for n in nouns if n.start not in taken and _stands_alone(text, n, nouns)]
    return sorted(out, key=lambda t: t.start)


def _is_sum(text: str, money: Mention, base: int) -> bool:
    """Whether an amount can be a payment: no price of a share, no figure of a result."""
    if "nothing" in money.attrs or ("scale" not in money.attrs and (money.value or 0.0) < _SMALLEST):
        return False
    return not _PER_SHARE.match(text, money.span.end - base)


def _nouns(text: str, names: Sequence[tuple[int, int]]) -> list[Noun]:
    """The nouns of a text; a word of a name ("Norvane Royalty") is none."""
    data = words()
    found = [Noun(m.start(), m.end(), data.kinds[int((m.lastgroup or "k0")[1:])]) for m in data.nouns.finditer(text)]
    return [n for n in found if not data.no_term.match(text, n.end) and not any(a <= n.start < b or a < n.end <= b for a, b in names)]


def _noun_of(text: str, start: int, end: int, nouns: Sequence[Noun], money: Sequence[Mention], base: int) -> Noun | None:
    """The noun of an amount: "milestones of $V", "$V in milestones", "$V upon the achievement of sales milestones"."""
    data = words()
    before = next((n for n in reversed(nouns) if n.end <= start), None)
    after = next((n for n in nouns if n.start >= end), None)
    if before and data.of.fullmatch(text, before.end, start):
        return before
    if after and data.between.fullmatch(text, end, after.start):
        return after
    clear = after and not any(end <= m.span.start - base < after.start for m in money)
    if after and clear and data.upon.fullmatch(text, end, after.start):
        return after
    gap = text[before.end : start] if before else ""
    clear = before is not None and not any(before.end <= m.span.start - base < start for m in money)
    if before and clear and len(gap) <= _LOOSE and ";" not in gap and data.link.search(gap) and not _has_metric(gap):
        return before
    return None


def _has_metric(text: str) -> bool:
    return metrics().prose.search(text) is not None


def _shared(text: str, terms: list[Term], base: int) -> list[Term]:
    """Amounts in a row share a noun: "$V and $W in milestones"; "of which $V" is of the kind told before."""
    out = list(terms)
    for i in range(len(out) - 2, -1, -1):
        here, there = out[i].money, out[i + 1].money
        if here and there and not out[i].kind and _JOINT.fullmatch(text, here.span.end - base, there.span.start - base):
            out[i] = replace(out[i], kind=out[i + 1].kind)
    for i in range(1, len(out)):
        if not out[i].kind and _OF_WHICH.search(text[max(0, out[i].start - 40) : out[i].start]):
            out[i] = replace(out[i], kind=out[i - 1].kind)
    return out


def _is_label(text: str, noun: Noun) -> bool:
    """Whether a term opens the sentence as its label: "Upfront: …", "As an upfront payment, …"."""
    before, mark = text[: min(noun.start, _LABEL_REACH)].strip(" -*•·"), text[noun.end : noun.end + 1]
    return noun.start < _LABEL_REACH and ((not before and mark == ":") or (mark == "," and words().label.fullmatch(before) is not None))


def _stands_alone(text: str, noun: Noun, nouns: Sequence[Noun]) -> bool:
    """Whether a noun without an amount is a term: of a kind that may be, not denied, and no milestone of a project."""
    data = words()
    before = text[max(0, noun.start - 60) : noun.start]
    if noun.kind not in data.bare or data.denied.search(before):
        return False
    if not _PAYMENT.search(text, noun.start, noun.end):
        return _is_label(text, noun)
    paid = re.search(r"payment|fee|consideration", text[noun.start : noun.end])
    beside = any(n is not noun and n.kind != noun.kind and abs(n.start - noun.end) < 60 for n in nouns)
    return noun.kind != "milestone" or (bool(paid or beside) and not (not paid and data.reached.search(before)))
