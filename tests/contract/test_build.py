"""A build is complete, the same each time, incremental, and every quote in it is in its release."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from tests.contract import build_helper as helper

import triplewire as tw
from triplewire import api, draw, store
from triplewire.builds import cache
from triplewire.errors import BuildError, InputError

FILES = ("facts.jsonl", "graph.ttl", "graph.trig", "void.ttl", "report.json", "quarantine.jsonl", "index.html")


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """A folder of invented releases."""
    return helper.write_releases(tmp_path / "releases")


@pytest.fixture(scope="session")
def shuffled_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample releases built again: other order, another hash seed, two workers."""
    paths = api.samples()
    random.Random(7).shuffle(paths)
    out = tmp_path_factory.mktemp("shuffled")
    done = helper.apart("build", *paths, "-o", out, "--workers", 2, hash_seed="2")
    assert (done.returncode, done.stdout) == (0, "")
    return out


@pytest.mark.parametrize("name", [*FILES, *(f"{view}.html" for view in draw.VIEWS)])
def test_a_build_has_every_promised_file(name: str, sample_out: Path) -> None:
    """The files that the documentation names are there, and but for the quarantine none is empty."""
    file = sample_out / "current" / name
    assert file.is_file()
    assert file.stat().st_size or name == "quarantine.jsonl"


def test_a_build_has_a_store_with_the_graph(sample_out: Path) -> None:
    """The store on disk opens read-only and its named graphs hold the quads of graph.trig, numbers by their value."""
    current = sample_out / "current"
    written = ox.Store()
    written.load(path=current / "graph.trig", format=ox.RdfFormat.TRIG)
    assert set(map(str, store.named_quads(store.open_store(current / "store")))) == set(map(str, written))


@pytest.mark.slow
def test_order_workers_and_hash_seed_leave_no_trace(sample_out: Path, shuffled_out: Path) -> None:
    """Every file of both builds is the same, byte for byte, pages included."""
    one, other = helper.artefacts(sample_out), helper.artefacts(shuffled_out)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_each_hash_seed_gives_the_same_bytes(releases: Path, tmp_path: Path) -> None:
    """Nothing depends on the order of a set or a dictionary of strings."""
    outs = [tmp_path / seed for seed in "012"]
    for out in outs:
        assert helper.apart("build", releases, "-o", out, hash_seed=out.name).returncode == 0
    first = helper.artefacts(outs[0])
    assert all(helper.artefacts(out) == first for out in outs[1:])


def test_what_comes_from_the_cache_is_what_was_read(releases: Path, tmp_path: Path) -> None:
    """A build from kept readings has the same bytes as one from the files."""
    out = tmp_path / "out"
    tw.build(releases, out)
    fresh = helper.artefacts(out)
    shutil.rmtree((out / "current").resolve())
    assert tw.build(releases, out).report["counts"]["cached"] == len(helper.RELEASES)
    assert helper.artefacts(out) == fresh


def test_the_turtle_is_the_same_graph_to_every_parser(sample_out: Path) -> None:
    """Both rdflib and pyoxigraph read the same triples from it, and they are those of the store."""
    file = sample_out / "current" / "graph.ttl"
    by_rdflib = {_triple(line) for line in rdflib.Graph().parse(file).serialize(format="nt").splitlines() if line}
    by_oxigraph = {_triple(f"{t.subject} {t.predicate} {t.object} .") for t in ox.parse(path=file)}
    assert by_rdflib == by_oxigraph
    held = {quad.triple for quad in store.open_store(sample_out / "current" / "store")}
    loaded = ox.Store()
    loaded.load(path=file)
    assert {str(t) for t in held} == {str(q.triple) for q in loaded}


