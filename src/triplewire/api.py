"""The Python API: `read`, `facts`, `build`, `open`, `diff`. The command line is a thin layer over it, with the same words and defaults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import pyoxigraph as ox

from triplewire import query, reconcile, resources, store, vocab
from triplewire.builds import Texts, given_texts, kept_texts
from triplewire.builds.directory import FORMAT, MARKER
from triplewire.errors import BuildError, InputError, QueryError, no_such
from triplewire.lexicon import short_name
from triplewire.model import Cited, Correction, Document, Edit, Fact, Finding, Promise, Release, Span, fact_from_json
from triplewire.read import discover, read_text
from triplewire.read import read as read_file

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from triplewire import pipeline, reason
    from triplewire.draw import Dossier, Site, Text
    from triplewire.export import Manifest
    from triplewire.export.sparql import Loaded
    from triplewire.query.access import Access
    from triplewire.reconcile.changes import Delta, Log

DEFAULT_OUT = "triplewire-out"
PathLike = str | Path


def samples() -> list[Path]:
    """The releases that come with the package; what `build` reads when no path is given."""
    return discover([resources.path("data", "releases")])


def read(path: PathLike) -> Document:
    """One release as text: raw characters, where its body lies, and what it says about itself. Raises InputError with a reason."""
    return read_file(Path(path))


def facts(path_or_text: PathLike) -> list[Fact]:
    """The facts of one release, given as a file or as text; in text order. A one-line string that names no file is an InputError."""
    from triplewire import pipeline

    if isinstance(path_or_text, str) and "\n" in path_or_text:
        return pipeline.facts_of(read_text(path_or_text))
    if not Path(path_or_text).exists():
        raise InputError(f"{path_or_text}: there is no such file (a text to read has at least two lines)", "missing")
    return pipeline.facts_of(Path(path_or_text))


def build(
    paths: PathLike | Iterable[PathLike] = (),
    out: PathLike = DEFAULT_OUT,
    *,
    since: date | None = None,
    as_of: date | None = None,
    workers: int = 1,
    scheduler: str = "",
    strict: bool = False,
    corrections: Iterable[PathLike] = (),
    policy: str = "",
    pages: Literal["auto", "all", "few", "front"] = "auto",
    progress: pipeline.Progress | None = None,
) -> pipeline.Build:
    """Reads releases (files, folders, globs; none = the packaged samples) into a complete build in `out`, replaced as a whole.

    The same input gives the same bytes, with any number of `workers`, or with a Dask cluster whose `scheduler` has that address (needs
    `pip install 'triplewire[dask]'`). Releases dated before `since` or after `as_of`, and those without a date, are left out of a build
    with such a day. `corrections` are folders of them
    (data/corrections/README.md). `policy` says which claim of an open conflict is preferred: `latest`, `issuer`, `table`,
    `confidence` or `none`; both are kept. `pages` says which pages are written: `all`, `few` (without those of single things and
    releases, which `triplewire serve` shows), `front` (one that sums up), or `auto`: all, but the front page alone for more than 2,000
    releases. Raises InputError when nothing can be read at
    all, NotFoundError for an unknown policy or choice of pages, DataError when corrections cannot be used.
    """
    from triplewire import pipeline

    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    folders = [Path(folder) for folder in corrections]
    options: dict[str, Any] = {
        "since": since,
        "as_of": as_of,
        "workers": workers,
        "scheduler": scheduler,
        "strict": strict,
        "policy": policy,
        "pages": pages,
    }
    return pipeline.build(given or samples(), Path(out), corrections=folders, progress=progress, **options)


def open(directory: PathLike = DEFAULT_OUT) -> Graph:  # noqa: A001 - the word users expect
    """The graph of a build, read only. Raises BuildError when there is none in `directory`, or when a later version made it."""
    current = Path(directory) / "current"
    folder = current if current.is_dir() else Path(directory)
    if not (folder / "store").is_dir():
        raise BuildError(f"{directory}: there is no build here; make one with: triplewire build -o {directory}")
    _check_format(folder)
    return Graph(folder.resolve())


def _check_format(folder: Path) -> None:
    try:
        made = int(json.loads((folder / MARKER).read_text("utf-8"))["format"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BuildError(f"{folder}: is not a whole build of triplewire; make it anew with: triplewire build") from None
    if made > FORMAT:
        raise BuildError(f"{folder}: was made by a later version of triplewire (format {made}, not {FORMAT}); upgrade, or build it anew")


def diff(
    a: PathLike | date, b: PathLike | date, *, graph: PathLike = DEFAULT_OUT, company: str | None = None, compound: str | None = None
) -> Delta:
    """What changed from `a` to `b`: two releases (files, or ids of the build in `graph`), two dates (what that build knew on either day)
    or two build folders. `company` and `compound` choose, by any of their names.

    `.changes` has a `Change` for each thing told otherwise. Raises InputError, NotFoundError or BuildError for what cannot be compared.
    """
    from triplewire import diffing

    build = _build_if_any(graph)
    one, two = (diffing.side(word, open, build, str(graph)) for word in (a, b))
    return diffing.diff(one, two, company=company, compound=compound)


def _build_if_any(directory: PathLike) -> Graph | None:
    """The build in a folder; None when there is none, which matters only to what is looked for in it."""
    found = [Path(directory) / "current" / "store", Path(directory) / "store"]
    return open(directory) if any(path.is_dir() for path in found) else None


class Graph:
    """The graph of one build, or with `day` what it knew on that day. It stays as it was opened, also when a newer build takes its
    place.
    """

    def __init__(self, folder: Path, day: date | None = None) -> None:
        self.folder = folder
        self.day = day
        self._then: dict[date, Graph] = {}

    @cached_property
    def store(self) -> ox.Store:
        """The pyoxigraph store, opened read only; as of a day it is in memory."""
        whole = store.open_store(self.folder / "store")
        if self.day is None:
            return whole
        from triplewire import pipeline

        return store.memory(pipeline.graph_until(store.named_quads(whole), self._known_then, self.day))

    @cached_property
    def _known_then(self) -> pipeline.Followed:
        """What was known on the day: as of which this graph is."""
        from triplewire import pipeline

        now = Graph(self.folder)
        releases = [r for r in now.releases() if r.date and self.day and r.date <= self.day]
        out, edits, report = {r.id for r in releases}, now._edits(), now._report
        documents = [Document("", r, edits.get(r.id, ())) for r in releases]
        facts = [f for f in now.facts() if f.release in out]
        # Sums are those of single releases, and need their texts, which may not be at hand.
        sums = [f for f in now.reported() if f.kind.startswith("identity-") and f.release in out]
        return pipeline.followed(documents, facts, report.get("policy", ""), self.day, sums)

    @cached_property
    def _report(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "report.json").read_text("utf-8")))

    def _edits(self) -> dict[str, tuple[Edit, ...]]:
        """The repairs of scanning damage by release."""
        found: dict[str, list[Edit]] = {}
        for r in self._report["repairs"]:
            found.setdefault(r["release"], []).append(Edit(Span(r["start"], r["end"]), r["old"], r["new"], r["rule"]))
        return {release: tuple(edits) for release, edits in found.items()}

    def until(self, day: date) -> Graph:
        """What this graph knew on a day: its releases issued up to then (those without a date left out), and what follows from them
        alone. As a build with `as_of`, but under the names that this build shows.
        """
        limit = min(day, self.day or day)
        return self._then.setdefault(limit, Graph(self.folder, limit))

    def query(self, text_or_name: str | query.NamedQuery, /, *, timeout: float | None = None, **params: Any) -> query.Answer:
        """The answer of a shipped query or of a SPARQL text; `params` fill its `$name`s. Every query takes `as_of`, a day: one that has
        no such parameter is asked of the graph `until` then. Raises QueryError, NotFoundError.
        """
        asked = query.resolve(text_or_name) if isinstance(text_or_name, str) else text_or_name
        if "as_of" not in params:
            return query.run(self.store, asked, params, timeout=timeout)
        day = query.day(params.pop("as_of"), "as_of")
        if query.takes(asked, "as_of"):
            return query.run(self.store, asked, {**params, "as_of": day}, timeout=timeout)
        return query.run(self.until(day).store, asked, params, timeout=timeout)

    def draw(
        self,
        view: str = "pipeline",
        *,
        focus: str | None = None,
        to: str | None = None,
        as_of: date | None = None,
        limit: int = 60,
        form: Literal["html", "svg"] = "html",
    ) -> str:
        """One view as a self-contained HTML page, or a network view as an SVG picture. `to` is the other end of a `path`; `limit` is how
        many things a network draws (in columns how many compounds), at most 5,000. Raises NotFoundError for an unknown view or thing.
        """
        from triplewire import draw as drawing

        graph = self.until(as_of) if as_of else self
        return drawing.draw(graph.store, view, focus, as_of, graph.dossier(view), to=to, limit=limit, form=form)

    def site(self, *, live: bool = False) -> Site:
        """All pages of the build by their files, each made when it is asked for; `live` ones offer what only a server can do."""
        from triplewire import draw as drawing

        report, day = self._report, self.day or _day(self._report["as_of"])
        info = drawing.SiteInfo(
            version=resources.version(),
            findings=tuple((f.severity, f.kind, f.message) for f in self.reported()),
            quarantine=tuple((q["file"], q["reason"], q["message"]) for q in report["quarantine"]),
            counts=tuple(report["counts"].items()),
            as_of=day,
            since=_day(report.get("since")),
            dossier=self.dossier(),
        )
        return drawing.Site(drawing.Reader(self.store, day, info.dossier.texts), info, live=live)

    def dossier(self, view: str = "") -> Dossier:
        """What a view shows that the graph does not hold: the texts of releases and, where it is about one thing, what was reported and
        the change log; without a view all of it.
        """
        from triplewire import draw as drawing

        about = drawing.VIEWS[view].about if view in drawing.VIEWS else ""
        return drawing.Dossier(
            tuple(self.reported()) if about or not view else None,
            self.log("company") if about == "organization" or not view else None,
            self.log("compound") if about == "compound" or not view else None,
            self._shown_texts,
        )

    @cached_property
    def _shown_texts(self) -> dict[str, Text]:
        """By id of a release its text, with the repairs of scanning damage, where the text is kept beside the build."""
        from triplewire.draw import Text

        edits = Graph(self.folder)._edits()
        texts, digests = self.texts(), self.digests()
        return {release: Text(texts[sha][1], edits.get(release, ())) for release, sha in digests.items() if sha in texts}

    def export(self, form: str, path: PathLike | None = None) -> str:
        """The graph in an exchange format, written to `path` when given; returns the text (of a one-file format)."""
        from triplewire import export as exporting

        return exporting.export(exporting.Source(self.store, self.facts), form, Path(path) if path else None)

    def save(self, form: str, out: PathLike | BinaryIO, *, spreadsheet: bool = False) -> Manifest:
        """Writes an exchange format to a file, a folder or an open stream, piece by piece; tells what was written and what was lost.
        With `spreadsheet`, no cell of a table is one that a spreadsheet would run as a formula.
        """
        from triplewire import export as exporting

        target = Path(out) if isinstance(out, PathLike) else out
        return exporting.save(exporting.Source(self.store, self.facts), form, target, spreadsheet=spreadsheet)

    def load(
        self,
        endpoint: str,
        *,
        update_endpoint: str = "",
        graph_store: str = "",
        access: Access | None = None,
        batch: int = 500_000,
        timeout: float = 120,
        retries: int = 4,
        dry_run: bool = False,
        progress: Callable[[int, int, str], None] = lambda _done, _total, _graph: None,
        notice: Callable[[str], None] = lambda _: None,
    ) -> Loaded:
        """Brings a SPARQL 1.1 store to hold the graphs of this build, sending only what it does not have; `str()` of what comes back
        says what was done.

        `endpoint` is its address for queries, and for updates unless `update_endpoint` or `graph_store` (Graph Store Protocol) says
        otherwise. An update has at most `batch` bytes; `timeout` is in seconds. `progress` gets the triples sent, those to send, and the
        graph; `notice` what is tried again. Raises EndpointError; then the next call goes on from where this one ended.
        """
        from triplewire.export import sparql
        from triplewire.query.client import Client

        client = Client(access, timeout=timeout, retries=retries, notice=notice)
        target = sparql.Target(endpoint=endpoint, update_endpoint=update_endpoint, graph_store=graph_store, batch=batch)
        return sparql.load(self.store, target, client, dry=dry_run, progress=progress)

    def facts(self) -> list[Fact]:
        """The facts of the build, in the order of `facts.jsonl`; as of a day with the flags that they had then."""
        if self.day is not None:
            return list(self._known_then.facts)
        digests = self.digests()
        # Only "\n" ends a line: words of a release may hold other characters that str.splitlines takes for one.
        rows = (json.loads(line) for line in (self.folder / "facts.jsonl").read_text("utf-8").split("\n") if line)
        return [fact_from_json(row, digests.get(row["release"], "")) for row in rows]

    def diff(self, a: str | date, b: str | date, *, company: str | None = None, compound: str | None = None) -> Delta:
        """What changed between two releases of the build (by id), or in what it knew on two days; see `triplewire.diff`."""
        return diff(a, b, graph=self.folder, company=company, compound=compound)

    def log(
        self,
        by: Literal["company", "compound"] = "company",
        *,
        since: date | None = None,
        company: str | None = None,
        compound: str | None = None,
    ) -> Log:
        """By name of each company (or compound) what its releases changed, newest first: only what is newer than `since`, and what is
        about `company` and `compound`, when given. Raises NotFoundError for an unknown name.
        """
        from triplewire.reconcile import changes

        releases, facts = self.releases(), self.facts()
        log = (changes.company_log if by == "company" else changes.compound_log)(releases, facts)
        log = changes.since(log, since) if since else log
        if company or compound:
            log = changes.narrowed(log, changes.known(releases, facts), company=company, compound=compound)
        return log

    def releases(self) -> list[Release]:
        """The releases of the build, oldest first, with what its graph knows of them: day, title, issuer and its other names."""
        digests, found = self.digests(), dict[str, Release]()
        for name, issued, title, issuer, other in self._rows("issuers"):
            known = found.get(name) or Release(name, digests.get(name, ""), title, issuer, date.fromisoformat(issued) if issued else None)
            found[name] = replace(known, aliases=(*known.aliases, other)) if other else known
        return sorted(found.values(), key=lambda r: (r.date or date.max, r.id))

    def ledger(self, *, as_of: date | None = None, company: str | None = None, compound: str | None = None) -> list[Promise]:
        """What was promised, for when, and what became of it (as of a day: of the releases up to it). `company` keeps the promises
        that it makes or that stand in its releases, `compound` those about it, each by any name that the build knows. Raises
        NotFoundError for a name that no promise has.
        """
        releases = self.releases()
        rows: Iterable[Promise] = reconcile.ledger(releases, self.facts(), as_of)
        if company is not None:
            issued = {r.id: [r.issuer, *r.aliases] for r in releases}
            rows = _named("company with promises", company, rows, lambda row: [row.organization, *issued.get(row.fact.release, ())])
        if compound is not None:
            rows = _named("compound with promises", compound, rows, lambda p: [p.fact.arg("compound"), *p.fact.aliases.get("compound", ())])
        return list(rows)

    def news(
        self, since: date, *, as_of: date | None = None, company: str | None = None, compound: str | None = None
    ) -> list[tuple[str, Promise]]:
        """What is new in the ledger since a day, each with its state on that day: promises that have come to something else, then those
        made since, with ""; none of a release without a date. The other parameters are those of `ledger`.
        """
        rows = self.ledger(as_of=as_of, company=company, compound=compound)
        before = {row.id: row.state for row in self.ledger(as_of=since)}
        found = [(before.get(row.id, ""), row) for row in rows if row.day and before.get(row.id) != row.state]
        return sorted(found, key=lambda pair: not pair[0])

    def digests(self) -> dict[str, str]:
        """Release id -> sha256 of its text."""
        return {release: sha for release, sha in self._rows("digests")}  # noqa: C416 - a row has any length to the type checker

    def rdflib(self) -> rdflib.Graph:
        """A copy of all triples as an rdflib graph, named graphs merged; for small graphs and rdflib's own tools."""
        import rdflib

        graph = rdflib.Graph()
        data = ox.serialize(store.triples(self.store), format=ox.RdfFormat.N_TRIPLES)
        return graph.parse(data=data or b"", format="nt")

    def networkx(self) -> nx.MultiDiGraph[str]:
        """The named things and the direct triples between them: nodes are IRIs with `label` and `type`
        (`Term` for words of the ontology, such as a stage), edge keys are predicates.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node, label, kind in self._rows("entities"):
            graph.add_node(node, label=label, type=kind)
        for source, predicate, target, *labels in self._rows("edges"):
            for node, label in zip((source, target), labels, strict=True):
                if node not in graph:
                    graph.add_node(node, label=label, type="Term")
            graph.add_edge(source, target, key=predicate)
        return graph

    def reported(self) -> list[Finding]:
        """The findings that the build itself reported, in the order of `report.json`; as of a day what reconciling found among the
        releases up to then, and what was said of reading these.
        """
        told = [Finding.from_json(f) for f in self._report["findings"]]
        if self.day is None:
            return told
        out = {r.id for r in self._known_then.releases}
        return [*self._known_then.findings, *(f for f in told if not f.sides and f.release in out)]

    def corrections(self) -> list[Correction]:
        """The corrections that the build was made with, and what became of each, in the order of `report.json`."""
        return [Correction.from_json(c) for c in self._report.get("corrections", ())]

    def check(self, *, reasoner: str = "rules", texts: Iterable[PathLike] = ()) -> list[Finding]:
        """What is wrong with the build: what reading and reconciling found (as in `report.json`), the shapes and checks on the graph as
        it is now, whether quotes are what the texts have, and by `reasoner` what contradicts what: `rules` also hold the inferences
        against the rules, `hermit` asks the OWL reasoner too (needs Java), `none` leaves it. Each finding once.

        The texts are those kept beside the build and in the files and folders `texts`; releases without one are named.
        """
        from triplewire import reason, validate

        quads = list(store.named_quads(self.store))
        raw = {sha: text for sha, (_, text) in self.texts(texts).items()}
        found = [*validate.validate(quads, texts=raw)]
        if reasoner in ("rules", "hermit"):
            found += reason.audit(quads)
        if reasoner == "hermit":
            found += _hermit_findings(reason.check(quads))
        seen = {f.id for f in found}
        return [*self._cited(f for f in self.reported() if f.id not in seen), *found]

    def texts(self, more: Iterable[PathLike] = ()) -> Texts:
        """By sha256 the file names and texts of releases: those kept beside the build, then those in the files and folders `more`."""
        out = self.folder.parents[1]
        return {**kept_texts(out), **given_texts(more)}

    def _cited(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """The findings with the words of their facts as evidence, where they have none."""
        words = {f.id: tuple(Cited(f.release, e.start, e.end, e.quote) for e in f.evidence if not e.role) for f in self.facts()}
        for finding in found:
            cited = finding.evidence or tuple(c for fact in finding.facts for c in words.get(fact, ()))
            yield replace(finding, evidence=cited)

    def _rows(self, name: str) -> list[tuple[str, ...]]:
        answer = query.run(self.store, name)
        assert isinstance(answer, query.Table)
        return answer.plain()

    def to_pandas(self, text_or_name: str, /, **params: Any) -> pd.DataFrame:
        """The rows of a SELECT as a data frame of plain strings. Needs pandas (`pip install triplewire[pandas]`)."""
        import pandas as pd

        answer = self.query(text_or_name, **params)
        if not isinstance(answer, query.Table):
            raise QueryError("a data frame needs rows: use a SELECT query")
        return pd.DataFrame(answer.plain(), columns=list(answer.columns))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _named(what: str, name: str, rows: Iterable[Promise], names: Callable[[Promise], list[str]]) -> list[Promise]:
    """The rows that have a name, without regard to case, hyphens and legal forms. Raises NotFoundError with the nearest names."""
    wanted, rows = vocab.slug(short_name(name)), list(rows)
    found = [row for row in rows if wanted in {vocab.slug(short_name(n)) for n in names(row) if n}]
    if not found:
        raise no_such(what, name, sorted({names(row)[0] for row in rows if names(row)[0]}))
    return found


def _hermit_findings(report: reason.HermitReport) -> list[Finding]:
    """What HermiT found as findings; none when the graph is consistent and every class can have members."""
    found = [
        Finding("unsatisfiable-class", "violation", iri, "No thing can belong to this class; its definition contradicts another axiom.")
        for iri in report.unsatisfiable
    ]
    if not report.consistent:
        found.append(Finding("inconsistent", "violation", "graph", f"HermiT: the graph contradicts the ontology.\n{report.explanation}"))
    return found
