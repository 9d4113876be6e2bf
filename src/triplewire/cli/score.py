"""`triplewire score`: how well releases are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import options, talk
from triplewire.cli.tables import plain_table
from triplewire.errors import InputError

if TYPE_CHECKING:
    from triplewire import score as scoring


def score(
    paths: options.Paths = None,
    gold: Annotated[Path, typer.Option("--gold", metavar="DIR", help="Annotated facts: NAME.json for each release.")] = Path("gold"),
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Score reading against annotated releases.

    Precision, recall and F1 per family; the last row is what co-occurrence alone would find.
    """
    from triplewire import pipeline
    from triplewire import score as scoring
    from triplewire.read import discover, read
    from triplewire.score.gold import gold_of

    golds = scoring.load_gold(gold)
    read_as, by_chance = [], []
    for path in discover(paths or []):
        document = read(path)
        found = gold_of(golds, (path.stem, document.release.id))
        if found is None:
            talk.note(f"{path}: no gold for it in {gold}; left out")
            continue
        read_as.append(scoring.score(pipeline.facts_of(path), found))
        by_chance.append(scoring.count(scoring.baseline(pipeline.reading_of(document)), found))
        talk.detail(f"{path}: scored against {found.id}")
    if not read_as:
        raise InputError(f"none of the releases has gold in {gold}; a file NAME.json there goes with a release NAME.txt", "missing")
    talk.result(_table(read_as, by_chance))


def _table(read_as: list[dict[str, scoring.Tally]], by_chance: list[dict[str, scoring.Tally]]) -> str:
    from triplewire.score.match import KEYS
    from triplewire.score.report import BASELINE, total

    rows = [_row(family, total(read_as, [family])) for family in KEYS]
    rows.append(_row("all", total(read_as, KEYS)))
    rows.append(_row("of those, pairs", total(read_as, BASELINE)))
    rows.append(_row("pairs by co-occurrence", total(by_chance, BASELINE)))
    return plain_table(("family", "right", "wrong", "missed", "precision", "recall", "F1"), rows, count=False)


def _row(name: str, tally: scoring.Tally) -> tuple[object, ...]:
    figures = (f"{x:.3f}" for x in (tally.precision, tally.recall, tally.f1))
    return (name, tally.right, tally.wrong, tally.missed, *figures)
