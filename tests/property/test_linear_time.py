"""Reading takes time in proportion to the text, whatever the text is: each expression, and the whole of reading."""

from __future__ import annotations

import gc
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from triplewire import pipeline
from triplewire.errors import InputError
from triplewire.extract.rules.mask import CLOSE, LETTERS, OPEN, tamed
from triplewire.read import decode, read_text

RATIO = 2.5
"""Twice the text may take this many times the time: 2 and what a busy machine adds. Quadratic time gives 4."""
FLOOR, SIZE, LIMIT = 0.02, 16_000, 0.25
"""Below FLOOR seconds for SIZE characters nothing is measured (under a timer the clock of the processor moves in steps of 4 ms); a call
is given up after LIMIT seconds."""
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
PARTS = 6
"""In how many parts the expressions are tried, so that several processes can share them."""
BEHIND = (" ", "(", "-")
"""What may go on and on behind a word."""
HEAD = "Norvane Therapeutics Reports Progress\n\nBOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update.\n\n"
PARAGRAPH = (
    "Norvane Therapeutics, Inc. (Nasdaq: NVTX) said that NVT-{i}, an anti-CD{j} antibody-drug conjugate of the TAP technology that it "
    "shares with Quorin Pharma AG, is in a Phase 2 trial for relapsed ovarian cancer, that it was granted orphan drug status in March "
    "2027, and that net loss was $12.{j} million, or $0.{j} per share, for the three months ended March 31, 2027, compared to $9.8 "
    "million a year before; Ada Moor, M.D., Chief Medical Officer, expects data by the end of 2028. "
)
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
    "paragraph": lambda i: PARAGRAPH.format(i=1000 + i, j=10 + i % 80),
    "names": lambda i: f"Quorin{chr(97 + i % 26)} Halcyra{i} and ",
    "numbers": lambda i: f"{i * 7919 % 100_000}.{i % 10} ",
    "commas": lambda i: ", ",
    "shouting": lambda i: "NORVANE THERAPEUTICS REPORTS ",
    "rows": lambda i: f"| NVT-{i} | Phase 2 | {i} | 1,234 | (5,678) | ",
    "years": lambda i: f"by mid-{2000 + i % 50}, 1H{2000 + i % 50} and 1QFY{10 + i % 30} ",
    "damage": lambda i: f'5eptember 3O, 2O{10 + i % 50} NVT-1O{i} lH2O11 mye|oma 2"%line NCT0123456S Norvnumab{i} ',
    "verbs": lambda i: "submit begin present report complete enter expects data trial ",
    "payments": lambda i: "$1.0 million to $2.0 million in upfront payments from Quorin Pharma AG to Norvane, and ",
}
"""The last ones are shapes of whole lines of text; each is tried alone on a text of many lines, and all of them on a million characters."""
MEGABYTE = 1_000_000


class LateError(Exception):
    """Raised in a call that takes too long."""


@contextmanager
def given_up_after(seconds: float) -> Iterator[None]:
    """Ends what runs inside with LateError; the engine of `re` looks for signals while it works."""

    def late(*_: object) -> None:
        raise LateError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds(work: Callable[[str], object], text: str, limit: float) -> float:
    """How much time of the processor the work takes on a text; `limit` when it is not done by then."""
    # As timeit does: what the collector takes depends on all that other tests have left in memory.
    gc.disable()
    began = time.process_time()
    try:
        with given_up_after(limit):
            work(text)
    except LateError:
        return limit
    finally:
        gc.enable()
    return time.process_time() - began


@cache
def expressions() -> list[tuple[str, int, str, list[str], int]]:
    """Every expression that the text half compiles, see `expressions_in_use`."""
    done = subprocess.run([sys.executable, Path(__file__).with_name("expressions_in_use.py")], capture_output=True, text=True, check=True)
    return [(p, f, place, methods, longest) for p, f, place, methods, longest in json.loads(done.stdout)]


def work_of(source: str, flags: int, place: str, methods: list[str]) -> Callable[[str], object]:
    """What the program does with an expression; phrasings meet masked text, in which runs of padding are short."""
    work = use(re.compile(source, flags), methods)
    return (lambda text: work(tamed(text))) if place.startswith("extract/rules/") else work


