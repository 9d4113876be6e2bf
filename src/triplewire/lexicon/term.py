"""One row of a lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Case = Literal["exact", "fold"]
COLUMNS = ("type", "name", "form", "case", "curie", "source", "note")

WORD_LISTS = frozenset({"disease_head", "disease_modifier", "inn_payload", "inn_stem", "org_head", "org_suffix", "spelling"})
"""Types whose rows are parts of names (suffixes, heads, spellings), not names: `Lexicon.find` does not look for them."""


@dataclass(frozen=True, slots=True)
class Term:
    """One form of a name. `name` is the canonical form; `case` says whether the form must be met letter by letter (`exact`) or in
    any case (`fold`). `curie` is the name's identifier or "", on each of its forms. `attrs` are the `key=value` parts of the
    notes: those of the canonical row, overruled by those of the row itself; a part without `=` has the value "".
    """

    type: str
    name: str
    form: str
    case: Case
    curie: str = ""
    source: str = ""
    note: str = ""
    attrs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    @property
    def canonical(self) -> bool:
        """Whether this row is the one that carries the name itself."""
        return self.form == self.name

    @property
    def row(self) -> tuple[str, ...]:
        """The columns as the file has them, without attributes."""
        return (self.type, self.name, self.form, self.case, self.curie, self.source, self.note)


def attributes(note: str) -> dict[str, str]:
    """The `key=value` parts of a note, parted by `;`.

    >>> attributes("kind=agency; region=US; withdrawn")
    {'kind': 'agency', 'region': 'US', 'withdrawn': ''}
    """
    if not note:
        return {}
    parts = (part.strip().partition("=") for part in note.split(";") if part.strip())
    return {key.strip(): value.strip() for key, _, value in parts}
