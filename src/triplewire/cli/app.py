"""The application: its verbs in order, and how a run ends."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from triplewire.cli import build, check, diff, draw, explain, export, facts, ledger, lexicon, query, rules, score, serve, talk
from triplewire.errors import TriplewireError

EPILOG = (
    "Exit codes: 0 fine; 1 the graph does not conform, or nothing was found where something was demanded; "
    "2 usage, or input that cannot be used; 3 built, but some inputs were missing or quarantined.\n\n"
    "Example: triplewire build releases/ && triplewire query orphan-designations"
)

app = typer.Typer(
    name="triplewire",
    help="Biotech press releases in, a knowledge graph of drugs, partners and indications out.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _verb(function: Callable[..., Any], name: str, example: str) -> None:
    app.command(name, epilog=f"Example: {example}")(function)


_verb(
    build.build,
    "build",
    "triplewire build releases/ -o triplewire-out --workers 2\n\nExample: triplewire build --watch releases/ -o triplewire-out",
)
_verb(facts.facts, "facts", "triplewire facts release.txt --family orphan_designation")
_verb(explain.explain, "explain", 'triplewire explain --text "NVT-101 has received orphan drug designation for glioma in the EU."')
_verb(query.query, "query", "triplewire query orphan-designations --format csv")
_verb(
    draw.draw, "draw", "triplewire draw pipeline -o pipeline.html\n\nExample: triplewire draw path --focus NVT-101 --to Norvane -o path.svg"
)
_verb(
    export.export,
    "export",
    "triplewire export turtle -o graph.ttl --losses\n\n"
    "Example: triplewire export nquads | gzip > graph.nq.gz\n\n"
    "Example: triplewire export csv -o tables --manifest tables/losses.json\n\n"
    "Example: triplewire export sparql --endpoint https://store.example/sparql --user ann",
)
_verb(ledger.ledger, "ledger", 'triplewire ledger --company "Norvane Therapeutics" --as-of 2028-01-01 --format ics')
_verb(check.check, "check", "triplewire check --reasoner rules --format json")
_verb(
    diff.diff,
    "diff",
    "triplewire diff 2025-06-30 2025-12-31 --company Norvane\n\nExample: triplewire diff --since 2025-06-30 --format md",
)
_verb(
    serve.serve,
    "serve",
    "triplewire serve --graph triplewire-out --port 8765\n\n"
    "Example: triplewire serve --timeout 30 --max-rows 10000 --workers 8\n\n"
    "Example: triplewire serve --allow-update --token-file token.txt",
)
_verb(
    score.score,
    "score",
    "triplewire score --gold gold/ releases/ --per-release --save before.json\n\n"
    "Example: triplewire score --gold gold/ releases/ --against before.json --errors\n\n"
    "Example: triplewire score --gold gold/ releases/ --without-lexicon compounds,organizations",
)
app.add_typer(lexicon.app, name="lexicon")
app.add_typer(rules.app, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        import triplewire

        typer.echo(f"triplewire {triplewire.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)] = False,
) -> None:
    talk.begin()


def main() -> None:
    """Runs the command line and ends the process: messages on stderr, never a traceback for what a user can mend."""
    # A run makes many small values and few cycles; looking for these as often as is usual takes a tenth of a build.
    gc.set_threshold(50_000, 20, 50)
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """The exit code of a run with these arguments (those of the process by default)."""
    try:
        app(arguments)
    except SystemExit as end:
        return _code(end)
    except TriplewireError as error:
        talk.error(str(error))
        return 2
    except BrokenPipeError:
        talk.hang_up()
        return 0
    except OSError as error:
        talk.error(f"{error.filename or 'the system'}: {error.strerror or error}")
        return 2
    return 0


def _code(end: SystemExit) -> int:
    return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
