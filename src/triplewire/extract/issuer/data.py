"""The words of the issuer's families, from `data/families/` and `data/lexicons/`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.lexicon import Expression, any_of, phrase_rows


@cache
def family(name: str) -> dict[str, Any]:
    """The file of a family, parsed."""
    return resources.toml("data", "families", f"{name}.toml")


def one_of(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, longest first, with one or two spaces between their parts."""
    return f"(?:{any_of(words)})".replace(r"\ ", " {1,2}")


@dataclass(frozen=True, slots=True)
class Metrics:
    """What figures are called, and what kind each is."""

    prose: Expression
    ids: dict[str, str]
    labels: dict[str, str]
    instant: frozenset[str]
    shares: frozenset[str]
    per_share: frozenset[str]
    checks_only: frozenset[str]
    plain: frozenset[str]
    each_share: dict[str, str]
    opposite: dict[str, str]
    holdings: Expression


@cache
def metrics() -> Metrics:
    """The metrics of `data/lexicons/metrics.tsv` with their kinds from `data/families/financial.toml`."""
    rows = phrase_rows("metrics")
    prose = {fold(r["phrase"]): r["metric"] for r in rows if r["where"] in ("both", "prose")}
    labels = {label_key(r["phrase"]): r["metric"] for r in rows if r["where"] in ("both", "table")}
    kinds = family("financial")["metrics"]
    return Metrics(
        prose=Expression(rf"(?<![\w&-]){one_of(prose)}(?![\w-])", re.IGNORECASE),
        ids=prose,
        labels=labels,
        instant=frozenset(kinds["instant"]),
        shares=frozenset(kinds["shares"]),
        per_share=frozenset(kinds["per_share"]),
        checks_only=frozenset(kinds["checks_only"]),
        plain=frozenset(kinds["plain"]),
        each_share=dict(kinds["each_share"]),
        opposite=dict(kinds["opposite"]),
        holdings=Expression(
            rf"(?:,? (?:(?:and|plus|&) )?(?:(?:{kinds['holding_words']}) ){{0,5}}(?:{kinds['holdings']})(?!\w)){{1,8}}", re.IGNORECASE
        ),
    )


def fold(text: str) -> str:
    """Lower case with straight quotes and single spaces; same length but for the spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").lower().split())


def metric_of(label: str) -> str:
    """The metric that a row label names, "" when none. "X and other Y" is the caption of what "other Y" names."""
    key, labels = label_key(label), metrics().labels
    if key.startswith("cash") and metrics().holdings.fullmatch(key, 4):
        return "cash"
    return labels.get(key) or labels.get(f"other {key.rpartition(' and other ')[2]}" if " and other " in key else "", "")


def label_key(text: str) -> str:
    """A row label as it is compared: folded, without footnote marks, quotes of definitions and end punctuation."""
    text = re.sub(r"\((?:\d{1,2}|[a-z]|\*)\)|[*†‡]", " ", fold(text))
    return re.sub(r"[^a-z0-9&'()/,-]+", " ", text.replace("–", "-").replace("—", "-")).strip(" ,-:")


@dataclass(frozen=True, slots=True)
class ProseWords:
    """The small words of finance prose, compiled: each pattern is anchored where it is used."""

    link: Expression
    compare: Expression
    of: Expression
    share: Expression
    holding: Expression
    no_result: Expression
    aside: Expression
    contains: Expression
    reports: Expression
    leads: frozenset[str]
    nominal: Expression
    owners: Expression
    bracketed: Expression
    pronoun: Expression
    around: tuple[Around, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Words on both sides of a value that name its metric together; a `dated` one counts only beside a period."""

    metric: str
    before: Expression
    after: Expression
    dated: bool


