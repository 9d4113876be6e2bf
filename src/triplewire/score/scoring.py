"""Releases read and judged against their gold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from triplewire import pipeline
from triplewire.errors import InputError
from triplewire.model import Document
from triplewire.read import discover, read
from triplewire.score.baseline import co_occurring
from triplewire.score.card import Card, Scored
from triplewire.score.gold import Gold, gold_of
from triplewire.score.show import brief
from triplewire.score.verdicts import claims_of, judge, tallies

Progress = Callable[[int, int, str], None]


@dataclass
class Outcome:
    """What came of scoring: the releases judged, the messages about those that could not be read, and lines worth knowing."""

    scored: list[Scored] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def card(self) -> Card:
        """The score card of the releases judged."""
        return Card.of(self.scored)


def score_paths(paths: Sequence[str | Path], golds: Mapping[str, Gold], progress: Progress | None = None) -> Outcome:
    """Every release behind `paths` that has gold, judged. What has none, what cannot be read and gold that nothing was read for is told,
    never passed over. Raises InputError when a path is not there.
    """
    files, out = discover(paths), Outcome()
    for done, path in enumerate(files, 1):
        try:
            _score(path, golds, out)
        except InputError as error:
            out.unread.append(str(error))
        if progress:
            progress(done, len(files), path.name)
    left = sorted(golds.keys() - {one.release for one in out.scored})
    if left and out.scored:
        out.notes.append(f"gold without a release among the paths: {brief(left)}")
    return out


def _score(path: Path, golds: Mapping[str, Gold], out: Outcome) -> None:
    document = read(path)
    gold = gold_of(golds, (path.stem, document.release.id), document.release)
    if gold is None:
        out.notes.append(f"{path}: no gold for it; left out")
    elif gold.id in {one.release for one in out.scored}:
        out.notes.append(f"{path}: {gold.id} was scored already; left out")
    else:
        out.scored.append(score_document(document, gold))


def score_document(document: Document, gold: Gold) -> Scored:
    """One release read and judged."""
    reading = pipeline.reading_of(document)
    judged = judge(claims_of(pipeline.facts_in(reading)), gold, document.raw.splitlines())
    return Scored(gold.id, tuple(judged), tallies(co_occurring(reading), gold))
