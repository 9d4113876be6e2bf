"""Rules that need no second look at the document: phases, lines of treatment, reporting periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from triplewire.lexicon import Finder, lowered, windows
from triplewire.repair.tables import digit_of, table
from triplewire.repair.vocabulary import regions


class Change(NamedTuple):
    """A repair in the coordinates of the styled text."""

    start: int
    end: int
    new: str
    rule: str
    confidence: float


_ROMAN = {1: "I", 2: "II", 3: "III"}
_PART = r"[Il1|!]{1,4}V?[abcABC]?|[1-4][abc]?"
_AFTER = r"(?![\w|!%]|[-–]\w{0,3}\d|\.\d)"


@cache
def _phase() -> re.Pattern[str]:
    words = "|".join(sorted({*table()["phase"]["words"], *_lost_words()}, key=lambda w: (-len(w), w)))
    pair = r"(?P<sep>\s?[/–-]\s?|\s(?:and|or|to|through)\s(?:Phase\s)?)"
    return re.compile(rf"\b(?i:{words})[ \t]{{0,3}}\n?[ \t]{{0,3}}(?P<a>{_PART})(?:{pair}(?P<b>{_PART}))?{_AFTER}")


@cache
def _lost_words() -> tuple[str, ...]:
    """The word for a phase without one of its glyphs."""
    word: str = table()["phase"]["words"][0]
    return tuple(sorted({word[:i] + word[i + 1 :] for i in range(len(word))}))


@cache
def _phase_words() -> Finder:
    return Finder(w.lower() for w in (*table()["phase"]["words"], *_lost_words()))


@cache
def _phase_words_lost() -> Finder:
    return Finder(_lost_words())


def _phases(text: str) -> Iterator[re.Match[str]]:
    """The phases of a text in order: only places where the word for one stands are looked at."""
    at, pattern = 0, _phase()
    for start in sorted({start for start, _ in _phase_words().ends(lowered(text))}):
        match = pattern.match(text, start) if start >= at else None
        if match:
            at = match.end()
            yield match


@cache
def _bar_before() -> re.Pattern[str]:
    words = "|".join(table()["phase"]["bar_before"])
    return re.compile(rf"[\s,/–-]{{0,3}}(?:(?:{words})\b|[Il1|]{{1,3}}[ab]?\b)")


def phase_changes(text: str) -> Iterator[Change]:
    """Roman phases whose glyphs were misread ("lll"), and pairs whose second part is not later than the first ("I/l").

    The number of glyphs decides the number: what stands there is read literally, and never made to agree with other statements.
    """
    matches = list(_phases(text))
    arabic = 2 * sum(m["a"][0] in "234" or m["a"] == "1" for m in matches) > len(matches)
    for match in matches:
        a, b = match["a"], match["b"]
        if "|" in match.group() and not _bar_is_glyph(text, match):
            continue
        if "!" in match.group() and match.group()[-1] == "!" and text[match.end() : match.end() + 1] in ("", " ", "\n"):
            continue
        new = _STRAY.sub("", a) if arabic and "1" in a else _roman(a)
        if not b:
            old, end = a, match.end("a")
        elif match["sep"].strip() in ("/", "-", "–"):
            old, end = match.group()[match.start("a") - match.start() :], match.end()
            first, second = _alike(new, _roman(b))
            new = first + match["sep"] + _later(first, second)
        else:
            yield from _listed(match)
            old, end = a, match.end("a")
        if new != old:
            yield Change(match.start("a"), end, new, "phase", 0.95 if len(new) == len(old) else 0.85)


_REGISTERED = re.compile(r"NCT(?<![\w-]NCT)(?P<number>[0-9OoIlL|SsBQDZ!]{8,9})(?![\w|-])")
_INITIALS = re.compile(r"(?<![\w.])[A-Z]\.[058]\.(?:[A-Z]\.)?(?!\w)")


def number_changes(text: str) -> Iterator[Change]:
    """Numbers of the trial registry with look-alikes among their eight digits, five of them true, or one stray glyph."""
    for match in _REGISTERED.finditer(text):
        number = match["number"]
        new = digits(without_stray(number) if len(number) == 9 else number)
        if not number.isdigit() and len(new) == 8 and new.isdigit() and sum(c.isdigit() for c in number) >= 5:
            yield Change(match.start("number"), match.end("number"), new, "code", 0.9)


def initial_changes(text: str) -> Iterator[Change]:
    """Initials of a region with a digit for a letter ("U.5.")."""
    for match in _INITIALS.finditer(text) if any(digit in text for digit in (".5.", ".8.", ".0.")) else ():
        new = match.group().replace("5", "S").replace("8", "B").replace("0", "O")
        if new != match.group() and new in regions():
            yield Change(match.start(), match.end(), new, "word", 0.9)


def phase_word_changes(text: str) -> Iterator[Change]:
    """The word "Phase" without one of its glyphs, before a number of a phase."""
    for start, _ in _phase_words_lost().ends(text):
        if match := _lost_phase().match(text, start):
            yield Change(start, match.end(), table()["phase"]["words"][0], "phase", 0.85)


@cache
def _lost_phase() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_lost_words())})(?=[ \t]{{1,3}}(?:{_PART}){_AFTER})")


def _alike(first: str, second: str) -> tuple[str, str]:
    """The parts of a pair in one kind of number: a 1 beside a Roman number is one."""
    if first[0] == "1" and second[0] == "I":
        return "I" + first[1:], second
    return (first, "I" + second[1:]) if first[0] == "I" and second[0] == "1" else (first, second)


def _later(first: str, second: str) -> str:
    """The second part of a pair; when it is not later than the first, a glyph was lost, and it is the next phase."""
    numbers = tuple(_ROMAN.values())
    return _ROMAN[len(first) + 1] if first in numbers[:2] and second in numbers and len(second) <= len(first) else second


def _listed(match: re.Match[str]) -> Iterator[Change]:
    """The second of two phases joined by a word; a single glyph there may be a word of its own."""
    new = _roman(match["b"])
    if new != match["b"] and len(match["b"]) > 1:
        yield Change(match.start("b"), match.end("b"), new, "phase", 0.9)


def _roman(part: str) -> str:
    """The part as it should read; Arabic numbers and sound Roman ones come back as they are."""
    letter = part[-1] if part[-1] in "abcABC" else ""
    core = part[: len(part) - len(letter)]
    tail = "V" if core.endswith("V") else ""
    glyphs = core[: len(core) - len(tail)]
    if glyphs.isdigit() or not glyphs.strip("I"):
        return part
    # No phase has four: one of them is a stray.
    return "I" * min(len(glyphs), 3) + tail + letter


def _bar_is_glyph(text: str, match: re.Match[str]) -> bool:
    """Whether the bar is a misread I: not in a table row, and followed by what follows a phase."""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)]
    if line.lstrip().startswith("|") or line.count("|") > 2 * match.group().count("|") + 2:
        return False
    bare = "|" in (match["a"], match["b"])
    return not bare or _bar_before().match(text, match.end()) is not None


_ORDINAL = re.compile(
    r"(?<![\w$€£.,/-])(?P<digit>[1-4]|[lI|](?=st))(?P<junk>[^\s\d][^\s.,;:()]{0,2}?|\d[^\s\d.,;:()][^\s.,;:()]?)(?P<hyphen>-?)[Ll]ine\b"
)


_LINE = re.compile(r"[Ll]ine\b")
_LINE_BEFORE, _LINE_AFTER = 5, 5


def ordinal_changes(text: str) -> Iterator[Change]:
    """Lines of treatment whose raised suffix was misread: a digit, one to three stray glyphs, "line"."""
    suffixes = table()["ordinal"]["suffixes"]
    around = list(windows((m.start() for m in _LINE.finditer(text)), _LINE_BEFORE, _LINE_AFTER, len(text))) if "ine" in text else []
    for match in _within(_ORDINAL, text, around):
        digit = "1" if match["digit"] in "lI|" else match["digit"]
        if _is_ordinal(match["junk"], match["hyphen"], suffixes[digit], sound=digit == match["digit"]):
            yield Change(match.start(), match.end(), f"{digit}{suffixes[digit]}-{match.group()[-4:]}", "ordinal", 0.9)


def _within(pattern: re.Pattern[str], text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The matches of a pattern in some stretches of a text."""
    for start, end in stretches:
        yield from pattern.finditer(text, start, end)


