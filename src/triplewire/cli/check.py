"""`triplewire check`: does the graph conform?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import findings, options, sarif, talk

REASONERS = ("rules", "hermit", "none")
FORMATS = (*findings.FORMATS, "sarif")


def check(
    graph: options.GraphDir = Path(options.OUT),
    reasoner: Annotated[str, typer.Option("--reasoner", help="rules, hermit (needs Java) or none.")] = "rules",
    form: Annotated[str, typer.Option("--format", "-f", help="table, json, junit or sarif.")] = "table",
    texts: Annotated[
        list[Path] | None, typer.Option("--texts", metavar="PATH", help="Releases to hold quotes against, besides those kept by the build.")
    ] = None,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Check a build against its shapes, checks, texts and rules.

    Finding ids stay the same from build to build; exit 1 on violations.
    """
    options.choice("reasoner", reasoner, REASONERS)
    options.choice("format", form, FORMATS)
    from triplewire import api

    build = api.open(graph)
    found = build.check(reasoner=reasoner, texts=texts or ())
    if form == "sarif":
        known = build.texts(texts or ())
        sources = {release: known[sha] for release, sha in build.digests().items() if sha in known}
        talk.result(sarif.render(found, sources))
    else:
        talk.result(findings.render(found, form))
    raise typer.Exit(findings.code(found))
