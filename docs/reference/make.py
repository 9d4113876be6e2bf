"""Writes the generated pages of this folder, from the program itself: `python docs/reference/make.py`."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from triplewire import draw, export, query
from triplewire.cli import app
from triplewire.terms import KINDS, PLURALS, Term, about, narrower, rl_variant, terms

HERE = Path(__file__).parent
NOTE = "<!-- Written by docs/reference/make.py; edits are lost. -->\n"


def cli() -> str:
    """The command line reference: the help of every verb."""
    return "\n".join(["# The command line", NOTE, *(_help(words) for words in verbs())])


def verbs() -> list[tuple[str, ...]]:
    """Every command as its words, the program itself first: `()`, `("build",)`, … `("rules", "lint")`."""
    out: list[tuple[str, ...]] = [(), *((str(c.name),) for c in app.registered_commands)]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        out.append((str(group.name),))
        out += [(str(group.name), str(c.name)) for c in group.typer_instance.registered_commands]
    return out


def _help(words: tuple[str, ...]) -> str:
    shown = CliRunner().invoke(app, [*words, "--help"], prog_name="triplewire", env={"COLUMNS": "100", "TERM": "dumb"})
    return f"## `{' '.join(('triplewire', *words))}`\n\n```text\n{shown.output.strip()}\n```\n"


QUERIES_SAID = """\
Run one with `triplewire query NAME`; parameters as `-p name=value`. Every one also takes `-p as_of=DAY`, also those below that do not
list it: it answers as it would on a build of only the releases dated up to that day.
"""


def queries() -> str:
    """The query index: every shipped question with its parameters, columns and an example."""
    parts = ["# The queries", NOTE, QUERIES_SAID]
    for folder, title in (("competency", "Questions"), ("explore", "Looking things up")):
        parts.append(f"## {title}\n")
        parts += [_query(q) for q in query.listing((folder,))]
    return "\n".join(parts)


def _query(named: query.NamedQuery) -> str:
    lines = [f"### `{named.name}`", "", f"{named.title} {named.description}", ""]
    lines += [
        f"- `-p {p.name}=…` ({p.type}, {f'default `{p.default}`' if p.default else 'required'}): {p.description}" for p in named.params
    ]
    lines += [f"- columns: {', '.join(f'`{c}`' for c in named.columns)}"] if named.columns else ["- answers with a graph"]
    return "\n".join([*lines, f"- example: `{named.example}`", ""])


def _default(param: query.Param) -> str:
    return "required" if param.required else f"default `{param.default}`"


EXPORTS_SAID = """\
Write one with `triplewire export FORMAT -o PATH`; what of your graph it has cost is counted while it is written. `--losses` tells it,
`--manifest FILE` writes it as JSON: `format`, `ending`, `carries`, `written` (triples, quads or rows) and `losses`, each with `what`,
`count`, `why` and the first as `example`. When a folder is written again, tables that the graph has no more go; files of yours stay.
"""


def exports() -> str:
    """The exchange formats, with what each carries and leaves out, and why."""
    head = "| format | file | carries | leaves out |\n|---|---|---|---|\n"
    rows = [f"| `{f.name}` | {f'`.{f.ending}`' if f.ending else 'folder'} | {f.carries} | {f.loses} |\n" for f in export.FORMATS.values()]
    store = "\n`triplewire export sparql` writes no file: it [keeps a store in step](../how-to/keep-a-store-in-step.md).\n"
    limits = dict.fromkeys(limit for form in export.FORMATS.values() for limit in form.limits)
    whys = "| what is left out | why |\n|---|---|\n" + "".join(f"| {limit.what} | {limit.why} |\n" for limit in limits)
    return "\n".join(["# The export formats", NOTE, EXPORTS_SAID, head + "".join(rows) + store, whys])


def views() -> str:
    """The views, with what each shows."""
    rows = [f"- `{view.name}`: {view.description}\n" for view in draw.VIEWS.values()]
    focus = ", ".join(f"`{view.name}`" for view in draw.VIEWS.values() if view.needs_focus and not view.pair)
    pairs = ", ".join(f"`{view.name}`" for view in draw.VIEWS.values() if view.pair)
    head = "Draw one with `triplewire draw VIEW -o FILE.html`; a build has all of them.\n"
    about = (
        f"Those about one thing ({focus}) need it: `--focus NAME`; a build has a page for each.\n"
        f"Those about two ({pairs}) need both: `--focus NAME --to NAME`; a build has a page that asks for them.\n"
    )
    return "\n".join(["# The views", NOTE, head, about, "".join(rows), (HERE / "views.txt").read_text("utf-8")])


STORES = ("embedded store", "rdflib", "Oxigraph's server", "Virtuoso")
STORES_SAID = """\
Each question is asked of `graph.ttl` of the sample releases in four stores. All give the same rows, compared as multisets of RDF
terms with their datatypes and languages; `tests/contract/test_stores.py` asks them anew and fails when one differs. The versions
tried, and how to load each store, are in [the how-to](../how-to/load-into-a-triple-store.md).
"""


def stores() -> str:
    """The questions with their rows on the sample releases, which other people's stores give too."""
    head = f"| question | {' | '.join(STORES)} |\n|---|{'---|' * len(STORES)}\n"
    rows = [f"| `{q.name}` |{f' {_rows(q.name)} |' * len(STORES)}\n" for q in query.listing(("competency",))]
    return "\n".join(["# The questions in other people's stores", NOTE, STORES_SAID, "Rows:\n", head + "".join(rows)])


