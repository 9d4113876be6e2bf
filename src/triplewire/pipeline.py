"""The order of the stages, and nothing else that matters: the only module that knows the whole way from a file to a build."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triplewire import resources
from triplewire.assemble import assemble
from triplewire.builds import Build, Inputs, Quarantined, locked, read_all, replace_current, unchanged
from triplewire.errors import InputError
from triplewire.extract import extract
from triplewire.ground import ground, nomenclature, ungrounded
from triplewire.model import Document, Fact, Finding, Reading
from triplewire.read import discover, read
from triplewire.recognize import recognize
from triplewire.reconcile import reconcile
from triplewire.repair import repair
from triplewire.segment import segment

if TYPE_CHECKING:
    from pyoxigraph import Quad

Progress = Callable[[int, int, str], None]
"""Called with releases done, releases in all, and the name of the one just read."""


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
    reading = reading_of(document)
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
    progress: Progress | None = None,
) -> Build:
    """Read releases into a complete build in `out`; `out/current` is replaced as a whole, and only when all went well.

    Inputs that cannot be read are set aside by name and the rest is built (exit code 3; with `strict` nothing is replaced).
    Releases after `as_of`, and those without a date, are left out of an as-of build. The result is the same for any order of
    paths and any number of workers. Raises InputError when there is nothing to build from.
    """
    files, missing = _found(paths)
    with locked(out):
        inputs = read_all(files, missing, out, workers, progress, read_one)
        if strict and inputs.quarantine:
            raise InputError("\n".join(q.line for q in inputs.quarantine), "strict")
        if as_of:
            inputs = inputs.until(as_of)
        if not inputs.documents:
            raise InputError(_nothing(inputs, as_of), "nothing")
        recipe = inputs.recipe(str(as_of))
        report = unchanged(out, recipe) or _write(out, recipe, inputs, as_of)
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


def _nothing(inputs: Inputs, as_of: date | None) -> str:
    lines = [q.line for q in inputs.quarantine]
    why = f"no release is dated up to {as_of}" if as_of and not lines else "no release could be read"
    return "\n".join([*lines, f"{why}; nothing was built"])


def _write(out: Path, recipe: str, inputs: Inputs, as_of: date | None) -> dict[str, Any]:
    """Facts to graph to artefacts, in the order of the house; returns the report."""
    from triplewire.reason import infer
    from triplewire.triplify import background, triplify
    from triplewire.validate import validate

    facts, conflicts = reconcile(inputs.documents, assemble(inputs.facts))
    quads = triplify(inputs.documents, facts)
    quads = [*quads, *background(quads)]
    quads = sorted({*quads, *infer(quads)}, key=str)
    findings = [*conflicts, *_reading_findings(inputs, facts), *validate(quads)]
    report = _report(inputs, facts, findings, quads, as_of)
    replace_current(out, recipe, lambda folder: _artefacts(folder, inputs, facts, findings, quads, report, as_of))
    return report


def _reading_findings(inputs: Inputs, facts: Sequence[Fact]) -> list[Finding]:
    """What looks wrong with the reading itself: releases without facts or a date, warnings of the reader."""
    told = Counter(f.release for f in facts)
    out = []
    for document in inputs.documents:
        release = document.release
        if not told[release.id]:
            out.append(Finding("no-facts", "warning", release.id, f"{release.file or release.id}: no fact was found; is it a release of a drug developer?", release=release.id))
        if release.date is None:
            out.append(Finding("no-date", "warning", release.id, f"{release.file or release.id}: no date was found; give one in a sidecar (date = 2030-01-31)", release=release.id))
        out += [Finding("reader", "info", release.id, f"{release.file or release.id}: {w}", release=release.id) for w in document.warnings]
    return out


def _report(inputs: Inputs, facts: Sequence[Fact], findings: Sequence[Finding], quads: Sequence[Quad], as_of: date | None) -> dict[str, Any]:
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "counts": {
            "facts": len(facts),
            "findings": len(findings),
            "quarantined": len(inputs.quarantine),
            "releases": len(inputs.documents),
            "repairs": sum(len(d.repairs) for d in inputs.documents),
            "triples": len({q.triple for q in quads}),
        },
        "facts_by_family": dict(sorted(Counter(f.family for f in facts).items())),
        "findings": [f.to_json() for f in findings],
        "quarantine": [q.to_json() for q in inputs.quarantine],
        "repairs": [
            {"release": d.release.id, "start": e.span.start, "end": e.span.end, "old": e.old, "new": e.new, "rule": e.rule}
            for d in inputs.documents
            for e in d.repairs
        ],
        "ungrounded": [{"type": kind, "name": name} for kind, name in ungrounded(facts)],
    }


def _artefacts(
    folder: Path,
    inputs: Inputs,
    facts: Sequence[Fact],
    findings: Sequence[Finding],
    quads: Sequence[Quad],
    report: dict[str, Any],
    as_of: date | None,
) -> None:
    """Write every file of a build (DESIGN 3.2) into `folder`."""
    from triplewire import draw, store

    (folder / "facts.jsonl").write_text("".join(f"{f.to_line()}\n" for f in facts), "utf-8")
    (folder / "graph.ttl").write_text(store.turtle(quads), "utf-8")
    (folder / "graph.trig").write_text(store.trig(quads), "utf-8")
    (folder / "void.ttl").write_text(store.void(quads), "utf-8")
    (folder / "quarantine.jsonl").write_text("".join(f"{json.dumps(q.to_json(), ensure_ascii=False, sort_keys=True)}\n" for q in inputs.quarantine), "utf-8")
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    store.write(quads, folder / "store")
    info = draw.SiteInfo(
        version=resources.version(),
        findings=tuple((f.severity, f.kind, f.message) for f in findings),
        quarantine=tuple((q.file, q.reason, q.message) for q in inputs.quarantine),
        counts=tuple((k, v) for k, v in report["counts"].items()),
        as_of=as_of,
    )
    # From memory: the same pages as from the store on disk, in a fifth of the time.
    draw.site(store.memory(quads), folder, info)


__all__ = ["Build", "Progress", "build", "facts_of", "read_one", "reading_of", "stated"]