def _is_ordinal(junk: str, hyphen: str, suffix: str, *, sound: bool) -> bool:
    low = junk.lower()
    if low.rstrip("-–").isdigit():
        return False
    if low == suffix:
        return not sound
    letters = re.search(r"[a-z]*$", low)
    if not hyphen and letters and letters.group() in table()["ordinal"]["line_words"]:
        return False
    if low.strip("-–—/ ") in ("", "st", "nd", "rd", "th") or low[0] in "-–—/":
        return False
    plain = junk.isalnum()
    return not (hyphen and plain) or _one_off(low, suffix)


def _one_off(junk: str, suffix: str) -> bool:
    return len(junk) == len(suffix) and sum(a != b for a, b in zip(junk, suffix, strict=True)) == 1


_GLYPH = r"[0-9OoIlL|SsBQD]"
_YEAR = rf"(?:[12Zz]{_GLYPH}{{3,4}}|[0-4OoQDIlL|]{_GLYPH}{{1,2}})"
_SEPARATOR = r"(?P<sep>[ ]?(?:FY)?[ ]?|(?<=Q)[FY])"
_NUMBER_FIRST = re.compile(rf"(?<![\w$.-])(?P<n>[1-4lLI|Zz]?[1-4lLI|Zz])(?P<unit>[QH]){_SEPARATOR}(?P<year>{_YEAR})(?![\w|%])")
_UNIT_FIRST = re.compile(rf"(?<![\w$.-])(?P<unit>[QH])(?P<n>[1-4lI|Z])(?P<sep>[ ]?(?:FY)?[ ]?)(?P<year>{_YEAR})(?![\w|%])")
_FISCAL = re.compile(rf"(?<![\w$.-])(?P<unit>F)(?P<sep>Y[ ]?)(?P<year>{_YEAR})(?![\w|%])")
# The letter of the unit with a digit, or what may be one, beside it; "FY".
_UNIT = re.compile(r"[QHF](?:(?<=[1-4lLI|Zz].)|(?=[1-4lI|Z])|(?<=F)(?=Y))")
_UNIT_BEFORE, _UNIT_AFTER = 3, 16
# A stray letter beside the digit that it resembles.
_STRAY = re.compile(r"[lLI|](?=1)|(?<=1)[lLI|]|[OoQD](?=0)|(?<=0)[OoQD]|[B](?=8)|(?<=8)[B]|[Ss](?=5)|(?<=5)[Ss]")


