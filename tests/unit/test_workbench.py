"""The expert's workbench: listing, checking and trying phrasings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from triplewire import workbench
from triplewire.errors import DataError
from triplewire.extract import families as family_files
from triplewire.extract.families import Example, Pattern, patterns
from triplewire.extract.rules import compile_pattern
from triplewire.model import Evidence, Fact


def one(**changes: object) -> Pattern:
    """A sound pattern of has_payload, with changes."""
    sound = Pattern("has_payload.bears", "has_payload", "{compound} bears {payload}", compile_pattern("{compound} bears {payload}"))
    example = Example("NVT-101 bears DM4.", ({"compound": "NVT-101", "payload": "DM4"},))
    return replace(sound, **{"examples": (example,), **changes})  # type: ignore[arg-type]


def linted(monkeypatch: pytest.MonkeyPatch, *rules: Pattern) -> set[tuple[str, str]]:
    """Kind and severity of what lint finds in the given patterns."""
    monkeypatch.setattr(workbench, "patterns", lambda: rules)
    monkeypatch.setattr(workbench, "_own", found)
    monkeypatch.setattr(workbench, "_final", found)
    return {(f.kind, f.severity) for f in workbench.lint()}


def found(base: str, example: Example) -> list[Fact]:
    """A stand-in for the text half: an example's facts are found when its words hold `bears`."""
    fact = Fact("has_payload", {"compound": "NVT-101", "payload": "DM4"}, (Evidence(0, 1, "N"),), "r", "0", base)
    return [fact] if "bears" in example.text else []


def test_a_phrasing_is_listed_once_with_its_wordings() -> None:
    """A listed phrasing says its family, its id, its wordings in order, and how many examples and counter-examples it has."""
    rows = {row.id: row for row in workbench.phrasings()}
    row = rows["has_target.targets"]
    assert (row.family, row.examples, row.counterexamples) == ("has_target", 1, 1)
    assert len(row.wordings) > 1
    assert "{target+}" in row.wordings[0]
    assert sum(len(row.wordings) for row in rows.values()) == len(patterns())
    assert {row.family for row in rows.values()} < set(workbench.family_names())


def test_a_sound_pattern_has_no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern whose example is found by it gives no finding."""
    assert linted(monkeypatch, one()) == set()


def test_a_missed_example_is_a_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    """An example that yields nothing is a violation that names what was expected and what was found."""
    missed = one(examples=(Example("NVT-101 carries DM4.", ({"compound": "NVT-101", "payload": "DM4"},)),))
    assert linted(monkeypatch, missed) == {("example-missed", "violation")}
    assert "payload DM4" in workbench.lint()[0].message
    assert "nothing" in workbench.lint()[0].message


def test_a_counterexample_that_fires_is_a_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    """A counter-example from which the pattern makes a fact is a violation."""
    assert linted(monkeypatch, one(counterexamples=(Example("Nobody bears DM4."),))) == {("counterexample-fires", "violation")}


def test_a_pattern_without_example_is_only_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern without any example is worth a note, not a failure."""
    assert linted(monkeypatch, one(examples=())) == {("pattern-without-example", "info")}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"scope": ("body", "footnotes")}, "unknown-section"),
        ({"blocks": ("bullets",)}, "unknown-block"),
        ({"needs": ("colour",)}, "unknown-argument"),
        ({"constants": {"colour": "red"}}, "unknown-argument"),
        ({"program": compile_pattern("{compound} bears it")}, "argument-never-bound"),
    ],
)
def test_a_pattern_that_can_never_speak_is_a_violation(monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], kind: str) -> None:
    """Unknown sections, block kinds and arguments, and arguments that nothing binds, are violations."""
    assert (kind, "violation") in linted(monkeypatch, one(**changes))


def test_two_patterns_of_one_id_are_a_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that two patterns share is a violation."""
    assert ("duplicate-pattern", "violation") in linted(monkeypatch, one(), one())


def test_every_refused_pattern_is_a_finding_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns that do not compile are findings that name file and fault."""

    def refuse() -> tuple[Pattern, ...]:
        raise DataError(["data/families/a.toml: pattern x: column 3", "data/families/b.toml: pattern y: no word"])

    monkeypatch.setattr(workbench, "patterns", refuse)
    assert [(f.kind, f.focus) for f in workbench.lint()] == [
        ("pattern-refused", "data/families/a.toml"),
        ("pattern-refused", "data/families/b.toml"),
    ]


def test_no_shipped_pattern_is_unsound() -> None:
    """The shipped family files have no fault of form: ids, sections, blocks, arguments."""
    form = {"duplicate-pattern", "unknown-section", "unknown-block", "unknown-argument", "argument-never-bound", "pattern-refused"}
    assert [f.message for f in workbench.lint() if f.kind in form or f.kind.startswith("family-")] == []


def test_every_shipped_pattern_proves_itself() -> None:
    """Each has an example that it finds itself, and finds nothing in its counter-examples: lint is silent on the shipped files."""
    assert [f.message for f in workbench.lint()] == []


def test_a_counterexample_that_only_others_misread_is_no_finding() -> None:
    """A counter-example is about its own pattern: that a pattern which speaks nearly everywhere finds something there is left out."""
    misread = [p.id for p in patterns() for text in p.counterexamples if _states(text.text, p.id.split(".")[0])]
    assert misread
    assert not [f for f in workbench.lint() if f.focus in misread]


def _states(text: str, family: str) -> bool:
    return any(f.family == family for f in workbench.explain_text(text).facts)


def test_explaining_shows_words_names_and_sources() -> None:
    """An explanation shows the sentence with its names by type, the pattern, its words, and where each argument came from."""
    told = str(workbench.explain_text("NVT-101 targets CD37."))
    assert "{compound} targets {target}." in told
    assert 'has_target.targets.1 on "targets CD37"' in told
    assert "compound: in the sentence" in told
    assert "target: in the phrase" in told
    assert "Norvane Therapeutics Issues" not in told


def test_explaining_says_where_a_subject_was_carried_from() -> None:
    """A subject that the sentence does not name is shown with the heading or title that it was carried from."""
    told = str(workbench.explain_text("It targets CD37.", "NVT-101 Enters Testing"))
    assert 'carried from the title "NVT-101 Enters Testing"' in told


def test_explaining_says_why_a_pattern_gave_no_fact() -> None:
    """A pattern that fired without a subject says that the compound is missing."""
    told = workbench.explain_text("Its antibody is directed against CD37.")
    assert "no fact: no compound" in str(told)
    assert not [f for f in told.facts if f.family == "has_target"]


def test_explaining_shows_hedges_and_times() -> None:
    """A promise is shown with the words that hedge it and the words of its time."""
    told = str(workbench.explain_text("We plan to submit a BLA for the conjugate in 2027.", "NVT-101 Enters Testing"))
    assert "(planned" in told
    assert 'when: "2027"' in told


def test_explaining_says_which_patterns_a_section_silences() -> None:
    """A pattern that matches in a section where it may not speak is named as silent."""
    text = "Norvane Issues a Statement\n\nForward-Looking Statements\n\nThese include that NVT-101 targets CD37.\n"
    assert "silent   has_target.targets.1 does not speak in the section safe_harbor" in str(workbench.explain_text(text))


def test_family_files_are_read_once() -> None:
    """Listing twice gives the same rows, from one reading of the files."""
    assert workbench.phrasings() == workbench.phrasings()
    assert family_files.patterns() is family_files.patterns()
