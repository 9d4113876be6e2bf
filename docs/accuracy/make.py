"""Measures how well releases are read, and writes docs/accuracy.md: `python docs/accuracy/make.py`.

The part about real releases is measured where they lie beside the checkout (`../shared`); elsewhere it stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from triplewire import lexicon
from triplewire.lexicon import short_name
from triplewire.score import Gold, Tally, load_gold
from triplewire.score.card import Card
from triplewire.score.scoring import score_paths
from triplewire.score.show import Sheet, families, releases

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "accuracy.md"
NAMES = ("compounds", "organizations", "technologies")
REAL = "## Real releases\n"
LIMITS = "## The limits of these figures\n"


def pages() -> dict[str, str]:
    """The parts of the page: `samples` always, `real` where real releases are at hand."""
    out = {"samples": samples()}
    return {**out, "real": real()} if SHARED.is_dir() else out


def samples() -> str:
    """The part about the sample releases."""
    golds, paths = load_gold(ROOT / "tests" / "gold" / "samples"), [ROOT / "data" / "releases"]
    card = score_paths(paths, golds).card
    how = (
        f"{_size(card, golds)}, retold in our own words, come with the package. "
        "Measured with `triplewire score --gold tests/gold/samples data/releases --per-release`.\n"
    )
    return "\n".join(["## The sample releases\n", how, *_tables(card), ablation(card, paths, golds).markdown])


def real() -> str:
    """The part about the real releases beside the checkout."""
    golds, paths = load_gold(SHARED / "gold"), [SHARED / "releases" / "dev"]
    card = score_paths(paths, golds).card
    usual, bare = (_without(left_out, [SHARED / "releases" / "seed"], golds)[0].f1 for left_out in ((), NAMES))
    how = (
        f"{_size(card, golds)}, as the wires have them. Their texts are not ours to hand on; facts and figures are. "
        "Measured with the same command\non texts and gold that lie beside the checkout. The release for which the rules were begun is not "
        f"among them: it is read with a core F1 of\n{usual:.3f}, and of {bare:.3f} without the three lists of names.\n"
    )
    return "\n".join([REAL, how, *_tables(card), ablation(card, paths, golds).markdown])


def _size(card: Card, golds: Mapping[str, Gold]) -> str:
    companies = {short_name(golds[one.release].issuer) for one in card.releases}
    return f"{len(card.releases)} releases of {len(companies)} companies"


def _tables(card: Card) -> Iterator[str]:
    yield families(card, "core").markdown
    yield families(card, "secondary").markdown
    yield releases(card).markdown


def ablation(card: Card, paths: Sequence[Path], golds: Mapping[str, Gold]) -> Sheet:
    """The figures with each of the lists of names emptied, and with all of them, beside those of the card."""
    usual = _groups(card)
    rows = [("nothing", *_shares(usual[0]), "", f"{usual[1].f1:.3f}")]
    for left_out in (*((name,) for name in NAMES), NAMES):
        core, secondary = _without(left_out, paths, golds)
        rows.append((", ".join(left_out), *_shares(core), f"{100 * (core.f1 - usual[0].f1):+.1f}", f"{secondary.f1:.3f}"))
    columns = ("left out", "core precision", "core recall", "core F1", "points", "secondary F1")
    return Sheet("reading without lists of names", columns, tuple(rows))


def _without(left_out: tuple[str, ...], paths: Sequence[Path], golds: Mapping[str, Gold]) -> tuple[Tally, Tally]:
    """The counts of core and secondary families with some lexicons emptied."""
    with lexicon.without(left_out):
        return _groups(score_paths(paths, golds).card)


def _groups(card: Card) -> tuple[Tally, Tally]:
    return card.group("core").micro.tally, card.group("secondary").micro.tally


def _shares(tally: Tally) -> tuple[str, str, str]:
    return f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}"


def written(page: str) -> dict[str, str]:
    """The parts of a page that was written, by name."""
    found = re.search(rf"(?P<samples>## The sample releases\n.*?)\n(?P<real>{REAL}.*?)\n{LIMITS}", page, re.DOTALL)
    return found.groupdict() if found else {}


def page(parts: Mapping[str, str]) -> str:
    """The whole page: what a person wrote in page.txt, with the parts in their places."""
    text = (PAGE.parent / "accuracy" / "page.txt").read_text("utf-8")
    return text.replace("@samples@", parts["samples"]).replace("@real@", parts["real"])


def main() -> None:
    """Writes the page."""
    kept = written(PAGE.read_text("utf-8")) if PAGE.is_file() else {}
    PAGE.write_text(page({"real": f"{REAL}\nNot measured yet.\n", **kept, **pages()}), "utf-8")


if __name__ == "__main__":
    main()
