"""What a release says of a study beside its phase: whether it is planned, running or over, its setting, its size."""

from __future__ import annotations

from functools import lru_cache

from triplewire.extract.line import Line
from triplewire.extract.wording import wording
from triplewire.lexicon import Expression
from triplewire.model.fact import Status, Value

BEFORE, AFTER = 80, 220
SETTINGS = 4
"""How many settings of a study are kept at most."""


ASSUMED = "status-by-default"
"""The flag of a study that is taken to be running because nothing speaks against it."""


def describe(line: Line, start: int, end: int, status: Status, args: dict[str, Value], flags: list[str]) -> None:
    """Add `trial_status` (planned, recruiting, ongoing, completed, stopped) and, where said, `setting` and `enrolment` to the
    arguments of a study whose words lie at [start, end) of the masked sentence; and ASSUMED to its flags where no words say so.
    """
    text, border = line.masked.text, wording("border", "study")
    before = border.split(text[max(0, start - BEFORE) : start])[-1]
    after = border.split(text[end : end + AFTER])[0]
    words = text[start : _end_of_name(text, end)]
    said = _status(before, words, after, status)
    if not said and "trial_status" not in args:
        flags.append(ASSUMED)
    args.setdefault("trial_status", said or "ongoing")
    setting, enrolment = _told(line.sentence.text)
    if setting:
        args.setdefault("setting", setting)
    if enrolment:
        args.setdefault("enrolment", enrolment)


def is_study(line: Line, start: int, end: int) -> bool:
    """Whether the phase at [start, end) of the masked sentence names a study or the stage of a compound, and no dose, aim or supply."""
    before, after = line.masked.text[max(0, start - BEFORE) : start], line.masked.text[end : end + AFTER]
    if _says_of("never_before", before) or _says_of("never_behind", after):
        return False
    if _says_of("behind", after) or _says_of("before", before):
        return True
    return _says_of("item_before", before) and _says_of("item_behind", after)


def _end_of_name(text: str, end: int) -> int:
    """Where the words that name a study end, which begin with its phase."""
    match = _wording("study", "behind").match(text[end : end + AFTER])
    return end + match.end() if match else end


def _says_of(key: str, text: str) -> bool:
    return bool(_wording("study", key).search(text))


@lru_cache(64)
def _told(text: str) -> tuple[str, int]:
    """The settings that a sentence names, in order, and how many people it says take part; "" and 0 when it says neither."""
    settings = dict.fromkeys(" ".join(m[0].split()) for m in _wording("setting", "words").finditer(text))
    number = _wording("enrolment", "number").search(text)
    return ", ".join(list(settings)[:SETTINGS]), int(number["n"].replace(",", "")) if number else 0


def _wording(section: str, key: str) -> Expression:
    return wording(section, key, "studies.toml")


def _status(before: str, words: str, after: str, status: Status) -> str:
    """The state of a study, from the words before, in and after its name; "" for one that nothing is said of."""
    near = f"{before[-70:]}{words}"
    if _lies_ahead(after) and not _says("told_of", before):
        return "planned"
    planned = max(_last("planned", before[-70:]), _last("planned", near))
    if _last("running", near) > planned:
        return "ongoing"
    if _says("stopping", before[-60:]):
        return "stopped"
    if planned >= 0:
        return "completed" if _says("completed", words) else "planned"
    if over := _ended(after):
        return over
    if _says("completed", before[-60:]) or _says("completed", words):
        return "completed"
    if _says("stopped", near):
        return "stopped"
    if _says("recruiting", near + after):
        return "recruiting"
    if _says("treated", before) or _runs_on(after):
        return "ongoing"
    return "planned" if status != "actual" and not _says("reported", near + after) else ""


def _lies_ahead(after: str) -> bool:
    """Whether the words behind a study, up to the next clause or study, say that it is still to come; not that its data are."""
    clause = _wording("status", "clause").split(after)[0]
    match = _wording("status", "coming").search(clause)
    return match is not None and not _says("reported", clause[: match.start()])


def _runs_on(after: str) -> bool:
    """Whether the words behind a study, up to the next clause or study, say that it runs."""
    return _says("under_way", _wording("status", "clause").split(after)[0])


def _ended(after: str) -> str:
    """What the words behind a study say of its end, "" when they say none."""
    match = _wording("status", "ended").search(_wording("status", "clause").split(after)[0])
    if not match:
        return ""
    return "stopped" if match["over"] else "completed"


def _last(state: str, text: str) -> int:
    """Where the last words for a state end, -1 when there are none: of a plan and a state the later one counts."""
    return max((m.end() for m in _wording("status", state).finditer(text)), default=-1)


def _says(state: str, text: str) -> bool:
    return bool(_wording("status", state).search(text))
