"""What a graph knows of all things: which claims, inferences and records each stands in, looked up once for all of their pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from triplewire import vocab
from triplewire.draw.names import Row
from triplewire.draw.reader import Reader
from triplewire.draw.things.kinds import OBJECT, SUBJECT, kind_of, kinds

PARTS = ("indication", "venue", "actor", "organization", "payee")
"""The parts of the object of a claim that it also speaks of (parts.rq)."""
SURE = ("stated", "expected", "background", "inferred")
BROADER, DEVELOPED_BY, REACHED = (vocab.term(name) for name in ("broaderIndication", "developedBy", "reachedStage"))


@dataclass(frozen=True, slots=True)
class Touch:
    """A claim in which a thing stands: its IRI, its relation, and what the thing is to it (a key of `data/things.toml`)."""

    statement: str
    relation: str
    role: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with a page: its IRI, what it is called, its kind, its other names, and how many claims it stands in."""

    id: str
    label: str
    kind: str
    also: tuple[str, ...] = ()
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage that a compound has reached: the statement that says so, its day ("" when undated), the place of the stage among all, and
    its short word.
    """

    statement: str
    date: str
    order: float
    word: str


class Things:
    """All things of a graph that anything is said of."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def look_up(self) -> None:
        """Looks up, once, what many pages ask of the whole graph."""
        reader = self.reader
        _ = reader.stage_history, reader.compound_links, reader.ledger, reader.issuer_of, reader.until
        _ = self.all, self.by_label, self.furthest, self.developers, self.wider, self.narrower

    @cached_property
    def touches(self) -> Mapping[str, tuple[Touch, ...]]:
        """IRI -> the claims that a thing stands in, each once, by what it is to them first: subject, object, then a part."""
        found: defaultdict[str, dict[str, Touch]] = defaultdict(dict)
        parts = self.reader.names.part
        for row in (row for rows in self.reader.claims.values() for row in rows):
            statement, relation, target = row["statement"], row["relation"], row["object"]
            ends = [(row["subject"], SUBJECT), (target, OBJECT), *((parts(target, p), p) for p in PARTS)]
            for iri, role in [*ends, *self._qualifiers.get(statement, ())]:
                if ":" in iri:
                    found[iri].setdefault(statement, Touch(statement, relation, role))
        return {iri: tuple(of.values()) for iri, of in found.items()}

    @cached_property
    def _qualifiers(self) -> dict[str, list[tuple[str, str]]]:
        out: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self.reader.rows("qualifiers"):
            out[row["statement"]].append((row["node"], row["part"]))
        return dict(out)

    @cached_property
    def inferences(self) -> Mapping[str, tuple[Row, ...]]:
        """IRI -> the inferences whose subject or object a thing is."""
        return _by_end(self.reader.rows("inferences"), ("subject", "object"))

    @cached_property
    def records(self) -> Mapping[str, tuple[Row, ...]]:
        """IRI -> the records of the background that speak of a thing."""
        return _by_end(self.reader.rows("records"), ("subject", "object", "indication"))

    @cached_property
    def all(self) -> Mapping[str, Thing]:
        """By IRI everything of a kind that has pages and that is claimed, inferred or recorded anything of; by kind, then by name."""
        names, order = self.reader.names, list(kinds())
        found = []
        for iri in {*self.touches, *self.inferences, *self.records, *self.reader.issuers}:
            kind = kind_of(iri, names.types.get(iri, ""))
            if kind and iri in names.labels:
                found.append(Thing(iri, names.labels[iri], kind, names.aliases.get(iri, ()), len(self.touches.get(iri, ()))))
        return {t.id: t for t in sorted(found, key=lambda t: (order.index(t.kind), t.label.lower(), t.id))}

    @cached_property
    def per_release(self) -> Mapping[str, int]:
        """IRI of a release -> how many claims it makes."""
        told = {(row["statement"], row["release"]) for rows in self.reader.claims.values() for row in rows}
        return Counter(release for _, release in told if release in self.reader.releases)

    @cached_property
    def by_label(self) -> Mapping[tuple[str, str], str]:
        """Kind and name -> IRI, of the first thing of a name."""
        out: dict[tuple[str, str], str] = {}
        for thing in self.all.values():
            out.setdefault((thing.kind, thing.label), thing.id)
        return out

    @cached_property
    def wider(self) -> Mapping[str, tuple[str, ...]]:
        """IRI of an indication -> the wider ones, the nearest first: those recorded of itself before those that follow."""
        return self._hierarchy("subject", "object")

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """IRI of an indication -> the narrower ones, by name."""
        return self._hierarchy("object", "subject")

    def _hierarchy(self, here: str, there: str) -> dict[str, tuple[str, ...]]:
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for rank, rows in enumerate((self.records, self.inferences)):
            for row in {id(r): r for of in rows.values() for r in of}.values():
                if row["relation"] == BROADER:
                    found[row[here]].setdefault(row[there], rank)
        label = self.reader.names.label
        return {iri: tuple(sorted(of, key=lambda i: (of[i], label(i).lower(), i))) for iri, of in found.items()}

    @cached_property
    def furthest(self) -> Mapping[str, Reached]:
        """IRI of a compound -> its furthest stated stage."""
        names, out = self.reader.names, dict[str, Reached]()
        rank: dict[str, tuple[float, str, str]] = {}
        for compound, rows in self.reader.claims.items():
            for row in (r for r in rows if r["relation"] == REACHED and r["kind"] == "stated"):
                order = float(names.part(row["object"], "order") or 0)
                key = (-order, row["date"] or "9999", row["statement"])
                if key < rank.get(compound, (1.0, "", "")):
                    rank[compound] = key
                    out[compound] = Reached(row["statement"], row["date"], order, names.word(row["object"]))
        return out

    @cached_property
    def developers(self) -> Mapping[str, tuple[str, ...]]:
        """IRI of a compound -> the companies that are said to develop it, by name."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for compound, rows in self.reader.claims.items():
            for row in rows:
                if row["relation"] == DEVELOPED_BY and row["kind"] != "denied":
                    found[compound].add(row["object"])
        label = self.reader.names.label
        return {compound: tuple(sorted(of, key=lambda i: (label(i).lower(), i))) for compound, of in found.items()}

    def compounds(self, iri: str) -> dict[str, str]:
        """IRI of a compound -> how surely it has to do with a thing, the surest that there is of `SURE`; what is denied does not count."""
        told = self.reader.statements(t.statement for t in self.touches.get(iri, ()))
        found: list[tuple[str, str]]
        found = [(end, "background" if s.status == "inferred" else s.status) for s in told.values() if not s.denied for end in s.about]
        for how, rows in (("background", self.records), ("inferred", self.inferences)):
            found += [(end, how) for row in rows.get(iri, ()) for end in (row["subject"], row["object"])]
        out: dict[str, str] = {}
        for end, how in sorted(found, key=lambda f: SURE.index(f[1])):
            if self.reader.names.types.get(end) == "compound" and end != iri:
                out.setdefault(end, how)
        return out


def _by_end(rows: list[Row], ends: tuple[str, ...]) -> dict[str, tuple[Row, ...]]:
    out: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for iri in dict.fromkeys(row[end] for end in ends):
            if ":" in iri:
                out[iri].append(row)
    return {iri: tuple(found) for iri, found in out.items()}