def is_period(token: str) -> bool:
    """Whether a token is a reporting period, sound or not, and so no code."""
    return any(p.fullmatch(token) for p in (_NUMBER_FIRST, _UNIT_FIRST, _FISCAL))


def period_changes(text: str) -> Iterator[Change]:
    """Reporting periods with look-alikes in their numbers: the quarter or half, and the year ("LQFY14", "2H2O14")."""
    around = list(windows((m.start() for m in _UNIT.finditer(text)), _UNIT_BEFORE, _UNIT_AFTER, len(text)))
    for pattern in (_NUMBER_FIRST, _UNIT_FIRST, _FISCAL):
        for match in _within(pattern, text, around):
            yield from _period(match)


def _period(match: re.Match[str]) -> Iterator[Change]:
    groups = match.groupdict()
    new = {name: _number(groups[name], name) for name in ("n", "year") if groups.get(name)}
    fiscal = "FY" in match.group()
    if not _plausible(new["year"]) or not (fiscal or any(c.isdigit() for c in groups["year"])):
        return
    # "H2O2" and "2H2O" are chemistry: a short year with a letter in it needs its FY, or a quarter.
    if not fiscal and len(new["year"]) == 2 and not groups["year"].isdigit() and groups["unit"] == "H":
        return
    if len(new.get("n", "1")) != 1 or (groups["unit"] == "H" and new["n"] not in "12"):
        return
    # "HI 2012" is a state: a capital I before a space is no number.
    if groups.get("n") == "I" and match["sep"] == " " and match.start("n") > match.start("unit"):
        return
    if groups["unit"] == "Q" and groups["sep"] in ("F", "Y"):
        new["sep"] = "FY"
    mended = "".join(new.get(name, groups[name]) for name in sorted(groups, key=match.start))
    if mended != match.group():
        yield Change(match.start(), match.end(), mended, "period", 0.9)


def _number(glyphs: str, name: str) -> str:
    """The digits that the glyphs stand for: one for a quarter or half, two or four for a year; a stray glyph too many goes."""
    if len(glyphs) not in (1, 2, 4) or (name == "n" and len(glyphs) > 1):
        glyphs = without_stray(glyphs)
    return digits(glyphs)


def without_stray(glyphs: str) -> str:
    """The glyphs without the first stray letter beside the digit that it resembles."""
    return _STRAY.sub("", glyphs, count=1)


def digits(text: str) -> str:
    """The text with each look-alike glyph as its digit."""
    table_ = digit_of()
    return "".join(table_.get(c, c) for c in text)


def _plausible(year: str) -> bool:
    if not year.isdigit():
        return False
    return int(year) <= table()["fiscal"]["last_year"] if len(year) == 2 else len(year) == 4 and 1950 <= int(year) < 2100
