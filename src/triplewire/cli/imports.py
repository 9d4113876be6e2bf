"""What `triplewire lexicon import` says: what came in, what was left out and why, how to use it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from triplewire.cli import talk
from triplewire.cli.tables import width
from triplewire.lexicon import ImportReport
from triplewire.lexicon.loading import ENVIRONMENT


def tell(report: ImportReport, file: Path, into: Path | None, *, dry_run: bool) -> None:
    """Prints the report: as the result of a dry run, else as notes."""
    (talk.result if dry_run else talk.note)("\n".join(_lines(report, file)))
    for case in report.skipped:
        talk.detail(f"left out: {case.where}: {case.form or '(nothing)'}: {case.reason}")
    if not report.terms:
        talk.note(f"nothing new in {file.name}, nothing written")
    elif report.file and into:
        talk.note(f"wrote {report.file}")
        talk.note(f"to use it: {_export(into)}" if not _in_use(into) else f"{ENVIRONMENT} names the folder already: it is in use")


def _lines(report: ImportReport, file: Path) -> Iterator[str]:
    version = f", {report.version}" if report.version else ""
    yield f"{file.name}: {report.entries} entries{version}"
    extended = f"{report.extended} of them known before" if report.extended else ""
    ambiguous = f"{report.ambiguous} count only beside a longer form of the same name" if report.ambiguous else ""
    for what, number, more in (
        ("names", report.names, extended),
        ("forms", report.forms, ambiguous),
        ("identifiers", report.identifiers, ""),
    ):
        yield f"  {what:12}{number:>7}   {more}".rstrip()
    yield from _left_out(report)


def _left_out(report: ImportReport) -> Iterator[str]:
    yield f"  {'left out':12}{len(report.skipped):>7}"
    reasons = report.reasons()
    size = max((len(reason) for reason, _, _ in reasons), default=0)
    for reason, number, first in reasons:
        line = f"    {number:>6}  {reason:{size}}  line {first.where.rpartition(':')[2]}: {first.form}"
        yield line if len(line) <= width() else f"{line[: width() - 1]}…"
    if report.xrefs:
        yield f"  {report.xrefs} references to other registers are not taken"


def _in_use(into: Path) -> bool:
    named = [Path(part).resolve() for part in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if part]
    return into.resolve() in named


def _export(into: Path) -> str:
    """The line for the shell that puts a folder to use, besides those that are in use."""
    place = str(into) if into.is_absolute() else f"$PWD/{into}"
    before = f"${ENVIRONMENT}{os.pathsep}" if os.environ.get(ENVIRONMENT) else ""
    return f'export {ENVIRONMENT}="{before}{place}"'
