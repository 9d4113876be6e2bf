"""The class of a substance, as its international nonproprietary name says it."""

from __future__ import annotations

import re
from functools import cache

from triplewire.lexicon.fold import fold
from triplewire.lexicon.loading import word_list
from triplewire.lexicon.term import Term

CONJUGATE = "antibody-drug conjugate"

_NAME = re.compile(r"[a-z]{6,}(?:[ -][a-z]{2,}){0,2}")
_SUFFIX = re.compile(r"-[a-z]{4}$")
"""The four letters that tell biological products of several makers apart."""


@cache
def _stems() -> tuple[Term, ...]:
    """The endings that no ordinary word has, the longest first."""
    found = [t for t in word_list("inn_stem") if "class" in t.attrs and "weak" not in t.attrs]
    return tuple(sorted(found, key=lambda t: (-len(t.form), t.form)))


@cache
def _payload_words() -> dict[str, Term]:
    return {fold(t.form): t for t in word_list("inn_payload") if t.attrs.get("kind") == "word"}


def drug_class(name: str) -> tuple[str, str] | None:
    """The class that a nonproprietary name says and the word or ending that says it; None for a code, a brand, or a name that says
    none.

    >>> drug_class("norvaciclib"), drug_class("norvatuzumab vedotin"), drug_class("NVT-101")
    (('CDK inhibitor', '-ciclib'), ('antibody-drug conjugate', 'vedotin'), None)
    """
    plain = _SUFFIX.sub("", name)
    if not _NAME.fullmatch(plain):
        return None
    *before, last = plain.split(" ")
    word = _payload_words().get(fold(last)) if before else None
    if word:
        return word.attrs.get("class", CONJUGATE), word.form
    found = next((t for t in _stems() if last.endswith(t.form) and last != t.form), None)
    return (found.attrs["class"], f"-{found.form}") if found else None
