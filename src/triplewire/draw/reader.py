"""From the store to the values that the views draw, through the queries of `queries/views/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from itertools import islice
from sys import intern

import pyoxigraph as ox

from triplewire import query, resources, vocab
from triplewire.draw.claim import Claim, claims
from triplewire.draw.linking import joined, onward
from triplewire.draw.model import STATUSES, Network, Quote, Release, Statement, Status, Text
from triplewire.draw.names import Names, Row, clean, plain_figures
from triplewire.draw.words import context

BATCH = 800
KEPT = 20_000
"""So many statements stay in memory, about 2 kB each."""
MARK = "# statements"
# What compounds share, and how many sharers of one thing are looked at.
SHARED = frozenset(vocab.term(name) for name in ("usesTechnology", "hasPayload", "targets", "inDevelopmentFor"))
SHARERS = 200


@cache
def view_query(name: str) -> query.NamedQuery:
    """A view query by its name, read once."""
    return query.load(resources.path("queries", "views", f"{name}.rq"))


class Reader:
    """A store as of a day, read through the view queries. Every answer is sorted by the query. `texts` are those of releases, by id."""

    def __init__(self, store: ox.Store, as_of: date | None = None, texts: Mapping[str, Text] | None = None) -> None:
        self.store = store
        self.as_of = as_of
        self.texts = texts or {}
        self.names = Names(self.rows)
        self._told: dict[str, Statement] = {}
        self._of_release: dict[str, list[tuple[str, str]]] = {}

    def __getstate__(self) -> dict[str, object]:
        """What was looked up so far, for another process; that opens the store for itself."""
        return {name: value for name, value in vars(self).items() if name != "store"}

    def rows(self, name: str, **params: object) -> list[Row]:
        """The rows of a view query as plain strings, "" where unbound. The day is given to the queries that ask for it."""
        asked = view_query(name)
        if self.as_of and query.takes(asked, "as_of"):
            params = {**params, "as_of": self.as_of}
        return self._run(asked, params)

    def _run(self, asked: query.NamedQuery, params: Mapping[str, object]) -> list[Row]:
        table = query.run(self.store, asked, params)
        assert isinstance(table, query.Table)
        # The same IRIs stand in many rows: each is held once.
        return [dict(zip(table.columns, map(intern, row), strict=True)) for row in table.plain()]

    def _about(self, name: str, statements: Sequence[str]) -> dict[str, list[Row]]:
        """Statement -> its rows of a query, asked for in batches that the planner likes."""
        out: dict[str, list[Row]] = {}
        for start in range(0, len(statements), BATCH):
            asked, terms = view_query(name), " ".join(str(ox.NamedNode(iri)) for iri in statements[start : start + BATCH])
            for row in self._run(replace(asked, text=asked.text.replace(MARK, f"VALUES ?statement {{ {terms} }}", 1)), {}):
                out.setdefault(row["statement"], []).append(row)
        return out

    def answer(self, name: str) -> list[Row]:
        """The rows of a question of the library, as `triplewire query` gives them."""
        return self._run(query.named(name), {})

    @cached_property
    def stage_history(self) -> dict[str, list[Row]]:
        """Name of a compound -> its rows of `stage-history`, each with the short word of its stage."""
        words = {self.names.label(iri): self.names.word(iri) for iri, _ in self.names.orders}
        out: dict[str, list[Row]] = {}
        for row in self.answer("stage-history"):
            out.setdefault(row["compound"], []).append({**row, "word": words.get(clean(row["stage"]), row["stage"])})
        return out

    @cached_property
    def issuers(self) -> dict[str, list[Release]]:
        """IRI of a company -> the releases that it issued, oldest first."""
        out: dict[str, dict[str, Release]] = {}
        for row in self.rows("releases"):
            if row["issuer"] and row["release"] in self.releases:
                out.setdefault(row["issuer"], {})[row["release"]] = self.releases[row["release"]]
        return {iri: list(found.values()) for iri, found in out.items()}

    @cached_property
    def releases(self) -> dict[str, Release]:
        """IRI -> release, oldest first; only those issued up to the day, and those without a date."""
        found: dict[str, Release] = {}
        for row in self.rows("releases"):
            if not (self.as_of and row["date"] > self.as_of.isoformat()):
                title = clean(row["title"]) or row["release"].rsplit("/", 1)[-1]
                more = (clean(row[part]) for part in ("wire", "dateline", "source", "sha256"))
                found.setdefault(row["release"], Release(row["release"], title, row["date"], self.names.label(row["issuer"]), *more))
        return found

    @cached_property
    def until(self) -> str:
        """The last day of what is told, ISO: that of the reader, else that of the newest release; "" when no release has one."""
        return self.as_of.isoformat() if self.as_of else max((r.date for r in self.releases.values()), default="")

    @cached_property
    def issuer_of(self) -> dict[str, str]:
        """IRI of a release -> IRI of the company that issued it."""
        return {r.iri: iri for iri, found in sorted(self.issuers.items(), reverse=True) for r in found}

    def text(self, release: str) -> Text | None:
        """The text of a release (its IRI), None when it is not at hand."""
        return self.texts.get(vocab.release_id(release))

    def told(self, release: str) -> list[tuple[str, str]]:
        """The claims that rest on words of a release (its IRI), each with its family in words."""
        if release not in self._of_release:
            rows = self.rows("told", release=release)
            self._of_release[release] = [(row["statement"], row["family"].replace("_", " ")) for row in rows]
        return self._of_release[release]

    def quote(self, release: str, start: int, end: int, words: str) -> Quote:
        """Words of a release (its IRI) with those around them, where its text is at hand."""
        text = self.text(release)
        return Quote(start, end, words, release, *(context(text.raw, start, end) if text else ()))

    @cached_property
    def ledger(self) -> dict[str, Row]:
        """IRI of a statement that promises -> what became of it; of several statements that decide, the first."""
        found: dict[str, Row] = {}
        for row in self.rows("ledger"):
            found.setdefault(row["statement"], row)
        return found

    def deciding(self, promises: Iterable[str]) -> list[str]:
        """IRIs of the statements that decide some promises; nothing decides those that are open."""
        return [row["deciding"] for iri in promises if (row := self.ledger[iri])["deciding"]]

    def statements(self, iris: Iterable[str]) -> dict[str, Statement]:
        """IRI -> statement with its words, for statements and inferences. Those read last are kept, so that pages that show the same
        read it once.
        """
        wanted = sorted(set(iris))
        missing = [iri for iri in wanted if iri not in self._told]
        self._told |= self._read(missing)
        found = {iri: self._told[iri] for iri in wanted if iri in self._told}
        for iri in [*islice(self._told, max(0, len(self._told) - KEPT))]:
            del self._told[iri]
        return found

    def read_claims(self) -> None:
        """Reads all claims, if so many can be kept: of processes that share the pages, none then reads what another has read."""
        iris = {row["statement"] for rows in self.claims.values() for row in rows}
        if len(iris) <= KEPT:
            self.statements(iris)

    def _read(self, iris: Sequence[str]) -> dict[str, Statement]:
        claimed = claims(self.store, iris)
        said = self._about("words", [*claimed])
        found = {iri: self._statement(iri, claim, said.get(iri, ())) for iri, claim in claimed.items()}
        inferred = [iri for iri in sorted(found) if found[iri].status == "inferred" and not found[iri].quotes]
        return found | {iri: self._rests_on(found[iri], premises) for iri, premises in self._about("premises", inferred).items()}

    def _statement(self, iri: str, claim: Claim, said: Iterable[Row]) -> Statement:
        denied = claim.kind == "denied"
        subject = self.names.label(claim.subject)
        begins, ends = self.window(claim.time)
        return Statement(
            id=iri,
            subject=subject,
            relation=self.names.relation(claim.relation),
            object=self._object(claim.object, subject),
            status="stated" if denied else _status(claim.kind),
            denied=denied,
            date=claim.date,
            release=self.releases.get(claim.release),
            quotes=self._quotes(claim.release, said),
            confidence=float(claim.confidence) if claim.confidence else None,
            rule=claim.rule,
            flags=claim.flags,
            window=clean(claim.window),
            begins=begins,
            ends=ends,
            about=(claim.subject, claim.object),
            note=f"the release hedges it: {clean(claim.hedge)}" if claim.hedge else "",
        )

    def _quotes(self, release: str, said: Iterable[Row]) -> tuple[Quote, ...]:
        found = {(r["source"] or release, int(r["start"]), int(r["end"]), r["quote"]) for r in said if r["quote"]}
        return tuple(sorted(self.quote(*words) for words in found))

    def _object(self, value: str, subject: str) -> str:
        """The object in words: a literal as it is, a thing by its name without the subject's in front."""
        name = self.names.long(value) or self.names.labels.get(value) or clean(value if ":" not in value else "")
        return plain_figures(next((name.removeprefix(lead) for lead in _leads(subject) if name.startswith(lead)), name)) or "unnamed"

    def _rests_on(self, statement: Statement, premises: Sequence[Row]) -> Statement:
        triples = [(p["subject"], p["relation"], p["object"]) if p["subject"] else unfolded(p["text"]) for p in premises]
        said = {" ".join((self.names.label(s), self.names.relation(p), self._object(o, ""))) for s, p, o in triples if s}
        latest = max((p["date"] for p in premises), default="")
        note = f"Rests on: {'; '.join(sorted(said))}." if said else ""
        return replace(statement, note=note, date=statement.date or latest, premises=tuple(p["premise"] for p in premises if p["premise"]))

    def window(self, iri: str) -> tuple[str, str]:
        """The first and last day of a window, ISO; "" where it is open or there is none."""
        return self.names.part(iri, "begins"), self.names.part(iri, "ends")

    def network(self, view: str, focus: str = "") -> Network:
        """The rows of a network query as nodes and edges, designations and trials linked on to what they are for. An inference is left
        out where a statement says the same; what links nothing that is drawn is left to the tables. With `focus`, the IRI of a
        compound, only what is said of it and of others that share something with it.
        """
        rows = self.links(view, focus)
        denied = {r["statement"] for r in rows if r["status"] == "denied"}
        return self.joined([r for r in rows if r["status"] != "denied"], denied)

    def links(self, view: str, focus: str = "") -> list[Row]:
        """The rows of a network query whose ends are drawn, those that lead on to an indication after those that are not denied."""
        found = self._ego_rows(focus) if focus else self.rows(view)
        rows = [r for r in found if r["source"] in self.names.types and r["target"] in self.names.types]
        if self.as_of:
            told = self.statements(r["statement"] for r in rows if not r["date"])
            dates = {r["statement"]: r["date"] or told[r["statement"]].date for r in rows}
            rows = [r for r in rows if dates[r["statement"]] <= self.as_of.isoformat()]
        return [*rows, *onward((r for r in rows if r["status"] != "denied"), self.names)]

    def joined(self, rows: Sequence[Row], denied: Iterable[str] = ()) -> Network:
        """The network of some rows, with the words of their statements, and of those that are `denied`."""
        untold = self.statements(denied)
        return joined(rows, self.statements(r["statement"] for r in rows), [untold[i] for i in sorted(untold)], self.names)

    @cached_property
    def compound_links(self) -> dict[str, list[Row]]:
        """IRI -> the rows about compounds that it is an end of."""
        out: dict[str, list[Row]] = {}
        for row in self.rows("compound"):
            for end in {row["source"], row["target"]}:
                out.setdefault(end, []).append(row)
        return out

    def _ego_rows(self, focus: str) -> list[Row]:
        own = self.compound_links.get(focus, [])
        held = {r["target"]: r["relation"] for r in own if r["source"] == focus and r["relation"] in SHARED and r["status"] != "denied"}
        shared = [
            r
            for target, relation in sorted(held.items())
            for r in self.compound_links[target][:SHARERS]
            if r["target"] == target and r["relation"] == relation and r["source"] != focus and r["status"] != "denied"
        ]
        return [*own, *shared]

    @cached_property
    def claims(self) -> dict[str, list[Row]]:
        """IRI of a thing -> the rows of all claims whose subject it is."""
        out: dict[str, list[Row]] = {}
        for row in self.rows("claims"):
            out.setdefault(row["subject"], []).append(row)
        return out

    def profile(self, focus: str) -> tuple[dict[str, Statement], list[Row]]:
        """All that is said of one compound, drawn or not: its statements by IRI, and the rows that name relation and object."""
        rows = self.claims.get(focus, [])
        return self.statements(r["statement"] for r in rows), rows


def _leads(subject: str) -> tuple[str, ...]:
    """How a name may begin that repeats the one in front of it."""
    return tuple(f"{subject}{mark}" for mark in (" ", ": ", ", ")) if subject else ()


def unfolded(triple: str) -> tuple[str, str, str]:
    """The IRIs of a triple in three prefixed names, as premises are written; what is none stays as it is, and three "" for no triple.

    >>> unfolded("linker:spdb rdf:type tw:Linker")[2]
    'https://w3id.org/triplewire/ontology#Linker'
    """
    parts = triple.split(" ", 2)
    s, p, o = (_full(part) for part in parts) if len(parts) == 3 else ("", "", "")
    return s, p, o


def _full(name: str) -> str:
    return vocab.curie_to_iri(name) if name.partition(":")[0] in vocab.prefixes() else name.strip("<>")


def _status(kind: str) -> Status:
    return next((s for s in STATUSES if s == kind), "inferred")
