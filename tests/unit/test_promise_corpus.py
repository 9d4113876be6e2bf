"""The corpus of invented releases with known outcomes: it is what it says, and the comparison with it counts what it should."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.promises import Corpus, ExpectedRow, compare, make_corpus, noisy
from tests.promises.phrasing import blanks, phrasings
from tests.promises.rows import Said, Topic
from tests.promises.stories import KINDS, scripts
from tests.promises.windows import Window, relation, windows

from triplewire import lexicon
from triplewire.read import read_text

SEEDS = range(4)
SIZE = 250


@pytest.fixture(scope="module", params=SEEDS)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    """A corpus of each seed."""
    return make_corpus(request.param, SIZE)


def plain(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def ledger(rows: tuple[ExpectedRow, ...]) -> list[dict[str, Any]]:
    """The rows as a ledger without a fault would have them."""
    return [row.to_json() for row in rows]


def events(corpus: Corpus) -> Iterator[tuple[int, Said]]:
    """What happened, each with the number of its story; promises of other stories' events among them are left out."""
    for number, story in enumerate(corpus.stories):
        yield from ((number, s) for s in story.said if s.act == "event" or (s.act == "other" and s.how != "rival"))


def apart(one: Topic, other: Topic) -> bool:
    """Whether a detail that both name tells the two topics from each other."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in ("indication", "venue", "region", "data")]
    return any(a and b and a != b for a, b in [(one.phase[:1], other.phase[:1]), *pairs])


def test_a_seed_makes_one_corpus() -> None:
    """The same releases and rows at each call, others for another seed."""
    assert make_corpus(5, 60) == make_corpus(5, 60)
    assert make_corpus(5, 60).releases != make_corpus(6, 60).releases


@pytest.mark.parametrize("promises", [1, 20, 107, 500])
def test_there_are_as_many_rows_as_asked_for(promises: int) -> None:
    """To the last one, in order of time within a company."""
    assert len(make_corpus(3, promises).rows) == promises


def test_every_script_is_told_as_often_as_it_should() -> None:
    """Two rounds of all scripts tell each twice as often as its file says."""
    size = sum(len(s.states) * s.times for s in scripts())
    assert make_corpus(1, 2 * size).numbers == {s.name: 2 * s.times for s in scripts()}


def test_promises_end_as_their_scripts_say(corpus: Corpus) -> None:
    """The states of a story's rows, in order, are those of its script; `any` is open or overdue."""
    wanted = {script.name: script.states for script in scripts()}
    for number, story in enumerate(corpus.stories):
        states = [row.state for row in corpus.rows if row.story == number]
        assert len(states) == len(wanted[story.script])
        assert all(
            have == want or (want == "any" and have in ("open", "overdue")) for have, want in zip(states, wanted[story.script], strict=True)
        )


def test_all_kinds_and_states_occur(corpus: Corpus) -> None:
    """No kind of event is rare, and no state is left out."""
    kinds, states = Counter(r.kind for r in corpus.rows), Counter(r.state for r in corpus.rows)
    assert set(kinds) == {*KINDS, "guidance"}
    assert min(kinds.values()) >= 5
    assert set(states) >= {"kept", "slipped", "narrowed", "advanced", "withdrawn", "overdue", "open"}
    assert set(states) >= {"inside", "above", "below", "raised", "lowered"}


def test_releases_hold_what_they_are_said_to_hold(corpus: Corpus) -> None:
    """Each sentence stands in its release, and the words of its window in the sentence; no blank is left unfilled."""
    texts = {r.id: plain(r.text) for r in corpus.releases}
    for phrase in corpus.phrases:
        assert phrase.sentence in texts[phrase.said.release]
        assert phrase.window.casefold() in phrase.sentence.casefold()
    assert not [r.id for r in corpus.releases if re.search(r"[{}]", r.text)]


def test_the_compound_of_a_row_is_named_in_its_release(corpus: Corpus) -> None:
    """Under one of its names, in the sentence or above it."""
    texts = {r.id: plain(r.text).casefold() for r in corpus.releases}
    rows = [row for row in corpus.rows if row.kind != "guidance"]
    assert [row for row in rows if not any(name.casefold() in texts[row.release] for name in row.names)] == []


def test_companies_are_as_large_as_real_ones(corpus: Corpus) -> None:
    """Four to twelve compounds, five to twenty releases within three years."""
    for company in corpus.companies:
        assert 4 <= len(company.compounds) <= 12
        assert 5 <= len(company.days) <= 20
        assert len(set(company.days)) == len(company.days)
        assert company.days[-1] - company.days[0] < timedelta(days=3 * 366)


