"""Measures how names are grounded, and writes docs/grounding.md: `python docs/grounding/make.py`.

The part about real releases is measured where they lie beside the checkout (`../shared`); elsewhere it stays as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from triplewire import pipeline
from triplewire.assemble import assemble
from triplewire.ground import ungrounded, uses
from triplewire.ground.facts import TYPES, Use
from triplewire.lexicon.tables import read_table
from triplewire.model import Fact, Ungrounded
from triplewire.read import discover

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "grounding.md"
GOLD = ROOT / "tests" / "gold" / "groundings"
SAMPLES = "## The sample releases\n"
REAL = "## Real releases\n"

Pair = tuple[str, str, str]
"""Type, name and identifier."""


@dataclass(frozen=True)
class Measured:
    """The groundings of some releases, each once; a person's verdict on each; the names without an identifier."""

    pairs: frozenset[Pair]
    verdicts: Mapping[Pair, str]
    blank: tuple[Ungrounded, ...]

    @property
    def unseen(self) -> list[Pair]:
        """The groundings that nobody has looked at, sorted."""
        return sorted(self.pairs - self.verdicts.keys())

    def precision(self, kind: str = "") -> float:
        """The share of right among the groundings of a type, or of all; 1 when there are none."""
        looked = [self.verdicts.get(pair, "wrong") for pair in self.pairs if kind in ("", pair[0])]
        return looked.count("right") / len(looked) if looked else 1.0


def measured(paths: Iterable[Path], gold: Path) -> Measured:
    """Reads releases and compares their groundings with the checked ones."""
    facts = assemble([fact for path in discover(sorted(paths)) for fact in pipeline.read_one(path)[1]])
    verdicts = {(r["type"], r["name"], r["id"]): r["verdict"] for r in read_table(gold).dicts()}
    return Measured(frozenset(_pairs(facts)), verdicts, tuple(ungrounded(_by_release(facts))))


def _by_release(facts: Iterable[Fact]) -> list[tuple[str, list[Use]]]:
    """What the facts of each release name."""
    own: dict[str, list[Fact]] = {}
    for fact in facts:
        own.setdefault(fact.release, []).append(fact)
    return [(release, uses(found)) for release, found in own.items()]


def _pairs(facts: Iterable[Fact]) -> Iterator[Pair]:
    for fact in facts:
        yield from ((TYPES[a], fact.arg(a), curie) for a, curie in fact.ids.items() if a in TYPES)


def part(found: Measured) -> str:
    """Tables and lists of one set of releases."""
    return "\n".join([*_table(found), "", "Without an identifier:", "", *_lists(found)]) + "\n"


def _table(found: Measured) -> Iterator[str]:
    columns = ("type", "names", "grounded", "right", "wrong", "unsure", "precision", "blank", "of these broader")
    yield from (f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}")
    for kind in [*sorted(set(TYPES.values())), ""]:
        pairs = [p for p in found.pairs if kind in ("", p[0])]
        blank = [b for b in found.blank if kind in ("", b.type)]
        count = Counter(found.verdicts.get(p, "wrong") for p in pairs)
        shares = f"{found.precision(kind):.3f}" if pairs else "-"
        verdicts = (count[v] for v in ("right", "wrong", "unsure"))
        cells = (kind or "all", len(pairs) + len(blank), len(pairs), *verdicts, shares, len(blank), sum(bool(b.broader) for b in blank))
        yield f"| {' | '.join(map(str, cells))} |"


def _lists(found: Measured) -> Iterator[str]:
    for kind in sorted({b.type for b in found.blank}):
        names = [f"{b.name} (part of {b.broader})" if b.broader else b.name for b in found.blank if b.type == kind]
        yield f"- **{kind}** ({len(names)}): {'; '.join(names)}"


def samples() -> str:
    """The part about the sample releases."""
    return f"{SAMPLES}\n{part(measured([ROOT / 'data' / 'releases'], GOLD / 'samples.tsv'))}"


def real() -> str:
    """The part about the real releases."""
    head = "34 releases of 2025 that lie beside the checkout; they were at hand while the rules were written.\n"
    return f"{REAL}\n{head}\n{part(measured([SHARED / 'releases' / 'dev'], GOLD / 'dev.tsv'))}"


def written(page: str) -> dict[str, str]:
    """The measured parts of a page that was written, by name."""
    found = re.search(rf"(?P<samples>{SAMPLES}.*?)\n(?P<real>{REAL}.*)", page, re.DOTALL)
    return found.groupdict() if found else {}


def page(parts: Mapping[str, str]) -> str:
    """The whole page: what a person wrote in page.txt, with the parts in their places."""
    text = (PAGE.parent / "grounding" / "page.txt").read_text("utf-8").rstrip("\n")
    return text.replace("@samples@", parts["samples"]).replace("@real@", parts["real"])


def main() -> None:
    """Writes the page."""
    kept = written(PAGE.read_text("utf-8")) if PAGE.is_file() else {}
    fresh = {"samples": samples(), **({"real": real()} if SHARED.is_dir() else {})}
    PAGE.write_text(page({"real": f"{REAL}\nNot measured yet.\n", **kept, **fresh}), "utf-8")


if __name__ == "__main__":
    main()
