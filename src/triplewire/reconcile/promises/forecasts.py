"""Forecast figures (guidance): held against the figures that are told later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from triplewire.model import Fact, Promise, State
from triplewire.reconcile.figures import value_of
from triplewire.reconcile.promises.verdicts import Published, Verdict, waiting
from triplewire.reconcile.promises.windows import window

Measure = tuple[str, str, str, str]
"""Issuer, metric, period, currency."""


def forecasts(
    facts: Sequence[Fact], days: Mapping[str, date], issuers: Mapping[str, str], published: Mapping[str, Published]
) -> Iterator[Promise]:
    """A row for each forecast of a dated release, with the state that later forecasts and figures give it."""

    def order(fact: Fact) -> tuple[date, str, str]:
        return (days[fact.release], fact.release, fact.id)

    given: defaultdict[Measure, list[Fact]] = defaultdict(list)
    actual: defaultdict[Measure, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.family in {"guidance", "financial"} and fact.release in days and fact.polarity == "positive":
            (given if fact.family == "guidance" else actual)[_measure(fact, issuers)].append(fact)
    taken_back = sorted((f for f in facts if f.family == "guidance" and f.polarity == "negated" and f.release in days), key=order)
    for measure, told in sorted(given.items()):
        ends = [f for f in taken_back if _ends(measure, f, issuers)]
        yield from _rows(sorted(told, key=order), sorted(actual[measure], key=order), ends, days, published.get(measure[0], ()))


def _ends(measure: Measure, fact: Fact, issuers: Mapping[str, str]) -> bool:
    """Whether a word on guidance that is taken back is about a measure; one that names no metric or period is about all."""
    issuer, metric, period, _ = _measure(fact, issuers)
    return issuer == measure[0] and metric in ("", measure[1]) and period in ("", measure[2])


def _measure(fact: Fact, issuers: Mapping[str, str]) -> Measure:
    return (issuers.get(fact.release, ""), fact.arg("metric"), fact.arg("period"), fact.arg("currency"))


def _rows(
    told: Sequence[Fact], figures: Sequence[Fact], ends: Sequence[Fact], days: Mapping[str, date], published: Published
) -> Iterator[Promise]:
    for place, fact in enumerate(told):
        later = [f for f in told[place + 1 :] if days[f.release] > days[fact.release]]
        earlier = [f for f in told[:place] if days[f.release] < days[fact.release]]
        figure = next((f for f in figures if days[f.release] > days[fact.release]), None)
        anew = next((f for f in later if _range(f) != _range(fact)), None)
        end = next((f for f in ends if days[f.release] > days[fact.release]), None)
        # What comes first decides; of one release its figure before a new range, and that before the word that takes it back.
        first = min((f for f in (figure, anew, end) if f), key=lambda f: days[f.release], default=None)
        if first is None:
            found = waiting(window(fact.when), days[fact.release], published)
        else:
            found = _against(fact, first) if first is figure else _anew(fact, first) if first is anew else _taken_back(first)
        yield Promise(
            fact,
            days[fact.release],
            fact.arg("organization"),
            state=found.state,
            decided_by=found.decided_by,
            deciding=found.deciding,
            why=found.why,
            actual=value_of(figure) if figure and found.deciding == (figure.id,) else None,
            confidence=fact.confidence * found.sure,
            previous=earlier[-1].id if earlier else "",
            next=later[0].id if later else "",
        )


def _range(fact: Fact) -> tuple[float, float]:
    low, high = (float(fact.arg(a) or "nan") for a in ("low", "high"))
    return (low if low == low else -float("inf"), high if high == high else float("inf"))


def _against(fact: Fact, figure: Fact) -> Verdict:
    """A forecast against the figure: inside, above or below, both as sizes, since a loss is told with and without a minus."""
    low, high = _range(fact)
    value = abs(value_of(figure)) if low >= 0 else value_of(figure)
    state: State = "inside" if low <= value <= high else "above" if value > high else "below"
    why = f"{figure.release} gives {value:,.0f}, {state} the forecast"
    return Verdict(state, (figure.release,), (figure.id,), None, figure.confidence, why)


def _taken_back(end: Fact) -> Verdict:
    return Verdict("withdrawn", (end.release,), (end.id,), None, end.confidence, f"{end.release} takes its guidance back")


def _anew(fact: Fact, anew: Fact) -> Verdict:
    (low, high), (new_low, new_high) = _range(fact), _range(anew)
    # Where an end is open, no middle tells which way it went.
    up = low + high < new_low + new_high or (low == new_low and high < new_high)
    state: State = "narrowed" if low <= new_low and new_high <= high else "raised" if up else "lowered"
    return Verdict(state, (anew.release,), (anew.id,), None, anew.confidence, f"given anew in {anew.release} as another range")