@cache
def prose_words() -> ProseWords:
    """The link, comparison and share words of `data/families/financial.toml`."""
    words = family("financial")["prose"]
    reports = any_of(words["reports"])
    hedge = _hedge(words)
    links, changes = one_of(words["links"]), one_of(words["changes"])
    verb = rf"(?:{links}|{changes} to)"
    flags = re.IGNORECASE
    return ProseWords(
        link=Expression(rf"(?:^| |,|:|\(){verb}{hedge} ?\(?$|[:–—-] ?$", flags),
        compare=Expression(rf"(?<!\w){one_of(words['compare'])}(?: {one_of(words['articles'])}){{0,2}}{hedge} ?\(?$", flags),
        of=Expression(rf"^ {one_of(words['parts'])}(?: (?:{'|'.join(words['sorts'])} )){{0,2}} ?$", flags),
        share=Expression(rf"^\)?,?(?: (?:per|a|for each) |/ ?){one_of(words['share_words'])}(?!\w)", flags),
        holding=Expression(rf"(?<!\w){one_of(words['holding'])}(?!\w)", flags),
        no_result=Expression(rf"(?<!\w){one_of(words['not_a_result'])}(?!\w)", flags),
        aside=Expression(
            rf",(?: \w+)? {one_of(words['asides'])}(?!\w)[^;$€£]{{0,240}}?, (?=(?:was|were|is|are|totaled|totalled|increased|decreased)\b)",
            flags,
        ),
        contains=Expression(rf",? (?:{any_of(words['asides'])}|of which)(?!\w)", flags),
        reports=Expression(rf"(?: ?\([^()]{{1,60}}\))? ?(?:{reports})"),
        leads=frozenset(words["leads"]),
        nominal=Expression(r"[ ,]?(?:of|at|a total of)(?!\w)", flags),
        owners=Expression(rf" ?{words['owners']}", flags),
        bracketed=Expression(words["bracketed"], flags),
        pronoun=Expression(rf"(?<!\w)(?P<word>{one_of(words['pronouns'])}) (?:{links}|compare[sd]? (?:to|with)){hedge} ", flags),
        around=tuple(_around(row, hedge) for row in words["around"]),
    )


@dataclass(frozen=True, slots=True)
class MoveWords:
    """The words around an amount by which a figure moved or to which it did, compiled."""

    change_to: Expression
    change_by: Expression
    moves: Expression
    moved_to: Expression
    size_before: Expression
    size_in: Expression
    difference: Expression


@cache
def move_words() -> MoveWords:
    """The words of change of `data/families/financial.toml`."""
    words = family("financial")["prose"]
    hedge, changes = _hedge(words), one_of(words["changes"])
    flags = re.IGNORECASE
    return MoveWords(
        change_to=Expression(
            rf"(?<!\w)(?:{changes}|{words['moved']})(?!\w)[^;$€£]{{0,60}} (?:to|by [^;$€£]{{1,30}} to|at){hedge} ?$", flags
        ),
        change_by=Expression(rf"(?<!\w)(?:from|{changes}(?: by)?){hedge} $", flags),
        moves=Expression(rf"(?<!\w){one_of(words['moves'])}(?: {one_of(words['articles'])})?(?: total)? $", flags),
        moved_to=Expression(rf"[^;$€£]{{0,60}} to{hedge} ?$", flags),
        size_before=Expression(rf"(?<!\w){words['sizes']} (?:of|by){hedge} $", flags),
        size_in=Expression(rf"(?<!\w){words['sizes']} in (?:\w{{2,12}} ){{0,2}}$", flags),
        difference=Expression(rf"\)?,?(?: or [\d.]{{1,6}} ?%,?| \([\d.]{{1,6}} ?%\))? {one_of(words['differences'])}(?!\w)", flags),
    )


@dataclass(frozen=True, slots=True)
class ForecastWords:
    """The words that tie an amount to the metric whose guidance moves or is confirmed, compiled."""

    moved: Expression
    gap: Expression
    given: Expression
    given_for: Expression


@cache
def forecast_words() -> ForecastWords:
    """The words of `data/families/guidance.toml` around a metric: "raised its guidance for M to $V", "its forecast of $V for M"."""
    words = family("guidance")["grammar"]
    flags = re.IGNORECASE
    moved = rf"(?:(?<!\w){words['moves']} (?:\S{{1,20}} ){{0,6}}?|(?:^|[.:;] )(?:the |our |its )?)"
    return ForecastWords(
        Expression(rf"{moved}{words['moved']} $", flags),
        Expression(rf"{words['gap']} ?", flags),
        Expression(rf"(?<!\w){words['given']} $", flags),
        Expression(words["given_for"], flags),
    )


def _hedge(words: dict[str, Any]) -> str:
    return rf"(?: {one_of(words['hedges'])}){{0,2}}"


def _around(row: dict[str, Any], hedge: str) -> Around:
    before = rf"(?<!\w){row['before']}{hedge} \(?$" if row["before"] else r"(?:^|\W)$"
    return Around(row["metric"], Expression(before, re.IGNORECASE), Expression(row["after"], re.IGNORECASE), bool(row.get("dated")))
