"""Expressions that are tried only where a text holds a word without which they cannot match: the word is read from the expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from triplewire.lexicon.finder import Finder
from triplewire.lexicon.fold import lowered
from triplewire.lexicon.scout import scout, scout_at

LENGTHS, SHORTEST, MOST = (8, 5, 4, 3), 3, 200
"""How many letters of a word are looked for (fewer where the words were too many), how many at least, and how many words at most."""

DOTLESS, LONG = "\u0131", "\u017f"
"""Letters that an expression for any case takes for an ASCII letter, and that are no such letter in small letters."""

_WORDS = frozenset({"_leads", "_finder"})
_COMPILED = frozenset({"regex", "match", "fullmatch", "split", "sub"})

Head = tuple[str, bool]
"""How a match may begin, and whether what follows joins on to it."""

_SKIP: frozenset[Head] = frozenset({("", True)})
_STOP: frozenset[Head] = frozenset({("", False)})
_ZERO_WIDTH = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEAT = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


class Expression:
    """A compiled expression that finds what `re` finds. A search looks for the words with which a match begins, or for those of which
    it holds one, before the expression itself is tried; where no words are known, for the characters with which a match begins, or for
    what it is said that every match `begins` with (see `scout_at`). Most texts hold no word of most expressions, so each is compiled when
    it is first tried; and its words are read when it is first searched for.
    """

    __slots__ = ("_begins", "_finder", "_flags", "_leads", "_scout", "fullmatch", "match", "pattern", "regex", "split", "sub")

    def __init__(self, source: str, flags: int = 0, begins: str = "") -> None:
        self.pattern = source
        self._flags, self._begins = flags, begins
        self._scout: re.Pattern[str] | bool | None = True  # not asked for yet: most expressions know words

    def __getattr__(self, name: str) -> Any:
        """What needs the words or the compiled expression, made now; from then on these are plain attributes."""
        if name in _WORDS:
            leads, needs = words_of(self.pattern, self._flags)
            self._leads = bool(leads)
            self._finder = Finder(leads or needs)
            return getattr(self, name)
        if name not in _COMPILED:
            raise AttributeError(name)
        self.regex = regex = re.compile(self.pattern, self._flags)
        self.match, self.fullmatch, self.split, self.sub = regex.match, regex.fullmatch, regex.split, regex.sub
        return getattr(self, name)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """The matches in order, without overlap."""
        size = len(text)
        start, stop = start if start > 0 else 0, size if end is None or end > size else end
        low = self._shown(text, start, stop) if self._finder.words else None
        if low is None:
            return self.scan(text, start, stop)
        if self._leads:
            places = self._finder.starts(low)
            return self._from(places, text, start, stop) if places else iter(())
        return self.scan(text, start, stop) if self._finder.stands_in(low) else iter(())

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match."""
        return next(self.finditer(text, start, end), None)

    def scan(self, text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        """The matches in a stretch in order, without overlap, words or not: the way to look at a stretch that is known to be telling."""
        scout = self._scouting()
        return self._scouted(scout, text, start, stop) if scout else self.regex.finditer(text, start, stop)

    def _scouting(self) -> re.Pattern[str] | None:
        """The scout of the expression, made when first asked for; None when it has none."""
        if self._scout is True:
            known = self._begins
            self._scout = scout_at(known, self.pattern, self._flags) if known else scout(self.pattern, self._flags)
        return self._scout or None

    def _scouted(self, scout: re.Pattern[str], text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        while (seen := scout.search(text, start, stop)) and (match := self.match(text, seen.start(), stop)):
            yield match
            start = match.end()

    def _shown(self, text: str, start: int, stop: int) -> str | None:
        """The stretch in small letters; None where it does not tell what the expression may find."""
        low = lowered(text[start:stop])
        return None if not low.isascii() and (DOTLESS in low or LONG in low) else low

    def _from(self, places: Iterable[int], text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        at = start
        for place in places:
            match = self.match(text, start + place, stop) if start + place >= at else None
            if match:
                at = match.end()
                yield match


@cache
def words_of(source: str, flags: int = 0) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words with which every match begins, in small letters; where none are known, those of which every match holds one."""
    items, known = list(import_module("re._parser").parse(source, flags)), _Heads()
    if leads := known.words(items):
        return _without(leads, _beginnings), ()
    return (), _without(known.needs(items), _parts)


def _without(words: Collection[str], pieces: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """The words, sorted, but for those that another one stands for, which is a piece of them."""
    return tuple(sorted(word for word in words if not any(piece in words for piece in pieces(word))))


def _beginnings(word: str) -> Iterator[str]:
    return (word[:end] for end in range(SHORTEST, len(word)))


def _parts(word: str) -> Iterator[str]:
    return (word[at : at + size] for size in range(SHORTEST, len(word)) for at in range(len(word) - size + 1))


class _Heads:
    """How matches of the items of one parsed expression begin; each item is worked out once for each length."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], frozenset[Head]] = {}
        self._too_many: set[int] = set()

    def words(self, items: Iterable[Any]) -> frozenset[str]:
        """The words with which a match of items in a row may begin; none when one of them is too short to be looked for."""
        row = list(items)
        for length in LENGTHS:
            words = frozenset(word for word, _ in self._row(row, length))
            if words and min(map(len, words)) >= SHORTEST:
                return words
            if length not in self._too_many:
                break  # fewer letters make no word longer
        return frozenset()

    def needs(self, items: Iterable[Any]) -> frozenset[str]:
        """The words of which every match of items in a row holds one: the longest and fewest that there are."""
        row = list(items)
        # A word that begins in the middle of plain letters is no longer than the one that begins with them.
        starts = [i for i in range(len(row)) if not (i and _is_letter(row[i - 1]))]
        found = [self.words(row[i:]) for i in starts]
        found += [self._needs_of(item) for item in row]
        return max(found, key=lambda words: (min(map(len, words), default=0), -len(words)), default=frozenset())

    def _needs_of(self, item: Any) -> frozenset[str]:
        name, value = str(item[0]), item[1]
        if name in ("SUBPATTERN", "ATOMIC_GROUP"):
            return self.needs(value[-1] if name == "SUBPATTERN" else value)
        if name == "BRANCH":
            arms = [self.needs(arm) for arm in value[1]]
            return frozenset().union(*arms) if all(arms) else frozenset()
        return self.needs(value[2]) if name in _REPEAT and value[0] > 0 else frozenset()

    def _row(self, items: Iterable[Any], length: int) -> frozenset[Head]:
        """How a match of items in a row may begin, by so many letters at most."""
        found = _SKIP
        for letters, item in _runs(items):
            if not any(goes_on for _, goes_on in found):
                break
            following = self._of(item, length) if item else {(letters, True)}
            joined = {(word + more, further) for word, goes_on in found if goes_on for more, further in following}
            longer = {head for head in found if not head[1]} | {(w[:length], f and len(w) < length) for w, f in joined}
            if len(longer) > MOST:
                self._too_many.add(length)
                return frozenset((word, False) for word, _ in found)
            found = frozenset(longer)
        return found

    def _of(self, item: Any, length: int) -> frozenset[Head]:
        key = (id(item), length)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._worked_out(item, length)
        return known

    def _worked_out(self, item: Any, length: int) -> frozenset[Head]:
        name, value = str(item[0]), item[1]
        if name == "LITERAL":
            return frozenset({(chr(value).lower(), True)}) if value < 128 else _STOP
        if name in _ZERO_WIDTH:
            return _SKIP
        if name == "IN":
            return _heads_of_set(value)
        if name in ("SUBPATTERN", "ATOMIC_GROUP"):
            return self._row(value[-1] if name == "SUBPATTERN" else value, length)
        if name == "BRANCH":
            return frozenset().union(*(self._row(arm, length) for arm in value[1]))
        return self._repeated(value, length) if name in _REPEAT else _STOP

    def _repeated(self, repeat: tuple[int, int, Iterable[Any]], length: int) -> frozenset[Head]:
        least, most, items = repeat
        inner = self._row(items, length)
        once = inner if most == 1 else frozenset((word, False) for word, _ in inner)
        return once | _SKIP if least == 0 else once


def _runs(items: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """The items in a row, those that are plain letters joined to one run of small letters, which stands without an item."""
    letters = ""
    for item in items:
        if _is_letter(item):
            letters += chr(item[1]).lower()
            continue
        if letters:
            yield letters, None
            letters = ""
        yield "", item
    if letters:
        yield letters, None


def _is_letter(item: Any) -> bool:
    return str(item[0]) == "LITERAL" and item[1] < 128


def _heads_of_set(members: Iterable[Any]) -> frozenset[Head]:
    chars = [member for name, member in members if str(name) == "LITERAL" and member < 128]
    return frozenset((chr(char).lower(), True) for char in chars) if len(chars) == len(list(members)) else _STOP
