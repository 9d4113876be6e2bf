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
from triplewire.builds import Build, Inputs, Quarantined, locked, read_all, replace_current, unchanged
from triplewire.corrections import Corrections
from triplewire.errors import InputError, no_such
from triplewire.extract import extract
from triplewire.ground import ground, nomenclature, ungrounded
from triplewire.model import Correction, Document, Fact, Finding, Promise, Reading, Release, ReportedChange
from triplewire.publish import PAGES, Product, publish, reading_findings, report_of, ungraphed
from triplewire.read import discover, read
from triplewire.recognize import recognize
from triplewire.reconcile import checked_policy, ledger, reconcile
from triplewire.reconcile.changes import reported
from triplewire.repair import repair
from triplewire.segment import segment

if TYPE_CHECKING:
    from pyoxigraph import Quad

Progress = Callable[[int, int, str], None]
"""Called with releases done, releases in all, and the name of the one just read; then with pages written, pages in all, and "pages"."""


def reading_of(document: Document) -> Reading:
    """The reading of a document: repaired, segmented, its names found."""
    mended = repair(document)
    return recognize(mended, *segment(mended))


def stated(reading: Reading) -> list[Fact]:
    """The facts of one reading: extracted, grounded, and those that names imply beside them."""
    facts = ground(extract(reading))
    return [*facts, *ground(nomenclature(facts))]


def facts_of(source: Path | Document) -> list[Fact]:
    """The facts of one release, in text order. Raises InputError when the file cannot be read."""
    document = source if isinstance(source, Document) else read(source)
    return facts_in(reading_of(document))


def facts_in(reading: Reading) -> list[Fact]:
    """The facts of one reading as a build of that release alone has them, in text order."""
    return reconcile([reading.document], assemble(stated(reading)))[0]


def read_one(path: Path) -> tuple[Document, list[Fact]]:
    """One file through the text half: the repaired document and its facts. Raises InputError."""
    reading = reading_of(read(path))
    return reading.document, stated(reading)


def build(
    paths: Iterable[str | Path],
    out: Path,
    *,
    as_of: date | None = None,
    workers: int = 1,
    strict: bool = False,
    corrections: Iterable[Path] = (),
    policy: str = "",
    pages: str = "auto",
    progress: Progress | None = None,
) -> Build:
    """Read releases into a complete build in `out`; `out/current` is replaced as a whole, and only when all went well.

    Inputs that cannot be read are set aside by name and the rest is built (exit code 3; with `strict` nothing is replaced).
    Releases after `as_of`, and those without a date, are left out of an as-of build. `corrections` are folders of corrections, besides
    the shipped one and those of TRIPLEWIRE_CORRECTIONS. `policy` says which claim of an open conflict is preferred ("" is that of
    `data/reconcile.toml`), `pages` which pages are written (publish.PAGES). The result is the same for any order of paths and any
    number of workers. Raises InputError when there is nothing to build from, DataError when corrections cannot be used, NotFoundError
    for an unknown policy or choice of pages.
    """
    policy, wanted = checked_policy(policy), correcting.load(corrections)
    if pages not in PAGES:
        raise no_such("choice of pages", pages, PAGES)
    files, missing = _found(paths)
    with locked(out):
        inputs = read_all(files, missing, out, workers, progress, read_one)
        if strict and inputs.quarantine:
            raise InputError("\n".join(q.line for q in inputs.quarantine), "strict")
        recipe = inputs.recipe(str(as_of), wanted.digest, policy, pages)
        writing = partial(publish, pages=pages, workers=workers, progress=progress)
        report = unchanged(out, recipe) or _write(out, recipe, _standing(inputs, wanted, as_of), policy, writing)
    report["counts"]["cached"] = inputs.cached
    return Build(out, report, 3 if inputs.quarantine else 0)


def _found(paths: Iterable[str | Path]) -> tuple[list[Path], list[Quarantined]]:
    """The files behind the given paths, each once, and an entry for each path behind which there is none."""
    files: dict[Path, Path] = {}
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
            files |= {file.resolve(): file for file in found if file.resolve() not in files}
    return sorted(files.values()), missing


@dataclass(frozen=True)
class _Standing:
    """What a build is made from: the releases that stand on its day, all that stand on the last day, and how they are corrected."""

    inputs: Inputs
    everything: Inputs
    corrections: Corrections
    withdrawals: tuple[Correction, ...]
    as_of: date | None


def _standing(inputs: Inputs, wanted: Corrections, as_of: date | None) -> _Standing:
    """The releases that count on the day. Raises InputError when there are none."""
    withdrawn, records = correcting.gone(wanted.releases, (d.release for d in inputs.documents), as_of)
    everything = inputs.without(withdrawn)
    standing = everything.until(as_of) if as_of else everything
    if not standing.documents:
        raise InputError(_nothing(inputs, everything, as_of), "nothing")
    return _Standing(standing, everything, wanted, tuple(records), as_of)


def _nothing(inputs: Inputs, standing: Inputs, as_of: date | None) -> str:
    lines = [q.line for q in inputs.quarantine]
    if inputs.documents and not standing.documents:
        why = "every release is withdrawn"
    else:
        why = f"no release is dated up to {as_of}" if as_of and not lines else "no release could be read"
    return "\n".join([*lines, f"{why}; nothing was built"])


def _corrected(standing: _Standing) -> tuple[Inputs, list[Fact], list[Correction]]:
    """The inputs, and their facts under one set of names, as corrections would have them, and what became of these."""
    wanted, inputs = standing.corrections, standing.inputs
    outcome = correcting.corrected(wanted, inputs.documents, inputs.facts)
    records = list(outcome.records)
    if standing.as_of:
        everything = standing.everything
        records = correcting.dated(records, lambda: correcting.corrected(wanted, everything.documents, everything.facts).records)
    return replace(inputs, documents=outcome.documents), list(outcome.facts), [*standing.withdrawals, *records]


def _graph(standing: _Standing, policy: str) -> Product:
    """Facts to graph, in the order of the house: what a build holds."""
    from triplewire.reason import infer
    from triplewire.triplify import FAMILIES, background, corrections, triplify
    from triplewire.validate import validate

    inputs, facts, records = _corrected(standing)
    known = followed(inputs.documents, facts, policy, standing.as_of)
    facts = list(known.facts)
    quads = triplify(inputs.documents, [f for f in facts if f.family in FAMILIES])
    quads = [*quads, *background(quads)]
    quads = sorted({*quads, *infer(quads), *_through_time(known), *corrections(records)}, key=str)
    texts = {d.release.sha256: d.raw for d in inputs.documents}
    read = [*reading_findings(inputs.documents, facts), *ungraphed(facts, FAMILIES)]
    findings = (*known.findings, *correcting.findings(records), *read, *validate(quads, texts=texts))
    product = Product(inputs, known.facts, known.promises, findings, tuple(quads), tuple(ungrounded(facts)), standing.as_of)
    return replace(product, corrections=tuple(records), policy=policy)


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


def _write(out: Path, recipe: str, standing: _Standing, policy: str, writing: Callable[[Product, Path], None]) -> dict[str, Any]:
    product = _graph(standing, policy)
    replace_current(out, recipe, partial(writing, product))
    return report_of(product)


__all__ = ["Build", "Followed", "Progress", "build", "facts_in", "facts_of", "followed", "graph_until", "read_one", "reading_of", "stated"]
