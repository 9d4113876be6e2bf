"""A corpus of releases with the ledger rows they should give, made from a seed; and a copy of it as a scanner would have it."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.noise import damaged
from tests.promises.letters import Scribe, Thing
from tests.promises.phrasing import Decks, Voice
from tests.promises.rows import ExpectedRow, Phrase, Release, Story
from tests.promises.states import Fate, fate
from tests.promises.stories import Script, Teller, scripts
from tests.promises.world import Company, Compound, World
from triplewire.model import Span


@dataclass(frozen=True)
class Corpus:
    """Releases in order of time, what was put into them, and the rows to be expected of them all.

    `numbers` says how often each script was told; `tolerated` names compounds of other companies, of which a release tells what
    those plan: a row for one of them is neither expected nor wrong.
    """

    seed: int
    releases: tuple[Release, ...]
    rows: tuple[ExpectedRow, ...]
    phrases: tuple[Phrase, ...]
    stories: tuple[Story, ...]
    numbers: Mapping[str, int]
    tolerated: frozenset[tuple[str, str]]
    companies: tuple[Company, ...] = field(repr=False)
    brands: Mapping[str, date] = field(repr=False)

    def rows_as_of(self, day: date) -> tuple[ExpectedRow, ...]:
        """The rows of the promises made up to a day, in the state that they had then."""
        return tuple(_rows(self.phrases, self.stories, self.companies, day))

    def write(self, folder: Path) -> None:
        """Each release as a text file named by its id."""
        folder.mkdir(parents=True, exist_ok=True)
        for release in self.releases:
            (folder / f"{release.id}.txt").write_text(release.text, "utf-8")


def make_corpus(seed: int, promises: int = 500) -> Corpus:
    """A corpus of so many expected rows: every script in its turn, as often as it says, the same for each seed.

    A round of all scripts takes 95 promises. What is left over is filled up with those that come first and fit.
    """
    rng = random.Random(seed)
    world = World(rng)
    world.grow()
    stories = tuple(_stories(Teller(world), promises))
    releases, phrases = _written(world, stories)
    rows = tuple(_rows(phrases, stories, world.companies, date.max))
    numbers = Counter(story.script for story in stories)
    rivals = frozenset((p.said.release, p.rival) for p in phrases if p.rival)
    return Corpus(seed, releases, rows, phrases, stories, numbers, rivals, tuple(world.companies), dict(world.branded))


def _stories(teller: Teller, promises: int) -> Iterator[Story]:
    left = promises
    for script in _in_turn(scripts(), promises):
        if len(script.states) <= left:
            yield teller.tell(script)
            left -= len(script.states)


def _in_turn(known: Sequence[Script], promises: int) -> Iterator[Script]:
    """Whole rounds of all scripts, then scripts of one promise until there must be enough."""
    round_ = [script for script in known for _ in range(script.times)]
    size = sum(len(script.states) for script in round_)
    for _ in range(promises // size):
        yield from round_
    for _ in range(2 + promises // len(known)):
        yield from (script for script in round_ if promises % size)


def _written(world: World, stories: Sequence[Story]) -> tuple[tuple[Release, ...], tuple[Phrase, ...]]:
    """All releases, in order of time, and all that they say."""
    things: dict[str, list[Thing]] = defaultdict(list)
    for number, story in enumerate(stories):
        for said in story.said:
            things[said.release].append((number, story, said))
    decks = Decks(world.rng)
    scribe = Scribe(world, Voice(world.rng, decks), decks, world.rng)
    found = sorted((day, name, company.number) for company in world.companies for day, name in company.published)
    written = [scribe.write(world.companies[number], things[name], name) for _, name, number in found]
    return tuple(release for release, _ in written), tuple(p for _, phrases in written for p in phrases)


def _rows(phrases: Sequence[Phrase], stories: Sequence[Story], companies: Sequence[Company], as_of: date) -> Iterator[ExpectedRow]:
    compounds = {c.code: c for company in companies for c in company.compounds}
    for phrase in phrases:
        if phrase.said.act == "promise" and phrase.said.day <= as_of:
            story = stories[phrase.story]
            company = companies[story.company]
            found = fate(phrase.said, story.said, company.published, as_of)
            yield _row(phrase, found, story, company, compounds.get(phrase.said.topic.compound))


def _row(phrase: Phrase, found: Fate, story: Story, company: Company, of: Compound | None) -> ExpectedRow:
    said = phrase.said
    return ExpectedRow(
        release=said.release,
        date=said.day,
        organization=company.called(said.day),
        names=of.names if of else (),
        kind_alt=("phase_entry",) if said.topic.kind == "trial_start" else (),
        text=phrase.window,
        start=said.window.start,
        end=said.window.end,
        low=said.low,
        high=said.high,
        story=phrase.story,
        script=story.script,
        phrasing=phrase.phrasing,
        sentence=phrase.sentence,
        **_details(phrase),
        **{name: getattr(found, name) for name in found.__slots__},
    )


def _details(phrase: Phrase) -> dict[str, Any]:
    """The topic of a phrase, without the trial and the disease where it leaves them out."""
    found = {name: getattr(phrase.said.topic, name) for name in ("compound", "kind", "phase", "venue", "region", "metric", "period")}
    told = {name: getattr(phrase.said.topic, name) for name in ("trial", "indication")}
    return {**found, **{name: words if words in phrase.sentence else "" for name, words in told.items()}}


def noisy(corpus: Corpus, seed: int, rate: float = 0.01) -> Corpus:
    """The corpus with that share of the letters of its codes, names, phases and periods misread, in the ways of `tests.noise`.

    Titles and datelines are spared; sentences of phrases and rows are left as they were meant.
    """
    releases = (replace(r, text=damaged(r.text, _places(r), seed + i, rate)) for i, r in enumerate(corpus.releases))
    return replace(corpus, releases=tuple(releases))


def _places(release: Release) -> list[Span]:
    """Where names stand after the dateline; a name broken over two lines is one too."""
    words = ("[ \n]+".join(map(re.escape, name.split())) for name in release.names)
    start = release.text.index(" -- ")
    found = re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)").finditer(release.text, start)
    return [Span(m.start(), m.end()) for m in found]
