"""Arguments and options that several verbs share, worded once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from triplewire.errors import TriplewireError, no_such

OUT = "triplewire-out"


def day(text: str) -> date:
    """An ISO day. Raises a usage error that says so."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as YYYY-MM-DD") from None


Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH", help="Releases: files, folders or globs; - reads one from stdin.")]
GraphDir = Annotated[Path, typer.Option("--graph", metavar="DIR", help="The folder of a build.")]
WithoutLexicon = Annotated[
    list[str] | None,
    typer.Option("--without-lexicon", metavar="NAMES", help="Read as if these shipped lexicons were empty, e.g. compounds,organizations."),
]
AsOf = Annotated[date | None, typer.Option("--as-of", metavar="DATE", help="What was known on that day (YYYY-MM-DD).", parser=day)]

Since = Annotated[
    date | None, typer.Option("--since", metavar="DATE", help="Leave out what was released before that day (YYYY-MM-DD).", parser=day)
]


def choice(what: str, value: str, known: Sequence[str]) -> str:
    """The value, if it is one of `known`. Raises TriplewireError that names the nearest."""
    if value not in known:
        raise no_such(what, value, known)
    return value


@contextmanager
def inputs(paths: Sequence[str]) -> Iterator[list[str]]:
    """The paths, with `-` replaced by a file `stdin.txt` that holds what came in on stdin, for as long as the block lasts."""
    if "-" not in paths:
        yield list(paths)
        return
    if sys.stdin.isatty():
        raise TriplewireError("- reads a release from stdin, and nothing is piped in")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "stdin.txt"
        file.write_bytes(sys.stdin.buffer.read())
        yield [str(file) if path == "-" else path for path in paths]
