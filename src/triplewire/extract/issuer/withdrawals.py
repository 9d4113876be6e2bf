"""Guidance that a company takes back: a negated fact of the metric and the period that it names, or of all guidance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from triplewire.extract.issuer.claims import Phrase
from triplewire.extract.issuer.common import fact, issuer_of
from triplewire.extract.issuer.data import family
from triplewire.extract.issuer.periods import Period, periods_in
from triplewire.extract.issuer.prose import phrases_in
from triplewire.lexicon import Expression
from triplewire.model import Fact, Mention, Reading, Sentence, Span, When
from triplewire.model.when import canonical_period

_REACH = 60
"""How far from the words that take guidance back its metric and its period stand."""

_JOINT = re.compile(r"(?:, and |, | and )(?:its |the )?")


@dataclass(frozen=True, slots=True)
class _Words:
    withdrawn: Expression
    what: Expression
    unreal: Expression
    other: Expression
    ties: Expression


@cache
def _words() -> _Words:
    grammar = family("guidance")["grammar"]
    said = "|".join(grammar["withdrawn"]).replace("{room}", grammar["room"]).replace("{what}", grammar["what"])
    flags = re.IGNORECASE
    return _Words(
        Expression(rf"(?<!\w)(?:{said})(?!\w)", flags),
        Expression(rf"(?<!\w){grammar['what']}(?!\w)", flags),
        Expression(rf"(?<!\w){grammar['unreal']}", flags),
        Expression(rf"(?<!\w){grammar['other']}(?!\w)", flags),
        Expression(grammar["ties"], flags),
    )


@lru_cache(8)
def takes_back(text: str) -> Span | None:
    """Where a sentence says that guidance of the company is no longer given, None when it does not."""
    words = _words()
    found = words.withdrawn.search(text)
    if found is None or words.unreal.search(text[max(0, found.start() - _REACH) : found.start()]):
        return None
    return None if words.other.search(text, max(0, found.start() - _REACH), found.end()) else Span(*found.span())


def withdrawals(reading: Reading, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Fact]:
    """A negated fact for each metric whose guidance a sentence takes back; one without a metric when it speaks of all."""
    found, issuer = takes_back(sentence.text), issuer_of(reading)
    if found is None or not issuer:
        return
    periods = periods_in(sentence.text, sentence.span.start, mentions)
    period, when = _period(reading, periods, found)
    named: list[Phrase | None] = [*_metrics(sentence.text, found, periods)]
    for metric in named or [None]:
        said = {"metric": metric.metric if metric else "", "period": canonical_period(when, reading.fiscal) if when else ""}
        whole = _whole(found, metric, period).shift(sentence.span.start)
        args = {"organization": issuer, **{name: value for name, value in said.items() if value}}
        made = fact(reading, "guidance", args, [reading.evidence(whole)], "prose.guidance-withdrawn", status="expected", when=when)
        yield replace(made, polarity="negated")


def _whole(found: Span, *named: Phrase | Period | None) -> Span:
    """The words that take guidance back with what they name."""
    for item in named:
        found = found.join(Span(item.start, item.end)) if item else found
    return found


def _period(reading: Reading, periods: Sequence[Period], found: Span) -> tuple[Period | None, When | None]:
    """The first period near the words that is not over, with its days."""
    released = reading.document.release.date
    for period in periods:
        near = period.start - found.end <= _REACH and found.start - period.end <= _REACH
        for when in period.whens if near else ():
            if when.end and (released is None or when.end >= released) and when.start != when.end:
                return period, when
    return None, None


def _metrics(text: str, found: Span, periods: Sequence[Period]) -> list[Phrase]:
    """The metrics whose guidance is meant: tied to the word for it, right before it, and those listed with such a one."""
    said = next((m for m in _words().what.finditer(text, found.start) if m.end() <= found.end), None)
    assert said is not None
    out: list[Phrase] = []
    for phrase in phrases_in(text):
        listed = out and _JOINT.fullmatch(text, out[-1].end, phrase.start)
        if listed or _is_tied(text, said.span(), phrase, periods):
            out.append(phrase)
    return out


def _is_tied(text: str, said: tuple[int, int], phrase: Phrase, periods: Sequence[Period]) -> bool:
    """Whether a metric stands right before the word for guidance, or behind it with a word that ties them; periods count for nothing."""
    if phrase.end <= said[0]:
        return not text[phrase.end : said[0]].strip()
    if phrase.start - said[1] > 2 * _REACH or phrase.start < said[1]:
        return False
    between = text[said[1] : phrase.start]
    for period in periods:
        if said[1] <= period.start and period.end <= phrase.start:
            between = between.replace(text[period.start : period.end], "")
    return _words().ties.fullmatch(between.replace("  ", " ").rstrip()) is not None
