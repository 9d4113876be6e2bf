"""What every issuer-level fact needs: the issuer, the evidence, one fact for one claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from types import MappingProxyType

from triplewire import lexicon
from triplewire.lexicon import Finder, lowered, short_name
from triplewire.model import Evidence, Fact, Mention, Reading, Release, Sentence, When
from triplewire.model.fact import Status, Value

SELF = frozenset({"the company", "company", "we", "our", "us", "it", "its"})


@cache
def _generic() -> frozenset[str]:
    """Words that companies share, so that a name may be shortened by them."""
    return frozenset(w.lower() for t in lexicon.word_list("org_head") for w in t.form.split())


def issuer_of(reading: Reading) -> str:
    """The company the release speaks for; "" when that is not known."""
    return short(reading.document.release.issuer)


def telling(reading: Reading, words: Finder) -> Iterator[tuple[Sentence, tuple[Mention, ...]]]:
    """The sentences in which one of some words (in small letters, none of them with a blank) stands, with their names, in order."""
    places = sorted(start for start, _ in words.ends(lowered(reading.document.view)))
    for sentence, mentions in zip(reading.sentences, reading.by_sentence, strict=True) if places else ():
        i = bisect_left(places, sentence.span.start)
        if i < len(places) and places[i] < sentence.span.end:
            yield sentence, mentions


def longest_words(phrases: Iterable[str]) -> Finder:
    """The longest word of each phrase, for `telling`."""
    return Finder(max(phrase.lower().split(), key=len) for phrase in phrases)


def issuer_aliases(reading: Reading) -> tuple[str, ...]:
    """Other names of the issuer, sorted."""
    return _aliases(reading.document.release)


@lru_cache(64)
def _aliases(release: Release) -> tuple[str, ...]:
    issuer = short(release.issuer)
    names = {release.issuer, *(a for a in release.aliases if _akin(a, issuer))} - {issuer, ""}
    return tuple(sorted(names))


def _akin(alias: str, issuer: str) -> bool:
    """Whether an alias can be a name of the issuer: it shares the first word, or is a ticker or an acronym. A release of two
    companies may carry the names of the other one.
    """
    return alias.split()[:1] == issuer.split()[:1] or bool(re.fullmatch(r"[A-Z]{2,6}", alias))


def short(name: str) -> str:
    """A company name without its legal form: "Norvane Therapeutics, Inc." is "Norvane Therapeutics"."""
    return short_name(name.strip(" ,"))


def organization(reading: Reading, name: str) -> str:
    """The organization a name in the text stands for: the issuer when it is (short for) the issuer, else the name without legal form."""
    name = short(re.sub(r"(?:['’]s|['’])$", "", re.sub(r"\s+", " ", name)).strip(" ,.;:"))
    issuer = issuer_of(reading)
    known = {issuer, *(short(a) for a in issuer_aliases(reading))}
    if name.lower() in SELF or any(_same(name, k) for k in known if k):
        return issuer
    return name


def _same(name: str, known: str) -> bool:
    a, b = name.lower().split(), known.lower().split()
    a, b = (a, b) if len(a) <= len(b) else (b, a)
    return bool(a) and b[: len(a)] == a and (a == b or all(w in _generic() for w in b[len(a) :]) or len(a) >= 2)


def fact(
    reading: Reading,
    family: str,
    args: Mapping[str, Value],
    evidence: Iterable[Evidence],
    rule: str,
    *,
    status: Status = "actual",
    when: When | None = None,
    confidence: float = 0.9,
    flags: tuple[str, ...] = (),
    hedge: str = "",
) -> Fact:
    """A fact of this release; arguments that name the issuer get its other names as aliases."""
    release = reading.document.release
    issuer, others = issuer_of(reading), issuer_aliases(reading)
    aliases = {k: others for k, v in args.items() if v == issuer and others}
    return Fact(
        family, MappingProxyType(dict(args)), tuple(evidence), release.id, release.sha256, rule,
        status=status, when=when, confidence=confidence, aliases=MappingProxyType(aliases), flags=flags, hedge=hedge,
    )  # fmt: skip


def amount(value: float) -> int | float:
    """A number without a fraction as int, others rounded to four places."""
    return int(value) if float(value).is_integer() else round(value, 4)


def in_dollars(args: dict[str, Value], currency: str, **amounts: float) -> dict[str, Value]:
    """The arguments with the amounts, their currency, and the same under `…_usd` when they are US dollars."""
    out = {**args, **{k: amount(v) for k, v in amounts.items()}}
    if currency:
        out["currency"] = currency
    if currency == "USD":
        out |= {f"{k}_usd": amount(v) for k, v in amounts.items()}
    return out


def currency_of(reading: Reading) -> str:
    """The currency most amounts of the release are in, USD when none is."""
    found = [m.attrs["currency"] for m in reading.mentions if m.type == "money" and "currency" in m.attrs]
    return min(set(found), key=lambda c: (-found.count(c), c)) if found else "USD"


def merged(facts: Iterable[Fact]) -> list[Fact]:
    """One fact for each claim, in text order: what the release says twice gets both evidences."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for one in facts:
        key = (one.family, tuple(sorted((k, str(v).lower()) for k, v in one.args.items())), one.status, one.polarity, one.rule)
        groups.setdefault(key, []).append(one)
    return sorted((_as_one(group) for group in groups.values()), key=_in_text_order)


def _as_one(group: list[Fact]) -> Fact:
    if len(group) == 1:
        return group[0]
    evidence = tuple(dict.fromkeys(e for one in group for e in one.evidence))
    flags = tuple(sorted({flag for one in group for flag in one.flags}))
    return replace(group[0], evidence=evidence, confidence=max(one.confidence for one in group), flags=flags)


def _in_text_order(one: Fact) -> tuple[object, ...]:
    return one.evidence[0].start, one.evidence[0].end, one.family, sorted((k, str(v)) for k, v in one.args.items())
