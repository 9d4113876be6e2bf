"""Laws of family files: any text is checked without an error of the program, and what is accepted cannot take long."""

from __future__ import annotations

import re
import time
import tomllib
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triplewire.errors import DataError
from triplewire.extract.families import families, patterns
from triplewire.extract.rulefiles.expressions import REACH, expression_faults, unless
from triplewire.extract.rulefiles.file import faults_of, parsed
from triplewire.extract.rulefiles.places import Keys, Places
from triplewire.extract.rules import PatternError, compile_pattern
from triplewire.extract.rules.check import LENGTH, pattern_faults

PIECES = (
    *(
        "so ",
        "very ",
        "a",
        "b ",
        "a* ",
        "so* ",
        "[",
        "]",
        "(",
        ")",
        "|",
        "[so] ",
        "[a] ",
        "(a|a) ",
        "(so|so*|s*) ",
        "...",
        "...{3} ",
        "...{14} ",
    ),
    *(
        "{compound} ",
        "{compound+} ",
        "{target/compound} ",
        "{x:target+} ",
        "{",
        "}",
        "+",
        "*",
        "?",
        "%det% ",
        "%candidate% ",
        "%",
        "^",
        "$",
        "\\(",
        "\\",
    ),
    *(".*", "(a+)+", "\x00", "é", "\n", "[[a] b] ", "{4}", ":", "/", "9"),
)
SIGNS = (
    "a",
    "b",
    "(",
    ")",
    "|",
    "*",
    "+",
    "?",
    "{2}",
    "{,9}",
    "{1,}",
    "[a-z]",
    "[",
    "]",
    "\\w",
    "\\",
    "\\1",
    ".",
    "^",
    "$",
    "(?:",
    "(?=",
    "(?i)",
    " ",
)
LIMIT = 3.0
"""Seconds that nothing below may take, on a busy machine, too."""


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_what_is_accepted_compiles_and_is_quick(text: str) -> None:
    """A pattern without faults compiles; on its own words over and over it is tried in time in proportion; faults lie in the text."""
    faults = pattern_faults(text)
    assert all(0 <= fault.at <= len(text) and "expected" in fault.message for fault in faults)
    if faults:
        return
    program = compile_pattern(text)
    words = re.findall(r"\w+", text)
    names = "\ue000CG\ue001 "
    for pump in (f"{' '.join(words)} ", f"{words[0] if words else 'a'} ", "a ", "so very ", names, f"a {names}", f"{names}and "):
        began = time.perf_counter()
        sum(1 for _ in program.regex.finditer(pump * (1_500 // len(pump) + 1)))
        assert time.perf_counter() - began < LIMIT, (text, pump)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join))
def test_what_does_not_compile_has_a_fault(text: str) -> None:
    """No pattern is accepted that the compiler refuses."""
    try:
        compile_pattern(text)
    except (PatternError, RecursionError, ValueError):
        assert pattern_faults(text)


def test_shipped_patterns_keep_the_limits_of_an_expert_s() -> None:
    """What holds for an expert's patterns holds for the shipped ones."""
    assert [(p.id, fault.message) for p in patterns() for fault in pattern_faults(p.text)] == []
    assert [(p.id, fault.message) for p in patterns() if p.unless for fault in expression_faults(p.unless.source)] == []


def test_words_parted_by_blanks_may_be_repeated() -> None:
    """A few words between others are written as a repeated group; anything else in the group, or many of them, is refused."""
    for source in (r"data(?: \S+){0,4}? today", r"(?:\w+ ){0,3}results", r"(?:[\w-]+ ){0,8}results", r"(?:\w+[ -]){1,4}x"):
        assert expression_faults(source) == [], source
    for source in (r"data(?:\S+){0,4} today", r"(?: \S+ ){0,4}x", r"(?:\w* ){0,4}x", r"(?:\w+ ){0,12}x", r"(?:\w+ )+x", r"(?:[^x]+ ){0,4}x"):
        assert expression_faults(source), source


def test_length_is_bounded_before_anything_else() -> None:
    """A pattern of a million characters is refused at once."""
    began = time.perf_counter()
    assert [f.at for f in pattern_faults("(" * 1_000_000)] == [0]
    assert time.perf_counter() - began < 0.5
    assert LENGTH < 10_000


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
def test_what_is_accepted_as_unless_is_quick(source: str) -> None:
    """An expression without faults compiles, and is looked for in any words without a long search."""
    if expression_faults(source):
        return
    expression = unless(source)
    for words in ("a" * REACH * 5, "ab " * REACH, "a b " * REACH):
        began = time.perf_counter()
        expression.search(words)
        assert time.perf_counter() - began < LIMIT, (source, words[:4])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "[family]\n",
                    "name",
                    " = ",
                    '"has_target"\n',
                    "[[pattern]]\n",
                    "id = ",
                    '"x"\n',
                    "pattern = ",
                    "[",
                    "]",
                    "{",
                    "}",
                    "'",
                    '"""',
                    "7\n",
                    ",",
                    "a.b",
                    "#",
                    "\r\n",
                    "\ufeff",
                    "unless = ",
                    "'('\n",
                    "examples = ",
                    "facts",
                ]
            ),
            max_size=30,
        )
        .map("".join)
        .map(str.encode),
    )
)
def test_any_file_is_checked(data: bytes) -> None:
    """Whatever a file holds: it is refused with `file:line:column`, or checked, and each fault has a place in it."""
    try:
        file = parsed(data, "mine.toml")
    except DataError as error:
        found = list(error.faults)
    else:
        found = faults_of([file], families())
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for fault in found:
        match = re.match(r"mine\.toml:(\d+):(\d+): .*expected", fault, re.DOTALL)
        assert match, fault
        assert 1 <= int(match[1]) <= len(lines)
        assert 1 <= int(match[2]) <= len(lines[int(match[1]) - 1]) + 1


