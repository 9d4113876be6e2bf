"""The formats of graphs and tables, judged by other people's readers: what comes out is the graph, but for what the manifest names."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from tests import apart, nasty
from tests.exports_fixture import source, source_of
from tests.facts_fixture import SPRING, documents, facts
from typer.testing import CliRunner

import triplewire as tw
from triplewire import export, vocab
from triplewire.cli import app
from triplewire.export import attributes, graphml, kgx, neo4j, rows, sssom, tables
from triplewire.export.lines import csv_line
from triplewire.export.losses import Limit, Tally
from triplewire.export.network import LIMITS, Edge, Network, Thing
from triplewire.model import Evidence, Fact
from triplewire.triplify.rdf import ALT_LABEL, EXACT_MATCH, LABEL, TYPE, graph, name
from triplewire.triplify.statement import holds

SSSOM = "sssom==0.4.21"


@dataclass
class Exported:
    """A graph, and the files and folders that it was exported to, with their manifests."""

    source: export.Source
    folder: Path
    told: dict[str, export.Manifest] = field(default_factory=dict)

    def path(self, form: str, *, spreadsheet: bool = False) -> Path:
        """Where a format is; written when it is first asked for."""
        key = f"{form}-safe" if spreadsheet else form
        path = self.folder / (key if export.FORMATS[form].folder else f"{key}.{export.FORMATS[form].ending}")
        if key not in self.told:
            self.told[key] = export.save(self.source, form, path, spreadsheet=spreadsheet)
        return path

    def lost(self, form: str, limit: Limit) -> int:
        """How many a manifest says were lost to a limit."""
        self.path(form.removesuffix("-safe"), spreadsheet=form.endswith("-safe"))
        return sum(loss.count for loss in self.told[form].losses if loss.what == limit.what)

    @cached_property
    def things(self) -> list[Thing]:
        """The things that a format has to carry."""
        return list(Network(self.source).things())

    @cached_property
    def edges(self) -> list[Edge]:
        """The edges that a format has to carry."""
        return list(Network(self.source).edges(Tally(LIMITS)))


def _nasty_source() -> export.Source:
    """Facts whose words are the nasty texts, and things that are called so in the graph."""
    texts, digest = nasty.texts(), documents()[0].release.sha256
    told = []
    for number, text in enumerate(texts):
        family, argument = ("has_target", "target") if number % 2 else ("uses_technology", "technology")
        evidence = (Evidence(0, len(text), text), Evidence(0, 1, text[:1], "compound"))
        told.append(
            Fact(
                family,
                {"compound": f"C-{number}", argument: "Other"},
                evidence,
                SPRING,
                digest,
                "any",
                polarity="negated" if number % 7 == 0 else "positive",
                aliases={"compound": (text, f"{text};{text}|{text}")},
                flags=(text,),
                hedge=text,
            )
        )
    made = source_of(told, more=False)
    for number, text in enumerate(texts):
        node, where = ox.NamedNode(vocab.entity("target", f"T-{number}")), graph(f"release/{SPRING}")
        said: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [(TYPE, name("tw:Target")), (LABEL, ox.Literal(text))]
        said += [(ALT_LABEL, ox.Literal(f"{text};|")), (name("tw:setting"), ox.Literal(text))]
        made.store.extend(ox.Quad(node, predicate, value, where) for predicate, value in said)
        made.store.add(ox.Quad(node, EXACT_MATCH, name(f"uniprot:P{number:05}"), graph("mappings")))
    return made


@pytest.fixture(scope="module")
def sample(sample_graph: tw.Graph, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The graph of the sample releases."""
    return Exported(export.Source(sample_graph.store, sample_graph.facts), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The graph of the nasty texts."""
    return Exported(_nasty_source(), tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module", params=["sample", "odd"])
def exported(request: pytest.FixtureRequest) -> Exported:
    """Either graph."""
    found: Exported = request.getfixturevalue(request.param)
    return found


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column; each must be as wide as the first."""
    with path.open(newline="", encoding="utf-8") as file:
        head, *found = csv.reader(file, strict=True)
    return [dict(zip(head, row, strict=True)) for row in found]


def read_tsv(path: Path) -> list[dict[str, str]]:
    """The rows of a TSV file as KGX takes it apart: no quotes, nothing escaped."""
    head, *found = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    return [dict(zip(head.split("\t"), row.split("\t"), strict=True)) for row in found if not row.startswith("#")]


def records(path: Path) -> list[dict[str, object]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")]


def test_there_are_enough_nasty_texts(odd: Exported) -> None:
    """Each of them is the words of a fact and the label of a thing."""
    assert len(nasty.texts()) >= 200
    assert set(nasty.texts()) - {""} <= {thing.label for thing in odd.things}
    assert {e.quote for edge in odd.edges for e in edge.evidence} >= set(nasty.texts())


# -- GraphML --------------------------------------------------------------------------------------------------------------


def test_networkx_reads_graphml_back(exported: Exported) -> None:
    """The same nodes and edges with the same labels and typed attributes; what XML cannot write is U+FFFD, one for one, and counted."""
    read = nx.read_graphml(exported.path("graphml"), force_multigraph=True)
    assert isinstance(read, nx.MultiDiGraph)
    links = {(u, v, key): dict(data) for u, v, key, data in read.edges(keys=True, data=True)}
    words = {link["label"] for link in links.values() if link["claim"] != "holds"}
    kinds = attributes.kinds(exported.things)
    tally = Tally(attributes.LIMITS)
    controls: list[str] = []

    def carried(row: dict[str, attributes.Value]) -> dict[str, attributes.Value]:
        controls.extend(char for value in row.values() if isinstance(value, str) for char in graphml.CONTROL.findall(value))
        return {key: graphml.CONTROL.sub("\ufffd", v) if isinstance(v, str) else v for key, v in row.items() if key != "id"}

    nodes = {vocab.curie(thing.iri): carried(attributes.thing_row(thing, kinds, tally)) for thing in exported.things}
    edges = {(vocab.curie(e.subject), vocab.curie(e.object), e.id): carried(attributes.edge_row(e)) for e in exported.edges}
    assert {node: dict(data) for node, data in read.nodes(data=True)} == nodes
    assert {key: {name: value for name, value in link.items() if name != "label"} for key, link in links.items()} == edges
    assert exported.lost("graphml", graphml.UNPRINTABLE) == len(controls)
    assert words
    assert all(word.startswith(("expected: ", "denied: ")) for word in words)


# -- Neo4j ----------------------------------------------------------------------------------------------------------------

PROPERTY = re.compile(r"[A-Za-z_]\w*(:(string\[\]|long|double|boolean|date))?")
"""A property of a header, as far as we write them."""
VALUES = {"long": r"-?\d+", "double": r"-?\d+(\.\d+)?(e[+-]?\d+)?", "boolean": "true|false", "date": r"\d{4}-\d\d-\d\d"}


def test_neo4j_files_are_as_its_importer_wants_them(exported: Exported) -> None:
    """Typed headers and values of their types, each id once over all files, and both ends of each relationship there."""
    folder = exported.path("neo4j")
    ids: Counter[str] = Counter()
    for path in sorted(folder.glob("nodes.*.csv")):
        for row in read_csv(path):
            _typed({key: value for key, value in row.items() if key not in ("id:ID", ":LABEL")})
            assert all(re.fullmatch(r"\w+", label) for label in row[":LABEL"].split(";"))
            ids[row["id:ID"]] += 1
    assert set(ids.values()) == {1}
    assert ids.keys() == {vocab.curie(thing.iri) for thing in exported.things}
    found = 0
    for path in sorted(folder.glob("relationships.*.csv")):
        for row in read_csv(path):
            _typed({key: value for key, value in row.items() if key not in neo4j.ENDS})
            assert {row[":START_ID"], row[":END_ID"]} <= ids.keys()
            assert row[":TYPE"] == path.suffixes[0].removeprefix(".") == path.name.split(".")[1]
            assert row[":TYPE"].startswith("EXPECTED_") is (row["claim"] == "expected")
            assert row[":TYPE"].startswith("DENIED_") is (row["claim"] == "denied")
            found += 1
    assert found == len(exported.edges) == exported.told["neo4j"].written["relationships"]


def _typed(row: dict[str, str]) -> None:
    for head, value in row.items():
        assert PROPERTY.fullmatch(head), head
        kind = head.partition(":")[2]
        assert not value or kind not in VALUES or re.fullmatch(VALUES[kind], value), (head, value)


def test_neo4j_loses_semicolons_in_lists_and_nulls_alone(odd: Exported) -> None:
    """All else of names, labels and quotes is read back as it was; both are counted."""
    rows_of = {row["id:ID"]: row for path in odd.path("neo4j").glob("nodes.*.csv") for row in read_csv(path)}
    semicolons = 0
    for thing in odd.things:
        row = rows_of[vocab.curie(thing.iri)]
        assert row["label"] == thing.label.replace("\0", "\ufffd")
        assert row["names:string[]"] == ";".join(n.replace(";", ",").replace("\0", "\ufffd") for n in thing.names)
        semicolons += sum(n.count(";") for n in thing.names)
    quotes = {row["id"]: row["quote"] for path in odd.path("neo4j").glob("relationships.*.csv") for row in read_csv(path)}
    for edge in odd.edges:
        if edge.fact:
            assert quotes[edge.id] == edge.evidence[0].quote.replace("\0", "\ufffd")
    assert odd.lost("neo4j", neo4j.SEMICOLONS) == semicolons
    assert odd.lost("neo4j", neo4j.NULLS) > 0


# -- KGX ------------------------------------------------------------------------------------------------------------------


def test_both_layouts_of_kgx_say_the_same(exported: Exported) -> None:
    """A list is joined by bars, a cell has no tab and no line end; what that costs is counted."""
    bars = breaks = 0
    for part, columns in (("nodes", kgx.NODE_COLUMNS), ("edges", kgx.EDGE_COLUMNS)):
        tsv, lines = read_tsv(exported.path("kgx-tsv") / f"{part}.tsv"), records(exported.path("kgx-jsonl") / f"{part}.jsonl")
        assert len(tsv) == len(lines)
        for row, record in zip(tsv, lines, strict=True):
            assert record.keys() <= set(columns) == row.keys()
            for column in columns:
                value = record.get(column, "")
                members = value if isinstance(value, list) else ["true" if value is True else str(value)]
                bars += sum(m.count("|") for m in members) if isinstance(value, list) else 0
                breaks += sum(m.count(char) for m in members for char in "\t\n\r")
                flat = re.sub("[\t\n\r]", " ", "|".join(m.replace("|", "¦") for m in members) if isinstance(value, list) else members[0])
                assert row[column] == flat
    assert (exported.lost("kgx-tsv", kgx.BARS), exported.lost("kgx-tsv", kgx.BREAKS)) == (bars, breaks)


def test_every_edge_of_kgx_has_its_ends_and_its_release(exported: Exported) -> None:
    """Each id once, over nodes and over edges; what an edge names is a node."""
    nodes, edges = (records(exported.path("kgx-jsonl") / f"{part}.jsonl") for part in ("nodes", "edges"))
    ids = Counter(str(node["id"]) for node in nodes)
    assert set(ids.values()) == {1}
    assert max(Counter(str(edge["id"]) for edge in edges).values()) == 1
    for edge in edges:
        named = [edge["subject"], edge["object"], *edge.get("publications", [])]  # type: ignore[misc]
        assert set(named) <= ids.keys()
        assert all(re.fullmatch(r"[\w.-]+:\S+", str(x)) for x in (*named, edge["predicate"], edge["original_predicate"]))


def test_a_fact_is_an_edge_of_kgx_or_counted(exported: Exported) -> None:
    """What holds is an edge with its words, what is denied a negated one where a predicate is sure to say that; no promise is one."""
    edges = {str(edge["id"]): edge for edge in records(exported.path("kgx-jsonl") / "edges.jsonl")}
    told = {f"statement:{fact.id}": fact for fact in exported.source.facts}
    for key, edge in edges.items():
        if key in told:
            assert ("negated" in edge) is (told[key].polarity == "negated")
            assert ("negated" in edge) is not holds(told[key])
            assert edge.get("supporting_text", []) == [e.quote for e in told[key].evidence if not e.role]
    limits = (kgx.UNSAID, kgx.PROMISES, kgx.DENIALS)
    twice = len(exported.edges) - len(edges) - sum(exported.lost("kgx-jsonl", limit) for limit in limits)
    assert 0 <= twice <= sum(edge.basis == "inferred" for edge in exported.edges)
    assert exported.lost("kgx-jsonl", kgx.PROMISES) == sum(edge.claim == "expected" for edge in exported.edges)


def test_all_steps_up_to_broader_diseases_are_written(sample: Exported) -> None:
    """What is broader than what is broader is broader, in every format that has edges: no reader needs to reason."""
    up = {(e.subject, e.object) for e in sample.edges if e.predicate == vocab.term("broaderIndication")}
    assert up
    assert {(a, d) for a, b in up for c, d in up if b == c} <= up
    edges = records(sample.path("kgx-jsonl") / "edges.jsonl")
    assert len({(e["subject"], e["object"]) for e in edges if e["predicate"] == "biolink:subclass_of"}) >= len(up)


# -- SSSOM ----------------------------------------------------------------------------------------------------------------

JUDGE = """
import json, sys
from sssom.constants import DEFAULT_VALIDATION_TYPES
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
out = []
for path in sys.argv[1:]:
    found = parse_sssom_table(path)
    told = validate(found, DEFAULT_VALIDATION_TYPES, fail_on_error=False)
    faults = [result.message for report in told.values() for result in report.results]
    out.append({"faults": faults, "metadata": found.metadata, "rows": json.loads(found.df.to_json(orient="records"))})
print(json.dumps(out))
"""


@pytest.mark.slow
def test_sssom_py_reads_and_validates_mappings(sample: Exported, odd: Exported) -> None:
    """Schema, prefixes and CURIEs are right, with any label; a fault put in is found, and every row is read."""
    bad = sample.folder / "bad.sssom.tsv"
    bad.write_bytes(sample.path("sssom").read_bytes().replace(b"semapv:LexicalMatching", b"because"))
    done = apart.run(apart.python(SSSOM), JUDGE, sample.path("sssom"), odd.path("sssom"), bad)
    assert done.returncode == 0, done.stderr
    good, strange, wrong = json.loads(done.stdout)
    assert good["faults"] == strange["faults"] == []
    assert wrong["faults"]
    assert good["metadata"]["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert len(good["rows"]) == sample.told["sssom"].written["mappings"]
    labels = {row["subject_label"] for row in strange["rows"]}
    assert len(labels) >= 190
    assert {row["mapping_justification"].partition(":")[0] for row in good["rows"]} == {"semapv"}


def test_every_identifier_is_a_mapping(exported: Exported) -> None:
    """Exact and broad ones, each once, with the label of the thing but for tabs and line ends, which are counted."""
    wanted = [(t, "skos:exactMatch", iri) for t in exported.things for iri in t.exact]
    wanted += [(t, "skos:broadMatch", iri) for t in exported.things for iri in t.broad]
    columns = ("subject_id", "subject_label", "predicate_id", "object_id")
    found = Counter(tuple(row[column] for column in columns) for row in _mappings(exported.path("sssom")))
    assert found == Counter((vocab.curie(t.iri), re.sub("[\t\n\r]", " ", t.label), p, vocab.curie(iri)) for t, p, iri in wanted)
    assert exported.lost("sssom", sssom.BREAKS) == sum(t.label.count(char) for t, _, _ in wanted for char in "\t\n\r")


def _mappings(path: Path) -> Iterator[dict[str, str]]:
    lines = (line for line in path.read_bytes().decode("utf-8").split("\n") if line and not line.startswith("#"))
    return csv.DictReader(lines, delimiter="\t", strict=True)


# -- folders --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [form.name for form in export.FORMATS.values() if form.folder])
def test_an_export_leaves_nothing_of_the_last_one_in_its_folder(form: str, tmp_path: Path) -> None:
    """What a smaller graph has no file for goes; other files stay."""
    again, fresh = tmp_path / "again", tmp_path / "fresh"
    export.save(source_of(facts()), form, again)
    (again / "mine.csv").write_text("mine", "utf-8")
    for folder in (again, fresh):
        export.save(source_of(facts()[:1]), form, folder)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        "mine.csv": b"mine",
        **{path.name: path.read_bytes() for path in fresh.iterdir()},
    }


# -- tables ---------------------------------------------------------------------------------------------------------------


def test_a_spreadsheet_runs_no_cell(exported: Exported) -> None:
    """With --spreadsheet no text begins as a formula does; numbers are numbers, and what was changed is counted. Without, nothing is."""
    pure, safe = exported.path("csv"), exported.path("csv", spreadsheet=True)
    changed = 0
    for path in sorted(pure.iterdir()):
        for row, shown in zip(read_csv(path), read_csv(safe / path.name), strict=True):
            for key in row:
                assert not shown[key].startswith(rows.RISKY) or re.fullmatch(r"-?\d+(\.\d+)?", shown[key])
                changed += shown[key] != row[key]
                assert shown[key] in (row[key], f"'{row[key]}")
    assert exported.lost("csv-safe", tables.APOSTROPHES) == changed


def test_the_command_line_takes_the_spreadsheet_option(sample_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says of a format that has no cells that it is for those that have."""
    monkeypatch.setenv("COLUMNS", "160")
    out = CliRunner().invoke(
        app, ["export", "csv", "-o", str(tmp_path / "tables"), "--graph", str(sample_out), "--spreadsheet", "--losses"]
    )
    assert (out.exit_code, "background quads" in out.output) == (0, True)
    out = CliRunner().invoke(app, ["export", "turtle", "--graph", str(sample_out), "--spreadsheet"])
    assert isinstance(out.exception, tw.TriplewireError)


def test_only_tables_are_for_spreadsheets(sample: Exported) -> None:
    """Another format says so, and names those that are."""
    with pytest.raises(tw.TriplewireError, match=r"turtle has no cells .* --spreadsheet is for csv"):
        sample.path("turtle", spreadsheet=True)


def test_a_carriage_return_does_not_end_a_line_of_csv() -> None:
    """The module csv quotes one only where lines end with one; we quote it always."""
    cells = ["a\rb", "c\nd", 'e"f', "", "x"]
    assert next(csv.reader([csv_line(cells)], strict=True)) == cells


def test_releases_are_a_table_of_their_own(sample: Exported, sample_graph: tw.Graph) -> None:
    """With their day, headline and issuer."""
    found = {row["release"]: row for row in read_csv(sample.path("csv") / "fact-releases.csv")}
    assert found.keys() == {release.id for release in sample_graph.releases()}
    for release in sample_graph.releases():
        row = found[release.id]
        assert (row["date"], row["sha256"]) == (str(release.date), release.sha256)
        assert row["issuer"]


def test_parquet_is_the_same_as_csv(exported: Exported) -> None:
    """The same tables, row by row; times are days, offsets whole numbers."""
    folder, read = exported.path("csv"), exported.path("parquet")
    for mine, theirs in (("fact-evidence", "evidence"), ("fact-names", "names"), ("fact-releases", "releases")):
        rows_of = pq.read_table(read / f"{theirs}.parquet").to_pylist()
        assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows_of] == read_csv(folder / f"{mine}.csv")
    facts = pq.read_table(read / "facts.parquet")
    assert [row["id"] for row in facts.to_pylist()] == [fact.id for fact in exported.source.facts]
    types = {column.name: str(column.type) for column in facts.schema}
    assert [types[key] for key in ("when_start", "start", "amount")] == ["date32[day]", "int64", "double"]


def test_without_pyarrow_parquet_says_what_to_install(sample: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, but the command."""
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(tw.TriplewireError, match=r"pip install 'triplewire\[parquet\]'"):
        export.save(sample.source, "parquet", tmp_path / "tables")


@pytest.mark.parametrize("form", ["sssom", "kgx-tsv", "kgx-jsonl", "graphml", "neo4j", "csv", "parquet"])
def test_the_same_graph_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    """Whenever it is written."""
    files = []
    for number in (1, 2):
        path = tmp_path / f"{form}-{number}"
        export.save(source(), form, path)
        files.append([(f.name.replace(path.name, ""), f.read_bytes()) for f in sorted(path.rglob("*") if path.is_dir() else [path])])
    assert files[0] == files[1]
    assert files[0]


FRAMES = ("duckdb==2.0.1", "pandas==3.1.1", "pyarrow==26.0.1")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "export-to-graph-tools.md"


@pytest.mark.slow
def test_duckdb_and_pandas_read_the_tables(sample: Exported) -> None:
    """The code of the how-to runs, and both count the facts that were written, in Parquet and in CSV."""
    blocks = re.findall(r"```py (duckdb|pandas)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert [name for name, _ in blocks] == ["duckdb", "pandas"]
    counts = """
import glob
print("counted", len(facts), duckdb.sql("SELECT count(*) FROM 'parquet/facts.parquet'").fetchall()[0][0],
      sum(len(pd.read_csv(f)) for f in glob.glob("csv/*.csv") if "fact-" not in f),
      sum(duckdb.sql(f"SELECT count(*) FROM '{f}'").fetchall()[0][0] for f in glob.glob("csv/*.csv") if "fact-" not in f))
"""
    sample.path("csv")
    go = f"import os\nos.chdir({str(sample.path('parquet').parent)!r})\n"
    done = apart.run(apart.python(*FRAMES), go + "".join(code for _, code in blocks) + counts)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == " ".join(["counted", *[str(len(sample.source.facts))] * 4])