def use(pattern: re.Pattern[str], methods: list[str]) -> Callable[[str], object]:
    """The costliest way in which the program calls the expression."""
    if {"finditer", "findall", "sub", "subn", "split"} & set(methods):
        return lambda text: sum(1 for _ in pattern.finditer(text))
    return pattern.search if "search" in methods else lambda text: (pattern.match(text), pattern.fullmatch(text))


def pumps(pattern: str) -> list[str]:
    """What to repeat: the usual suspects, and the words of the expression itself."""
    words = re.findall(r"(?<!\\)[A-Za-z]{2,}", pattern)
    return [*PUMPS, *([" ".join(words[:14]) + " "] if words else []), *(f"{word} " for word in dict.fromkeys(words[:4]))]


def slow(work: Callable[[str], object], made: Callable[[int], str]) -> bool:
    """Whether twice the text takes much more than twice the time, on texts made for a size; that is as large as the limit allows."""
    size = SIZE
    if seconds(work, made(size), LIMIT) < FLOOR:
        return False
    while size > 30 and seconds(work, made(size), LIMIT) > LIMIT / 3:
        size //= 2
    return grows(work, made(size), made(2 * size), floor=0, limit=4, best_of=3)


def grows(work: Callable[[str], object], short: str, long: str, *, floor: float, limit: float, best_of: int = 1) -> bool:
    """Whether twice the text takes much more than twice the time, each time that it is tried: a neighbour may have taken the processor."""
    for _ in range(3):
        # In turns, so that a busy machine slows down both.
        tries = [(seconds(work, short, limit), seconds(work, long, limit)) for _ in range(best_of)]
        once, twice = map(min, zip(*tries, strict=True))
        if twice < floor or twice <= RATIO * once:
            return False
    return True


