"""Laws of what the graph holds of contradictions, sums and changes: order, strangers, days, corrections, nothing left out."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad
from tests import story
from tests.claims_helper import HALCYRA, claim, some_claims, stage
from tests.claims_helper import release as head
from tests.invented import Corpus, corpora

import triplewire as tw
from triplewire import query, store, vocab
from triplewire.model import CHANGES, Document, Fact
from triplewire.pipeline import followed
from triplewire.reconcile import policy_names, reconcile
from triplewire.reconcile.changes import WORDS, company_log, reported
from triplewire.triplify import changes, findings, triplify

SEEDS = range(20)
AS_OF = NamedNode(vocab.term("asOfDate"))


def written(documents: list[Document], facts: list[Fact], policy: str = "") -> list[Quad]:
    """What the graph holds of contradictions and changes."""
    known = followed(documents, facts, policy, None)
    return [*findings(known.findings, known.facts, known.releases), *changes(known.changes)]


def objects(quads: Iterable[Quad], *terms: str) -> set[str]:
    """The values of some properties."""
    wanted = {vocab.term(t) for t in terms}
    return {str(q.object) for q in quads if q.predicate.value in wanted}


def nodes(quads: Iterable[Quad], term: str) -> set[str]:
    """The members of a class, by the last step of their IRIs."""
    return {str(q.subject).rpartition("/")[2].rstrip(">") for q in quads if str(q.object) == f"<{vocab.term(term)}>"}


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_arrival_changes_no_quad(seed: int) -> None:
    """Documents and facts in any order give the same nodes with the same values, under every policy."""
    rng = random.Random(seed)
    documents, facts = some_claims(rng)
    for policy in policy_names():
        once = written(documents, facts, policy)
        assert written(rng.sample(documents, len(documents)), rng.sample(facts, len(facts)), policy) == once
        assert once


@pytest.mark.parametrize("seed", SEEDS)
def test_a_release_of_another_company_adds_nothing_to_what_is_there(seed: int) -> None:
    """Each node keeps its IRI and its values but for the day up to which was looked."""
    documents, facts = some_claims(random.Random(seed))
    others, more = some_claims(random.Random(seed + 1000), HALCYRA, "other", ("HAL-7", "HAL-9"))
    alone = {q for q in written(documents, facts) if q.predicate != AS_OF}
    together = {q for q in written([*documents, *others], [*facts, *more]) if q.predicate != AS_OF}
    assert alone <= together
    own = {q.subject for q in alone}
    assert {q for q in together if q.subject in own} == alone


@pytest.mark.parametrize("seed", SEEDS)
def test_every_finding_has_a_node_and_every_node_a_finding(seed: int) -> None:
    """The ids of the findings are those of the nodes, none twice, none left out."""
    documents, facts = some_claims(random.Random(seed))
    found = reconcile(documents, facts)[1]
    assert all(f.sides for f in found)
    assert nodes(written(documents, facts), "Finding") == {f.id for f in found}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_nodes_point_to_is_in_the_graph(seed: int) -> None:
    """The statements of both sides, the releases, and what it is about: each is described by the releases' own graphs."""
    documents, facts = some_claims(random.Random(seed))
    known = followed(documents, facts, "latest", None)
    described = {str(q.subject) for q in triplify(documents, known.facts)}
    quads = written(documents, facts, "latest")
    pointed = objects(quads, "sideStatement", "suspects", "foundIn", "about", "statementBefore", "statementAfter", "releaseAfter")
    assert pointed <= described
    assert len(pointed) > 10


@pytest.mark.parametrize("seed", SEEDS)
def test_every_claim_of_a_conflict_is_on_a_side(seed: int) -> None:
    """The statements of the sides are those of the finding's facts: nothing is lost between report.json and the graph."""
    documents, facts = some_claims(random.Random(seed))
    for finding in reconcile(documents, facts)[1]:
        own = {i for side in finding.sides for i in side.facts}
        assert set(finding.facts) <= own
        assert own == set(finding.facts) or finding.kind.startswith("count-")
        said = objects(findings([finding], facts, []), "sideStatement")
        assert said == {f"<{vocab.ID}statement/{i}>" for i in own}


@given(corpora)
def test_every_change_of_the_log_has_a_node(one: Corpus) -> None:
    """What the change log of the companies tells after their first releases is in the graph, and nothing else."""
    told = reported(one.releases, one.facts)
    entries = [e for log in company_log(one.releases, one.facts).values() for e in log if not e.first]
    logged = {(e.day, c.change, c.after.facts if c.after else ()) for e in entries for c in e.changes}
    assert {(c.day, c.kind, c.facts_after) for c in told} == logged
    assert nodes(changes(told), "Change") == {c.id for c in told}