def test_rapper_reads_the_turtle_too(sample_out: Path) -> None:
    """An independent parser in C finds as many triples, and no fault."""
    if not shutil.which("rapper"):
        pytest.skip("rapper is not installed (Debian: raptor2-utils); the Turtle was not read by it")
    file = sample_out / "current" / "graph.ttl"
    done = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {_triple(line) for line in done.stdout.splitlines()} == {
        _triple(f"{t.subject} {t.predicate} {t.object} .") for t in ox.parse(path=file)
    }


def _triple(line: str) -> str:
    """A line of N-Triples with its escapes as one parser writes them."""
    (triple,) = ox.parse(input=line.encode(), format=ox.RdfFormat.N_TRIPLES)
    return str(triple)


def test_every_quote_is_in_its_release(sample_out: Path) -> None:
    """The characters between the offsets of the raw text of a text file, whatever its line ends, are the quote."""
    raw = {path.stem: path.read_bytes().decode("utf-8") for path in api.samples() if path.suffix in (".txt", ".md")}
    wrong = []
    for fact in helper.facts(sample_out):
        text = raw.get(fact["release"])
        if text is not None:
            wrong += [e for e in fact["evidence"] if text[e["start"] : e["end"]] != e["quote"]]
    assert len(raw) > 20
    assert wrong == []


def test_the_description_counts_what_is_there(sample_out: Path) -> None:
    """`void.ttl` has the number of triples of the graph, and the sum over properties is the same."""
    described, void = rdflib.Graph().parse(sample_out / "current" / "void.ttl"), rdflib.VOID
    (dataset,) = described.subjects(void.classPartition, unique=True)
    triples = len({quad.triple for quad in store.open_store(sample_out / "current" / "store")})
    assert [int(str(n)) for n in described.objects(dataset, void.triples)] == [triples]
    parts = (described.value(part, void.triples) for part in described.objects(dataset, void.propertyPartition))
    assert sum(int(str(n)) for n in parts) == triples


def test_the_description_has_no_blank_nodes_and_no_order(sample_graph: tw.Graph) -> None:
    """The same text from shuffled quads."""
    quads = list(sample_graph.store)
    text = store.void(quads)
    random.Random(3).shuffle(quads)
    assert store.void(quads) == text
    assert "_:" not in text


def test_nothing_is_read_twice(releases: Path, tmp_path: Path) -> None:
    """A second build takes every reading from the cache and leaves the build as it is, to the file."""
    first = tw.build(releases, tmp_path / "out")
    place = first.current.resolve()
    again = tw.build(releases, tmp_path / "out")
    assert (first.report["counts"]["cached"], again.report["counts"]["cached"]) == (0, len(helper.RELEASES))
    assert again.report == {**first.report, "counts": {**first.report["counts"], "cached": len(helper.RELEASES)}}
    assert again.current.resolve() == place


def test_a_build_that_lost_a_file_is_made_again(releases: Path, tmp_path: Path) -> None:
    """What somebody removed or changed in the build is there again after the next one."""
    out = tmp_path / "out"
    tw.build(releases, out)
    before = helper.artefacts(out)
    (out / "current" / "graph.ttl").unlink()
    (out / "current" / "index.html").write_text("changed", "utf-8")
    tw.build(releases, out)
    assert helper.artefacts(out) == before


def test_a_changed_release_is_read_again(releases: Path, tmp_path: Path) -> None:
    """Only that one, and the build is the one that a first build of the new text would be."""
    out = tmp_path / "out"
    tw.build(releases, out)
    file = releases / "halcyra-2028-01-15.txt"
    file.write_text(file.read_text("utf-8").replace("CD19", "CD38"), "utf-8")
    assert tw.build(releases, out).report["counts"]["cached"] == len(helper.RELEASES) - 1
    assert {f["target"] for f in helper.facts(out) if f["family"] == "has_target"} == {"CD56", "CD38"}
    tw.build(releases, tmp_path / "new")
    assert helper.artefacts(out) == helper.artefacts(tmp_path / "new")