def test_kept_promises_have_the_days_of_their_events(corpus: Corpus) -> None:
    """Negative before the window, 0 inside, positive after it, counted from the nearer end."""
    seen = Counter[str]()
    for row in corpus.rows:
        event = next((s for s in corpus.stories[row.story].said if s.act == "event" and s.release in row.decided_by), None)
        if row.state == "kept" and event and event.form in ("day", "today", "plain") and row.end:
            day = event.when.start
            assert day is not None
            assert row.days is not None
            side = -1 if row.start and day < row.start else int(day > row.end)
            nearest = row.end if side > 0 else row.start if side < 0 else None
            assert row.days == ((day - nearest).days if nearest else 0)
            seen[f"{side}"] += 1
    assert min(seen["-1"], seen["0"], seen["1"]) >= 3


def test_slipped_promises_were_given_again_for_later(corpus: Corpus) -> None:
    """The deciding release promises the same event for a window that ends `days` later."""
    slipped = [row for row in corpus.rows if row.state == "slipped"]
    for row in slipped:
        (new,) = [r for r in corpus.rows if r.story == row.story and r.release in row.decided_by]
        assert row.end
        assert new.end
        assert (new.end - row.end).days == row.days
        assert row.days > 0
    assert len(slipped) >= 20


def test_open_promises_were_never_silently_passed(corpus: Corpus) -> None:
    """After an open promise's window its company has published nothing; an overdue one is decided by the first release after it."""
    for row in corpus.rows:
        company = corpus.companies[corpus.stories[row.story].company]
        after = [name for day, name in company.published if row.end and day > row.end]
        if row.state == "open":
            assert not after
            assert not row.decided_by
        if row.state == "overdue":
            assert row.decided_by == (after[0],)


def test_no_other_news_can_be_taken_for_the_event(corpus: Corpus) -> None:
    """What happens to another topic of the same compound and kind after a promise differs in a detail that both name."""
    told = list(events(corpus))
    for row in corpus.rows:
        mine = next(s.topic for s in corpus.stories[row.story].said if s.release == row.release and s.act == "promise")
        for number, event in told:
            same = event.topic.compound == row.compound and event.topic.kind == row.kind and event.day > row.date and row.compound
            if same and (number != row.story or event.act == "other"):
                before = event.when.end is not None and event.when.end < row.date
                assert before or apart(mine, event.topic), (row.sentence, event)


def test_what_stands_beside_a_promise_comes_after_it(corpus: Corpus) -> None:
    """Each story with something beside it tells it once, in a later release."""
    beside = {s.name for s in scripts() if s.beside}
    for story in corpus.stories:
        asides = [s for s in story.said if s.act == "other"]
        assert len(asides) == (story.script in beside)
        assert all(s.day > story.said[0].day for s in asides)
    assert len(corpus.tolerated) == corpus.numbers["kept_beside_rival"]


def test_every_kind_is_said_in_many_ways() -> None:
    """At least eight phrasings for each kind of event and tense, each with the blanks that it must have."""
    known = phrasings()
    tenses = [(kind, tense) for kind in KINDS for tense in ("inf", "noun", "future", "did", "was", "state")]
    tenses += [("withdrawn", tense) for tense in known["withdrawn"]] + [("guidance", tense) for tense in known["guidance"]]
    assert {place: len(known[place[0]][place[1]]) for place in tenses if len(set(known[place[0]][place[1]])) < 8} == {}
    frames = known["frames"]
    for name in ("future", "slip", "advance", "narrow", "restate", "drop", "undated"):
        both = [*frames[f"{name}_inf"], *frames[f"{name}_noun"]]
        assert len(set(both)) >= 8
        assert all(blanks(text) & {"inf", "noun"} for text in both)


def test_no_name_is_that_of_a_real_one(corpus: Corpus) -> None:
    """None of the compounds, companies and trials is known to the lexicons."""
    compounds = {name for c in corpus.companies for each in c.compounds for name in each.names}
    companies = {name for c in corpus.companies for name in (c.name, c.former, c.full)}
    trials = {s.topic.trial for story in corpus.stories for s in story.said if s.topic.trial}
    known = {(kind, n) for kind, them in (("compound", compounds), ("organization", companies), ("trial_name", trials)) for n in them}
    assert len(known) > 100
    assert [pair for pair in known if lexicon.resolve(*pair)] == []


def test_the_reader_sees_day_and_title_of_each_release(corpus: Corpus) -> None:
    """The releases look like releases: their day and issuer are read from the text."""
    read = [(r, read_text(r.text, r.id).release) for r in corpus.releases]
    assert [r.id for r, found in read if found.date != r.date] == []
    assert sum(found.issuer.startswith(r.issuer) for r, found in read if found.issuer) >= 0.95 * len(read)


