"""Names seen once that read like a name the document uses all the time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA

from triplewire.repair.rules import Change
from triplewire.repair.tables import table

_WORD = re.compile(r"(?<![\w|!-])[A-Za-z0-9|!][A-Za-z0-9|]{4,40}(?![\w|-])")


@cache
def _folds() -> tuple[tuple[str, str], ...]:
    return tuple((a, b) for a, b in table()["names"]["folds"])


def folded(word: str) -> str:
    """The word with glyphs that read alike made the same."""
    for old, new in _folds():
        word = word.replace(old, new)
    return word


def name_changes(text: str) -> Iterator[Change]:
    """A capitalised word, seen once, that reads like a name seen at least five times and is no word of the language here."""
    mended = _mended(Counter(_WORD.findall(text)))
    for match in _WORD.finditer(text) if mended else ():
        if match[0] in mended:
            yield Change(*match.span(), mended[match[0]], "name", 0.85)


def _mended(count: Counter[str]) -> dict[str, str]:
    """The words that are to change, each with the name it becomes."""
    settings = table()["names"]
    lower = {w for w in count if w.islower()}
    names = [
        w for w in count if count[w] >= settings["seen"] and len(w) >= settings["length"] and w[0].isupper() and w.lower() not in lower
    ]
    if not names:
        return {}
    models = {folded(w): w for w in sorted(names, key=lambda w: (count[w], w))}
    lengths = {len(n) + d for n in names for d in (-1, 0, 1)}
    out = {}
    for word, times in count.items():
        if times == 1 and len(word) in lengths and (word[0].isupper() or word[0] in "l1|!") and word.lower() not in lower:
            model = models.get(folded(word))
            if model and model != word and OSA.distance(word, model) <= 2 and not _inflected(word, model):
                out[word] = model
    return out


def _inflected(word: str, model: str) -> bool:
    """Whether the two differ only in case, or by an ending."""
    return word.lower() == model.lower() or word.startswith(model) or model.startswith(word)