@given(corpora, st.randoms(use_true_random=False))
def test_changes_do_not_depend_on_the_order_of_files(one: Corpus, rng: random.Random) -> None:
    """The same nodes, whichever release is read first."""
    releases, facts = list(one.releases), list(one.facts)
    rng.shuffle(releases)
    rng.shuffle(facts)
    assert changes(reported(releases, facts)) == changes(reported(one.releases, one.facts))


def test_a_company_of_the_change_log_is_the_issuer_in_the_graph() -> None:
    """Each fact is one vote for the name that it shows, however many names of the company it knows besides."""
    full, short = "Norvane Therapeutics", "Norvane"
    issuer = replace(head("a", "2027-01-10").release, issuer=f"{full}, Inc.", aliases=(full, short))
    told = [claim("developed_by", "a", "ours", i, compound=f"NVT-{i}", organization=full) for i in range(3)]
    told += [replace(claim("developed_by", "a", "ours", 9 + i, organization=short), aliases={"organization": (full,)}) for i in range(2)]
    document = replace(head("a", "2027-01-10"), release=issuer)
    assert list(company_log([issuer], told)) == [full]
    assert objects(triplify([document], told), "issuedBy") == {f"<{vocab.ID}organization/norvane-therapeutics>"}


def test_changes_go_by_the_words_of_differences() -> None:
    """The kinds of changes in the graph are those of `triplewire diff`."""
    assert set(CHANGES) == set(WORDS)


STORY = {
    "norvane-1": story.release(
        "2027-03-04",
        "NVT-101 is in Phase 2 for sarcoma.",
        "Operating expenses were $16.8 million in the first quarter of 2027. Research and development expenses were $13.4 million and "
        "general and administrative expenses were $3.4 million in the first quarter of 2027.",
    ),
    "norvane-2": story.release("2027-09-09", "NVT-101 is in Phase 1 for sarcoma.", "NVT-205 is in Phase 1 for lymphoma."),
    "halcyra-1": story.release("2027-10-01", "HAL-9 is in Phase 1 for lymphoma.", company="Halcyra Biosciences SA"),
    "norvane-3": story.release("2027-12-09", "NVT-101 is in Phase 3 for sarcoma.", "NVT-205 has been discontinued."),
}
DAYS = {"norvane-1": date(2027, 3, 4), "norvane-2": date(2027, 9, 9), "halcyra-1": date(2027, 10, 1), "norvane-3": date(2027, 12, 9)}


def built(folder: Path, names: Iterable[str], policy: str = "latest", **more: object) -> tw.Graph:
    """A build of some releases of the story."""
    texts = folder / "texts"
    texts.mkdir(parents=True)
    for name in names:
        (texts / f"{name}.txt").write_text(STORY[name], "utf-8")
    tw.build(texts, folder / "out", policy=policy, **more)  # type: ignore[arg-type]
    return tw.open(folder / "out")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tw.Graph:
    """A build of the whole story."""
    return built(tmp_path_factory.mktemp("whole"), STORY)


def kinds(graph: tw.Graph) -> list[str]:
    """The kinds of conflicts in a graph."""
    answer = graph.query("SELECT ?kind { ?f a tw:Conflict ; tw:findingKind ?kind } ORDER BY ?kind")
    return [row[0] for row in answer.plain()]  # type: ignore[union-attr]


@pytest.mark.parametrize("last", STORY)
def test_a_graph_taken_back_to_a_day_is_the_graph_of_what_was_out(last: str, whole: tw.Graph, tmp_path: Path) -> None:
    """Contradictions, flags, preferences, sums and changes too: nothing that later releases decided is there."""
    out = [name for name in STORY if DAYS[name] <= DAYS[last]]
    then, only = whole.until(DAYS[last]), built(tmp_path, out)
    assert set(store.named_quads(then.store)) == set(store.named_quads(only.store))
    assert [f.to_line() for f in then.facts()] == [f.to_line() for f in only.facts()]
    assert kinds(then) == (["stage-conflict"] if "norvane-2" in out else [])
    assert [f.to_json() for f in then.reported() if f.sides] == [f.to_json() for f in only.reported() if f.sides]


def test_the_report_and_the_graph_tell_the_same_findings(whole: tw.Graph) -> None:
    """Each finding of report.json that reconciling made has its node, with the same words; the shapes' own findings have none."""
    report = json.loads((whole.folder / "report.json").read_text("utf-8"))
    told = {f["id"]: (f["message"], f["standing"], f["severity"]) for f in report["findings"] if "sides" in f}
    answer = whole.query("SELECT ?f ?m ?s ?g { ?f a tw:Finding ; tw:message ?m ; tw:standing ?s ; tw:severity ?g }")
    held = {row[0].rpartition("/")[2]: row[1:] for row in answer.plain()}  # type: ignore[union-attr]
    assert {i: tuple(row) for i, row in held.items()} == told
    assert {"stage-conflict", "identity-holds", "discontinued"} <= {f["kind"] for f in report["findings"]}


