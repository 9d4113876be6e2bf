"""One thing of a public term list, as the list says it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

from triplewire.lexicon.term import Case

Scope = Literal["EXACT", "NARROW", "BROAD", "RELATED"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""How near a synonym is to the name, in the words of the OBO format. The column of a table holds exact ones."""

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another form of a name, and how near it is to it."""

    form: str
    scope: Scope = "EXACT"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a term list: where it stands, its identifier as the list writes it, name and synonyms. `fault` says why it
    cannot be taken ("obsolete"), else it is "". `xrefs` is how many identifiers of other registers it refers to.
    """

    where: str
    identifier: str
    name: str
    synonyms: tuple[Synonym, ...] = ()
    xrefs: int = 0
    fault: str = ""


def clean(text: str) -> str:
    r"""The text with composed letters, single blanks, and without characters that nobody sees.

    >>> clean(" Sjo\u0308gren\u00a0 syndrome\u200b\n")
    'Sjögren syndrome'
    """
    return " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN)).split())


def case_of(form: str) -> Case:
    """`exact` for acronyms, codes and short forms, `fold` for words.

    >>> case_of("GIST"), case_of("hairy cell leukemia")
    ('exact', 'fold')
    """
    letters = [c for c in form if c.isalpha()]
    wordlike = any(len(word) > 4 and word[1:].islower() for word in re.split(r"[^\w]+", form))
    return "fold" if wordlike and len(letters) > 4 else "exact"
