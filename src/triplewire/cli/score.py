"""`triplewire score`: how well releases are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import options, talk
from triplewire.cli.tables import plain_table
from triplewire.errors import InputError

if TYPE_CHECKING:
    from triplewire.score.card import Card
    from triplewire.score.runs import Comparison
    from triplewire.score.scoring import Outcome
    from triplewire.score.show import Sheet

FORMATS = ("table", "json", "md")


def score(
    paths: options.Paths = None,
    gold: Annotated[Path, typer.Option("--gold", metavar="DIR", help="Annotated facts: NAME.json for each release.")] = Path("gold"),
    form: Annotated[str, typer.Option("--format", "-f", help="table, json or md.")] = "table",
    per_release: Annotated[bool, typer.Option("--per-release", help="Also the figures of each release.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="Also list what was read wrongly and what was missed.")] = False,
    save: Annotated[Path | None, typer.Option("--save", metavar="RUN.json", help="Store every verdict, to compare with later.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="RUN.json", help="List improvements, regressions and misses since that run.")
    ] = None,
    without_lexicon: options.WithoutLexicon = None,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Score reading against annotated releases.

    Precision, recall and F1 of each family and of the core and the secondary families together: micro (of all facts) and macro (the
    mean of the families), with the interval in which F1 lies for 95 % of resampled releases. Beside it the F1 of joining whatever
    stands in one sentence; the row "pairs" is over the families for which that can be done. A fact that the gold holds optional,
    or that was found already, counts neither way.
    """
    from triplewire import lexicon
    from triplewire.score import load_gold, runs, scoring

    options.choice("format", form, FORMATS)
    before = runs.load_run(against) if against else None
    golds = load_gold(gold)
    with lexicon.without(without_lexicon or ()), options.inputs(paths or []) as given, talk.bar("scoring") as progress:
        outcome = scoring.score_paths(_some(given), golds, progress)
    _told(outcome, gold)
    compared = runs.compare(before, runs.run_json(outcome.card)) if before else None
    if save:
        runs.save_run(outcome.card, save)
    talk.result(_rendered(outcome.card, compared, form, per_release=per_release, errors=errors))
    raise typer.Exit(3 if outcome.unread else 0)


def _told(outcome: Outcome, gold: Path) -> None:
    """Say what was not scored. Raises InputError when nothing was."""
    for line in outcome.notes:
        talk.note(line)
    for line in outcome.unread:
        talk.error(line)
    if not outcome.scored:
        raise InputError(f"none of the releases has gold in {gold}; a file NAME.json there goes with a release NAME.txt", "missing")


def _some(paths: list[str]) -> list[str]:
    if not paths:
        raise InputError("say which releases to score: triplewire score --gold DIR PATH...", "missing")
    return paths


def _rendered(card: Card, compared: Comparison | None, form: str, *, per_release: bool, errors: bool) -> str:
    from triplewire.score import show

    if form == "json":
        return show.as_json(show.card_json(card, compared, per_release=per_release, with_errors=errors))
    for line in show.remarks(compared) if compared else ():
        talk.note(line)
    drawn = (sheet.markdown if form == "md" else _table(sheet) for sheet in _sheets(card, compared, per_release=per_release, errors=errors))
    return "\n".join(drawn)


def _sheets(card: Card, compared: Comparison | None, *, per_release: bool, errors: bool) -> Iterator[Sheet]:
    from triplewire.score import show

    yield show.families(card, "core")
    yield show.families(card, "secondary")
    if per_release:
        yield show.releases(card)
    if errors:
        yield show.errors(card)
    if compared:
        yield from show.changes(compared)


def _table(sheet: Sheet) -> str:
    return f"{sheet.title}\n\n{plain_table(sheet.columns, sheet.rows, count=False)}"
