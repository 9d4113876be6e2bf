"""One name per thing: which names of a release stand for the same compound, and which of them the facts show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from triplewire.extract.wording import listed, wording
from triplewire.lexicon import short_name
from triplewire.model import Mention, Reading, Span

ASIDE = 30
"""How much is read behind a second name to see whether its bracket closes."""

FAR, FARTHEST = 40, 120
"""How many characters two names of one compound stand apart at most: in apposition, and in a sentence that says so."""

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class AliasPair:
    """Two names of one compound as a release puts them side by side."""

    first: Mention
    second: Mention

    @property
    def span(self) -> Span:
        """The stretch of the view that holds both."""
        return self.first.span.join(self.second.span)


class Names:
    """The canonical names of a release's things: for each group of aliases the name it uses most, then first."""

    def __init__(self, pairs: list[AliasPair], known: set[tuple[str, str]], counts: Counter[str], order: dict[str, int]) -> None:
        self.pairs = pairs
        self._group: dict[str, str] = {}
        self._codes: dict[str, frozenset[tuple[str, str]]] = {}
        joined = [*dict.fromkeys((p.first.name, p.second.name) for p in pairs), *sorted(known)]
        for one, two in joined:
            self._join(one, two)
        members: dict[str, list[str]] = {}
        for name in sorted({n for pair in joined for n in pair}):
            members.setdefault(self._find(name), []).append(name)
        self._best: dict[str, str] = {}
        self._others: dict[str, tuple[str, ...]] = {}
        for group in members.values():
            best = min(group, key=lambda n: (-counts[n], order.get(n, len(order)), n))
            for name in group:
                self._best[name] = best
            self._others[best] = tuple(n for n in group if n != best)

    @classmethod
    def of(cls, reading: Reading) -> Names:
        """The names of a reading: alias pairs are two compounds with nothing but a bracket or "also known as" between them."""
        compounds = [m for m in reading.mentions if m.type == "compound"]
        counts = Counter(m.name for m in compounds)
        order = {m.name: i for i, m in reversed(list(enumerate(compounds)))}
        view = reading.document.view
        pairs = [pair for pair in _alias_pairs(view, compounds) if pair.first.name != pair.second.name and not _clash(pair)]
        known = {(m.name, m.attrs["known_as"]) for m in compounds if m.attrs.get("known_as", m.name) != m.name}
        return cls(pairs, known, counts, order)

    def _find(self, name: str) -> str:
        while (above := self._group.get(name, name)) != name:
            name = self._group[name] = self._group.get(above, above)
        return name

    def _join(self, one: str, two: str) -> None:
        """Make two names one, unless that would make one compound of two numbers of a series: a generic name may have several codes."""
        a, b = self._find(one), self._find(two)
        self._group.setdefault(a, a)
        self._group.setdefault(b, b)
        codes = self._codes.get(a, _code(a)) | self._codes.get(b, _code(b))
        if len({prefix for prefix, _ in codes}) == len(codes):
            self._group[b] = a
            self._codes[a] = codes

    def compound(self, name: str) -> str:
        """The name that facts show for a compound."""
        return self._best.get(name, name)

    def aliases(self, name: str) -> tuple[str, ...]:
        """The other names of a compound, sorted."""
        return self._others.get(name, ())

    @staticmethod
    def organization(name: str) -> str:
        """The name that facts show for an organization: without its legal suffix."""
        return short_name(name)


def _code(name: str) -> frozenset[tuple[str, str]]:
    """The letters and the number of a code as a set of one; empty for other names."""
    match = re.match(r"([A-Za-z]+)[- ]?(\d+)", name)
    return frozenset({(match[1].upper(), match[2])}) if match else frozenset()


def _clash(pair: AliasPair) -> bool:
    """Whether two names are two numbers of one series of codes."""
    codes = _code(pair.first.name) | _code(pair.second.name)
    return len({prefix for prefix, _ in codes}) < len(codes)


def _alias_pairs(view: str, compounds: list[Mention]) -> Iterator[AliasPair]:
    """Neighbours with nothing but a bracket or "also known as" between them, and the further names in such a bracket with its head."""
    head: Mention | None = None
    for one, two in pairwise(compounds):
        between = _on_one_line(view[one.span.end : two.span.start])
        if _are_aliases(view, one, two):
            head = one if "(" in between or "[" in between else head
            yield AliasPair(one, two)
        elif head and len(between) <= FAR and wording("alias", "listed").match(between):
            yield AliasPair(head, two)
        else:
            head = None


def _are_aliases(view: str, a: Mention, b: Mention) -> bool:
    """Whether two neighbouring names are put side by side as names of one compound, or said to be."""
    return _in_apposition(view, a, b) or _called(view, a, b)


def _called(view: str, a: Mention, b: Mention) -> bool:
    """Whether a sentence says that one of two names is that of the other ("X will be marketed as Y", "the generic name X for Y")."""
    between, behind = _on_one_line(view[a.span.end : b.span.start]), view[b.span.end : b.span.end + ASIDE]
    if len(between) > FARTHEST or not wording("alias", "ends").match(behind):
        return False
    before = _on_one_line(view[max(0, a.span.start - FAR) : a.span.start])
    if wording("alias", "named").search(before):
        return bool(wording("alias", "for").match(between))
    return bool(wording("alias", "told").match(between)) and not wording("alias", "apart").search(before)


def _on_one_line(text: str) -> str:
    """The text with each run of blanks and line breaks as one blank."""
    return _BLANKS.sub(" ", text)


def _in_apposition(view: str, a: Mention, b: Mention) -> bool:
    """Whether nothing but a bracket or words such as "also known as" stands between two names, and what stands behind fits."""
    between = " ".join(view[a.span.end : b.span.start].split())
    if len(between) > FAR or not any(o in between.lower() for o in listed("alias", "openers")):
        return False
    if not wording("alias", "between").match(between):
        return False
    closing = view[b.span.end : b.span.end + ASIDE].lstrip('®™ "”')
    closes = not closing or closing.startswith((")", "]", "/", ",", ";", "or "))
    return "(" not in between or (closes and not closing.startswith(", and"))
