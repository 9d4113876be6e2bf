"""The order of the stages, and nothing else that matters: the only module that knows the whole way from a file to a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triplewire import corrections as correcting
from triplewire.assemble import assemble
from triplewire.builds import Build, Held, Inputs, Progress, Quarantined, executor, locked, read_all, replace_current, silent, unchanged
from triplewire.children import Crew
from triplewire.corrections import Corrections
from triplewire.errors import InputError, no_such
from triplewire.extract import extract
from triplewire.ground import ground, nomenclature
from triplewire.model import Correction, Document, Fact, Finding, Promise, Reading, Release, ReportedChange
from triplewire.publish import PAGES, Product, publish
from triplewire.read import Original, discover, place, read
from triplewire.recognize import recognize
from triplewire.reconcile import checked_policy, ledger, reconcile
from triplewire.reconcile.changes import reported
from triplewire.repair import repair
from triplewire.segment import segment

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from triplewire.workbook import Opened


def reading_of(document: Document) -> Reading:
    """The reading of a document: repaired, segmented, its names found."""
    mended = repair(document)
    return recognize(mended, *segment(mended))


def stated(reading: Reading) -> list[Fact]:
    """The facts of one reading: extracted, grounded, and those that names imply beside them. They are as sure as their lines in
    `facts.jsonl` say, so that one that was kept and read back is the same.
    """
    facts = ground(extract(reading))
    return [replace(f, confidence=round(f.confidence, 3)) for f in (*facts, *ground(nomenclature(facts)))]


def facts_of(source: Path | Document) -> list[Fact]:
    """The facts of one release, in text order. Raises InputError when the file cannot be read."""
    document = source if isinstance(source, Document) else read(source)
    return facts_in(reading_of(document))


def facts_in(reading: Reading) -> list[Fact]:
    """The facts of one reading as a build of that release alone has them, in text order."""
    return reconcile([reading.document], assemble(stated(reading)))[0]


def read_one(file: Path | Original) -> tuple[Document, list[Fact]]:
    """One file through the text half: the repaired document and its facts. Raises InputError."""
    reading = reading_of(read(file))
    return reading.document, stated(reading)


def build(
    paths: Iterable[str | Path],
    out: Path,
    *,
    since: date | None = None,
    as_of: date | None = None,
    workers: int = 1,
    scheduler: str = "",
    strict: bool = False,
    corrections: Iterable[Path] = (),
    policy: str = "",
    pages: str = "auto",
    progress: Progress | None = None,
) -> Build:
    """Read releases into a complete build in `out`; `out/current` is replaced as a whole, and only when all went well.

    Inputs that cannot be read are set aside by name and the rest is built (exit code 3; with `strict` nothing is replaced).
    Releases before `since` or after `as_of`, and those without a date, are left out of a build with such a day. `corrections` are folders
    of corrections, besides the shipped one and those of TRIPLEWIRE_CORRECTIONS. `policy` says which claim of an open conflict is
    preferred ("" is that of `data/reconcile.toml`), `pages` which pages are written (publish.PAGES). The result is the same for any order
    of paths, any number of workers, and with those of a Dask cluster whose `scheduler` has that address. Raises InputError when there is
    nothing to build from and when no day lies between `since` and `as_of`, DataError when corrections cannot be used, NotFoundError for
    an unknown policy or choice of pages.
    """
    policy, wanted = checked_policy(policy), correcting.load(corrections)
    if pages not in PAGES:
        raise no_such("choice of pages", pages, PAGES)
    if since and as_of and since > as_of:
        raise InputError(f"since {since} is after as of {as_of}: no release can be of both; change one of the days", "no-days")
    tell, readers = progress or silent, executor(workers, scheduler)
    files, missing = _found(paths)
    with locked(out):
        inputs = read_all(files, missing, out, readers, partial(tell, "reading"), read_one)
        if strict and inputs.quarantine:
            raise InputError("\n".join(q.line for q in inputs.quarantine), "strict")
        recipe = inputs.recipe(str(since), str(as_of), wanted.digest, policy, pages)
        writing = partial(publish, pages=pages, workers=workers, tell=tell)
        made = unchanged(out, recipe) or _write(out, recipe, _standing(inputs, wanted, since, as_of), policy, writing, workers, tell)
    return replace(made, cached=inputs.cached, exit_code=3 if inputs.quarantine else 0)


def _found(paths: Iterable[str | Path]) -> tuple[list[Path], list[Quarantined]]:
    """The files behind the given paths, each once, and an entry for each path behind which there is none."""
    files: dict[str, Path] = {}
    missing: list[Quarantined] = []
    for path in paths:
        try:
            found = discover([path])
            if not found:
                raise InputError(f"{path}: no release in this folder (txt, md, html, pdf)", "no-releases")
        except InputError as error:
            missing.append(Quarantined.of(str(path), error))
        except OSError as error:
            missing.append(Quarantined.of(str(path), InputError(f"{path}: {error.strerror or error}; check the path", "missing")))
        else:
            files = {**{place(file): file for file in found}, **files}
    return sorted(files.values()), missing


@dataclass(frozen=True)
class _Standing:
    """What a build is made from: the releases that stand in its days, all that stand on the last day, and how they are corrected."""

    inputs: Inputs
    everything: Inputs
    corrections: Corrections
    withdrawals: tuple[Correction, ...]
    since: date | None
    as_of: date | None


def _standing(inputs: Inputs, wanted: Corrections, since: date | None, as_of: date | None) -> _Standing:
    """The releases that count in these days. Raises InputError when there are none."""
    withdrawn, records = correcting.gone(wanted.releases, (r.release for r in inputs.releases), as_of)
    everything = inputs.without(withdrawn)
    standing = everything.within(since, as_of)
    if not standing.releases:
        raise InputError(_nothing(inputs, everything, since, as_of), "nothing")
    return _Standing(standing, everything, wanted, tuple(records), since, as_of)


def _nothing(inputs: Inputs, standing: Inputs, since: date | None, as_of: date | None) -> str:
    lines = [q.line for q in inputs.quarantine]
    if inputs.releases and not standing.releases:
        why = "every release is withdrawn"
    else:
        days = " ".join([*([f"from {since} on"] if since else []), *([f"up to {as_of}"] if as_of else [])])
        why = f"no release is dated {days}" if days and not lines else "no release could be read"
    return "\n".join([*lines, f"{why}; nothing was built"])


@dataclass(frozen=True)
class _Told:
    """What is taken into the workbook: releases, whether their facts have their last names, and what became of corrections."""

    held: tuple[Held, ...]
    named: bool
    records: tuple[Correction, ...]


def _corrected(standing: _Standing) -> _Told:
    """The releases and facts as corrections would have them, and what became of these."""
    wanted, inputs = standing.corrections, standing.inputs
    if not (wanted.facts or wanted.names):
        return _Told(inputs.releases, False, standing.withdrawals)
    outcome = _outcome(wanted, inputs)
    records = list(outcome.records)
    if standing.since or standing.as_of:
        records = correcting.dated(records, lambda: _outcome(wanted, standing.everything).records, standing.since)
    own: dict[str, list[Fact]] = {}
    for fact in outcome.facts:
        own.setdefault(fact.release, []).append(fact)
    held = tuple(Held.of(document, own.get(document.release.id, [])) for document in outcome.documents)
    return _Told(held, True, (*standing.withdrawals, *records))


def _outcome(wanted: Corrections, inputs: Inputs) -> correcting.Outcome:
    documents = [r.document() for r in inputs.releases]
    return correcting.corrected(wanted, documents, [f for r in inputs.releases for f in r.facts()])


def _product(standing: _Standing, policy: str, work: Opened, folder: Path, workers: int, tell: Progress) -> Product:
    """Facts to graph, in the order of the house: what a build is written from. Its store is in `folder`."""
    from triplewire import store, workbook

    told, working = _corrected(standing), folder / ".store"
    held = store.begin(working, work.base / "store" if work.base else None)
    with Crew(workers) as crew:
        workbook.grow(work.book, held, told.held, policy, told.records, named=told.named, folder=folder, crew=crew, tell=tell)
    store.finish(held, folder / "store")
    store.discard(working)
    left_out = standing.everything.outside(standing.since, standing.as_of)
    aside = standing.inputs.quarantine
    return Product(work.book, told.held, aside, told.records, policy, standing.since, standing.as_of, left_out, work.base)


@dataclass(frozen=True)
class Followed:
    """Releases followed through time: their facts as reconciling flags them, what it found, what became of promises, what changed."""

    releases: tuple[Release, ...]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    changes: tuple[ReportedChange, ...]


def followed(
    documents: Sequence[Document], facts: Sequence[Fact], policy: str, as_of: date | None, sums: Iterable[Finding] | None = None
) -> Followed:
    """The facts of some releases held against each other and followed. `sums` are needed where the documents have no texts."""
    marked, findings = reconcile(documents, facts, policy, sums)
    releases = tuple(d.release for d in documents)
    promises = tuple(ledger(releases, marked, as_of))
    return Followed(releases, tuple(marked), tuple(findings), promises, tuple(reported(releases, marked)))


def _through_time(known: Followed) -> list[Quad]:
    """The graph `ledger`: what became of promises, what contradicts what and which sums hold, what changed."""
    from triplewire.triplify import changes, findings, resolutions

    releases = known.releases
    return [*resolutions(known.promises, releases), *findings(known.findings, known.facts, releases), *changes(known.changes)]


def graph_until(quads: Iterable[Quad], known: Followed, day: date) -> list[Quad]:
    """The graph of a build as of a day: what its releases up to then tell, what follows from that alone, and what was `known` then of
    promises, contradictions and changes. Names are those that the build shows.
    """
    from triplewire.reason import infer
    from triplewire.triplify import background, told_until

    told = told_until(quads, day, known.facts)
    told = [*told, *background(told)]
    return sorted({*told, *infer(told), *_through_time(known)}, key=str)


def _write(
    out: Path,
    recipe: str,
    standing: _Standing,
    policy: str,
    writing: Callable[[Product, Path], dict[str, Any]],
    workers: int,
    tell: Progress,
) -> Build:
    from triplewire import workbook

    with workbook.opened(out) as work:
        made = replace_current(out, recipe, lambda folder: writing(_product(standing, policy, work, folder, workers, tell), folder))
        work.keep(recipe)
    return made


__all__ = ["Build", "Followed", "Progress", "build", "facts_in", "facts_of", "followed", "graph_until", "read_one", "reading_of", "stated"]
