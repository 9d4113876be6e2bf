"""What the command line says besides its results: all of it on stderr, so that results can be piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

_level = 1


def _set(value: int) -> Callable[[bool], bool]:
    def callback(given: bool) -> bool:
        global _level
        if given:
            _level = value
        return given

    return callback


hush = _set(0)
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.", callback=hush)]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more about what is done.", callback=_set(2))]


def begin() -> None:
    """Forgets what an earlier run in this process was asked to say."""
    global _level
    _level = 1


def quiet() -> bool:
    """Whether only results and errors are wanted."""
    return _level == 0


def verbose() -> bool:
    """Whether more is wanted than usual."""
    return _level >= 2


def error(message: str) -> None:
    """An error, always said."""
    typer.echo(f"triplewire: {message}", err=True)


def note(message: str) -> None:
    """A line worth knowing, unless --quiet."""
    if _level >= 1:
        typer.echo(message, err=True)


def detail(message: str) -> None:
    """A line for --verbose."""
    if verbose():
        typer.echo(message, err=True)


def result(text: str) -> None:
    """A result on stdout, as it is."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
    sys.stdout.flush()


def on_terminal() -> bool:
    """Whether results go to a person's terminal."""
    return sys.stdout.isatty()


@contextmanager
def bar(what: str, *, pace: bool = False) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal, nothing when piped or quiet: a function to call with done, total and what is being done.

    With `pace` it also says how many are done in a second, and how long the rest will take. With --verbose, and no terminal, each call
    is a line.
    """
    if not sys.stderr.isatty() or quiet():
        yield lambda done, total, label: detail(f"{done}/{total} {label}")
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Pace(ProgressColumn):
        """How many are done in a second."""

        def render(self, task: Task) -> Text:
            """`4,215/s`."""
            return Text(f"{task.speed or 0:,.0f}/s")

    last = (Pace(), TimeRemainingColumn()) if pace else (TimeElapsedColumn(),)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *last)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total, label: progress.update(task, completed=done, total=total, description=label or what)