def test_a_ledger_as_of_a_day_knows_nothing_of_later_releases(corpus: Corpus) -> None:
    """Before its deciding release a promise is open or overdue; on the last day all is as it is without a day."""
    last = max(r.date for r in corpus.releases)
    assert corpus.rows_as_of(last) == corpus.rows
    dates = {r.id: r.date for r in corpus.releases}
    day = corpus.releases[len(corpus.releases) // 2].date
    early = corpus.rows_as_of(day)
    assert {r.date <= day for r in early} == {True}
    assert all(dates[name] <= day for row in early for name in row.decided_by)
    assert Counter(r.state for r in early) != Counter(r.state for r in corpus.rows if r.date <= day)


def test_noise_strikes_names_only() -> None:
    """About one letter in a hundred of the names is another; outside of them, and before the text begins, nothing is."""
    clean = make_corpus(2, 110)
    noise = noisy(clean, 1)
    assert noise == noisy(clean, 1)
    changed = 0
    for old, new in zip(clean.releases, noise.releases, strict=True):
        head = old.text.index(" -- ")
        assert new.text[:head] == old.text[:head]
        changed += old.text != new.text
        rest = re.compile("|".join("[ \n]+".join(map(re.escape, n.split())) for n in old.names)).sub("", old.text[head:])
        words = Counter(re.findall(r"[a-z]{7,}", rest)) - Counter(re.findall(r"[a-z]{7,}", new.text[head:]))
        assert not words
    assert changed > len(clean.releases) / 3
    assert noise.rows == clean.rows


def test_windows_of_a_day_end_after_it() -> None:
    """They are whole months, quarters, halves, years or parts of years."""
    day = date(2026, 5, 20)
    found = windows(day)
    assert all(w.end and w.end > day for w in found)
    assert {w.shape for w in found} == {"month", "quarter", "half", "year", "early", "mid", "late", "by"}
    assert Window("quarter", date(2026, 10, 1), date(2026, 12, 31)) in found


def test_windows_relate_as_a_ledger_has_it() -> None:
    """The same or around it is the same, inside is narrowed, a later end slipped, else advanced."""
    half, quarter = Window("half", date(2027, 7, 1), date(2027, 12, 31)), Window("quarter", date(2027, 7, 1), date(2027, 9, 30))
    later = Window("quarter", date(2027, 10, 1), date(2027, 12, 31))
    assert [relation(half, half), relation(quarter, half)] == ["same", "same"]
    assert [relation(half, quarter), relation(Window(), half)] == ["narrowed", "narrowed"]
    assert [relation(quarter, later), relation(later, quarter)] == ["slipped", "advanced"]


def test_a_ledger_without_a_fault_has_no_errors(corpus: Corpus) -> None:
    """Every row is found, and right in all that is counted, whichever name of the compound it bears."""
    rows = [{**row.to_json(), "compound": row.names[-1] if row.names else None} for row in corpus.rows]
    found = compare(corpus, reversed(rows))
    assert (found.found, found.state, found.days, found.decided_by) == (SIZE, SIZE, SIZE, SIZE)
    assert (found.unexpected, found.errors) == (0, ())


def test_errors_are_counted_and_told() -> None:
    """A lost row, a wrong state, days, deciding release or window, and a row too many: one error each, but two for the window."""
    expected = make_corpus(0, 110)
    rows = ledger(expected.rows)
    kept = [i for i, row in enumerate(expected.rows) if row.state == "kept" and row.days == 0 and not row.days_alt]
    rows[kept[0]] |= {"state": "open"}
    rows[kept[1]] |= {"days": 9}
    rows[kept[2]] |= {"decided_by": ["elsewhere-2020-01-01"]}
    rows[kept[3]] |= {"start": "1999-01-01"}
    rows.append({"release": expected.releases[0].id, "kind": "approval", "compound": "ZZZ-1", "state": "open"})
    del rows[kept[4]]
    found = compare(expected, rows)
    assert (found.found, found.state, found.days, found.decided_by) == (108, 107, 107, 107)
    assert (found.expected, found.predicted, found.unexpected) == (110, 110, 2)
    assert len(found.errors) == 7
    assert "unexpected row: approval of ZZZ-1" in found.errors[-1]
    assert str(found).startswith("found 108/110")


def test_what_is_left_open_is_no_error() -> None:
    """Where the meaning of a row allows several values of `days`, each is right."""
    expected = make_corpus(0, 110)
    several = [row for row in expected.rows if row.days_alt]
    assert several
    for row in several:
        told = [{**row.to_json(), "days": days} for days in (row.days, *row.days_alt)]
        assert all(compare([row], [one]).days == 1 for one in told)
        assert compare([replace(row, days_alt=())], [{**row.to_json(), "days": 12345}]).days == 0


def test_rows_of_other_companies_are_tolerated() -> None:
    """What a release tells of another company's own plans is neither expected nor wrong."""
    expected = make_corpus(0, 110)
    release, code = next(iter(expected.tolerated))
    rows = [*ledger(expected.rows), {"release": release, "compound": code, "kind": "trial_start", "state": "open"}]
    assert compare(expected, rows).unexpected == 0