@pytest.mark.parametrize("name", ["halcyra-2028-01-15.meta.toml", "halcyra-2028-01-15.txt.meta.toml"])
def test_a_changed_sidecar_is_heeded(name: str, releases: Path, tmp_path: Path) -> None:
    """What a person says of a release counts from the next build on."""
    tw.build(releases, tmp_path / "out")
    (releases / name).write_text('issuer = "Halcyra Holding"\n', "utf-8")
    tw.build(releases, tmp_path / "out")
    assert "Halcyra Holding" in (tmp_path / "out" / "current" / "graph.ttl").read_text("utf-8")


def test_a_removed_release_disappears(releases: Path, tmp_path: Path) -> None:
    """No fact, triple or page speaks of it any more; the pages about the ontology have examples of their own."""
    tw.build(releases, tmp_path / "out")
    (releases / "halcyra-2028-01-15.txt").unlink()
    tw.build(releases, tmp_path / "out")
    speaking = [name for name, data in helper.artefacts(tmp_path / "out").items() if b"HAL-7" in data]
    assert [name for name in speaking if not name.startswith("ontology/")] == []


def test_a_torn_reading_in_the_cache_is_read_again(releases: Path, tmp_path: Path) -> None:
    """Files of the cache that are cut, empty, no JSON or changed do no harm."""
    out = tmp_path / "out"
    tw.build(releases, out)
    before = helper.artefacts(out)
    kept = sorted((out / "cache").rglob("*.json"))
    assert len(kept) == len(helper.RELEASES)
    kept[0].write_bytes(kept[0].read_bytes()[:-40])
    kept[1].write_text("[1, 2]", "utf-8")
    kept[2].write_text(kept[2].read_text("utf-8").replace("Halcyra", "Falcyra").replace("Norvane", "Forvane"), "utf-8")
    assert tw.build(releases, out).report["counts"]["cached"] == 0
    assert helper.artefacts(out) == before


