"""Finds the names of a lexicon in a text: two Aho-Corasick automata, one per way of treating case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from triplewire.lexicon.fold import fold, level
from triplewire.lexicon.term import Term


@dataclass(frozen=True, slots=True)
class Hit:
    """A form met in a text at [start, end), code points, half-open."""

    term: Term
    start: int
    end: int


class _Automaton:
    """The patterns of one way of treating case, each with the terms it stands for."""

    def __init__(self, patterns: dict[str, list[Term]], *, plural: bool) -> None:
        self.terms = [tuple(terms) for terms in patterns.values()]
        self._plural = plural
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard) if patterns else None

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(start, end, pattern) of each pattern that stands as whole words; a plural -s is taken in."""
        if self._automaton is None:
            return
        size = len(text)
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and text[start - 1].isalnum() and text[start].isalnum():
                continue
            stop = end
            if end < size and text[end].isalnum() and text[end - 1].isalnum():
                if not self._plural or text[end] != "s" or (end + 1 < size and text[end + 1].isalnum()):
                    continue
                stop = end + 1
            yield start, stop, pattern


class Lexicon:
    """Terms, and where they occur. `terms` keeps the order of the files. Immutable; safe to share."""

    def __init__(self, terms: Iterable[Term], spellings: Iterable[tuple[str, str]] = ()) -> None:
        self.terms = tuple(terms)
        self._spellings = tuple(spellings)

    @cached_property
    def _automata(self) -> tuple[_Automaton, _Automaton]:
        folded: dict[str, list[Term]] = {}
        exact: dict[str, list[Term]] = {}
        for term in self.terms:
            if term.case == "exact":
                exact.setdefault(level(term.form), []).append(term)
            else:
                for form in self._variants(fold(term.form)):
                    folded.setdefault(form, []).append(term)
        return _Automaton(folded, plural=True), _Automaton(exact, plural=False)

    @cached_property
    def _respelt(self) -> Callable[[str], str]:
        """What gives a form with the other spelling of each word part that has one."""
        other = dict(self._spellings)
        pattern = re.compile("|".join(map(re.escape, sorted(other, key=len, reverse=True))) or "(?!)")
        return lambda form: pattern.sub(lambda part: other[part[0]], form)

    def _variants(self, form: str) -> list[str]:
        """The form, and the form with each other spelling of a word part put in."""
        other = self._respelt(form)
        return [form] if other == form else [form, other]

    def find(self, text: str) -> list[Hit]:
        """The names in `text`, sorted by (start, -end, type): for each type the leftmost, then longest, without overlap within
        that type; names of different types may cover the same characters.

        Forms match as whole words, with any hyphen or white space where the form has one; `fold` forms in any case and with a
        plural -s; `exact` forms letter by letter. A form noted as `ambiguous` (MS, ALL) counts only where an unambiguous form of
        the same name stands in the same text, so give the whole text at once.
        """
        found: list[tuple[int, int, str, str, Term]] = []
        for automaton, shown in zip(self._automata, (fold(text), level(text)), strict=True):
            terms = automaton.terms
            found += [(start, -end, term.type, term.name, term) for start, end, i in automaton.find(shown) for term in terms[i]]
        if any("ambiguous" in f[-1].attrs for f in found):
            sure = {f[2:4] for f in found if "ambiguous" not in f[-1].attrs}
            found = [f for f in found if "ambiguous" not in f[-1].attrs or f[2:4] in sure]
        found.sort(key=itemgetter(0, 1, 2, 3))
        return list(_leftmost_longest(found))

    @cached_property
    def _by_type(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, set[str]] = {}
        for term in self.terms:
            out.setdefault(term.type, set()).add(term.name)
        return {kind: tuple(sorted(found)) for kind, found in sorted(out.items())}

    @property
    def types(self) -> tuple[str, ...]:
        """The types of its terms, sorted."""
        return tuple(self._by_type)

    def names(self, kind: str) -> tuple[str, ...]:
        """The canonical names of one type, sorted; empty when it has none."""
        return self._by_type.get(kind, ())

    @cached_property
    def _forms(self) -> dict[tuple[str, str], tuple[Term, ...]]:
        out: dict[tuple[str, str], list[Term]] = {}
        for term in self.terms:
            keys = {level(term.form)} if term.case == "exact" else set(self._variants(fold(term.form)))
            for key in keys:
                out.setdefault((term.type, key), []).append(term)
        return {key: tuple(terms) for key, terms in out.items()}

    def lookup(self, kind: str, form: str) -> Term | None:
        """The term of type `kind` that has this form, by the same rules as `find` but for the whole string; None when no term or
        terms of several names have it.
        """
        leveled = level(form)
        found = [t for t in self._forms.get((kind, leveled), ()) if t.case == "exact" or level(t.form) == leveled]
        found += [t for t in self._forms.get((kind, fold(form)), ()) if t.case == "fold"]
        if len(found) > 1 and len({t.name for t in found}) > 1:
            return None
        return found[0] if found else None

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], tuple[Term, ...]]:
        out: dict[tuple[str, str], list[Term]] = {}
        for term in self.terms:
            out.setdefault((term.type, term.name), []).append(term)
        return {key: tuple(sorted(terms, key=lambda t: not t.canonical)) for key, terms in out.items()}

    def forms(self, kind: str, name: str) -> tuple[Term, ...]:
        """The rows of one name, the canonical form first, then in file order; empty when there are none."""
        return self._by_name.get((kind, name), ())


def _leftmost_longest(found: Iterable[tuple[int, int, str, str, Term]]) -> Iterator[Hit]:
    """Of hits sorted by start and falling length, those that do not overlap an earlier kept one of their type."""
    ends: dict[str, int] = {}
    for start, minus_end, kind, _, term in found:
        if start >= ends.get(kind, 0):
            ends[kind] = -minus_end
            yield Hit(term, start, -minus_end)
