"""Building: the sample releases as rows of the table of ratios, and made-up releases in any number as curves.

For curves each build runs in a fresh process: `python -m benchmarks.speed.building RELEASES OUT WORKERS PAGES` prints what it took.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.speed import corpora
from benchmarks.speed.clock import Row, once
from triplewire import api

MEASURED = Path(__file__).with_name("building.csv")
"""What was measured last for each number of releases, number of workers and kind of build."""
SIZES = (1, 10, 100, 1000)
"""What is measured unless other numbers are asked for."""
SHOWN = (*SIZES, 10_000, 100_000)
"""What has rows in the page, measured or not."""
WORKERS = (1, 2)
KINDS = ("first", "nothing new", "one more", "one changed", "one removed")
FEW, FRONT = 1000, 2000
"""From so many releases on only few pages are written, and above so many, as a build does by itself, a front page alone."""
AFTER_GRAPH, AFTER_ALL = "settling", "closing"
"""The time between the graph and the files, and that behind the last page, of which nothing is told."""
COLUMNS = (
    *("releases", "workers", "pages", "kind", "wall_s", "processor_s", "memory_mb", "facts", "triples", "findings"),
    *("store_mb", "texts_mb", "pages_mb", "cache_mb", "workbook_mb", "companies", "names", "crossing", "near", "phases"),
)
PLANNED = 10_000_000
"""How many releases the plan is for."""
SHARD = 10_000
"""How many releases the plan has in one build of many."""
LOADED = 10_000
"""Triples that a store took in a second over HTTP: decision 13 has 316,275 in 26 and in 33 seconds."""
MARKS = ("<!-- measured by python -m benchmarks.speed --building -->", "<!-- end of what was measured -->")
MB = 1e6

Say = Callable[[str], None]
Measured = Mapping[str, str]
"""A row of MEASURED by its COLUMNS."""


# -- the table of ratios ---------------------------------------------------------------------------------------------------


def _build(paths: list[Path], out: Path) -> float:
    """Seconds of a build, the start of Python not included."""
    return once(lambda: api.build(paths, out))


def rows(tries: int, say: Say, most: int | None = None) -> list[Row]:
    """Each kind of rebuild against the first build, of all samples or the first `most`; the best of so many tries."""
    samples = api.samples()[:most]
    with TemporaryDirectory() as folder:
        _build(samples[:1], Path(folder))  # what is loaded once
    firsts, agains, mores = [], [], []
    for _ in range(tries):
        with TemporaryDirectory() as folder:
            firsts.append(_build(samples, Path(folder) / "all"))
            agains.append(_build(samples, Path(folder) / "all"))
            _build(samples[1:], Path(folder) / "more")
            mores.append(_build(samples, Path(folder) / "more"))
    first = min(firsts)
    say(f"building {len(samples)} releases: {first:.1f} s the first time")
    return [
        Row("build with nothing new", min(agains), "first build", first, "≥ 20"),
        Row("build with one release more", min(mores), "first build", first),
    ]


# -- one build, in a process of its own ------------------------------------------------------------------------------------


def here(releases: Path, out: Path, workers: int, pages: str) -> dict[str, object]:
    """A build in this process: what it made, and the processor's seconds of this process by phase."""
    spent: dict[str, float] = {}
    last, opened = time.process_time(), ""

    def tell(phase: str, _: int, total: int, __: str) -> None:
        """What is told of is done, but for a phase that is told of when it begins."""
        nonlocal last, opened
        now = time.process_time()
        of = opened or (phase if total else AFTER_GRAPH)
        spent[of] = spent.get(of, 0.0) + now - last
        last, opened = now, "" if total else phase

    options: dict[str, Any] = {"workers": workers, "pages": pages}
    report = api.build(releases, out, progress=tell, **options).report
    spent[AFTER_ALL] = time.process_time() - last
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    counts = {name: report["counts"][name] for name in ("facts", "triples", "findings")}
    return {**counts, "processor_s": sum(u.ru_utime + u.ru_stime for u in used), "phases": spent}


def apart(releases: Path, out: Path, workers: int, pages: str) -> dict[str, object]:
    """The same in a fresh process, with its seconds by the wall, the most memory of it and its workers, and sizes on the disk."""
    command = [sys.executable, "-m", "benchmarks.speed.building", str(releases), str(out), str(workers), pages]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        watch = _Memory(process.pid)
        watch.start()
        told, _ = process.communicate()
        watch.ended.set()
    wall = time.perf_counter() - began
    watch.join()
    if process.returncode:
        raise RuntimeError(f"a build of {releases} ended with exit code {process.returncode}")
    return {**json.loads(told), "wall_s": wall, "memory_mb": watch.most / MB, **_sizes(out), **_across(out / "current" / "facts.jsonl")}


