"""Names as they are compared: small letters without accents, marks and punctuation; and the word lists of `data/scoring.toml`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from triplewire import resources
from triplewire.vocab import GREEK

MARKS = str.maketrans("’‘", "''", '®™©^*"“”')
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_INITIALS = re.compile(r"\b([a-z])\.([a-z])\.(?:([a-z])\.)?")
_PLUS = re.compile(r"(?<=\w)\+")
_BRACKET = re.compile(r"^\s*(.*?)\s*\(([^()]*)\)\s*(.*)$", re.DOTALL)


@cache
def lists() -> dict[str, Any]:
    """`data/scoring.toml`, parsed."""
    return resources.toml("data", "scoring.toml")


@cache
def listed(section: str, key: str) -> frozenset[str]:
    """A word list of `data/scoring.toml`."""
    return frozenset(lists()[section][key])


def folded(name: str) -> str:
    """A name in small letters, Greek ones spelled out, without accents and trade marks; punctuation stays."""
    text = unicodedata.normalize("NFKC", name).lower()
    for letter, word in GREEK.items():
        text = text.replace(letter, word)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).translate(MARKS)


@lru_cache(16384)
def words(name: str) -> tuple[str, ...]:
    """The words and numbers of a name, folded.

    >>> words("HER2+ Crohn’s (Norvane B.V.)")
    ('her2', 'positive', 'crohns', 'norvane', 'bv')
    """
    text = _POSSESSIVE.sub(lambda m: "s" if m[0] == "'s" else "", folded(name))
    text = _INITIALS.sub(lambda m: "".join(filter(None, m.groups())), text)
    return tuple(re.findall(r"[a-z0-9]+", _PLUS.sub(" positive ", text)))


def key(name: str) -> str:
    """A name as nothing but letters and digits: `IMGN-901` and `imgn 901` have the same."""
    return "".join(words(name))


def variants(name: str) -> tuple[str, ...]:
    """A name, and for `X (Y) Z` also X Z and Y, as far as they have letters."""
    bracket = _BRACKET.match(name)
    forms = (name, f"{bracket[1]} {bracket[3]}".strip(), bracket[2]) if bracket else (name,)
    return tuple(form for form in forms if words(form))


def singular(word: str) -> str:
    """A word without the ending of a plural.

    >>> [singular(word) for word in ("therapies", "cancers", "virus", "ADCs")]
    ['therapy', 'cancer', 'virus', 'ADC']
    """
    if word.endswith("ies") and len(word) > 5:
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word