def pumped(pump: str) -> Callable[[int], str]:
    """The pump repeated, and a character behind it with which no expression expects a text to end."""
    return lambda size: pump * (size // len(pump) + 1) + "\x01"


def behind(word: str, pump: str) -> Callable[[int], str]:
    """A word, and the pump repeated behind it."""
    return lambda size: word + pumped(pump)(size)


def texts_for(source: str, place: str) -> dict[str, Callable[[int], str]]:
    """By a name, the texts that an expression is tried on: each pump, and runs of blanks, brackets and hyphens behind words."""
    words = [NAME, *re.findall(r"(?<!\\)[A-Za-z]{2,}", source)[:1]]
    texts = {repr(pump): pumped(pump) for pump in pumps(source)}
    if not place.startswith("extract/rules/"):  # which meet no long runs, see `tamed`
        texts |= {f"{word!r} and {pump!r}": behind(word, pump) for word in words for pump in BEHIND}
    return texts | {f"{word}- over and over": pumped(f"{word}-") for word in words[1:]}


def slowness(source: str, flags: int, place: str, methods: list[str]) -> str:
    """On which text an expression takes much more than twice the time for twice the text; "" when on none."""
    work = work_of(source, flags, place, methods)
    for name, made in texts_for(source, place).items():
        if slow(work, made):
            return f"{place} {'/'.join(methods)} on {name}; {source[:80]}"
    return ""


def test_the_expressions_are_found() -> None:
    """Patterns of the data files and of the modules, many of them run on whole lines."""
    places = {place.split("/")[0] for _, _, place, _, _ in expressions()}
    assert {"read", "repair", "segment", "recognize", "extract"} <= places
    assert sum(longest > SHORT for *_, longest in expressions()) > 100


@pytest.mark.parametrize(("source", "pump"), [("[a-z]+x", "a"), (r"\s+$", " "), ("partner.*product", "partner ")])
def test_a_quadratic_expression_is_noticed(source: str, pump: str) -> None:
    """The measurement tells what it is for."""
    assert any(slow(use(re.compile(source), ["finditer"]), pumped(pump)) for _ in range(3))  # a busy neighbour hides it now and then


@pytest.mark.parametrize("place", ["extract/rules/compile.py", "lexicon/expression.py"])
@pytest.mark.parametrize("source", [r"\b(?:[A-Z][A-Za-z-]+ )?Day", r"(?:a |b )*c", r"(?:Day[ (]*)+ of the end"])
def test_the_texts_show_what_is_quadratic(source: str, place: str) -> None:
    """An expression that takes quadratic time on some text does so on one of those that each is tried on."""
    assert slowness(source, 0, place, ["finditer"]).startswith(f"{place} finditer on ")


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_expression_is_linear(part: int) -> None:
    """Each expression that meets long text, in the way it is called, on each pump, and on runs of blanks, brackets and hyphens behind
    a name and its first word: twice the text, about twice the time.
    """
    tried = [row[:-1] for row in expressions()[part::PARTS] if row[-1] > SHORT]
    assert [found for row in tried if (found := slowness(*row))] == []


@pytest.mark.slow
def test_every_expression_is_linear_up_to_a_megabyte() -> None:
    """Half a million and a million characters in one line, a run of each pump: twice the text, about twice the time."""
    short, long = (runs(PUMPS, size) for size in (MEGABYTE // 2, MEGABYTE))
    offenders = []
    for source, flags, place, methods, longest in expressions():
        work = work_of(source, flags, place, methods)
        if longest > SHORT and grows(work, short, long, floor=0.1, limit=5):
            offenders.append(f"{place} {'/'.join(methods)}; {source[:80]}")
    assert offenders == []


def runs(pumps: Iterable[str], size: int) -> str:
    """A run of each pump, equally long, in a text of that size."""
    given = list(pumps)
    share = size // len(given)
    return "".join(pump * (share // len(pump)) for pump in given) + "\x01"


def text_of(unit: Callable[[int], str], size: int) -> str:
    """A release of that many characters whose body is made of the unit; lines are cut where none may be longer."""
    text = run_of(unit, size)
    if max(map(len, text.split("\n"))) > 90_000:
        text = "\n".join(text[i : i + 90_000] for i in range(0, len(text), 90_000))
    return HEAD + text


def run_of(unit: Callable[[int], str], size: int) -> str:
    """The unit over and over, up to that many characters at least."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(unit(len(parts)))
        length += len(parts[-1])
    return "".join(parts)


def reading(text: str) -> int:
    """The whole of reading: how many characters the facts quote."""
    return sum(len(e.quote) for fact in pipeline.facts_of(read_text(text)) for e in fact.evidence)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_reading_is_linear(name: str) -> None:
    """Twice the text of one shape, about twice the time; twenty thousand characters where they are dense, a hundred where they are not."""
    reading(HEAD)
    size = 100_000 if seconds(reading, text_of(TEXTS[name], 20_000), 20) < 0.1 else 20_000
    assert not grows(reading, text_of(TEXTS[name], size), text_of(TEXTS[name], 2 * size), floor=0.05, limit=30)


@pytest.mark.slow
@pytest.mark.parametrize("lines", [True, False], ids=["lines", "one line"])
def test_reading_a_megabyte_is_linear(lines: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a million and a million characters, a run of each shape, in lines and in a single one: twice the text, about twice the time,
    and about twice the words quoted.
    """
    monkeypatch.setattr(decode, "MAX_LINE", 10 * MEGABYTE)
    short, long = (HEAD + shapes(size, lines=lines) for size in (MEGABYTE // 2, MEGABYTE))
    assert len(long) > MEGABYTE
    assert lines or max(map(len, long.split("\n"))) > MEGABYTE
    quoted = {}

    def read(text: str) -> None:
        quoted[len(text)] = reading(text)

    assert not grows(read, short, long, floor=0.1, limit=120)
    assert quoted[len(long)] < RATIO * quoted[len(short)]


def shapes(size: int, *, lines: bool) -> str:
    """A run of each shape of text, equally long."""
    text = "\n\n".join(run_of(unit, size // len(TEXTS)) for unit in TEXTS.values())
    return text if lines else " ".join(text.split("\n"))


def test_a_line_beyond_the_limit_is_refused_at_once() -> None:
    """A line of a million characters is no line of a release: it is refused with a reason before anything is read."""
    began = time.process_time()
    with pytest.raises(InputError, match="a line of 1,000,000 characters"):
        read_text("a" * MEGABYTE)
    assert time.process_time() - began < 0.5
