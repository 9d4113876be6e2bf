"""The frames of `data/wires.toml`, compiled once."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from triplewire import resources


@cache
def wires() -> dict[str, Any]:
    """The whole file, parsed."""
    return resources.toml("data", "wires.toml")


def union(patterns: list[str]) -> re.Pattern[str]:
    """One pattern that matches where any of `patterns` does, whatever the case."""
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


@cache
def body_end() -> re.Pattern[str]:
    """A line that is no longer the release."""
    return union([e["pattern"] for e in wires()["body"]["ends"]])


@cache
def body_close() -> re.Pattern[str]:
    """A line that is no longer the release when the release has begun before it; elsewhere it may belong to a menu."""
    return union([e["pattern"] for e in wires()["body"]["closes"]])


@cache
def body_may_close() -> re.Pattern[str]:
    """A line that is no longer the release, or a heading of it."""
    return union([e["pattern"] for e in wires()["body"]["may_close"]])


@cache
def later_part() -> re.Pattern[str]:
    """A line of the parts that end a release."""
    return union(wires()["body"]["later"])


@cache
def lead() -> re.Pattern[str]:
    """Words that only the first sentences of a release have: the mark of a wire, "today announced"."""
    return union(wires()["body"]["leads"])


@cache
def body_trailing() -> re.Pattern[str]:
    """A line that may stand just before the end, and is no release either."""
    return union(wires()["body"]["trailing"])


@cache
def noise() -> re.Pattern[str]:
    """A line that is no prose of the release."""
    return union([n["pattern"] + ("$" if n.get("whole") else "") for n in wires()["noise"]])


@cache
def title_skip() -> re.Pattern[str]:
    """A line above the headline."""
    return union(wires()["title"]["skip"])


@cache
def title_prefix() -> re.Pattern[str]:
    """What a wire puts before the words of a headline."""
    return union(wires()["title"]["prefixes"])


@cache
def title_verb() -> re.Pattern[str]:
    """The verb that ends the subject of a headline."""
    verbs = sorted(wires()["title"]["verbs"], key=lambda v: (-len(v), v))
    return re.compile(rf"\s(?:{'|'.join(map(re.escape, verbs))})\b", re.IGNORECASE)


@cache
def dateline_label() -> re.Pattern[str]:
    """What stands before a date on its line; the group `other` holds labels of dates that are not the release's own."""
    table = wires()["dateline"]
    own, other = ("|".join(f"(?:{p})" for p in table[key]) for key in ("labels", "other_dates"))
    return re.compile(rf"[\s*_#-]*(?:(?P<other>{other})|(?:{own}))[\s:*_–—-]*", re.IGNORECASE)


@cache
def page_chrome() -> re.Pattern[str]:
    """Names of boxes of a page that hold no part of its text."""
    names = "|".join(wires()["page"]["boxes"])
    return re.compile(rf"(?:^|[-_ ])(?:{names})(?:$|[-_ ])", re.IGNORECASE)


@cache
def page_words(name: str) -> frozenset[str]:
    """One of the lists of `[page]`: `code`, `drop`, `roles` or `blocks`."""
    return frozenset(wires()["page"][name])
