"""The Python API: the same words and defaults as the command line."""

from __future__ import annotations

import io
import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.story import release

import triplewire as tw
from triplewire import export, query, vocab
from triplewire.api import samples
from triplewire.errors import BuildError, InputError
from triplewire.query.engine import value
from triplewire.reason.about import TOLD, kind

RECORDS = (TOLD | {"record"}) - {"instant", "release", "window"}
"""What information is made of, and no thing of the networks."""
TEXT = "Norvane Therapeutics Reports Progress\n\nNVT-101 targets CD56.\n"


def test_importing_the_package_imports_nothing_heavy() -> None:
    """Neither an RDF library nor a stage is loaded before it is asked for."""
    heavy = "m.split('.')[0] in {'rdflib', 'pyoxigraph', 'typer'} or 'triplewire.' in m"
    code = f"import sys, triplewire; print(sorted(m for m in sys.modules if {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_read_is_the_function_also_after_the_stage_was_imported() -> None:
    """The stage `triplewire.read` never hides the word of the API."""
    code = "import triplewire.read, triplewire as tw; from triplewire.read import discover; print(callable(tw.read), callable(discover))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "True True"


def test_facts_of_a_text() -> None:
    """A text of more than a line is read as a release."""
    (fact,) = [fact for fact in tw.facts(TEXT) if fact.family == "has_target"]
    assert dict(fact.args) == {"compound": "NVT-101", "target": "CD56"}
    assert TEXT[fact.evidence[0].start : fact.evidence[0].end] == fact.evidence[0].quote


def test_facts_of_a_file_that_is_not_there() -> None:
    """A one-line string is a path."""
    with pytest.raises(InputError, match="no such file"):
        tw.facts("nowhere.txt")


def test_opening_what_is_no_build(tmp_path: Path) -> None:
    """The message says how to make one."""
    with pytest.raises(BuildError, match="triplewire build"):
        tw.open(tmp_path)


def test_the_facts_of_a_build_are_those_of_its_file(sample_graph: tw.Graph) -> None:
    """Each fact comes back with its id, so the digests are right."""
    lines = (sample_graph.folder / "facts.jsonl").read_text("utf-8").splitlines()
    assert [fact.to_line() for fact in sample_graph.facts()] == lines


def test_lines_within_words_do_not_end_a_fact(tmp_path: Path) -> None:
    """A release may hold characters that some take for the end of a line; its facts are read back whole."""
    told = "NVT-101 was granted orphan drug{}status for {} in the United States."
    text = release("2027-03-04", *(told.format(*odd) for odd in (("\u2028", "glioma"), ("\u0085", "sarcoma"), ("\x1c", "lymphoma"))))
    (tmp_path / "odd.txt").write_text(text, "utf-8")
    tw.build(tmp_path / "odd.txt", tmp_path / "out")
    read = tw.open(tmp_path / "out").facts()
    assert "".join(f"{fact.to_line()}\n" for fact in read) == (tmp_path / "out" / "current" / "facts.jsonl").read_text("utf-8")
    assert any("\u2028" in e.quote for fact in read for e in fact.evidence)


def test_rdflib_and_networkx_see_the_same_graph(sample_graph: tw.Graph) -> None:
    """All triples for rdflib; named things and the direct triples between them for networkx."""
    triples = {q.triple for q in sample_graph.store.quads_for_pattern(None, None, None, None)}
    assert len(sample_graph.rdflib()) == len(triples)
    network = sample_graph.networkx()
    edges = sample_graph.query("edges")
    assert isinstance(edges, query.Table)
    assert network.number_of_edges() == len(edges)
    assert all(data["label"] and data["type"] for _, data in network.nodes(data=True))


def test_what_information_is_made_of_is_no_thing_of_the_networks(sample_graph: tw.Graph) -> None:
    """Statements, findings, changes and outcomes of promises link everything with everything, and have questions of their own."""
    kinds = {kind(ox.NamedNode(node)) for node in sample_graph.networkx()}
    assert RECORDS.isdisjoint(kinds)
    assert {"compound", "indication", "organization", "release"} <= kinds


def test_the_edge_table_has_every_direct_triple_between_named_things(sample_graph: tw.Graph) -> None:
    """Found in the store one by one, without a query: the query goes by kinds of properties, this by kinds of things."""
    quads = list(sample_graph.store.quads_for_pattern(None, None, None, None))
    labelled = {quad.subject for quad in quads if quad.predicate == ox.NamedNode(vocab.curie_to_iri("rdfs:label"))}
    things = {node for node in labelled if kind(node) not in RECORDS}
    direct = {quad.triple for quad in quads if quad.subject in things and quad.object in things}
    expected = [tuple(value(node) for node in triple) for triple in direct if triple.predicate.value.startswith(vocab.TW)]
    said = {(source, predicate.removeprefix(vocab.TW), target) for source, predicate, target in expected}
    edges = sample_graph.query("edges")
    assert isinstance(edges, query.Table)
    assert {row[:3] for row in edges.plain()} == said


@pytest.mark.parametrize("name", [name for name, form in export.FORMATS.items() if not form.folder])
def test_an_export_is_the_same_each_time(name: str, sample_graph: tw.Graph) -> None:
    """Sorted, so that the same graph gives the same bytes."""
    assert sample_graph.export(name) == sample_graph.export(name) != ""