KEY = st.text("ab-_9", min_size=1, max_size=4)
STRING = st.text(st.sampled_from("ab \"'\\\n\té☃#=[]{},"), max_size=8)


def basic(text: str) -> str:
    """A TOML string in double quotes."""
    swaps = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(swaps.get(c, c) for c in text) + '"'


def long(text: str) -> str:
    """A TOML string of several lines."""
    return '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'


VALUE = st.recursive(
    st.one_of(
        st.integers(-9, 9).map(str), st.just("true"), STRING.map(basic), STRING.map(long), st.just("1979-05-27"), st.just("'lit # \"'")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ " + ",\n # so\n".join(items) + " ]"),
        st.lists(st.tuples(KEY, inner), max_size=3, unique_by=lambda p: p[0]).map(
            lambda ps: "{ " + ", ".join(f"{k} = {v}" for k, v in ps) + " }"
        ),
    ),
    max_leaves=6,
)
TABLE = st.lists(st.tuples(KEY, VALUE), max_size=3, unique_by=lambda p: p[0]).map(lambda ps: "".join(f"{k} = {v} # end\n" for k, v in ps))


def strings(value: Any, path: Keys = ()) -> list[tuple[Keys, str]]:
    """Every string in a parsed table, with the keys that lead to it."""
    if isinstance(value, str):
        return [(path, value)]
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in inner for found in strings(item, (*path, key))]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(TABLE, st.lists(TABLE, max_size=3), TABLE)
def test_places_are_those_of_the_parser(top: str, rows: list[str], last: str) -> None:
    """Each string that the parser finds is found at its place, character by character; each of its keys as well."""
    text = top + "".join(f"\n[[z.row]]\n{row}" for row in rows) + f"\n[ y . 'w' ]\n{last}"
    table = tomllib.loads(text)
    places = Places(text)
    for path, value in strings(table):
        for offset, char in enumerate(value):
            at = places.find(path, offset)
            assert places.text[at] == char or places.text[at] == "\\", (path, offset)
        assert places.text[places.find(path, len(value))] in "\"'"
        if isinstance(path[-1], str):
            assert places.text.startswith(path[-1], places.find(path, key=True))
