"""A graph that grows release by release is the graph of all of them at once; what is not touched is not written anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.graphs import random_graph
from tests.promises.corpus import make_corpus
from tests.shared import need_shared
from tests.whole import whole

from triplewire import api, pipeline, store
from triplewire.builds import Held
from triplewire.children import Crew
from triplewire.model import Document, Evidence, Fact, Release, When
from triplewire.model.fact import Status
from triplewire.read import read_text
from triplewire.reason import Touched, infer, inferences
from triplewire.reason.about import can_own, kind
from triplewire.reason.infer import INFERRED
from triplewire.reconcile import checked_policy, ledger
from triplewire.reconcile.nearby import Nearby
from triplewire.reconcile.settings import number
from triplewire.triplify import FAMILIES, background, triplify
from triplewire.validate import validate
from triplewire.workbook import CHECKED, QUOTED, RECONCILED, Book, Delta, facts, grow, states, told, void_text, write_texts

A = TypeVar("A")
B = TypeVar("B")
Read = tuple[Document, list[Fact]]
Claims = tuple[tuple[str, dict[str, str]], ...]


@pytest.fixture(scope="module")
def samples() -> list[Read]:
    """The sample releases, read."""
    return [pipeline.read_one(path) for path in api.samples()]


@pytest.fixture(scope="module")
def invented() -> list[Read]:
    """Sixty releases of a generated corpus, read."""
    return [_read(f"{r.id}.txt", r.text) for r in make_corpus(5, 190).releases[:60]]


def _read(name: str, text: str) -> Read:
    reading = pipeline.reading_of(read_text(text, name))
    return reading.document, pipeline.stated(reading)


class Growing:
    """A workbook in memory, and the store in a folder that it keeps."""

    def __init__(self, folder: Path, crew: Crew | None = None) -> None:
        self.book, self.store = Book(None), store.begin(folder / "store")
        self.folder, self.crew = folder, crew
        self.builds = 0

    def take(self, read: Iterable[Read]) -> Delta:
        """Makes it tell of these releases."""
        held = [Held.of(*one) for one in read]
        delta = grow(self.book, self.store, held, checked_policy(""), folder=self.folder, crew=self.crew)
        before, self.builds = self.folder / f"build-{self.builds}", self.builds + 1
        new = self.folder / f"build-{self.builds}"
        new.mkdir()
        write_texts(self.book, new, before)
        return delta

    def text(self, name: str) -> str:
        """A text file of the last build."""
        return (self.folder / f"build-{self.builds}" / name).read_text("utf-8")

    def states(self) -> dict[str, int]:
        """How many promises are in which state."""
        return dict(+states(self.book))

    def state(self) -> tuple[list[str], list[str], set[Quad], str]:
        """All that it tells."""
        found = [str(f.to_json()) for f in told(self.book, RECONCILED)]
        return [f.to_line() for f in facts(self.book)], found, set(store.named_quads(self.store)), self.text("graph.trig")

    def is_whole(self, read: Sequence[Read]) -> None:
        """Its facts, findings, graph, text files and checks are those of these releases at once, and the default graph is that of the
        named ones.
        """
        all_ = whole([d for d, _ in read], [f for _, own in read for f in own])
        assert [f.to_line() for f in facts(self.book)] == [f.to_line() for f in all_.facts]
        assert [f.to_json() for f in told(self.book, RECONCILED)] == [f.to_json() for f in all_.findings]
        assert set(store.named_quads(self.store)) == set(all_.quads)
        assert store.triples(self.store) == {q.triple for q in all_.quads}
        assert self.text("facts.jsonl") == "".join(f"{f.to_line()}\n" for f in all_.facts)
        assert self.text("graph.ttl") == store.turtle(all_.quads)
        assert self.text("graph.trig") == store.trig(all_.quads)
        assert void_text(self.book) == store.void(all_.quads)
        texts = {d.release.sha256: d.raw for d in all_.documents}
        assert list(told(self.book, CHECKED, QUOTED)) == validate(all_.quads, texts=texts)


@pytest.mark.parametrize("corpus", ["samples", "invented"])
def test_any_way_of_growing_ends_at_the_same_graph(corpus: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Releases come one by one and several at once, go, and come back: after each step all is as if made from those that are there."""
    read, chance = list(request.getfixturevalue(corpus)), random.Random(4)
    chance.shuffle(read)
    growing, there = Growing(tmp_path), read[: len(read) // 2]
    growing.take(there)
    growing.is_whole(there)
    for _ in range(6):
        out = [one for one in read if one not in there]
        gone = chance.sample(there, chance.choice([0, 1, len(there) // 3]))
        come = chance.sample(out, min(len(out), chance.choice([0, 1, 4])))
        there = [one for one in there if one not in gone] + come
        growing.take(chance.sample(there, len(there)))
        growing.is_whole(there)


class Eager(Crew):
    """Processes that do everything, be it ever so little."""

    def each(self, work: Callable[[A], B], pieces: Iterable[A], *, few: int) -> Iterator[B]:
        """Work is never done here."""
        return super().each(work, pieces, few=0)


@pytest.mark.slow
def test_with_several_hands_it_grows_into_the_same_graph(samples: list[Read], tmp_path: Path) -> None:
    """Also what came of little news, of which a crew makes as much as of all."""
    with Eager(2) as crew:
        growing = Growing(tmp_path, crew)
        for there in (samples[:-2], samples[1:]):
            growing.take(there)
            growing.is_whole(there)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build-1", "build-2", "store"]


def test_what_says_nothing_new_changes_nothing(samples: list[Read], tmp_path: Path) -> None:
    """The same releases in another order leave book and store as they are."""
    growing = Growing(tmp_path)
    assert growing.take(samples).gained
    delta = growing.take(samples[::-1])
    assert (delta.gained, delta.lost) == (0, 0)


def test_a_release_that_is_read_otherwise_is_told_otherwise(samples: list[Read], tmp_path: Path) -> None:
    """A release whose text is another under the same id takes the place of the old one."""
    growing = Growing(tmp_path)
    growing.take(samples)
    place = next(n for n, (document, _) in enumerate(samples) if "Phase 1" in document.raw)
    old = samples[place][0]
    new, told = _read(old.release.file, old.raw.replace("Phase 1", "Phase 2"))
    assert new.release.sha256 != old.release.sha256
    now = [
        *samples[:place],
        (replace(new, release=replace(new.release, id=old.release.id)), [replace(f, release=old.release.id) for f in told]),
    ]
    now += samples[place + 1 :]
    growing.take(now)
    growing.is_whole(now)


def _told(release: str, day: date, issuer: str, *claims: tuple[str, dict[str, str]], status: Status = "actual") -> Read:
    """A release of a few claims, each on words of its own."""
    text, told = " ".join(f"claim {n}" for n in range(len(claims))), []
    for n, (family, args) in enumerate(claims):
        evidence = Evidence(8 * n, 8 * n + 7, f"claim {n}")
        when = When("2027", date(2027, 1, 1), date(2027, 12, 31), "year", "civil") if family == "milestone" else None
        told.append(Fact(family, args, (evidence,), release, f"sha-{release}", "test.rule", status=status, when=when))
    return Document(text, Release(release, f"sha-{release}", "A title", issuer, day)), told


def test_another_day_of_somebody_elses_release_is_noticed(tmp_path: Path) -> None:
    """What decides a promise may stand in a partner's release; when only the day of that changes, the promise is judged again."""
    start = {"compound": "NVT-101", "kind": "trial_start", "actor": "Norvane"}
    promise = _told("norvane-1", date(2027, 1, 5), "Norvane", ("milestone", start), status="expected")
    others = [_told("halcyra-1", day, "Halcyra", ("milestone", start)) for day in (date(2027, 6, 1), date(2026, 6, 1))]
    growing = Growing(tmp_path)
    for other in others:
        growing.take([promise, other])
        growing.is_whole([promise, other])


START = {"compound": "docetaxel", "kind": "trial_start", "actor": "Norvane"}
CARRIES = ("milestone", {**START, "actor": "Halcyra"})
PARTNERS = ("partnered_with", {"organization_a": "Norvane", "organization_b": "Halcyra"})
MANY = number("crowd", "companies")
ALLIES = [("partnered_with", {"organization_a": "Norvane", "organization_b": f"Company{n}"}) for n in range(MANY - 1)]


@pytest.mark.parametrize(
    ("companies", "own", "others", "state"),
    [
        (MANY, (), (CARRIES,), "kept"),
        (MANY + 1, (), (CARRIES,), "open"),
        (MANY + 1, (), (CARRIES, PARTNERS), "kept"),
        (MANY + 1, (PARTNERS,), (CARRIES,), "kept"),
        (MANY + 1, tuple(ALLIES), (CARRIES,), "open"),
    ],
    ids=["few", "many", "named by a partner", "names a partner", "many partners, none of them the one"],
)
def test_of_a_drug_that_everybody_speaks_of_only_words_of_partners_count(
    companies: int, own: Claims, others: Claims, state: str, tmp_path: Path
) -> None:
    """However the releases came, and again when there are fewer; a finding says so."""
    promise = _told("norvane-1", date(2027, 1, 5), "Norvane", ("milestone", START), status="expected")
    deal = [_told("norvane-0", date(2027, 1, 4), "Norvane", *own)] if own else []
    news = _told("halcyra-1", date(2027, 6, 1), "Halcyra", *others)
    tells = ("has_indication", {"compound": "docetaxel", "indication": "lymphoma"})
    rest = [_told(f"c{n}-1", date(2027, 2, 1), f"Company{n}", tells) for n in range(companies - 2)]
    read = [promise, *deal, news, *rest]
    once, growing = Growing(tmp_path / "once"), Growing(tmp_path / "growing")
    once.take(read)
    assert once.states() == {state: 1}
    notes = [f.focus for f in told(once.book, RECONCILED) if f.kind == "compound-of-many"]
    assert notes == (["docetaxel"] if companies > MANY else [])
    fewer = [*read[:-1]]
    for there in (read[: len(read) // 2], read, fewer, read):
        growing.take(there)
        growing.is_whole(there)
        if there is fewer:
            assert growing.states() == {"kept": 1}
    assert growing.state() == once.state()


def test_the_ledger_of_a_day_counts_the_companies_that_have_spoken_until_then() -> None:
    """The last of very many companies speaks of a drug in autumn; until then anybody's news of it keeps a promise."""
    promise = _told("norvane-1", date(2027, 1, 5), "Norvane", ("milestone", START), status="expected")
    news = _told("halcyra-1", date(2027, 6, 1), "Halcyra", CARRIES)
    tells = ("has_indication", {"compound": "docetaxel", "indication": "lymphoma"})
    rest = [_told(f"c{n}-1", date(2027, 9 if n else 2, 1), f"Company{n}", tells) for n in range(MANY - 1)]
    releases, claims = zip(*((d.release, told) for d, told in (promise, news, *rest)), strict=True)
    until = {day: ledger(releases, [f for told in claims for f in told], day) for day in (date(2027, 8, 1), date(2027, 10, 1), None)}
    assert {day: [row.state for row in rows] for day, rows in until.items()} == {
        date(2027, 8, 1): ["kept"],
        date(2027, 10, 1): ["open"],
        None: ["open"],
    }


def test_what_is_near_all_companies_does_not_grow_with_their_square() -> None:
    """A thousand companies that speak of one drug are near nobody; a partner is, and so is who speaks of the same compound of few."""
    releases = {f"c{n}-1": Release(f"c{n}-1", f"sha-{n}", "A title", f"Company{n}", date(2027, 1, 5)) for n in range(1000)}
    keys = {r: {"compound docetaxel", f"compound own-{n // 2}"} for n, r in enumerate(releases)}
    keys["c7-1"].add("partner company30")
    nearby = Nearby(releases, keys, {r: r for r in releases})
    near = {r: nearby.of([r]).releases for r in releases}
    assert sum(map(len, near.values())) == 1000 + 2
    assert (near["c7-1"], near["c30-1"]) == (("c30-1", "c6-1"), ("c31-1", "c7-1"))


@pytest.mark.parametrize("target", ["QXZ9", "qxz9"])
def test_a_target_that_comes_later_tells_of_earlier_diseases(target: str, tmp_path: Path) -> None:
    """A disease that is named after a target gets its wider disease and that target, however the target is written."""
    disease = _told("a-1", date(2027, 1, 5), "Norvane", ("has_indication", {"compound": "NVT-101", "indication": "QXZ9-positive glioma"}))
    later = _told("b-1", date(2027, 2, 5), "Halcyra", ("has_target", {"compound": "HAL-9", "target": target}))
    growing = Growing(tmp_path)
    for read in ([disease], [disease, later], [disease]):
        growing.take(read)
        growing.is_whole(read)


def test_what_is_told_later_of_a_trial_follows_for_all_compounds_in_it(tmp_path: Path) -> None:
    """Also for a compound of which the later release does not speak; and no more when that release is gone."""
    in_trial = {"compound": "NVT-101", "nct": "NCT01234567"}
    first = _told("a-1", date(2027, 1, 5), "Norvane", ("trial", in_trial))
    later = _told("b-1", date(2027, 2, 5), "Halcyra", ("trial", {**in_trial, "compound": "HAL-9", "indication": "lymphoma"}))
    growing = Growing(tmp_path)
    for read in ([first], [first, later], [first]):
        growing.take(read)
        growing.is_whole(read)


@pytest.mark.shared
@pytest.mark.slow
def test_real_releases_grow_into_the_same_graph(tmp_path: Path) -> None:
    """The same with real releases of many companies that tell of each other's compounds."""
    archive = sorted((need_shared() / "releases" / "archive").rglob("*.md"))
    read = [pipeline.read_one(path) for path in random.Random(2).sample(archive, 70)]
    growing = Growing(tmp_path)
    for there in (read[:40], read[:41], read[1:41], read[1:], read[:60]):
        growing.take(there)
        growing.is_whole(there)


def stated(read: Sequence[Read]) -> list[Quad]:
    """What releases state, and is known besides: before anything follows from it."""
    quads = triplify([d for d, _ in read], [f for _, told in read for f in told if f.family in FAMILIES])
    return [*quads, *background(quads)]


class Stated:
    """Triples from which something follows, the things that they are about, and a look into them."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.triples = {quad.triple for quad in quads}
        self.things = {t for s, _, o in self.triples for t in (s, o) if isinstance(t, NamedNode) and can_own(t)}
        self._store = Store()
        self._store.extend(Quad(*triple) for triple in self.triples)

    def find(self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Quad]:
        """The triples of this form."""
        return self._store.quads_for_pattern(subject, predicate, value, None)

    def untouched(self, other: Stated) -> set[NamedNode]:
        """The things that what comes or goes from here to another does not touch, either way; fails when something else follows of one."""
        news, things = self.triples ^ other.triples, sorted(self.things | other.things, key=str)
        here, there = (inferences(things, stated.find) for stated in (self, other))
        changed = {thing for thing in things if here.get(thing) != there.get(thing)}
        spared = set(things)
        for after in (self, other):
            touched = Touched()
            touched.add(map(str, news), after.find)
            spared -= touched.owners(after.find)
        assert not changed & spared
        return spared


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_thing_by_thing_the_rules_conclude_what_they_conclude_at_once(size: int, samples: list[Read], invented: list[Read]) -> None:
    """What follows of some things, from what lies around them, is what follows of them from the whole graph."""
    quads = stated([*samples, *invented[: 20 if size == 1 else 60]])
    held = Stated(quads)
    things = sorted(held.things, key=str)
    random.Random(size).shuffle(things)
    things = things[:150] if size == 1 else things
    found: set[Quad] = set()
    for start in range(0, len(things), size):
        told = inferences(things[start : start + size], held.find)
        found.update(q for own in told.values() for q in own)
    wanted = {q for q in infer(quads) if q.graph_name == INFERRED}
    assert found == wanted if size > 1 else found < wanted


def test_news_touches_all_of_which_something_else_follows(invented: list[Read]) -> None:
    """Of what it does not touch the same follows with a release and without it; diseases of which it tells only what compounds have to do
    with them are among that.
    """
    read, kinds = invented[:24], set[str]()
    whole = Stated(stated(read))
    for one in read[::3]:
        less = Stated(stated([other for other in read if other is not one]))
        ends = {triple.object for triple in whole.triples - less.triples}
        kinds |= {kind(thing) for thing in whole.untouched(less) & ends}
    assert "indication" in kinds


@pytest.mark.parametrize("seed", range(4))
def test_each_triple_touches_all_of_which_something_else_follows(seed: int) -> None:
    """One by one, also those that no release tells alone; denials come and go as a whole."""
    quads = random_graph(seed)
    whole = Stated(quads)
    for one in quads:
        if kind(one.subject) != "denial":
            whole.untouched(Stated(quad for quad in quads if quad != one))
