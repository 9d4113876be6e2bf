"""Reading as if shipped lexicons were empty: for the block, the whole process and those it starts, without a trace afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.test_lexicon_loading import write

from triplewire import lexicon, pipeline, resources
from triplewire.builds import cache
from triplewire.errors import NotFoundError
from triplewire.lexicon.leaving_out import ENVIRONMENT, known
from triplewire.read import read

SAMPLES = sorted(resources.path("data", "releases").glob("*.txt"))
READ = (
    "import sys; from pathlib import Path; from triplewire import pipeline; from triplewire.read import read\n"
    "for path in sys.argv[1:]: sys.stdout.writelines(f.to_line() + '\\n' for f in pipeline.facts_of(read(Path(path))))"
)


def lines(paths: list[Path]) -> list[str]:
    """The facts of releases as lines."""
    return [fact.to_line() for path in paths for fact in pipeline.facts_of(read(path))]


def test_every_file_is_a_lexicon_that_can_be_left_out() -> None:
    """The names are the files of data/lexicons without `.tsv`."""
    assert {"compounds", "organizations", "technologies", "metrics", "roles"} <= set(known())


def test_a_lexicon_that_is_left_out_has_no_names() -> None:
    """Others keep theirs, and afterwards it has them again."""
    with lexicon.without(["compounds"]):
        assert lexicon.names("compound") == ()
        assert lexicon.names("organization")
        assert lexicon.left_out() == {"compounds"}
    assert lexicon.names("compound")
    assert lexicon.left_out() == frozenset()


def test_a_users_own_names_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only shipped rows go."""
    write(tmp_path, "compound|NVT-101|NVT-101|exact||field|", name="compounds.tsv")
    monkeypatch.setenv("TRIPLEWIRE_LEXICONS", str(tmp_path))
    with lexicon.without(["compounds"]):
        assert lexicon.names("compound") == ("NVT-101",)


def test_word_lists_and_phrases_may_be_empty() -> None:
    """Both are empty where they would otherwise be an error, and a shape of no words matches nothing."""
    with lexicon.without(["org_suffixes", "roles"]):
        assert lexicon.word_list("org_suffix") == ()
        assert lexicon.phrase_rows("roles") == []
        assert lexicon.short_name("Norvane, Inc.") == "Norvane, Inc"
    assert lexicon.any_of([]) == "(?!)"
    assert lexicon.short_name("Norvane, Inc.") == "Norvane"


def test_an_unknown_lexicon_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given or in the environment, the message has the nearest and all."""
    with pytest.raises(NotFoundError, match=r"(?s)did you mean compounds\?.*technologies, therapies"), lexicon.without(["compound"]):
        pass
    monkeypatch.setenv(ENVIRONMENT, "compound")
    with pytest.raises(NotFoundError, match="did you mean compounds"):
        lexicon.load()


@pytest.mark.parametrize("names", [known()[i::3] for i in range(3)], ids=",".join)
def test_no_recognizer_needs_a_lexicon(names: tuple[str, ...]) -> None:
    """Releases are read whichever lexicons are empty."""
    with lexicon.without(names):
        assert lines(SAMPLES[:3])


def test_everything_left_out_leaves_the_rules() -> None:
    """With no name known at all something is still read."""
    with lexicon.without(known()):
        assert len(lines(SAMPLES)) > 20


def test_nothing_is_remembered_of_the_other_state() -> None:
    """Inside the block, this process reads what a fresh one reads that was told by the environment; outside, what it read before."""
    before = lines(SAMPLES)
    with lexicon.without(known()):
        inside = lines(SAMPLES)
        command = [sys.executable, "-c", READ, *map(str, SAMPLES)]
        fresh = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=True).stdout.splitlines()
    assert inside == fresh
    assert before != inside
    assert lines(SAMPLES) == before


@pytest.mark.slow
def test_processes_that_read_leave_out_the_same(tmp_path: Path) -> None:
    """A build by two processes holds what one process reads without names, and another than with them."""
    with lexicon.without(known()):
        pipeline.build(SAMPLES[:2], tmp_path / "two", workers=2)
        pipeline.build(SAMPLES[:2], tmp_path / "one")
    pipeline.build(SAMPLES[:2], tmp_path / "usual")
    two, one, usual = ((tmp_path / name / "current" / "facts.jsonl").read_text("utf-8") for name in ("two", "one", "usual"))
    assert two == one != usual


def test_readings_are_kept_apart() -> None:
    """A build's cache never gives a reading with all names for one without, nor the other way round."""
    usual = cache.reader_digest()
    with lexicon.without(["compounds"]):
        assert cache.reader_digest() != usual
    assert cache.reader_digest() == usual


def test_the_setting_before_is_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the block ends in an error, and when the environment left something out before."""
    monkeypatch.setenv(ENVIRONMENT, "regions")
    with pytest.raises(ZeroDivisionError), lexicon.without(["compounds"]):
        raise ZeroDivisionError
    assert os.environ[ENVIRONMENT] == "regions"
    with lexicon.without([]):
        assert lexicon.left_out() == {"regions"}
