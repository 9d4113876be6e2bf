"""Reading takes time in proportion to the text, whatever the text is: each expression, and the whole of reading."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from triplewire import pipeline
from triplewire.extract.rules.mask import CLOSE, LETTERS, OPEN
from triplewire.read import read_text

RATIO = 2.6
"""Twice the text may take this many times the time: 2 and what a busy machine adds. Quadratic time gives 4."""
FLOOR, SIZE, LIMIT = 0.004, 16_000, 0.25
"""Below FLOOR seconds for SIZE characters nothing is measured; a call is given up after LIMIT seconds."""
SHORT = 2_000
"""An expression that never sees more text than this at once cannot hurt."""
NAME = OPEN + "".join(sorted(set(LETTERS.values()))) + CLOSE
PUMPS = (
    *(
        "a",
        "A",
        "1",
        " ",
        "\n",
        "-",
        ".",
        "(",
        '"',
        "*",
        "|",
        "a ",
        "A ",
        "Aa ",
        "Aaa Bbb, ",
        "1,",
        "1 ",
        "aA1-",
        "a-",
        "A-1 ",
        "a\n",
        "\t1",
    ),
    *("and ", "of the ", "Phase 1 ", "NVT-101, ", "(NVT-101) ", "$1.0 million ", "in 2027 ", "® ", f"{NAME} ", f"{NAME}, ", f"{NAME} and "),
)
HEAD = "Norvane Therapeutics Reports Progress\n\nBOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update.\n\n"
TEXTS: Mapping[str, Callable[[int], str]] = {
    "releases": lambda i: f"NVT-{1000 + i} targets CD{i % 90 + 10}. NVT-{1000 + i} is in Phase 2 testing for lymphoma.\n\n",
    "one paragraph": lambda i: f"NVT-{1000 + i} targets CD56. ",
    "one list of compounds": lambda i: f"NVT-{1000 + i}, ",
    "one compound over and over": lambda i: "NVT-101® ",
    "companies": lambda i: f"Acme{i} Therapeutics, Inc. and ",
    "people": lambda i: f"John Q{chr(97 + i % 26)}rt, M.D., Chief Executive Officer of Norvane, said so.\n\n",
    "headings": lambda i: f"About NVT-{1000 + i}\n\nNVT-{1000 + i} is a compound.\n\n",
    "table": lambda i: f"| NVT-{1000 + i} | CD56 | Phase 2 |\n",
    "figures": lambda i: f"Revenues {i}   1,234   5,678\n",
    "amounts": lambda i: "$1.0 million, ",
    "guidance": lambda i: "The Company expects a net loss of $60 million to $64 million in 2027. ",
    "damaged phases": lambda i: "Phase lll ",
    "periods": lambda i: "in the second half of 2027 and ",
    "words": lambda i: "word ",
    "small letters": lambda i: "a",
    "capitals": lambda i: "A",
    "mixed": lambda i: "aA1-",
    "digits": lambda i: "1,",
    "blanks": lambda i: " ",
    "blank lines": lambda i: "\n",
    "brackets": lambda i: "(",
    "dots": lambda i: ". ",
    "tags": lambda i: "<b>",
}


class LateError(Exception):
    """Raised in a call that takes too long."""


@contextmanager
def given_up_after(seconds: float) -> Iterator[None]:
    """Ends what runs inside with LateError; the engine of `re` looks for signals while it works."""

    def late(*_: object) -> None:
        raise LateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds(work: Callable[[str], object], text: str, limit: float) -> float:
    """How long the work takes on a text; `limit` when it is not done by then."""
    began = time.perf_counter()
    try:
        with given_up_after(limit):
            work(text)
    except LateError:
        return limit
    return time.perf_counter() - began


@cache
def expressions() -> list[tuple[str, int, str, list[str], int]]:
    """Every expression that the text half compiles, see `expressions_in_use`."""
    done = subprocess.run([sys.executable, Path(__file__).with_name("expressions_in_use.py")], capture_output=True, text=True, check=True)
    return [(p, f, place, methods, longest) for p, f, place, methods, longest in json.loads(done.stdout)]


def use(pattern: re.Pattern[str], methods: list[str]) -> Callable[[str], object]:
    """The costliest way in which the program calls the expression."""
    if {"finditer", "findall", "sub", "subn", "split"} & set(methods):
        return lambda text: sum(1 for _ in pattern.finditer(text))
    return pattern.search if "search" in methods else lambda text: (pattern.match(text), pattern.fullmatch(text))


def pumps(pattern: str) -> list[str]:
    """What to repeat: the usual suspects, and the words of the expression itself."""
    words = re.findall(r"(?<!\\)[A-Za-z]{2,}", pattern)
    return [*PUMPS, *([" ".join(words[:14]) + " "] if words else []), *(f"{word} " for word in dict.fromkeys(words[:4]))]


def growth(work: Callable[[str], object], pump: str) -> float:
    """t(2n)/t(n), the best of five tries each; 1 when it is too quick to measure. n is as large as the limit allows."""
    size = SIZE
    if seconds(work, pumped(pump, size), LIMIT) < FLOOR:
        return 1
    while size > 30 and seconds(work, pumped(pump, size), LIMIT) > LIMIT / 3:
        size //= 2
    once, twice = (min(seconds(work, pumped(pump, n), 4) for _ in range(5)) for n in (size, 2 * size))
    return twice / once


def pumped(pump: str, size: int) -> str:
    """The pump repeated, and a character behind it with which no expression expects a text to end."""
    return pump * (size // len(pump) + 1) + "\x01"


def test_the_expressions_are_found() -> None:
    """Patterns of the data files and of the modules, many of them run on whole lines."""
    places = {place.split("/")[0] for _, _, place, _, _ in expressions()}
    assert {"read", "repair", "segment", "recognize", "extract"} <= places
    assert sum(longest > SHORT for *_, longest in expressions()) > 100


@pytest.mark.parametrize(("source", "pump"), [("[a-z]+x", "a"), (r"\s+$", " "), ("partner.*product", "partner ")])
def test_a_quadratic_expression_is_noticed(source: str, pump: str) -> None:
    """The measurement tells what it is for."""
    assert growth(use(re.compile(source), ["finditer"]), pump) > RATIO


@pytest.mark.slow
def test_every_expression_is_linear() -> None:
    """Each expression that meets long text, in the way it is called, on each pump: twice the text, about twice the time."""
    offenders = []
    for source, flags, place, methods, longest in expressions():
        if longest <= SHORT:
            continue
        work = use(re.compile(source, flags), methods)
        for pump in pumps(source):
            # Again when it looks bad: a neighbour may have taken the processor.
            if all(growth(work, pump) > RATIO for _ in range(3)):
                offenders.append(f"{place} {'/'.join(methods)} on {pump!r}: {growth(work, pump):.1f} times; {source[:80]}")
                break
    assert offenders == []


def text_of(unit: Callable[[int], str], size: int) -> str:
    """A release of that many characters whose body is made of the unit; lines are cut where none may be longer."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(unit(len(parts)))
        length += len(parts[-1])
    text = "".join(parts)
    if max(map(len, text.split("\n"))) > 90_000:
        text = "\n".join(text[i : i + 90_000] for i in range(0, len(text), 90_000))
    return HEAD + text


def reading(text: str) -> int:
    """The whole of reading: how many facts."""
    return len(pipeline.facts_of(read_text(text)))


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_reading_is_linear(name: str) -> None:
    """100 kB and 200 kB of the same: twice the text, about twice the time."""
    reading(HEAD)
    short, long = (text_of(TEXTS[name], size) for size in (100_000, 200_000))
    once, twice = seconds(reading, short, 20), seconds(reading, long, 60)
    if twice / once > RATIO:
        once, twice = median(seconds(reading, short, 20) for _ in range(3)), median(seconds(reading, long, 60) for _ in range(3))
    assert once < 20
    assert twice / once < RATIO
