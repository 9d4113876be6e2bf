"""Amounts of money in running text: signs and codes, scales, ranges and shared scales."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.lexicon import Finder, any_of, windows
from triplewire.model import Mention, Span

_SPACE = r"[ \t\u00a0]{0,2}\n?[ \t\u00a0]{0,2}"
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?|\d{1,6},\d{1,2})(?![.,]?\d)"
_JOINT = r"[ \n]and[ \n]|[ \n]to[ \n]|[ ]?[-\u2010-\u2014][ ]?"
_BEFORE = 24
# How far an amount or a range reaches around the sign or word of its currency.
_REACH_BEFORE, _REACH_AFTER = 100, 160


@dataclass(frozen=True, slots=True)
class _Money:
    """The money part of `data/families/financial.toml`, compiled."""

    near: Finder
    pattern: re.Pattern[str]
    nothing: re.Pattern[str]
    change: re.Pattern[str]
    qualifier: re.Pattern[str]
    currencies: dict[str, str]
    scales: dict[str, float]
    qualifiers: dict[str, str]
    doubtful: frozenset[str]
    parts: dict[str, float]
    scale_behind: re.Pattern[str]


def find_money(text: str, base: int) -> list[Mention]:
    """The amounts of `text` as mentions of type `money`, in text order; `base` is the offset of `text` in the view.

    `value` is in plain units. `attrs`: `currency` (ISO 4217), `scale` (when a scale word stands there or is shared), `low` and
    `high` for a range (then `value` is the middle), `qualifier` (`up to`, `at least`, `about`), `nothing` for "no debt", `parens`
    when the amount stands in brackets of its own (a loss in some styles, an aside in others).
    """
    data = _money()
    out: list[Mention] = []
    for start, end in windows((at for at, _ in data.near.ends(text)), _REACH_BEFORE, _REACH_AFTER, len(text)):
        for match in data.pattern.finditer(text, start, end):
            if match["sign"] or match["scale1"] or match["scale2"] or match["word"] not in data.doubtful:
                out += _amounts(match, text, base, data)
    for match in data.nothing.finditer(text):
        span = Span(base + match.start(), base + match.end())
        out.append(Mention("money", span, match[0].lower(), "open:money", {"nothing": "yes"}, value=0.0))
    return sorted(out, key=lambda m: m.span)


def _amounts(match: re.Match[str], text: str, base: int, data: _Money) -> list[Mention]:
    start, first_end = match.start("start"), match.end("scale1") if match["scale1"] else match.end("first")
    if match["second"] is None:
        return [_mention(match, start, match.end(), match["first"], match["scale1"] or "", base, text, data)]
    if not _is_second(match):
        return [_mention(match, start, first_end, match["first"], match["scale1"] or "", base, text, data)]
    if _is_range(match, text, data):
        return [_range(match, base, text, data)]
    second_start = match.start("sign2") if match["sign2"] else match.start("second")
    shared = match["scale1"] or match["scale2"] or ""
    return [
        _mention(match, start, first_end, match["first"], shared, base, text, data),
        _mention(match, second_start, match.end(), match["second"], match["scale2"] or "", base, text, data),
    ]


def _is_second(match: re.Match[str]) -> bool:
    """Whether the second number is money too: "$5 million and 300 patients" holds one amount."""
    joint = match["joint"].strip()
    if match["sign2"] or joint not in ("and", "to"):
        return True
    return bool(match["scale2"]) and (joint == "to" or not match["scale1"])


def _is_range(match: re.Match[str], text: str, data: _Money) -> bool:
    if match["sign2"] and match["sign"] and _spaced(match["sign2"]) not in (_spaced(match["sign"]), "$"):
        return False
    before = text[max(0, match.start() - _BEFORE) : match.start()].rstrip().lower()
    joint = match["joint"].strip()
    if joint == "and":
        return before.endswith("between")
    if joint == "to":
        return not data.change.search(before) or bool(re.search(r"\brang(?:e|es|ed|ing) from$", before))
    return True


def _mention(match: re.Match[str], start: int, end: int, number: str, scale: str, base: int, text: str, data: _Money) -> Mention:
    value = _value(number) * data.scales.get(scale, 1.0) * data.parts.get(_spaced(match["word"] or ""), 1.0)
    if start == match.start("start") and match["inner"]:
        # "$(0.31)", "$(5.2) million": the bracket opens after the sign.
        end += text[end : end + 1] == ")"
        behind = None if scale else data.scale_behind.match(text, end)
        if behind:
            scale, end = behind["scale"], behind.end()
            value *= data.scales[scale]
        attrs = {**_attrs(match, scale, text, data), "parens": "yes"}
        return Mention("money", Span(base + start, base + end), text[start:end], "open:money", attrs, value=_round(value))
    if start == match.start("start") and match["open"]:
        closed = not match["second"] and text[end : end + 1] == ")"
        start, end = (start, end + 1) if closed else (start + 1, end)
    attrs = _attrs(match, scale, text, data)
    if match["sign2"] and start != match.start("start"):
        attrs["currency"] = data.currencies[_spaced(match["sign2"])]
    if text[start] == "(":
        attrs["parens"] = "yes"
    return Mention("money", Span(base + start, base + end), text[start:end], "open:money", attrs, value=_round(value))


def _range(match: re.Match[str], base: int, text: str, data: _Money) -> Mention:
    scale = match["scale2"] or match["scale1"] or ""
    low = _value(match["first"]) * data.scales.get(match["scale1"] or scale, 1.0)
    high = _value(match["second"]) * data.scales.get(scale, 1.0)
    start = match.start("start") + len(match["open"] or "")
    attrs = {**_attrs(match, scale, text, data), "low": _plain(low), "high": _plain(high)}
    span = Span(base + start, base + match.end())
    return Mention("money", span, text[start : match.end()], "open:money", attrs, value=_round((low + high) / 2))


def _attrs(match: re.Match[str], scale: str, text: str, data: _Money) -> dict[str, str]:
    sign, word = _spaced(match["sign"] or ""), _spaced(match["word"] or "")
    attrs = {"currency": data.currencies[word if word and sign in ("", "$") else sign]}
    if scale:
        attrs["scale"] = scale
    before = data.qualifier.search(re.sub(r"\s", " ", text[max(0, match.start() - _BEFORE) : match.start()]))
    if before:
        attrs["qualifier"] = data.qualifiers[_spaced(before[1]).lower()]
    return attrs


def _spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _value(number: str) -> float:
    if re.fullmatch(r"\d+,\d{1,2}", number):
        return float(number.replace(",", "."))
    return float(number.replace(",", ""))


def _round(value: float) -> float:
    return round(value, 4)


def _plain(value: float) -> str:
    return f"{_round(value):.4f}".rstrip("0").rstrip(".")


def _words(words: Iterable[str]) -> str:
    return any_of(words).replace(r"\ ", r"[ \n\u00a0]{1,2}")


@cache
def _money() -> _Money:
    file: dict[str, Any] = resources.toml("data", "families", "financial.toml")
    data, prose = file["money"], file["prose"]
    names = {**data["words"], **{k: v["currency"] for k, v in data["parts"].items()}}
    scale_words = _words(data["scales"])
    signs = _words(data["currencies"])
    scale = rf"(?:{_SPACE}-?(?P<scale%d>{scale_words})(?![A-Za-z0-9]))?"
    pattern = (
        rf"(?P<start>(?<![\w.,])(?P<open>\(?)(?:(?P<sign>{signs}){_SPACE}(?P<inner>\(?))?)(?<!\d)(?P<first>{_NUMBER}){scale % 1}"
        rf"(?:(?P<joint>{_JOINT})(?P<sign2>(?:{signs}){_SPACE})?(?P<second>{_NUMBER}){scale % 2})?"
        rf"(?:[ \n\u00a0](?P<word>{_words(names)})(?![A-Za-z]))?"
        rf"(?(sign)|(?(word)|(?!)))"
    )
    return _Money(
        near=Finder(form.split()[-1] for form in (*data["currencies"], *names)),
        pattern=re.compile(pattern),
        nothing=re.compile(rf"(?<!\w)(?:{_words(data['nothing'])})(?!\w)", re.IGNORECASE),
        change=re.compile(rf"(?<!\w)(?:from|by|{_words(prose['changes'])})(?: (?:approximately|about))?$", re.IGNORECASE),
        qualifier=re.compile(rf"(?<!\w)({_words(data['qualifiers'])})[ \n]?\(?$", re.IGNORECASE),
        currencies={**names, **data["currencies"]},
        scales=data["scales"],
        qualifiers={k.lower(): v for k, v in data["qualifiers"].items()},
        doubtful=frozenset(data["doubtful"]),
        parts={k: float(v["part"]) for k, v in data["parts"].items()},
        scale_behind=re.compile(rf"{_SPACE}(?P<scale>{scale_words})(?![A-Za-z0-9])"),
    )
