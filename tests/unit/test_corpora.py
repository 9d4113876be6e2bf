"""The releases that builds are measured with: made up from a seed, each company and compound with a name of its own, and readable."""

from __future__ import annotations

from statistics import mean

from benchmarks.speed import corpora

from triplewire import pipeline
from triplewire.read import read_text


def test_fewer_releases_are_the_first_of_more() -> None:
    """The same seed gives the same texts, another one others; each release has a name of its own."""
    some, more = list(corpora.releases(40)), list(corpora.releases(400))
    assert some == more[:40]
    assert len({r.name for r in more}) == 400
    assert {r.text for r in corpora.releases(40, seed=8)}.isdisjoint(r.text for r in some)


def test_no_two_companies_or_compounds_have_a_name_in_common() -> None:
    """Among twelve thousand companies, which issue more than a hundred thousand releases, and the large ones that they work with."""
    names = [corpora.named(n) for n in range(12_000)] + [corpora.named(n, large=True) for n in range(12_000 // corpora.HUB)]
    assert len({short.split()[0] for short, _ in names}) == len(names)
    compounds = [c for n in range(12_000) for c in corpora.company(n, 7).compounds]
    assert len({c.code for c in compounds}) == len({c.nct for c in compounds}) == len(compounds)
    inns = [c.inn for c in compounds if c.inn]
    assert len({*inns}) == len(inns) > 10_000


def test_made_up_releases_are_read_as_real_ones_are() -> None:
    """Each has a date and its issuer, and as many facts as a real release has on average: 16 to 20 in what was measured."""
    read = []
    for written in corpora.releases(40):
        document = read_text(written.text)
        assert document.release.date, written.name
        assert document.release.issuer.split()[0].lower() == written.name.split("-")[0]
        read.append((len(written.text), len(pipeline.facts_of(document))))
    assert 12 < mean(facts for _, facts in read) < 22
    assert 3000 < mean(size for size, _ in read) < 5000
