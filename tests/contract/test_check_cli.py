"""`triplewire check` and `explain` of inferences: formats that other programs read, exit codes, reasoners, texts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pyoxigraph import NamedNode, QuerySolutions, Store
from tests.contract.build_helper import apart, here

from triplewire import vocab


@pytest.fixture(scope="module")
def damaged(sample_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a build from whose store one stated triple was taken, and whose texts are gone."""
    out = tmp_path_factory.mktemp("damaged") / "out"
    shutil.copytree(sample_out, out, symlinks=True, ignore=shutil.ignore_patterns("cache"))
    store = Store(str(out / "current" / "store"))
    stated = (
        q for q in store.quads_for_pattern(None, NamedNode(vocab.term("usesTechnology")), None, None) if "/release/" in str(q.graph_name)
    )
    quad = min(stated, key=str)
    for same in list(store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)):
        store.remove(same)
    store.flush()
    return out


def test_a_sound_build_has_exit_code_0(sample_out: Path) -> None:
    """The samples have warnings and remarks, no violation, and their quotes are held against the texts that the build kept."""
    done = here("check", "--graph", sample_out, "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert {"text-not-at-hand", "quote-differs", "inference-missing"} & {f["kind"] for f in found} == set()


def test_a_damaged_build_has_exit_code_1_and_says_what_is_wrong(damaged: Path) -> None:
    """The missing triple, what was inferred from it, and the texts that are not there are all told; ids are the same each time."""
    done, again = (here("check", "--graph", damaged, "--format", "json") for _ in range(2))
    kinds = {f["kind"] for f in json.loads(done.stdout)}
    assert done.returncode == 1
    assert {"factual-direct", "inference-unfounded", "text-not-at-hand"} <= kinds
    assert done.stdout == again.stdout


def test_texts_may_be_given(damaged: Path) -> None:
    """With the files of the releases named, no text is missing."""
    from triplewire import resources

    done = here("check", "--graph", damaged, "--format", "json", "--texts", resources.path("data", "releases"))
    assert "text-not-at-hand" not in {f["kind"] for f in json.loads(done.stdout)}


def test_without_a_reasoner_only_shapes_are_checked(damaged: Path) -> None:
    """`--reasoner none` leaves inferences alone."""
    kinds = {f["kind"] for f in json.loads(here("check", "--graph", damaged, "--format", "json", "--reasoner", "none").stdout)}
    assert "factual-direct" in kinds
    assert "inference-unfounded" not in kinds


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "sharif"], "did you mean sarif"),
        (["--reasoner", "pellet"], "reasoner"),
        (["--texts", "no-such-folder"], "no-such-folder"),
    ],
)
def test_wrong_words_have_exit_code_2(words: list[str], said: str, sample_out: Path) -> None:
    """Unknown formats and reasoners and missing texts are named in a line."""
    done = here("check", "--graph", sample_out, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_hermit_without_java_says_what_to_install(sample_out: Path, tmp_path: Path) -> None:
    """Where there is no Java the message says so, and which reasoner needs none."""
    done = apart("check", "--graph", sample_out, "--reasoner", "hermit", path=str(tmp_path))
    assert done.returncode == 2
    assert re.search(r"Java.*--reasoner rules", done.stderr, re.DOTALL)


def sarif(build: Path) -> dict[str, Any]:
    """The one run of the SARIF report of a build, after what the standard demands of the file."""
    log = json.loads(here("check", "--graph", build, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert "sarif-schema-2.1.0" in log["$schema"]
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


def test_sarif_is_as_the_standard_says(damaged: Path) -> None:
    """SARIF 2.1.0: the tool and its rules are named; each result has a rule that exists, a level, a message and a location."""
    log = sarif(damaged)
    driver = log["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert driver["name"] == "triplewire"
    assert len(ids) == len(set(ids))
    assert all(rule["shortDescription"]["text"] and rule["defaultConfiguration"]["level"] in LEVELS for rule in driver["rules"])
    for result in log["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in LEVELS
        assert result["message"]["text"].strip()
        assert result["locations"]
        assert next(iter(result["partialFingerprints"].values())).startswith(result["ruleId"])
    assert {"error", "note"} <= {result["level"] for result in log["results"]}


LEVELS = ("none", "note", "warning", "error")


def test_sarif_points_at_the_words(sample_out: Path) -> None:
    """Where a finding has words, its location is the file of the release and a region of just those words."""
    from triplewire import resources

    log, seen = sarif(sample_out), 0
    assert log["columnKind"] == "unicodeCodePoints"
    for place in (p["physicalLocation"] for r in log["results"] for p in r["locations"] if "physicalLocation" in p):
        file = resources.path("data", "releases", place["artifactLocation"]["uri"])
        region = place["region"]
        if file.suffix in (".txt", ".md"):
            text, seen = file.read_text("utf-8"), seen + 1
            assert text[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]
            line = text.split("\n")[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 :].startswith(region["snippet"]["text"].split("\n")[0])
    assert seen > 10


def test_junit_is_read_by_an_xml_reader(damaged: Path) -> None:
    """JUnit: suites, a suite whose counts are those of its cases, a failure with message and type for each violation."""
    root = etree.fromstring(here("check", "--graph", damaged, "--format", "junit").stdout.encode())
    (suite,) = root.findall("testsuite")
    cases = suite.findall("testcase")
    failures = [c.find("failure") for c in cases if c.find("failure") is not None]
    assert root.tag == "testsuites"
    assert (int(suite.get("tests")), int(suite.get("failures")), suite.get("errors")) == (len(cases), len(failures), "0")
    assert all(c.get("classname") and c.get("name") for c in cases)
    assert failures
    assert all(f.get("message") and f.get("type") and f.text for f in failures)


def test_the_table_shows_the_words_of_a_violation(damaged: Path) -> None:
    """Below a violation stands where its words are."""
    done = here("check", "--graph", damaged)
    assert "violation: factual-direct (" in done.stdout
    assert re.search(r"\d+-\d+: “", done.stdout)


def test_an_inference_is_explained_down_to_the_words(sample_out: Path) -> None:
    """A triple is explained by its rule in words and its premises, down to what releases state, and so is an inference by its id."""
    done = here("explain", "compound:sar650984 a tw:NonTAPCompound", "--graph", sample_out)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "SAR650984 is a non-TAP compound"
    assert "inferred: Denied to be made with Targeted Antibody Payload technology (class-non-tap, inference:" in done.stdout
    assert re.search(r"└─ not: SAR650984 uses technology TAP\n     denied \(fact .*\n     immunogen-2010-10-28 \d+-\d+: “", done.stdout)
    digits = re.findall(r"inference:(\w+)", done.stdout)[0]
    assert here("explain", digits, "--graph", sample_out).stdout == done.stdout


def test_every_inference_of_the_samples_is_explained(sample_out: Path) -> None:
    """Each inferred triple leads to statements with words or to reference knowledge; no branch ends in nothing."""
    from triplewire import api, reason

    store = api.open(sample_out).store
    rows = store.query(f"SELECT ?node WHERE {{ ?node a <{vocab.term('Inference')}> }}", use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    steps = [reason.why(row[0], store) for row in rows if isinstance(row[0], NamedNode)]
    assert len(steps) > 100
    bad = [step for step in steps for leaf in leaves(step) if leaf.standing not in ENDS or (leaf.standing in WORDED and not leaf.words)]
    assert bad == []


ENDS = ("stated", "denied", "derived", "reference")
WORDED = ("stated", "denied")


def leaves(step: Any) -> list[Any]:
    """The ends of the branches below a step."""
    return [leaf for premise in step.premises for leaf in leaves(premise)] if step.premises else [step]