def test_both_claims_stay_and_the_preferred_one_is_named(whole: tw.Graph, tmp_path: Path) -> None:
    """Under a policy the finding has the same IRI and both sides as without one; one side is preferred."""
    rows = [g.query("open-conflicts").plain() for g in (whole, built(tmp_path, STORY, ""))]  # type: ignore[union-attr]
    (one,), (other,) = rows
    assert (one[:9], one[10]) == (other[:9], other[10])
    assert (one[9], other[9]) == ("Phase 1", "")
    assert one[5:7] == ("NVT-101 is in Phase 2 for sarcoma", "NVT-101 is in Phase 1 for sarcoma")


def test_a_figure_that_no_fact_tells_is_in_the_answer() -> None:
    """A sum that fails is answered with each of its parts, also with a line of a table that has only its words."""
    table = (
        "CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS\n(in thousands)\nThree Months Ended\nJune 30,\n2027 2026\nRevenues:\n"
        "License and milestone fees $ 1,710 $1,731\nResearch and development support 1,495 782\nSublicenses of old patents 300 200\n"
        "Total revenues 3,705 2,713\n"
    )
    documents, facts = story.told(story.release("2027-08-04", table))
    known = followed(documents, facts, "", None)
    (broken,) = [f for f in known.findings if f.kind == "identity-broken"]
    assert [bool(side.facts) for side in broken.sides] == [True, True, True, False]
    quads = [*triplify(documents, known.facts), *findings(known.findings, known.facts, known.releases)]
    rows = query.run(store.memory(quads), "open-conflicts").plain()  # type: ignore[union-attr]
    assert {row[4] for row in rows} == {side.says for side in broken.sides[1:]}


def test_a_rejected_claim_contradicts_nothing(tmp_path: Path) -> None:
    """A correction takes the finding and the changes of the fact with it."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "ours.toml").write_text(
        '[[reject]]\nfamily = "stage"\nrelease = "norvane-2"\narguments = { compound = "NVT-101", stage = "Phase 1" }\n'
        'author = "the curation desk"\ndate = 2027-10-01\nreason = "a slip of the pen"\n',
        "utf-8",
    )
    graph = built(tmp_path, STORY, corrections=[folder])
    assert kinds(graph) == []
    rows = graph.query("change-log", compound="NVT-101").plain()  # type: ignore[union-attr]
    assert [row[2:6] for row in rows if "stage" in row[2]] == [("NVT-101: stage in sarcoma", "advanced", "Phase 2", "Phase 3")]


def test_time_grows_with_the_releases_and_not_with_their_square() -> None:
    """Eight times the releases of one company, each at odds with the one before, take far less than sixty-four times as long."""

    def seconds(number: int) -> float:
        names = [f"r{i:05}" for i in range(number)]
        days = [date.fromordinal(date(2020, 1, 1).toordinal() + i) for i in range(number)]
        documents = [head(name, day.isoformat()) for name, day in zip(names, days, strict=True)]
        facts = [
            stage(n, f"Phase {2 - i % 2}", compound=f"NVT-{i // 2 % 50}", indication="asthma", quote=f"NVT-{i // 2 % 50} is in it")
            for i, n in enumerate(names)
        ]
        begun = process_time()
        assert len(written(documents, facts)) > number
        return process_time() - begun

    seconds(100)
    assert seconds(1600) < 24 * max(seconds(200), 0.02)


def test_a_finding_of_undated_releases_says_no_day() -> None:
    """Two stages in a release without a date are at odds, as of no day in particular."""
    facts = [stage("r", "Phase 1", indication="asthma"), stage("r", "Phase 3", 90, indication="asthma")]
    found = reconcile([head("r", None)], facts)[1]
    assert objects(findings(found, facts, [head("r", None).release]), "asOfDate") == set()
    assert objects(findings([replace(found[0], suspects=(facts[0].id,))], facts, []), "standing") == {'"suspected"'}


def test_the_sides_of_a_finding_are_numbered() -> None:
    """By their places a sum can be written out again: the total first, then its parts."""
    by_place: defaultdict[str, list[str]] = defaultdict(list)
    known = followed(*story.told(STORY["norvane-1"]), "", None)
    for q in findings(known.findings, known.facts, known.releases):
        if q.predicate.value == vocab.term("sideRole"):
            by_place[str(q.subject)[-2:-1]].append(str(q.object))
    assert dict(by_place) == {"1": ['"total"'], "2": ['"part"'], "3": ['"part"']}
