"""Family files that an expert got wrong: each fault is told with its line and column, none as a traceback, none after a long while."""

from __future__ import annotations

import re
import signal
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from triplewire import workbench

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("hostile_rules.toml").read_text("utf-8"))
SECONDS = 5
FRAME = '[family]\nname = "has_target"\n[[pattern]]\nid = "x"\n'
MESSAGE = re.compile(r"(?P<file>.*):(?P<line>\d+):(?P<column>\d+): (?P<said>.+)", re.DOTALL)


@contextmanager
def hang_is_failure() -> Iterator[None]:
    """Ends what runs inside with an error after a few seconds of the processor."""

    def late(*_: object) -> None:
        raise TimeoutError(f"not done after {SECONDS} seconds of the processor")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def told(tmp_path: Path, data: bytes) -> list[tuple[str, str]]:
    """What lint says of a file, violations only: line:column and message. Each names the file, and says what was expected."""
    file = tmp_path / "mine.toml"
    file.write_bytes(data)
    with hang_is_failure():
        found = [f for f in workbench.lint([file]) if f.severity == "violation"]
    matches = [MESSAGE.fullmatch(f.message) for f in found]
    assert all(m and m["file"] == str(file) for m in matches), [f.message for f in found]
    assert all(f.focus == f.message[: len(f.focus)] for f in found)
    return [(f"{m['line']}:{m['column']}", m["said"]) for m in matches if m]


def check(case: dict[str, Any], found: list[tuple[str, str]], at: str) -> None:
    """The places told are those expected; the words are said at the first of them."""
    assert any(case["says"] in said for place, said in found if place == at or case.get("fuzzy")), found
    if not case.get("fuzzy"):
        assert sorted(place for place, _ in found) == sorted([at, *case.get("more", [])]), found


def ids(kind: str) -> list[str]:
    """A short name for each case of a kind."""
    return [f"{n}-{case['says'][:24]}" for n, case in enumerate(CASES[kind])]


def test_there_are_more_than_a_hundred_cases() -> None:
    """A collected suite states its size; no two cases are the same."""
    assert sum(map(len, CASES.values())) > 150
    assert all(len({str(c) for c in cases}) == len(cases) for cases in CASES.values())


@pytest.mark.parametrize("case", CASES["pattern"], ids=ids("pattern"))
def test_a_faulty_pattern_is_told_by_its_character(tmp_path: Path, case: dict[str, Any]) -> None:
    """The column is that of the character in the text of the pattern."""
    found = told(tmp_path, f"{FRAME}pattern = '{case['text']}'\n".encode())
    check(case, found, f"5:{12 + case['at']}")


@pytest.mark.parametrize("case", CASES["unless"], ids=ids("unless"))
def test_a_faulty_expression_is_told_by_its_character(tmp_path: Path, case: dict[str, Any]) -> None:
    """The column is that of the character in the expression."""
    found = told(tmp_path, f"{FRAME}pattern = \"{{compound}} is {{target}}\"\nunless = '{case['text']}'\n".encode())
    check(case, found, f"6:{11 + case['at']}")


@pytest.mark.parametrize("case", CASES["row"], ids=ids("row"))
def test_a_faulty_key_or_value_is_told_by_its_place(tmp_path: Path, case: dict[str, Any]) -> None:
    """Line and column are those of the key or the value in the file; of the table's head when something is missing in it."""
    head = FRAME[: FRAME.index("id =")]

    def in_file(place: str) -> str:
        line, column = place.split(":")
        return f"{int(line) + head.count(chr(10))}:{column}"

    found = told(tmp_path, f"{head}{case['text']}\n".encode())
    check({**case, "more": [in_file(m) for m in case.get("more", [])]}, found, in_file(case["at"]))


@pytest.mark.parametrize("case", CASES["file"], ids=ids("file"))
def test_a_faulty_file_is_told_by_its_place(tmp_path: Path, case: dict[str, Any]) -> None:
    """Files that are no family files, no TOML, or far too large."""
    text = case["text"].replace("@", case.get("repeat", "") * case.get("times", 1)) if "repeat" in case else case["text"]
    check(case, told(tmp_path, text.encode()), case["at"])


@pytest.mark.parametrize("case", CASES["bytes"], ids=ids("bytes"))
def test_a_file_that_is_no_text_is_told_by_its_place(tmp_path: Path, case: dict[str, Any]) -> None:
    """Files in another encoding, with a mark before them, or no text at all."""
    check(case, told(tmp_path, bytes.fromhex(case["hex"])), case["at"])