class _Memory(threading.Thread):
    """Looks twenty times a second how much memory a process and those below it hold together; `most` is in bytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.most, self.ended = process, 0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.05):
            self.most = max(self.most, sum(map(_resident, _below(self.process))))


def _below(process: int) -> list[int]:
    """The process and all below it."""
    found = [process]
    for number in found:
        try:
            listed = [task.read_text() for task in Path(f"/proc/{number}/task").glob("*/children")]
        except OSError:  # it has just ended
            continue
        found += [int(child) for children in listed for child in children.split()]
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):  # it has just ended
        return 0


def _sizes(out: Path) -> dict[str, float]:
    """Megabytes of the parts of a build and of what is kept beside it."""
    sizes = dict.fromkeys(("store_mb", "texts_mb", "pages_mb", "cache_mb", "workbook_mb"), 0.0)
    current = (out / "current").resolve()
    for path in (p for folder in (current, out / "cache") for p in folder.rglob("*") if p.is_file()):
        if current in path.parents:
            parts = path.relative_to(current).parts
            part = "store_mb" if parts[0] == "store" else "texts_mb" if parts[0] in _TEXTS else "pages_mb"
        else:
            part = "workbook_mb" if path.suffix in (".db", ".sqlite") or "workbook" in path.name else "cache_mb"
        sizes[part] += path.stat().st_size / MB
    for path in (p for p in out.iterdir() if p.is_file()):
        sizes["workbook_mb"] += path.stat().st_size / MB
    return sizes


def _across(facts: Path) -> dict[str, int]:
    """What would cross from company to company, were each built by itself: how many names there are and how many of them several
    companies tell of, and how many facts of others bear on a company, which speaks of the same compound or is named as a partner.
    """
    names, near = defaultdict[tuple[str, str], set[str]](set), defaultdict[str, Counter[str]](Counter)
    told, companies = defaultdict[str, set[str]](set), set[str]()
    with facts.open(encoding="utf-8") as lines:
        for fact in map(json.loads, lines):
            company = fact["release"].partition("-")[0]
            companies.add(company)
            for argument in _NAMED & fact.keys():
                names[argument, fact[argument]].add(company)
            if compound := fact.get("compound"):
                told[company].add(compound)
                near[compound][company] += 1
            if fact["family"] == "partnered_with":
                for partner in {fact[a].partition(" ")[0].lower() for a in ("organization_a", "organization_b")} - {company}:
                    told[partner].add(partner)
                    near[partner][company] += 1
    crossing = sum(len(by) > 1 for by in names.values())
    bearing = sum(near[key].total() - near[key][company] for company in companies for key in told[company])
    return {"companies": len(companies), "names": len(names), "crossing": crossing, "near": bearing}


_NAMED = frozenset(("compound", "organization", "organization_a", "organization_b", "indication", "target", "payload", "technology"))
_TEXTS = ("facts.jsonl", "graph.ttl", "graph.trig", "report.json", "void.ttl", "quarantine.jsonl", "triplewire-build.json")


# -- curves ----------------------------------------------------------------------------------------------------------------


def options(parser: argparse.ArgumentParser) -> None:
    """The options of curves."""
    parser.add_argument("--building", action="store_true", help="only builds of made-up releases, as they grow")
    parser.add_argument("--releases", type=int, nargs="+", metavar="N", help="with --building: how many releases")
    parser.add_argument("--workers", type=int, nargs="+", default=WORKERS, metavar="N", help="with --building: with how many processes")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="with --building: put the tables into this page")


def curves(asked: argparse.Namespace, say: Say) -> int:
    """Measures what is asked for and prints it; with --write it is kept in MEASURED too, and the page is written anew from that."""
    sizes = asked.releases or (SIZES[:2] if asked.quick else SIZES)
    known = kept() if asked.write else {}
    for size in sizes:
        for workers in asked.workers:
            for row in measured(size, workers, say):
                known[_key(row)] = row
                if asked.write:
                    MEASURED.write_text(_csv(known), "utf-8")
    if asked.write:
        asked.write.write_text(written(asked.write.read_text("utf-8"), known.values()), "utf-8")
    print(f"\n{tables(known.values(), ())}\n\n{_csv(known)}")
    return 0


def measured(size: int, workers: int, say: Say) -> Iterator[Measured]:
    """A build of so many releases from nothing, and what follows on it: each kind of build by its row."""
    pages = "all" if size < FEW else "few" if size <= FRONT else "front"
    with TemporaryDirectory() as folder:
        releases, out = Path(folder) / "releases", Path(folder) / "out"
        *texts, more = corpora.releases(size + 1)
        releases.mkdir()
        for text in texts:
            (releases / text.name).write_text(text.text, "utf-8")
        for kind in KINDS:
            _change(kind, releases, texts, more)
            row = _row(size, workers, pages, kind, apart(releases, out, workers, pages))
            say(f"{size} releases, {workers} workers, {kind}: {row['processor_s']} s of processor time, {row['memory_mb']} MB")
            yield row


def _change(kind: str, folder: Path, texts: Sequence[corpora.Written], more: corpora.Written) -> None:
    """What comes, changes or goes before a build of that kind: the last release, and one in the middle."""
    middle = texts[len(texts) // 2]
    if kind == "one more":
        (folder / more.name).write_text(more.text, "utf-8")
    elif kind == "one changed":
        code = re.search(r"[A-Z]{3}-\d+", middle.text)
        said = f"\n{code.group()} is in Phase 2 testing for lymphoma.\n\nAbout " if code else "\n\nAbout "
        (folder / middle.name).write_text(middle.text.replace("\nAbout ", said, 1), "utf-8")
    elif kind == "one removed":
        (folder / middle.name).unlink()


def _row(size: int, workers: int, pages: str, kind: str, found: Mapping[str, object]) -> Measured:
    phases = found["phases"]
    assert isinstance(phases, Mapping)
    values = {"releases": size, "workers": workers, "pages": pages, "kind": kind, **found}
    values["phases"] = "; ".join(f"{phase} {seconds:.2f}" for phase, seconds in phases.items() if seconds >= 0.005)
    return {name: f"{v:.2f}" if isinstance(v := values[name], float) else str(v) for name in COLUMNS}


def _key(row: Measured) -> tuple[int, int, int]:
    return int(row["releases"]), int(row["workers"]), KINDS.index(row["kind"])


def kept() -> dict[tuple[int, int, int], Measured]:
    """What was measured last, row by row."""
    if not MEASURED.exists():
        return {}
    with MEASURED.open(encoding="utf-8", newline="") as lines:
        return {_key(row): row for row in csv.DictReader(lines)}


def _csv(known: Mapping[tuple[int, int, int], Measured]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(known[key] for key in sorted(known))
    return text.getvalue()


# -- the page --------------------------------------------------------------------------------------------------------------


def written(page: str, found: Iterable[Measured]) -> str:
    """The page with the tables between the MARKS. Raises ValueError when it has none."""
    before, mark, rest = page.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not (mark and end):
        raise ValueError(f"the page needs the lines {MARKS[0]} and {MARKS[1]}")
    return f"{before}{mark}\n\n{tables(found, SHOWN)}\n\n{end}{after}"


def tables(found: Iterable[Measured], shown: Sequence[int]) -> str:
    """What was measured as Markdown: the builds, where the time of one worker goes, and the disk. Numbers in `shown` that were not
    measured are named.
    """
    known = sorted(found, key=_key)
    there = {_key(row) for row in known}
    lacking = [
        f"{', '.join(f'{n:,}' for n in missing)} releases with {workers} worker{'s' if workers > 1 else ''}"
        for workers in WORKERS
        if (missing := [n for n in shown if any((n, workers, kind) not in there for kind in range(len(KINDS)))])
    ]
    one = [row for row in known if row["workers"] == "1"]
    # What is made is the same whoever made it: that of the fewest workers is shown.
    fewest = {row["releases"]: row for row in reversed(known) if row["kind"] == "first"}
    made = sorted(fewest.values(), key=_key)
    parts = [_builds(known), _phases(one), _disk(made), _crossing(made), _plan(one)]
    if lacking:
        parts.insert(0, f"**Not measured yet**, or not all of it: {'; '.join(lacking)}.")
    return "\n\n".join(part for part in parts if part)


def _builds(known: Sequence[Measured]) -> str:
    lines = [
        "| releases | workers | build | processor | a release | wall | memory | facts | triples |",
        "|---:|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in known:
        processor, size = float(row["processor_s"]), int(row["releases"])
        each = f"{processor / size * 1000:,.0f} ms" if row["kind"] == "first" else ""
        lines.append(
            f"| {size:,} | {row['workers']} | {row['kind']} | {processor:,.1f} s | {each} | {float(row['wall_s']):,.1f} s "
            f"| {float(row['memory_mb']):,.0f} MB | {int(row['facts']):,} | {int(row['triples']):,} |"
        )
    return "\n".join(lines)


def _phases(known: Sequence[Measured]) -> str:
    told = [(row, dict(_phases_of(row))) for row in known]
    names = list(dict.fromkeys(name for _, phases in told for name in phases))
    lines = [f"| releases | build | {' | '.join(names)} |", f"|---:|---|{'---:|' * len(names)}"]
    for row, phases in told:
        cells = (f"{float(phases[name]):,.1f} s" if name in phases else "" for name in names)
        lines.append(f"| {int(row['releases']):,} | {row['kind']} | {' | '.join(cells)} |")
    return "\n".join(lines) if known else ""


def _crossing(made: Sequence[Measured]) -> str:
    lines = [
        "| releases | companies | names | told of by several companies | facts | facts of others near a company |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for row in made:
        share = int(row["crossing"]) / int(row["names"])
        near = int(row["near"]) / int(row["companies"])
        lines.append(
            f"| {int(row['releases']):,} | {int(row['companies']):,} | {int(row['names']):,} | {int(row['crossing']):,} ({share:.0%}) "
            f"| {int(row['facts']):,} | {near:,.0f} |"
        )
    return "\n".join(lines) if made else ""


def _plan(known: Sequence[Measured]) -> str:
    """What PLANNED releases would take, were each as dear as those of the largest build that was measured; and shards of SHARD."""
    firsts = [row for row in known if row["kind"] == "first"]
    if not firsts:
        return ""
    row, size = firsts[-1], int(firsts[-1]["releases"])
    reading = sum(float(seconds) for name, seconds in _phases_of(row) if name == "reading") / size
    triples = int(row["triples"]) / size
    disk = {part: float(row[f"{part}_mb"]) * MB / size for part in ("store", "texts", "cache", "workbook")}
    memory = (float(row["memory_mb"]) - float(firsts[0]["memory_mb"])) * MB / max(1, size - 1)
    lines = [
        *(f"| | a release, of {size:,} | {PLANNED:,} releases |", "|---|---:|---:|"),
        _hours("reading, processor", reading),
        _hours("all else of a first build, processor", float(row["processor_s"]) / size - reading),
        f"| facts | {int(row['facts']) / size:.1f} | {int(row['facts']) / size * PLANNED / 1e9:,.2f} billion |",
        f"| triples | {triples:,.0f} | {triples * PLANNED / 1e9:,.2f} billion |",
        *(f"| {part} on the disk | {each / 1000:,.1f} kB | {each * PLANNED / 1e12:,.2f} TB |" for part, each in disk.items()),
        f"| disk, twice | {2 * sum(disk.values()) / 1000:,.0f} kB | {2 * sum(disk.values()) * PLANNED / 1e9:,.0f} GB-months a month |",
        f"| memory of a build | {memory / 1000:,.0f} kB | {memory * SHARD / 1e9:,.1f} GB for a shard of {SHARD:,} |",
        f"| another store, {LOADED:,} triples a second | {triples / LOADED * 1000:,.0f} ms | {triples / LOADED * PLANNED / 3600:,.0f} h |",
    ]
    for more in known:
        if more["kind"] == "one more" and int(more["releases"]) == size:
            lines.append(_hours("one more in each shard, processor, shared out over all of it", float(more["processor_s"]) / size))
    return "\n".join(lines)


def _hours(what: str, seconds: float) -> str:
    return f"| {what} | {seconds * 1000:,.0f} ms | {seconds * PLANNED / 3600:,.0f} core-hours |"


def _phases_of(row: Measured) -> list[tuple[str, str]]:
    return [_phase(text) for text in row["phases"].split("; ") if text]


def _phase(text: str) -> tuple[str, str]:
    name, _, seconds = text.rpartition(" ")
    return name, seconds


def _disk(made: Sequence[Measured]) -> str:
    parts = ("store", "texts", "pages", "cache", "workbook")
    lines = [f"| releases | {' | '.join(parts)} | a release |", f"|---:|{'---:|' * len(parts)}---:|"]
    for row in made:
        sizes = [float(row[f"{part}_mb"]) for part in parts]
        each = sum(sizes) * 1000 / int(row["releases"])
        lines.append(f"| {int(row['releases']):,} | {' | '.join(f'{size:,.1f} MB' for size in sizes)} | {each:,.0f} kB |")
    return "\n".join(lines) if made else ""


if __name__ == "__main__":
    given = sys.argv[1:]
    print(json.dumps(here(Path(given[0]), Path(given[1]), int(given[2]), given[3])))