def _rows(name: str) -> int:
    """How many rows the expected answer on the sample releases has; `stores` is only true while the tests of the stores pass."""
    return len((HERE.parents[1] / "tests" / "golden" / "queries" / f"{name}.tsv").read_text("utf-8").splitlines()) - 1


def ontology() -> str:
    """The terms of the ontology: classes as a tree, properties with their ends, closed vocabularies, what the variant leaves out."""
    counts = ", ".join(f"{sum(t.kind == kind for t in terms())} {PLURALS[kind]}" for kind in KINDS)
    said = about()
    head = (
        f"Every term of `{said['vann:preferredNamespaceUri']}`, version {said['owl:versionInfo']}:\n{counts}.\n"
        "A build has a page for each, with an example, its counterparts elsewhere and a drawing, from `ontology/index.html` on.\n"
        "*Reserved* means that nothing in the program writes a term yet; its page says why it is there.\n"
    )
    parts = ["# The ontology", NOTE, head, "## Classes\n", *_branch("", 0)]
    for kind in KINDS[1:4]:
        rows = [f"| `{t.local}` | {_ends(t.domain)} | {_ends(t.range)} | {_said(t)} |" for t in terms() if t.kind == kind]
        parts += [f"\n## {PLURALS[kind].capitalize()}\n", "| property | from | to | what it says |\n|---|---|---|---|", *rows]
    rows = [f"| `{t.name}` | {_ends(t.parents)} | {t.notation or t.label} | {_said(t)} |" for t in terms() if t.kind == "individual"]
    parts += ["\n## Individuals\n", "| individual | class | word | what it is |\n|---|---|---|---|", *rows]
    left_out = [f"- {words}" for words in rl_variant().left_out]
    parts += ["\n## What the OWL 2 RL variant leaves out\n", "`ontology/triplewire-rl.ttl`, for rule engines, does not say:\n", *left_out]
    return "\n".join([*parts, ""])


def _branch(parent: str, depth: int) -> list[str]:
    return [line for t in narrower(parent) for line in (f"{'  ' * depth}- `{t.local}`: {_said(t)}", *_branch(t.name, depth + 1))]


def _said(term: Term) -> str:
    return term.definition + (" *Reserved.*" if term.reserved else "")


def _ends(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name.removeprefix('tw:')}`" for name in names) or "anything"


PAGES = {"cli.md": cli, "queries.md": queries, "exports.md": exports, "views.md": views, "ontology.md": ontology, "stores.md": stores}


def main() -> None:
    """Writes every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
