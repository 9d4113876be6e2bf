"""All claims of a build in one order, with what is known of the releases that make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from heapq import merge

from triplewire.issuers import parties
from triplewire.lexicon import short_name
from triplewire.model import Cited, Document, Evidence, Fact
from triplewire.reconcile.settings import starts
from triplewire.vocab import slug

Groups = list[tuple[tuple[str, ...], list[Fact]]]


@dataclass(frozen=True)
class Corpus:
    """Documents by release id, and facts in an order that does not depend on the order in which they came."""

    documents: Mapping[str, Document]
    facts: tuple[Fact, ...] = field(default=())

    @classmethod
    def of(cls, documents: Sequence[Document], facts: Sequence[Fact]) -> Corpus:
        """The corpus of some documents and their facts; each fact once."""
        by_id = {f.id: f for f in facts}
        known = {d.release.id: d for d in documents}
        corpus = cls(known)
        return cls(known, tuple(sorted(by_id.values(), key=lambda f: (corpus.day(f), f.release, f.evidence[0].start, f.id))))

    def document(self, fact: Fact) -> Document | None:
        """The document of a fact's release, None when it is not at hand."""
        return self.documents.get(fact.release)

    def issued(self, fact: Fact) -> date | None:
        """The day of a fact's release."""
        document = self.document(fact)
        return document.release.date if document else None

    def day(self, fact: Fact) -> str:
        """That day in ISO form, "" when unknown."""
        day = self.issued(fact)
        return day.isoformat() if day else ""

    def issuer(self, fact: Fact) -> str:
        """Who put out a fact's release, as a slug; "" when unknown."""
        document = self.document(fact)
        return slug(short_name(document.release.issuer)) if document and document.release.issuer else ""

    def in_table(self, fact: Fact) -> bool:
        """Whether a fact stands in a table: its rule reads tables, or the line of its words has pipes."""
        if fact.rule.startswith(starts("tables", "rules")):
            return True
        return fact.evidence[0].quote.count("|") > 1

    @cached_property
    def scopes(self) -> tuple[tuple[Fact, ...], ...]:
        """The facts of each issuer's releases, under all its names. A release without a known issuer or day is compared with no other."""
        party = parties(d.release for d in self.documents.values())
        groups: defaultdict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            issuer = party.get(fact.release, "") if self.day(fact) else ""
            groups[issuer or f"release {fact.release}"].append(fact)
        return tuple(tuple(groups[name]) for name in sorted(groups))

    @cached_property
    def partners(self) -> tuple[tuple[Fact, ...], ...]:
        """The facts of each two issuers that are said to be partners."""
        own: defaultdict[str, list[tuple[int, Fact]]] = defaultdict(list)
        for place, fact in enumerate(self.facts):
            if self.day(fact) and (issuer := self.issuer(fact)):
                own[issuer].append((place, fact))
        told = (f for f in self.facts if f.family == "partnered_with" and f.polarity == "positive")
        pairs = {tuple(sorted(slug(short_name(f.arg(a))) for a in ("organization_a", "organization_b"))) for f in told}
        both = sorted((a, b) for a, b in pairs if a != b and a in own and b in own)
        return tuple(tuple(fact for _, fact in merge(own[a], own[b])) for a, b in both)

    @cached_property
    def developers(self) -> Mapping[str, frozenset[str]]:
        """Compound -> the companies that are said to develop it, as slugs."""
        told = grouped((f for f in self.facts if f.family == "developed_by" and f.polarity == "positive"), lambda f: (f.arg("compound"),))
        return {compound: frozenset(slug(short_name(f.arg("organization"))) for f in group) for (compound,), group in told}

    @cached_property
    def latest(self) -> Mapping[tuple[str, str], date]:
        """Release and measure -> the last day of the latest period that the release tells that measure of."""
        out: dict[tuple[str, str], date] = {}
        for fact in self.facts:
            end = fact.when.end if fact.family == "financial" and fact.when else None
            if end:
                key = (fact.release, fact.arg("metric"))
                out[key] = max(end, out.get(key, end))
        return out

    @cached_property
    def studies(self) -> Mapping[str, list[Fact]]:
        """Release -> its facts about studies, in text order."""
        return {release: group for (release,), group in grouped((f for f in self.facts if f.family == "trial"), lambda f: (f.release,))}

    def place(self, fact: Fact) -> str:
        """Where a fact stands, for people: "2025-08-14, table"."""
        return ", ".join(filter(None, (self.day(fact) or fact.release, "table" if self.in_table(fact) else "text")))


def grouped(facts: Iterable[Fact], key: Callable[[Fact], tuple[str, ...]]) -> Groups:
    """Facts by a key, keys sorted, facts in the order given."""
    groups: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[key(fact)].append(fact)
    return sorted(groups.items())


def by_release(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Facts of a corpus release by release, in the order given."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.release, []).append(fact)
    return list(groups.values())


def cited(facts: Iterable[Fact]) -> tuple[Cited, ...]:
    """The first words that make each claim, each place once."""
    return tuple(dict.fromkeys(words_of(f)[0] for f in facts))


def words_of(fact: Fact) -> tuple[Cited, ...]:
    """The words that support a fact as a whole, else all that it has."""
    return tuple(Cited(fact.release, e.start, e.end, e.quote) for e in [*_said(fact)] or fact.evidence)


def head_of(fact: Fact) -> tuple[int, ...]:
    """Where the head of a fact's table stands; () when it is in no table, or cites no head."""
    if not fact.rule.startswith("table."):
        return ()
    return next(((e.start, e.end) for e in fact.evidence if e.role == "period"), ())


def names_itself(fact: Fact, argument: str = "compound") -> bool:
    """Whether the words of a claim name what it is about, and do not lean on a heading or on the sentence before."""
    names = {squeezed(n) for n in (fact.arg(argument), *fact.aliases.get(argument, ()))} - {""}
    said = [squeezed(e.quote) for e in fact.evidence if not e.role]
    return any(name in words for name in names for words in said)


def squeezed(text: str) -> str:
    """Letters and digits only, in small letters."""
    return "".join(c for c in text.casefold() if c.isalnum())


def overlapping(one: Fact, two: Fact) -> bool:
    """Whether two claims rest on the same words, so that they are one sentence read twice."""
    return one.release == two.release and any(a.span.overlaps(b.span) for a in _said(one) for b in _said(two))


def _said(fact: Fact) -> Iterator[Evidence]:
    return (e for e in fact.evidence if not e.role)
