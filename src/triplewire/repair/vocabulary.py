"""The words of one text and how often each stands there, and the words that known names are made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from functools import cache, cached_property

from triplewire import lexicon, resources
from triplewire.repair.tables import prefixes

_WORD = re.compile(r"[\w|]+")


class Words:
    """The words of a text: letters, digits and the bar that may be a letter, without hyphens and apostrophes."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("_", " ")

    @cached_property
    def count(self) -> Counter[str]:
        """How often each word stands in the text."""
        return Counter(_WORD.findall(self.text))

    def places(self, wanted: Container[str]) -> Iterator[tuple[int, str]]:
        """Where the wanted words stand, in order."""
        return ((m.start(), m.group()) for m in _WORD.finditer(self.text) if m.group() in wanted)


def is_named(word: str) -> bool:
    """Whether the word, of three letters at least, is part of a known name or of a time expression; a capital may open it."""
    return word in name_words() or (word[:1].isupper() and word[1:].islower() and word.lower() in name_words())


@cache
def name_words() -> frozenset[str]:
    """The words of the forms of all lexicons, and those of time expressions."""
    forms = [term.form for term in lexicon.load().terms]
    times = resources.toml("data", "periods.toml")
    forms += [phrase for phrases in times["words"].values() for phrase in phrases]
    forms += [name for month in times["months"] for name in (month, month.capitalize())]
    forms += [*prefixes(), *(term.form for kind in ("org_suffix", "org_head", "disease_head") for term in lexicon.word_list(kind))]
    return frozenset(word for form in forms for word in _WORD.findall(form.replace("_", " ")) if len(word) > 2)


@cache
def month_names() -> tuple[str, ...]:
    """The months in full, capitalised."""
    months: dict[str, int] = resources.toml("data", "periods.toml")["months"]
    longest = {number: max((m for m in months if months[m] == number), key=len) for number in months.values()}
    return tuple(name.capitalize() for name in longest.values())


@cache
def regions() -> frozenset[str]:
    """The forms of the regions of the lexicon."""
    return frozenset(term.form for term in lexicon.load(("region",)).terms)
