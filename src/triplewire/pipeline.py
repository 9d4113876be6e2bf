"""The order of the stages, and nothing else that matters: the only module that knows the whole way from a file to a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from triplewire.assemble import assemble
from triplewire.builds import Build, Inputs, Quarantined, locked, read_all, replace_current, unchanged
from triplewire.errors import InputError
from triplewire.extract import extract
from triplewire.ground import ground, nomenclature, ungrounded
from triplewire.model import Document, Fact, Reading
from triplewire.publish import Product, publish, reading_findings, report_of, ungraphed
from triplewire.read import discover, read
from triplewire.recognize import recognize
from triplewire.reconcile import checked_policy, reconcile
from triplewire.repair import repair
from triplewire.segment import segment

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
    policy: str = "",
    progress: Progress | None = None,
) -> Build:
    """Read releases into a complete build in `out`; `out/current` is replaced as a whole, and only when all went well.

    Inputs that cannot be read are set aside by name and the rest is built (exit code 3; with `strict` nothing is replaced).
    Releases after `as_of`, and those without a date, are left out of an as-of build. The result is the same for any order of
    paths and any number of workers. `policy` says which claim of an open conflict is preferred ("" is that of
    `data/reconcile.toml`). Raises InputError when there is nothing to build from, NotFoundError for an unknown policy.
    """
    policy = checked_policy(policy)
    files, missing = _found(paths)
    with locked(out):
        inputs = read_all(files, missing, out, workers, progress, read_one)
        if strict and inputs.quarantine:
            raise InputError("\n".join(q.line for q in inputs.quarantine), "strict")
        if as_of:
            inputs = inputs.until(as_of)
        if not inputs.documents:
            raise InputError(_nothing(inputs, as_of), "nothing")
        recipe = inputs.recipe(str(as_of), policy)
        report = unchanged(out, recipe) or _write(out, recipe, inputs, as_of, policy)
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


def _graph(inputs: Inputs, as_of: date | None, policy: str) -> Product:
    """Facts to graph, in the order of the house: what a build holds."""
    from triplewire.reason import infer
    from triplewire.triplify import FAMILIES, background, triplify
    from triplewire.validate import validate

    facts, conflicts = reconcile(inputs.documents, assemble(inputs.facts), policy)
    quads = triplify(inputs.documents, [f for f in facts if f.family in FAMILIES])
    quads = [*quads, *background(quads)]
    quads = sorted({*quads, *infer(quads)}, key=str)
    texts = {d.release.sha256: d.raw for d in inputs.documents}
    findings = (*conflicts, *reading_findings(inputs.documents, facts), *ungraphed(facts, FAMILIES), *validate(quads, texts=texts))
    return Product(inputs, tuple(facts), findings, tuple(quads), tuple(ungrounded(facts)), as_of)


def _write(out: Path, recipe: str, inputs: Inputs, as_of: date | None, policy: str) -> dict[str, Any]:
    product = _graph(inputs, as_of, policy)
    replace_current(out, recipe, lambda folder: publish(product, folder))
    return report_of(product)


__all__ = ["Build", "Progress", "build", "facts_in", "facts_of", "read_one", "reading_of", "stated"]
