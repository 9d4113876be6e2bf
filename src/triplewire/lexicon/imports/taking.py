"""From the entries of a term list to terms of a lexicon: what comes in under which name, and what is left out why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from triplewire import resources
from triplewire.lexicon.checks import curie_fault, curies
from triplewire.lexicon.fold import fold, level
from triplewire.lexicon.imports.choice import Choice
from triplewire.lexicon.imports.entry import Entry, Scope, Synonym, case_of
from triplewire.lexicon.imports.identifiers import curie
from triplewire.lexicon.imports.report import ImportReport, Skipped
from triplewire.lexicon.imports.sheet import settings
from triplewire.lexicon.index import Lexicon
from triplewire.lexicon.loading import word_list
from triplewire.lexicon.order import order
from triplewire.lexicon.term import Case, Term, attributes

LEAST, MOST = 3, 200
"""How many letters and digits a form has at least, since shorter ones match by chance; and how many characters at most, since
nobody writes longer ones.
"""

BARE, CAPITALS = 4, 5
"""A further form of up to BARE letters and digits, or up to CAPITALS capital letters, means many things in other people's texts:
it counts only where a longer form of its name stands in the same text.
"""

_CODE = re.compile(r"[A-Z][A-Za-z]*[- ]?\d[\w-]*")


@cache
def generic(kind: str) -> frozenset[str]:
    """The folded forms that name a whole kind of thing, so that none may be a name of this type."""
    words = set(settings()["generic"].get(kind, ()))
    if kind == "indication":
        table = resources.toml("data", "recognizers.toml")["disease"]
        words |= {*table["vague"], *table["bare"], *(t.form for t in word_list("disease_head") if "weak" in t.attrs)}
    return frozenset(map(fold, words))


def key(form: str, case: Case) -> str:
    """What two forms have in common that are met in the same places."""
    return level(form) if case == "exact" else fold(form)


@dataclass(slots=True)
class Collector:
    """Takes entries one by one. A form belongs to the name that had it first; the names that are known `before` had theirs before any
    import. `written` are the names of which the folder has the row of the name itself already. `heads` are the rows of the names
    themselves that come in, by name, `forms` the others.
    """

    choice: Choice
    source: str
    before: Lexicon
    written: frozenset[str] = frozenset()
    heads: dict[str, Term] = field(default_factory=dict)
    forms: list[Term] = field(default_factory=list)
    repeated: set[Term] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, Term] = field(default_factory=dict)
    by_name: dict[str, Term] = field(default_factory=dict)
    entries: int = 0
    xrefs: int = 0

    def __post_init__(self) -> None:
        for term in self.before.terms:
            self.owners.setdefault(key(term.form, term.case), term.name)
            if term.canonical:
                self.numbers |= dict.fromkeys(curies(term), term)

    def take(self, entry: Entry) -> None:
        """The entry's name and synonyms as terms, each or the reason why not. What is known, by name or by identifier, keeps its name
        and gains the new forms, and the identifier if it had none.
        """
        self.entries += 1
        self.xrefs += entry.xrefs
        if entry.fault or not entry.name:
            self._leave(entry, entry.name, entry.fault or "without a name")
            return
        number = self._identifier(entry)
        head = self._known(entry, number)
        if head:
            self._extend(entry, head, number)
        else:
            self._add(entry, number)

    def report(self) -> ImportReport:
        """What has come in so far."""
        terms = tuple(sorted({*self.heads.values(), *self.forms}, key=order))
        known = frozenset(self.before.names(self.choice.kind))
        return ImportReport(terms, tuple(self.skipped), self.entries, self.xrefs, known, frozenset(self.repeated))

    def _leave(self, entry: Entry, form: str, reason: str) -> None:
        self.skipped.append(Skipped(entry.where, form, reason))

    def _identifier(self, entry: Entry) -> str:
        number = curie(entry.identifier, self.choice.prefix)
        if number and curie_fault(number):
            self._leave(entry, entry.identifier, "identifier of no register of data/prefixes.json")
            return ""
        return number

    def _known(self, entry: Entry, number: str) -> Term | None:
        """The row of the name that this entry is about, when it is known; by name first."""
        kind = self.choice.kind
        found = self.before.lookup(kind, entry.name)
        if found:
            return self.heads.get(found.name) or self.before.forms(kind, found.name)[0]
        return self.by_name.get(fold(entry.name)) or self.numbers.get(number)

    def _add(self, entry: Entry, number: str) -> None:
        head = self._term(entry, entry.name, Synonym(entry.name))
        if not head:
            for synonym in entry.synonyms:
                self._leave(entry, synonym.form, "form of a name that is left out")
            return
        forms = self._synonyms(entry, entry.name)
        if all("ambiguous" in attributes(form.note) for form in forms):
            head = replace(head, note=self._note(head.form, "EXACT", short=False))  # nothing else could vouch for it
        self._place(replace(head, curie=number))
        self.forms += forms

    def _extend(self, entry: Entry, head: Term, number: str) -> None:
        forms = [form for form in (self._term(entry, head.name, Synonym(entry.name)), *self._synonyms(entry, head.name)) if form]
        if number and number not in curies(head):
            number = self._free(entry, head, number)
        if number and not head.curie:
            self._place(replace(head, curie=number))
        elif forms and head.name not in self.written and head.name not in self.heads:
            self._place(head)
            self.repeated.add(head)
        self.forms += forms

    def _free(self, entry: Entry, head: Term, number: str) -> str:
        """The identifier if the name has none and nobody else has it; else "", with the reason noted."""
        reason = "identifier of a name that has one" if head.curie else "identifier of another name" if number in self.numbers else ""
        if reason:
            self._leave(entry, entry.identifier, reason)
        return "" if reason else number

    def _place(self, head: Term) -> None:
        """Takes the row of a name itself, for the first time or with the identifier that it lacked."""
        self.heads[head.name] = self.by_name[fold(head.name)] = head
        self.numbers |= {head.curie: head} if head.curie else {}

    def _synonyms(self, entry: Entry, name: str) -> list[Term]:
        wanted = []
        for synonym in entry.synonyms:
            if synonym.scope == "EXACT" or self.choice.scope == "all":
                wanted.append(self._term(entry, name, synonym))
            else:
                self._leave(entry, synonym.form, f"{synonym.scope.lower()} synonym")
        return [term for term in wanted if term]

    def _term(self, entry: Entry, name: str, synonym: Synonym) -> Term | None:
        """The form as a term of `name`; None, with the reason noted, when it is left out."""
        form, case = synonym.form, case_of(synonym.form)
        reason = self._taken(form, case, name) or self._fault(form)
        if reason:
            self._leave(entry, form, reason)
            return None
        self.owners[key(form, case)] = name
        note = self._note(form, synonym.scope, short=_is_short(form, is_name=form == name))
        return Term(self.choice.kind, name, form, case, "", self.source, note)

    def _taken(self, form: str, case: Case, name: str) -> str:
        known = self.before.lookup(self.choice.kind, form)  # which minds spellings: "tumour" is met where "tumor" is listed
        owner = known.name if known else self.owners.get(key(form, case), "")
        return "known already" if owner == name else "form of another name" if owner else ""

    def _fault(self, form: str) -> str:
        if sum(c.isalnum() for c in form) < LEAST:
            return f"shorter than {LEAST} letters"
        if not any(c.isalpha() for c in form):
            return "no letter in it"
        if len(form) > MOST:
            return f"longer than {MOST} characters"
        if form.count('"') % 2:
            return "a single quotation mark in it"
        return "too general" if fold(form) in generic(self.choice.kind) else ""

    def _note(self, form: str, scope: Scope, *, short: bool) -> str:
        parts = ["ambiguous"] if short else []
        parts += ["kind=code"] if self.choice.kind == "compound" and _CODE.fullmatch(form) else []
        parts += [f"scope={scope.lower()}"] if scope != "EXACT" else []
        return "; ".join(parts)


def _is_short(form: str, *, is_name: bool) -> bool:
    """Whether a form means many things. A name itself was chosen with care: only one of three capitals is doubted."""
    size = sum(c.isalnum() for c in form)
    if is_name:
        return size <= LEAST and form.isalpha()
    return size <= BARE or (size <= CAPITALS and form.isalpha() and form.isupper())


def collect(entries: Iterable[Entry], collector: Collector) -> ImportReport:
    """The report of a collector that has taken all entries."""
    for entry in entries:
        collector.take(entry)
    return collector.report()
