"""`triplewire check`: does the graph conform?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import findings, options, talk

REASONERS = ("rules", "hermit", "none")


def check(
    graph: options.GraphDir = Path(options.OUT),
    reasoner: Annotated[str, typer.Option("--reasoner", help="rules, hermit (needs Java) or none.")] = "rules",
    form: findings.Format = "table",
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Check a build against its shapes and rules. Finding ids stay the same from build to build; exit 1 on violations."""
    options.choice("reasoner", reasoner, REASONERS)
    from triplewire import api

    found = api.open(graph).check(reasoner=reasoner)
    talk.result(findings.render(found, form))
    raise typer.Exit(findings.code(found))
