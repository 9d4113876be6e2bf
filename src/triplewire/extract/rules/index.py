"""Which patterns a sentence may hold: all of them are tested at once, each by one bit, so that a pattern whose words are absent costs
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from triplewire.extract.rules.compile import ENDING, STEM, TYPE_MARK, Program

MOST_NEEDS = 4
"""How many of a pattern's words and names are looked for before its expression is tried."""

_WORD = re.compile(r"\w+")


def words_in(text: str) -> frozenset[str]:
    """The words of a masked sentence in small letters."""
    return frozenset(_WORD.findall(text.lower()))


class Index:
    """Some programs, known by their numbers, and the words and name types without which none of them matches.

    A number holds `MOST_NEEDS` rows of bits, one bit a program in each: row n of a key has the bits of the programs whose need n it
    meets. The programs whose bits are set in every row, over all keys of a sentence, are those whose needs the sentence meets.
    """

    def __init__(self, programs: Sequence[Program]) -> None:
        self._size = len(programs)
        self._idle = 0
        rows: dict[str, int] = {}
        for number, program in enumerate(programs):
            for row in range(MOST_NEEDS):
                bit = 1 << (row * self._size + number)
                if row >= len(program.needs):
                    self._idle |= bit
                for key in program.needs[row] if row < len(program.needs) else ():
                    rows[key] = rows.get(key, 0) | bit
        self._types = {key[-1]: bits for key, bits in rows.items() if key.startswith(TYPE_MARK)}
        self._stems = {key[:STEM]: bits for key, bits in rows.items() if key.endswith(ENDING)}
        self._words = {key: bits for key, bits in rows.items() if not key.endswith(ENDING) and not key.startswith(TYPE_MARK)}

    def candidates(self, words: frozenset[str], letters: frozenset[str], among: int) -> Iterator[int]:
        """The numbers of the programs, in order, that a sentence with these words and letters of name types may match."""
        met = self._idle
        met |= _joined(self._words, words) | _joined(self._stems, {word[:STEM] for word in words}) | _joined(self._types, letters)
        for row in range(MOST_NEEDS):
            among &= met >> (row * self._size)
        while among:
            lowest = among & -among
            yield lowest.bit_length() - 1
            among ^= lowest


def _joined(rows: Mapping[str, int], keys: frozenset[str] | set[str]) -> int:
    bits = 0
    for key in rows.keys() & keys:
        bits |= rows[key]
    return bits
