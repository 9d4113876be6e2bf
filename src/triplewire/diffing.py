"""What two words of a user stand for, and what changed between them: releases, days of one build, or two builds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from triplewire import pipeline
from triplewire.assemble.naming import Naming
from triplewire.errors import BuildError, InputError, no_such
from triplewire.model import Fact, Release
from triplewire.read import read
from triplewire.reconcile.changes import Delta, State, about, compare, known, told

Sort = Literal["release", "date", "build"]
SORTS = "two releases (files, or ids of a build), two dates (YYYY-MM-DD) or two build folders"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Corpus(Protocol):
    """A build as far as it is needed here."""

    def facts(self) -> list[Fact]:
        """Its facts."""

    def releases(self) -> list[Release]:
        """Its releases."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what sort it is, what the user called it, and the releases and facts that it is made of."""

    sort: Sort
    name: str
    releases: tuple[Release, ...]
    facts: tuple[Fact, ...]
    day: date | None = None

    def state(self, facts: Sequence[Fact]) -> State:
        """What this side tells, by its facts under the names that both sides share."""
        if self.sort == "release":
            return told(self.releases[0], facts)
        return known(self.releases, facts, self.day, "" if self.day else f"build {self.name}")


def diff(one: Side, two: Side, *, company: str | None = None, compound: str | None = None) -> Delta:
    """What changed from one side to the other. Raises InputError when they are not of one sort, NotFoundError for an unknown name."""
    if one.sort != two.sort:
        raise InputError(f"{one.name} is a {one.sort} and {two.name} is a {two.sort}; compare {SORTS}", "sorts")
    naming = Naming.of(_each_once([*one.facts, *two.facts]))
    states = [side.state([naming.applied(f) for f in side.facts]) for side in (one, two)]
    return about(compare(*states), states, company=company, compound=compound)


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without doubles, which would count as votes for a name."""
    return list({(f.release, f.id): f for f in facts}.values())


def side(word: str | Path | date, opened: Callable[[Path], Corpus], corpus: Corpus | None, place: str = "") -> Side:
    """What a word stands for: a day, a folder of a build (`opened` gives it), a file to read, or the id of a release of `corpus`, which
    is in `place`.

    Raises InputError or NotFoundError that says what was looked for, and BuildError.
    """
    if isinstance(word, date) or _DAY.fullmatch(str(word)):
        return _day(word, corpus, place)
    path = Path(word)
    if path.is_dir():
        build = opened(path)
        return Side("build", str(word), tuple(build.releases()), tuple(build.facts()))
    if path.is_file():
        return _read(path)
    return _release(str(word), corpus, place)


def _day(word: str | Path | date, corpus: Corpus | None, place: str) -> Side:
    try:
        day = word if isinstance(word, date) else date.fromisoformat(str(word))
    except ValueError:
        raise InputError(f"{word!s}: there is no such day; write a date as YYYY-MM-DD", "date") from None
    if corpus is None:
        raise BuildError(f"{day}: there is no build in {place} to look at as of a day; make one, or name it with --graph DIR")
    return Side("date", str(day), tuple(corpus.releases()), tuple(corpus.facts()), day)


def _read(path: Path) -> Side:
    reading = pipeline.reading_of(read(path))
    return Side("release", str(path), (reading.document.release,), tuple(pipeline.facts_in(reading)))


def _release(word: str, corpus: Corpus | None, place: str) -> Side:
    if corpus is None:
        raise InputError(f"{word}: there is no such file, and no build in {place} to look for a release in; give {SORTS}", "missing")
    by_id = {r.id: r for r in corpus.releases()}
    if word not in by_id:
        unknown = no_such(f"release in {place}", word, by_id)
        raise InputError(f"{word}: is no file, no folder and no date, and {unknown}; give {SORTS}", "missing")
    return Side("release", word, (by_id[word],), tuple(f for f in corpus.facts() if f.release == word))
