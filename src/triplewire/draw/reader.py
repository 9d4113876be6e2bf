"""From the store to the values that the views draw, through the queries of `queries/views/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import pyoxigraph as ox

from triplewire import query, resources
from triplewire.draw.model import STATUSES, Edge, Entity, Network, Node, Quote, Release, Statement, Status
from triplewire.draw.style import style

Row = dict[str, str]
BATCH = 800
MARK = "# statements"
# Relations that hold both ways: one line is drawn, whichever way it was said.
BOTH_WAYS = frozenset({"partnerOf", "combinedWith"})
# Marks that would turn the direction of the text around a name, and control characters, have no place in a label.
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def clean(label: str) -> str:
    """A label on one line, without control characters and direction overrides."""
    return " ".join(_UNSEEN.sub(" ", label).split())


class Reader:
    """A store as of a day, read through the view queries. Every answer is sorted by the query."""

    def __init__(self, store: ox.Store, as_of: date | None = None) -> None:
        self.store = store
        self.as_of = as_of
        self._told: dict[str, Statement] = {}

    def rows(self, name: str, **params: object) -> list[Row]:
        """The rows of a view query as plain strings, "" where unbound. The day is given to the queries that ask for it."""
        asked = query.load(resources.path("queries", "views", f"{name}.rq"))
        if self.as_of and any(p.name == "as_of" for p in asked.params):
            params = {**params, "as_of": self.as_of}
        return self._run(asked, params)

    def _run(self, asked: query.NamedQuery, params: Mapping[str, object]) -> list[Row]:
        table = query.run(self.store, asked, params)
        assert isinstance(table, query.Table)
        return [dict(zip(table.columns, row, strict=True)) for row in table.plain()]

    def _about(self, name: str, statements: Sequence[str]) -> list[Row]:
        """The rows of a query on given statements, in batches that the planner likes."""
        asked = query.load(resources.path("queries", "views", f"{name}.rq"))
        out = []
        for start in range(0, len(statements), BATCH):
            terms = " ".join(str(ox.NamedNode(iri)) for iri in statements[start : start + BATCH])
            out += self._run(replace(asked, text=asked.text.replace(MARK, f"VALUES ?statement {{ {terms} }}", 1)), {})
        return out

    @cached_property
    def releases(self) -> dict[str, Release]:
        """IRI -> release, oldest first; only those issued up to the day, and those without a date."""
        found: dict[str, Release] = {}
        for row in self.rows("releases"):
            if not (self.as_of and row["date"] > self.as_of.isoformat()):
                title = clean(row["title"]) or row["release"].rsplit("/", 1)[-1]
                found.setdefault(row["release"], Release(row["release"], title, row["date"], clean(row["issuer_label"])))
        return found

    @cached_property
    def identifiers(self) -> dict[str, tuple[str, ...]]:
        """IRI -> the public identifiers (IRIs) that a thing is matched with."""
        out: dict[str, tuple[str, ...]] = {}
        for row in self.rows("identifiers"):
            out[row["entity"]] = (*out.get(row["entity"], ()), row["match"])
        return out

    @cached_property
    def parts(self) -> dict[str, Row]:
        """IRI -> the parts of the names of designations and milestones, cleaned."""
        return {row["node"]: {k: clean(v) for k, v in row.items()} for row in self.rows("short")}

    def short(self, iri: str) -> str:
        """A name that fits beside others: type and region of a designation, what and when of a milestone; "" for anything else."""
        p = self.parts.get(iri, {})
        words = (
            (_capital(p["type"]), p["region"]) if p.get("type") else (_capital(p.get("kind", "")), p.get("venue", ""), p.get("window", ""))
        )
        return ", ".join(w for w in words if w)

    def long(self, iri: str) -> str:
        """A name that reads well after the relation, without repeating it; "" for anything but designations and milestones."""
        p = self.parts.get(iri, {})
        if not p.get("type"):
            return self.short(iri)
        return ", ".join(w for w in (p["type"] if p["type"] != "orphan" else "", p["indication"], p["region"]) if w)

    @cached_property
    def entities(self) -> list[Entity]:
        """Everything that can be looked up, by name: compounds, companies, indications, targets, technologies."""
        found: dict[str, Entity] = {}
        for row in self.rows("entities"):
            old = found.get(row["entity"])
            also = {*(old.also if old else ()), clean(row["also"])} - {""}
            label = old.label if old else clean(row["label"]) or "unnamed"
            kind = old.type if old else row["type"]
            found[row["entity"]] = Entity(row["entity"], label, kind, tuple(sorted(also - {label})), int(row["facts"] or 0))
        return sorted(found.values(), key=lambda e: (e.label.lower(), e.id))

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """IRI -> the other names of a thing."""
        return {e.id: e.also for e in self.entities}

    def statements(self, iris: Iterable[str]) -> dict[str, Statement]:
        """IRI -> statement with its words, for statements and inferences; each is read once."""
        wanted = sorted(set(iris))
        missing = [iri for iri in wanted if iri not in self._told]
        rows: dict[str, list[Row]] = {}
        for row in self._about("evidence", missing):
            rows.setdefault(row["statement"], []).append(row)
        found = {iri: self._statement(iri, group) for iri, group in rows.items()}
        inferred = [iri for iri in sorted(found) if found[iri].status == "inferred" and not found[iri].quotes]
        for iri, premises in self._premises(inferred).items():
            found[iri] = _rests_on(found[iri], premises)
        self._told |= found
        return {iri: self._told[iri] for iri in wanted if iri in self._told}

    def _premises(self, iris: Sequence[str]) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = {}
        for row in self._about("premises", iris):
            out.setdefault(row["statement"], []).append(row)
        return out

    def _statement(self, iri: str, rows: Sequence[Row]) -> Statement:
        row = rows[0]
        denied = row["kind"] == "denied"
        window = clean(row["window"])
        subject = clean(row["subject_label"]) or "unnamed"
        return Statement(
            id=iri,
            subject=subject,
            relation=relation_label(row["relation"], row["relation_label"]),
            object=self.long(row["object"]) or clean(row["object_label"]).removeprefix(f"{subject} ") or "unnamed",
            status="stated" if denied else _status(row["kind"]),
            denied=denied,
            date=row["date"],
            release=self.releases.get(row["release"]),
            quotes=tuple(sorted({Quote(int(r["start"]), int(r["end"]), r["quote"]) for r in rows if r["quote"] and r["start"]})),
            confidence=float(row["confidence"]) if row["confidence"] else None,
            rule=row["rule"],
            flags=tuple(sorted({r["flag"] for r in rows if r["flag"]})),
            window=window,
            begins=row["begins"],
            ends=row["ends"],
            about=(row["subject"], row["object"]),
            note=f"the release hedges it: {clean(row['hedge'])}" if row["hedge"] else "",
        )

    def network(self, view: str, **params: object) -> Network:
        """The rows of a network query as nodes and edges. An inference is left out where a statement says the same."""
        rows = self.rows(view, **params)
        told = self.statements(r["statement"] for r in rows)
        nodes: dict[str, Node] = {}
        links: dict[tuple[str, str, str], dict[str, Statement]] = {}
        denied: dict[str, Statement] = {}
        names: dict[str, str] = {}
        for row in rows:
            if self.as_of and told[row["statement"]].date > self.as_of.isoformat():
                continue
            if row["status"] == "denied":
                denied[row["statement"]] = told[row["statement"]]
                continue
            for end in ("source", "target"):
                nodes.setdefault(row[end], self._node(row, end))
            names[row["relation"]] = relation_label(row["relation"], row["relation_label"])
            links.setdefault(_key(row), {})[row["statement"]] = told[row["statement"]]
        nodes = _shorter(nodes, links)
        edges = [
            Edge(s, t, names[r], _strongest(found.values()), r.rsplit("#", 1)[-1] in BOTH_WAYS)
            for (s, r, t), found in sorted(links.items())
            if s != t
        ]
        return Network(tuple(sorted(nodes.values())), tuple(edges), tuple(denied[i] for i in sorted(denied)))

    def profile(self, focus: str) -> tuple[dict[str, Statement], list[Row]]:
        """All that is said of one thing, drawn or not: its statements by IRI, and the rows that name relation and object."""
        rows = self.rows("profile", focus=f"<{focus}>")
        return self.statements(r["statement"] for r in rows), rows

    def _node(self, row: Row, end: str) -> Node:
        iri = row[end]
        return Node(iri, self.short(iri) or clean(row[f"{end}_label"]) or "unnamed", style().type_of(row[f"{end}_type"]))


def _shorter(nodes: dict[str, Node], links: Iterable[tuple[str, str, str]]) -> dict[str, Node]:
    """Trials without the name of the compound that they are drawn beside."""
    out = dict(nodes)
    for source, _, target in links:
        trial = nodes[target]
        lead = nodes[source].label + " "
        if trial.type == "trial" and trial.label.startswith(lead):
            out[target] = replace(trial, label=_capital(trial.label.removeprefix(lead).split(",")[0]))
    return out


def relation_label(iri: str, label: str) -> str:
    """What a relation is called: its label in the ontology, else its local name in words."""
    local = re.split(r"[#/]", iri)[-1]
    return clean(label) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _status(kind: str) -> Status:
    return next((s for s in STATUSES if s == kind), "inferred")


def _key(row: Row) -> tuple[str, str, str]:
    source, target = row["source"], row["target"]
    if row["relation"].rsplit("#", 1)[-1] in BOTH_WAYS and source > target:
        source, target = target, source
    return source, row["relation"], target


def _strongest(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements by date; bare inferences only when nothing else says it."""
    claims = sorted(found, key=lambda s: (s.date, s.id))
    said = [s for s in claims if s.release or s.quotes]
    return tuple(said or claims)


def _rests_on(statement: Statement, premises: Sequence[Row]) -> Statement:
    says = [" ".join(clean(p[k]) for k in ("subject_label", "relation_label", "object_label") if p[k]) for p in premises]
    told = "; ".join(sorted({s for s in says if s}))
    latest = max((p["date"] for p in premises), default="")
    return replace(statement, note=f"Rests on: {told}." if told else "", date=statement.date or latest)
