"""`triplewire explain`: why a fact is there, or which rules fire on a sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import options, talk
from triplewire.cli.tables import width
from triplewire.errors import TriplewireError
from triplewire.model import Change, Correction, Fact
from triplewire.model.fact import RESERVED

if TYPE_CHECKING:
    from triplewire.api import Graph


TEXT = 11
"""The column at which the words of an explanation begin, behind what they are."""


def explain(
    fact: Annotated[
        str | None,
        typer.Argument(
            metavar="FACT-ID", help="The id of a fact or inference of the build, or its beginning; or a triple of three names in quotes."
        ),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="A sentence instead: which rules fire on it.")] = None,
    graph: options.GraphDir = Path(options.OUT),
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Show why a fact is there.

    Its words, rule, repairs, identifiers and what was inferred from it; of what was inferred, the rule and its premises down to the
    words of releases; or, for a sentence, which rules fire on it.
    """
    if (fact is None) == (text is None):
        raise TriplewireError('say what to explain: a fact id, or a sentence with --text "..."')
    if text is not None:
        talk.result(explain_text(text))
        return
    from triplewire import api
    from triplewire.cli import reasons

    build = api.open(graph)
    asked = fact or ""
    told = ["\n".join(_lines(f, build)) for f in build.facts() if f.id.startswith(asked)]
    told += reasons.trees(asked, build.store)
    told = told or ["\n".join(_corrected(record, change)) for record, change in corrections_of(build, asked, gone=True)]
    if not told:
        talk.error(
            f"no fact or inference of {graph} has an id that begins with {asked}, and no triple of it is so named; "
            "ids are in facts.jsonl, on the pages and in the explanation of facts"
        )
        raise typer.Exit(1)
    talk.result("\n\n".join(told))


def explain_text(text: str, title: str = "") -> str:
    """How the rules read a text, sentence by sentence. Raises typer.Exit(1), the reading shown, when no fact comes of it."""
    from triplewire import workbench

    explained = workbench.explain_text(text, title)
    told = "\n".join(_folded(line) for line in explained.lines)
    if not explained.facts:
        talk.result(told)
        raise typer.Exit(1)
    return told


def _folded(line: str) -> str:
    """A line in the width of the terminal: what goes on stands below the text, not below the word in front of it."""
    inset = " " * (TEXT if line[:TEXT].rstrip() != line[:TEXT] or line.startswith("    ") else 4)
    return "\n".join(textwrap.wrap(line, width(), subsequent_indent=inset, break_on_hyphens=False, break_long_words=False) or [""])


def _about(fact: Fact) -> Iterator[str]:
    from triplewire.cli.facts import arguments

    yield f"{fact.family}: {arguments(fact)}"
    yield f"  state       {'denied' if fact.polarity == 'negated' else fact.status}, {fact.basis}, confidence {fact.confidence:.2f}"
    if fact.when:
        yield f"  when        {fact.when.text} ({fact.when.start or '..'} to {fact.when.end or '..'})"
    yield f"  rule        {fact.rule}"
    for evidence in fact.evidence:
        words = " ".join(evidence.quote.split())
        yield f"  {evidence.role or 'words':11} {evidence.start}-{evidence.end}: {words}"
    for name, curie in fact.ids.items():
        yield f"  identifier  {name} is {curie}"
    for name, others in fact.aliases.items():
        yield f"  also called {name}: {', '.join(others)}"
    if fact.flags:
        yield f"  flags       {', '.join(fact.flags)}"


def _lines(fact: Fact, build: Graph) -> Iterator[str]:
    yield f"fact {fact.id} of release {fact.release}"
    yield from _about(fact)
    for record, change in corrections_of(build, fact.id):
        yield from _signed(record)
        yield from (f"  before      {key} {value}" for key, value in change.before.items())
    for raw, repaired, rule in _rows(build, "repairs-of-fact", fact):
        yield f"  repair      {raw!r} was read as {repaired!r} ({rule})"
    for subject, predicate, target, rule, inference in _rows(build, "inferred-from-fact", fact):
        yield f"  inferred    {subject} {predicate} {target} ({rule}, {inference})"


def corrections_of(build: Graph, asked: str, *, gone: bool = False) -> list[tuple[Correction, Change]]:
    """The corrections that changed a fact; with `gone` those that took away what had an id that begins so."""
    found = [(record, change) for record in build.corrections() for change in record.changes if change.fact]
    if not gone:
        return [(record, change) for record, change in found if change.fact == asked]
    return [(record, change) for record, change in found if str(change.before.get("id", "")).startswith(asked)]


def _corrected(record: Correction, change: Change) -> Iterator[str]:
    """A fact that is there no more, or under another id."""
    if change.after is None:
        yield f"fact {change.before['id']} of release {change.release} is rejected"
        told = {k: v for k, v in change.before.items() if isinstance(v, str | int | float) and k not in RESERVED}
        yield f"  it said     {change.before['family']}: {', '.join(f'{k} {v}' for k, v in told.items())}"
        yield from (f"  {'words':11} {e['start']}-{e['end']}: {' '.join(e['quote'].split())}" for e in change.before["evidence"])
    else:
        yield f"fact {change.before['id']} of release {change.release} is fact {change.fact} now"
    yield from _signed(record)


def _signed(record: Correction) -> Iterator[str]:
    yield f"  corrected   {record.words} ({record.id}, {record.place})"
    yield f"  by          {record.author}, {record.date}: {record.reason}"


def _rows(build: Graph, name: str, fact: Fact) -> Sequence[tuple[str, ...]]:
    from triplewire import query

    answer = build.query(name, fact=fact.id)
    assert isinstance(answer, query.Table)
    return answer.plain()
