"""Which patterns a sentence may hold: all of them are tested at once, each by one bit, so that a pattern whose words are absent costs
nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from triplewire.extract.rules.compile import ENDING, STEM, Program, type_key
from triplewire.extract.rules.mask import Masked
from triplewire.lexicon import lowered

MOST_NEEDS = 4
"""How many of a pattern's words and names are looked for before its expression is tried."""

_WORD = re.compile(r"\w+")


class Index:
    """Some programs, known by their numbers, and the words and name types without which none of them matches.

    A number holds `MOST_NEEDS` rows of bits, one bit a program in each: row n of a key has the bits of the programs whose need n it
    meets. The programs whose bits are set in every row, over all keys of a sentence, are those whose needs the sentence meets.
    """

    def __init__(self, programs: Sequence[Program]) -> None:
        self._size = len(programs)
        self._idle = 0
        self._rows: dict[str, int] = {}
        for number, program in enumerate(programs):
            for row in range(MOST_NEEDS):
                bit = 1 << (row * self._size + number)
                if row >= len(program.needs):
                    self._idle |= bit
                for key in program.needs[row] if row < len(program.needs) else ():
                    self._rows[key] = self._rows.get(key, 0) | bit
        known = self._rows.keys() | frozenset().union(*(program.leads for program in programs))
        self._words = frozenset(key for key in known if not key.endswith(ENDING))
        self._stems = {key[:STEM]: key for key in known if key.endswith(ENDING)}

    def places(self, masked: Masked) -> dict[str, list[int]]:
        """Where the keys of the programs stand in a masked sentence."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        words, stems = self._words, self._stems
        for match in _WORD.finditer(lowered(masked.text)):
            word = match[0]
            if word in words:
                found[word].append(match.start())
            if (stem := word[:STEM]) in stems:
                found[stems[stem]].append(match.start())
        for token, end in zip(masked.tokens, masked.ends, strict=True):
            for letter in masked.text[token + 1 : end - 1]:
                found[type_key(letter)].append(token)
        found.default_factory = None
        return found

    def candidates(self, keys: Iterable[str], among: int) -> Iterator[int]:
        """The numbers of the programs, in order, that a sentence with these keys may match; `among` has the bits of those to try."""
        met, rows = self._idle, self._rows
        for key in keys:
            if key in rows:
                met |= rows[key]
        for row in range(MOST_NEEDS):
            among &= met >> (row * self._size)
        while among:
            lowest = among & -among
            yield lowest.bit_length() - 1
            among ^= lowest