def test_csv_is_a_file_per_family_and_its_evidence(sample_graph: tw.Graph, tmp_path: Path) -> None:
    """Every family that has facts, and three tables of all of them."""
    sample_graph.export("csv", tmp_path)
    families = {fact.family for fact in sample_graph.facts()}
    assert {path.stem for path in tmp_path.glob("*.csv")} == families | {"fact-evidence", "fact-names", "fact-releases"}


def test_jsonl_is_the_file_of_the_build(sample_graph: tw.Graph) -> None:
    """Nothing is lost on the way through `Fact`."""
    assert sample_graph.export("jsonl") == (sample_graph.folder / "facts.jsonl").read_text("utf-8")


def test_a_full_disk_does_not_cost_the_file_that_was_there(sample_graph: tw.Graph, tmp_path: Path) -> None:
    """An export is written beside its target and moved into place; nothing is left beside it."""
    target = tmp_path / "graph.ttl"
    target.write_text("old", "utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(tw.TriplewireError, match=r"graph\.ttl: the export cannot be written: File too large"):
            sample_graph.export("turtle", target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("graph.ttl", b"old")]


def test_a_full_disk_is_named(sample_graph: tw.Graph) -> None:
    """The message says what is full. A device is written to, never replaced."""
    full = Path("/dev/full")
    with pytest.raises(tw.TriplewireError, match=r"No space left on device \(the disk at /dev.* has [0-9,]+ bytes left\)"):
        sample_graph.export("turtle", full)
    assert full.is_char_device()


def test_a_format_of_one_file_does_not_replace_a_folder(sample_graph: tw.Graph, tmp_path: Path) -> None:
    """It says so instead."""
    with pytest.raises(tw.TriplewireError, match="it is a folder"):
        sample_graph.export("turtle", tmp_path)


def test_a_manifest_tells_what_was_written_and_what_was_lost(sample_graph: tw.Graph, tmp_path: Path) -> None:
    """Exact counts, a reason and the first that was lost; nothing where a format carries all."""
    quads = [q for q in sample_graph.store if isinstance(q.graph_name, ox.NamedNode)]
    turtle = sample_graph.save("turtle", tmp_path / "graph.ttl")
    assert turtle.written == {"triples": len({q.triple for q in quads})}
    assert [(loss.what, loss.count) for loss in turtle.losses] == [("graph names", len(quads))]
    assert turtle.losses[0].example in {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    told = sample_graph.save("nquads", stream := io.BytesIO())
    assert (told.losses, told.written, stream.getvalue().count(b"\n")) == ((), {"quads": len(quads)}, len(quads))
    assert json.loads(turtle.to_text())["losses"][0]["why"]


@pytest.mark.parametrize("name", sorted(export.FORMATS))
def test_a_loss_is_among_those_that_the_format_names(name: str, sample_graph: tw.Graph, tmp_path: Path) -> None:
    """What `--list` says of every graph covers what is measured of one."""
    told = sample_graph.save(name, tmp_path / "out")
    assert {loss.what for loss in told.losses} <= {limit.what for limit in export.FORMATS[name].limits}
    assert all(loss.count > 0 and loss.example and loss.why for loss in told.losses)
    assert told.written
    with pytest.raises(ValueError, match="says only that it loses"):
        export.Tally(export.FORMATS[name].limits).lose("the plot", "")


def test_a_query_takes_its_parameters_by_name(sample_graph: tw.Graph) -> None:
    """`graph.query(name, key=value)`."""
    answer = sample_graph.query("SELECT ($word AS ?x) { }", word='a "b" }')
    assert isinstance(answer, query.Table)
    assert answer.rows == ((ox.Literal('a "b" }'),),)


def test_a_build_is_the_same_with_any_number_of_workers(tmp_path: Path) -> None:
    """Facts cross the borders of processes unharmed."""
    given = samples()[:5]
    builds = [tw.build(given, tmp_path / str(workers), workers=workers) for workers in (1, 2)]
    assert all(build.exit_code == 0 for build in builds)
    for name in ("facts.jsonl", "graph.ttl", "graph.trig"):
        one, two = ((build.current / name).read_bytes() for build in builds)
        assert one == two


def test_a_build_of_a_later_version_is_refused(sample_out: Path, tmp_path: Path) -> None:
    """The message says what to do; a marker that cannot be read is no build."""
    shutil.copytree(sample_out / "current", tmp_path / "current")
    marker = tmp_path / "current" / "triplewire-build.json"
    for text, said in (('{"format": 999}', "later version"), ("{", "not a whole build")):
        marker.write_text(text, "utf-8")
        with pytest.raises(BuildError, match=said):
            tw.open(tmp_path)


def test_check_tells_what_the_report_tells(tmp_path: Path) -> None:
    """Conflicts that reconciling found are in `check` as they are in `report.json`, each once."""
    release = tmp_path / "norvane.txt"
    release.write_text(
        "Norvane Therapeutics Reports Progress\n\nBOSTON, June 3, 2024 (WIRE) -- NVT-101 is in Phase 2 testing.\n\n"
        "A Phase 3 trial of NVT-101 in gastric cancer is ongoing.\n",
        "utf-8",
    )
    built = tw.build(release, tmp_path / "out")
    found = [f.id for f in tw.open(tmp_path / "out").check()]
    assert "stage-conflict" in {f["kind"] for f in built.report["findings"]}
    assert {f["id"] for f in built.report["findings"]} <= set(found)
    assert len(found) == len(set(found))
