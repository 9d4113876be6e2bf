"""What a compound's name says of its payload: the second word of an international name, or a suffix such as -DM1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from triplewire.lexicon import fold, word_list
from triplewire.vocab import slug


@dataclass(frozen=True, slots=True)
class Stem:
    """A sign of a payload in a name: the word or suffix, and the payload (and linker, if any) that it stands for."""

    form: str
    payload: str
    linker: str = ""

    @property
    def rule(self) -> str:
        """The name of the rule that reads this stem, such as `nomenclature.vedotin`."""
        return f"nomenclature.{slug(self.form)}"


@dataclass(frozen=True, slots=True)
class _Reader:
    stem: Stem
    body: str
    pattern: re.Pattern[str]
    exact: bool

    def reads(self, name: str) -> bool:
        """Whether a name carries the stem; `name` is folded unless the stem is exact."""
        return self.body in name and self.pattern.search(name) is not None


@cache
def _readers() -> tuple[_Reader, ...]:
    """The stems of `data/lexicons/inn_payloads.tsv`. A word stands alone after another word (a suffix of letters such as the
    four of a biosimilar may follow); a suffix ends a code.
    """
    out = []
    for term in word_list("inn_payload"):
        stem = Stem(term.form, term.attrs["payload"], term.attrs.get("linker", ""))
        exact = term.case == "exact"
        plain = term.form if exact else fold(term.form)
        body = re.escape(plain)
        out.append(_Reader(stem, plain, re.compile(rf"(?<=\w){body}(?!\w)" if exact else rf"(?<=\w ){body}(?!\w)"), exact))
    return tuple(out)


@cache
def stem_of(name: str) -> Stem | None:
    """The stem that `name` carries, or None. A payload's own name carries none.

    >>> stem_of("norvatuzumab vedotin").payload, stem_of("NVT-DM1").payload, stem_of("vedotin")
    ('MMAE', 'DM1', None)
    """
    dashed = re.sub(r"[\u2010-\u2015\u2212]", "-", name)
    folded = fold(name)
    return next((r.stem for r in _readers() if r.reads(dashed if r.exact else folded)), None)


def payloads(names: Iterable[str]) -> frozenset[str]:
    """The payloads that any of the names stands for."""
    return frozenset(stem.payload for name in names if (stem := stem_of(name)))
