"""`python -m benchmarks.speed [--quick]`: one table of ratios, all measured in this run."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.speed import asking, building, drawing, judging, reading, serving
from benchmarks.speed.clock import Row


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | time | against | its time | ratio | bar |", "|---|---:|---|---:|---:|---:|"]
    lines += [f"| {r.what} | {_time(r.ours)} | {r.peer} | {_time(r.theirs)} | {_number(r.ratio)} | {r.bar} |" for r in rows]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def _number(ratio: float) -> str:
    return f"{ratio:.3g}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 0 whatever comes out, since the bars are for people to judge."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="How fast, against named peers.")
    parser.add_argument("--quick", action="store_true", help="few tries, releases and queries: shows that it runs, not how fast")
    parser.add_argument("--asking", action="store_true", help="only loading and queries")
    parser.add_argument("--size", type=int, action="append", help="with --asking: of a graph of about so many triples; repeatable")
    parser.add_argument("--judging", action="store_true", help="only rules and shapes")
    parser.add_argument("--drawing", action="store_true", help="only networks in a browser")
    building.options(parser)
    asked = parser.parse_args(arguments)
    quick = asked.quick
    sizes = asked.size or (asking.QUICK if quick else asking.SIZES)
    tries, few = (1, 4) if quick else (9, None)

    def say(line: str) -> None:
        print(f"- {line}", flush=True)

    if asked.building:
        return building.curves(asked, say)
    rows, part = list[Row](), asked.asking or asked.judging or asked.drawing
    if not part:
        rows += reading.rows(tries, say, few)
        rows += building.rows(1 if quick else 3, say, few)
        rows += serving.rows(1 if quick else 9, say, few)
    if asked.asking or not part:
        rows += asking.rows(sizes, 1 if quick else 3, say, few)
    if asked.judging or not part:
        rows += judging.rows(say, quick=quick)
    if asked.drawing or not part:
        rows += drawing.rows(say, quick=quick)
    print(f"\n{table(rows)}\n\nratio: how many times as long the other one takes{'; a quick run, not a measurement' if quick else ''}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