def test_readings_by_an_older_reader_are_forgotten(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New rules read everything anew, and what the old ones read takes no room for ever."""
    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(cache, "reader_digest", lambda: "0" * 64)
        tw.build(releases, out)
    assert tw.build(releases, out).report["counts"]["cached"] == 0
    assert len([kept for kept in (out / "cache").iterdir() if kept.is_dir()]) == 1


def test_a_build_as_of_a_day_knows_nothing_later(releases: Path, tmp_path: Path) -> None:
    """It has the releases up to that day and no fact of others."""
    out = tmp_path / "out"
    report = tw.build(releases, out, as_of=date(2027, 3, 4)).report
    assert (report["as_of"], report["counts"]["releases"]) == ("2027-03-04", 1)
    assert {fact["release"] for fact in helper.facts(out)} == {"norvane-2027-03-04"}


def test_a_build_as_of_a_day_before_all_is_refused(releases: Path, tmp_path: Path) -> None:
    """The message names the day."""
    with pytest.raises(InputError, match="1999-01-01"):
        tw.build(releases, tmp_path / "out", as_of=date(1999, 1, 1))


def test_a_build_since_a_day_leaves_out_what_was_before(releases: Path, tmp_path: Path) -> None:
    """It has the releases from that day on, says in report and summary how many it leaves out, and may end on a day."""
    done = tw.build(releases, tmp_path / "out", since=date(2027, 11, 20), pages="few")
    assert (done.report["since"], done.report["left_out"], done.report["counts"]["releases"]) == ("2027-11-20", {"before": 1}, 2)
    assert "left out: 1 dated before 2027-11-20" in done.summary()
    assert "norvane-2027-03-04" not in {fact["release"] for fact in helper.facts(tmp_path / "out")}
    window = tw.build(releases, tmp_path / "out", since=date(2027, 3, 5), as_of=date(2027, 12, 31), pages="few")
    assert "left out: 1 dated before 2027-03-05, 1 dated after 2027-12-31" in window.summary()
    assert {fact["release"] for fact in helper.facts(tmp_path / "out")} == {"norvane-2027-11-20"}


def test_days_between_which_nothing_lies_are_refused(releases: Path, tmp_path: Path) -> None:
    """A first day after the last one, and one after all releases; the messages name the days, and nothing is made."""
    with pytest.raises(InputError, match=r"since 2027-12-01 is after as of 2027-11-30"):
        tw.build(releases, tmp_path / "out", since=date(2027, 12, 1), as_of=date(2027, 11, 30))
    with pytest.raises(InputError, match=r"no release is dated from 2030-01-01 on up to 2030-12-31; nothing was built"):
        tw.build(releases, tmp_path / "out", since=date(2030, 1, 1), as_of=date(2030, 12, 31))
    assert not (tmp_path / "out" / "current").exists()


def test_a_path_given_twice_is_read_once(releases: Path, tmp_path: Path) -> None:
    """A folder, a file in it, and another spelling of that file are one input, not doubles."""
    file = releases / "halcyra-2028-01-15.txt"
    done = tw.build([releases, file, releases / ".." / "releases" / file.name], tmp_path / "out")
    assert (done.exit_code, done.report["counts"]["releases"]) == (0, len(helper.RELEASES))


def test_the_build_before_stays_for_those_who_have_it_open(releases: Path, tmp_path: Path) -> None:
    """A graph opened before a rebuild answers as before; after one more rebuild its files go."""
    out, file = tmp_path / "out", releases / "halcyra-2028-01-15.txt"
    tw.build(releases, out)
    old = tw.open(out)
    told = [fact.to_line() for fact in old.facts()]
    for target in ("CD38", "CD33"):
        file.write_text(helper.RELEASES[file.name].replace("CD19", target), "utf-8")
        if target == "CD38":
            tw.build(releases, out)
            assert [fact.to_line() for fact in old.facts()] == told
            assert "CD19" in str(old.query("SELECT ?l { ?t a tw:Target ; rdfs:label ?l } ORDER BY ?l"))
    tw.build(releases, out)
    assert not old.folder.exists()


def test_only_builds_are_ever_removed(releases: Path, tmp_path: Path) -> None:
    """Somebody else's files in the output folder are left alone, also in a folder `builds`."""
    out = tmp_path / "out"
    mine = [out / "builds" / "0123456789abcdef" / "thesis.doc", out / "builds" / "notes.txt", out / "letter.txt"]
    for file in mine:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("dear", "utf-8")
    for _ in range(3):
        (releases / "halcyra-2028-01-15.txt").write_text(helper.RELEASES["halcyra-2028-01-15.txt"] + f"HAL-{_} targets CD3{_}.\n", "utf-8")
        tw.build(releases, out)
    assert all(file.read_text("utf-8") == "dear" for file in mine)
    assert len(list((out / "builds").iterdir())) == 4


@pytest.mark.parametrize(
    ("made", "said"),
    [("{}", "not a build"), ('{"format": 99}', "later version"), ('{"format": 1}', "copy of a build"), ("", "not a build")],
)
def test_a_foreign_current_is_not_replaced(made: str, said: str, releases: Path, tmp_path: Path) -> None:
    """Something else called `current`, a newer build or a copy is refused with a message that says what to do."""
    current = tmp_path / "out" / "current"
    current.mkdir(parents=True)
    (current / "triplewire-build.json").write_text(made, "utf-8")
    with pytest.raises(BuildError, match=f"{said}.*-o"):
        tw.build(releases, tmp_path / "out")
    assert json.dumps(made) == json.dumps((current / "triplewire-build.json").read_text("utf-8"))


def test_nothing_temporary_remains(releases: Path, tmp_path: Path) -> None:
    """After a build there are the build, the link to it, and the cache."""
    tw.build(releases, tmp_path / "out", workers=2)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["builds", "cache", "current"]
    assert helper.leftovers(tmp_path / "out") == []
