"""What the command line says besides its results: all of it on stderr, so that results can be piped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

UNITS = {"reading": "releases", "pages": "pages"}
"""What is counted in the phases in which something is."""
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


def hang_up() -> None:
    """Lets go of a reader of stdout that has seen enough (`| head`): what is left has nowhere to go, so nothing may flush it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    with _shown(lambda speed: f"{speed:,.0f}/s" if pace else "") as (progress, task):
        progress.update(task, description=what)
        yield lambda done, total, label: progress.update(task, completed=done, total=total, description=label or what)


@contextmanager
def phases() -> Iterator[Callable[[str, int, int, str], None]]:
    """As `bar`, for work of several phases: a function to call with the phase, done, total (0 where nobody knows) and what was done.

    The bar shows how many there are a second, and how long the phase may take yet.
    """
    if not sys.stderr.isatty() or quiet():
        yield lambda phase, done, total, name: detail(f"{phase} {done}/{total} {name}" if name else phase) if name or not done else None
        return
    now = ""

    def told(phase: str, done: int, total: int, _: str) -> None:
        nonlocal now
        if phase != now:
            now = phase
            progress.reset(task, description=phase, total=total or None)
        progress.update(task, completed=done, total=total or None)

    with _shown(lambda speed: f"{speed:,.1f} {UNITS[now]}/s" if now in UNITS and speed else "") as (progress, task):
        yield told


@contextmanager
def _shown(rate: Callable[[float], str]) -> Iterator[tuple[Progress, TaskID]]:
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

    class Rate(ProgressColumn):
        """How many there are a second."""

        def render(self, task: Task) -> Text:
            return Text(rate(task.speed or 0.0))

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress, progress.add_task("", total=None)
