"""Deals: what is paid (terms), the verbs that tell who pays whom (frames), and whom the text has spoken of (parties)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from triplewire.extract.issuer.common import fact, in_dollars, organization
from triplewire.extract.issuer.data import metrics
from triplewire.extract.issuer.deals.frames import INVESTORS, Anchor, Roles, anchors_in, roles_of
from triplewire.extract.issuer.deals.others import Others, others_in
from triplewire.extract.issuer.deals.parties import Party, is_party, parties_in
from triplewire.extract.issuer.deals.terms import Term, terms_in
from triplewire.extract.issuer.deals.words import party_words, words
from triplewire.model import Fact, Mention, Reading, Sentence, Span

SKIPPED_ROLES = frozenset({"safe_harbor", "contacts"})
# No sentence that people read is longer.
_LONGEST = 1900
# How far behind its verb an amount without a noun may stand.
_NEAR, _FAR = 70, 200
# Where the words that belong to an amount end.
_AHEAD = re.compile(r"[;,.]| and ")


def deal_facts(reading: Reading) -> list[Fact]:
    """The deals of the release, in text order: terms whose payer and payee the sentence, its paragraph or the headline names."""
    out: list[Fact] = []
    open_terms: list[Open] = []
    licence, others = Licence(), others_in(reading)
    for sentence, mentions in _sentences(reading):
        terms = terms_in(sentence, mentions)
        licence = licence if licence.block == sentence.block else Licence(sentence.block)
        if terms or words().licence.search(sentence.text):
            facts, rest = _of_sentence(others, sentence, mentions, terms, licence)
            out += facts
            open_terms += rest
    return [*out, *_totals(reading, open_terms, out)]


def _sentences(reading: Reading) -> Iterator[tuple[Sentence, Sequence[Mention]]]:
    """The sentences that can tell of deals; of one that is longer than any that is meant to be read, the pieces."""
    for sentence, mentions in zip(reading.sentences, reading.by_sentence, strict=True):
        block = reading.blocks[sentence.block]
        if block.role in SKIPPED_ROLES or block.kind == "row":
            continue
        if len(sentence.text) <= _LONGEST:
            yield sentence, mentions
            continue
        starts = [m.span.start for m in mentions]
        for at in range(0, len(sentence.text), _LONGEST):
            text = sentence.text[at : at + _LONGEST]
            span = Span(sentence.span.start + at, sentence.span.start + at + len(text))
            inside = mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            yield replace(sentence, span=span, text=text), [m for m in inside if m.span.end <= span.end]


Open = tuple[Sentence, Term, list[Party]]


@dataclass(slots=True)
class Licence:
    """Who got rights from whom in the paragraph so far: what it lists later is paid between them."""

    block: int = -1
    payer: tuple[str, ...] = ()
    payee: tuple[str, ...] = ()


def _of_sentence(
    others: Others, sentence: Sentence, mentions: Sequence[Mention], terms: list[Term], licence: Licence
) -> tuple[list[Fact], list[Open]]:
    grants = bool(terms) and all(t.kind == "research_support" for t in terms)
    parties = parties_in(others.reading, sentence, mentions, grants=grants)
    anchors = anchors_in(sentence.text, parties, _named(others.reading, sentence, mentions))
    _note(others, sentence, anchors, parties, licence)
    out: list[Fact] = []
    rest: list[Open] = []
    for term in terms if parties or anchors or licence.payer else ():
        roles = roles_of(sentence.text, term, terms, anchors, parties) or _listed(term, licence, parties)
        whole = _kinded(sentence.text, term, roles) if roles else term
        made = list(_facts(others, sentence, whole, roles, parties)) if roles and whole.kind else []
        out += made
        rest += [] if made else [(sentence, term, parties)]
    return out, rest


def _note(others: Others, sentence: Sentence, anchors: Sequence[Anchor], parties: Sequence[Party], licence: Licence) -> None:
    """Keep who got rights from whom, where a sentence tells both sides or one of them and the issuer is the other."""
    for anchor in anchors:
        if anchor.kind in ("licensee", "licensor"):
            payer, payee = anchor.payer, anchor.payee
            payer = payer or (others.of(sentence, payee, parties) if payee else ())
            payee = payee or (others.of(sentence, payer, parties) if payer else ())
            if payer and payee:
                licence.payer, licence.payee = payer, payee


def _listed(term: Term, licence: Licence, parties: Sequence[Party]) -> Roles | None:
    """The roles of a term that no verb governs, after a licence: "Terms include an upfront payment of $V"."""
    named = {n for p in parties for n in p.names}
    if not term.kind or not licence.payer or named - {*licence.payer, *licence.payee}:
        return None
    return Roles(licence.payer, licence.payee, "licence", term.start, term.end)


def _named(reading: Reading, sentence: Sentence, mentions: Sequence[Mention]) -> list[Anchor]:
    """The phrases that name payer and payee in one."""
    known = [m for m in mentions if is_party(m)]
    out: list[Anchor] = []
    for row in words().named:
        for match in row.pattern.finditer(sentence.text):
            payer, payee = (_slot(reading, sentence, match, slot, known) for slot in ("payer", "payee"))
            if payer and payee and payer != payee:
                out.append(Anchor(match.start(), match.end(), "named", (payer,), (payee,), row.id))
    return out


def _slot(reading: Reading, sentence: Sentence, match: re.Match[str], slot: str, known: Sequence[Mention]) -> str:
    """The organization in a slot, by its canonical name; "" when what stands there is none."""
    span = Span(*match.span(slot)).shift(sentence.span.start)
    inside = [m for m in known if m.span.overlaps(span)]
    text = match[slot]
    if inside:
        return organization(reading, (inside[-1] if slot == "payer" else inside[0]).name)
    if text.split()[0] in party_words().not_parties or (not any(c.isupper() for c in text) and text.lower() not in ("we", "the company")):
        return ""
    return organization(reading, text)


def _kinded(text: str, term: Term, roles: Roles) -> Term:
    """The term with the kind that the verb and the words around tell, where no noun does."""
    reach = _FAR if roles.rule in ("licensor", "licensee", "acquire") else _NEAR
    if term.kind or term.money is None or term.start - roles.verb_end > reach:
        return term
    before = text[max(0, min(roles.start, term.start) - 90) : term.start].rstrip()
    after = _AHEAD.split(text[term.end : term.end + 60], maxsplit=1)[0]
    if metrics().prose.search(text[min(roles.start, term.start) : term.start]):
        return term
    kind = next((kind for kind, pattern in words().defaults if pattern.search(f"{roles.verb} | {before} @ {after}")), "")
    return replace(term, kind=kind)


def _facts(others: Others, sentence: Sentence, term: Term, roles: Roles, parties: Sequence[Party]) -> Iterator[Fact]:
    payers, payees, sure = roles.payer, roles.payee, 0.88
    if not payers and not payees and roles.rule not in ("cause", "due"):
        return
    if not payees and roles.rule in ("cause", "due", "by", "beside"):
        given = term.kind == "research_support" or not payers
        payees, sure = (others.issuer,) if given else others.of(sentence, payers, parties, term), 0.8
    if not payers and term.kind in ("equity", "research_support"):
        # Who gives money without a product in return is told beside it, or is nobody in particular.
        payers, sure = (INVESTORS,) if term.kind == "equity" and term.money else (), 0.78
    elif not payers:
        payers, sure = others.of(sentence, payees, parties, term), 0.78
    if not payees and term.kind == "research_support":
        payees = (others.issuer,)
    elif not payees:
        payees, sure = others.of(sentence, payers, parties, term), 0.78
    for payer in payers:
        for payee in payees:
            if payer and payee and payer != payee and not (payer == INVESTORS and term.kind != "equity"):
                yield _fact(others.reading, sentence, term, roles, payer, payee, sure)


def _totals(reading: Reading, open_terms: Sequence[Open], facts: Sequence[Fact]) -> Iterator[Fact]:
    """What a sentence says a deal is worth in all, or pays, without saying who pays: as the other terms between the two go."""
    ways = {(str(f.args["payer"]), str(f.args["payee"])) for f in facts}
    for sentence, term, parties in open_terms:
        if term.kind != "total" or not term.money:
            continue
        named = {n for p in parties for n in p.names}
        fitting = [w for w in ways if set(w) <= named]
        if len(fitting) == 1:
            roles = Roles((fitting[0][0],), (fitting[0][1],), "total", term.start, term.end)
            yield _fact(reading, sentence, term, roles, *fitting[0], 0.75)


def _fact(reading: Reading, sentence: Sentence, term: Term, roles: Roles, payer: str, payee: str, confidence: float) -> Fact:
    whole = Span(min(roles.start, term.start), max(roles.end, term.end)).shift(sentence.span.start)
    args: dict[str, str | int | float] = {"payer": payer, "payee": payee, "kind": term.kind}
    if term.money is not None:
        value = float(term.money.attrs.get("high", term.money.value or 0.0))
        args = in_dollars(args, term.money.attrs.get("currency", ""), amount=value)
    return fact(reading, "deal", args, [reading.evidence(whole)], f"deal.{roles.rule}", confidence=confidence)
