"""What a release says of a study beside its phase: whether it is planned, running or over, its setting, its size."""

from __future__ import annotations

import re
from functools import lru_cache

from triplewire.extract.scene import Line
from triplewire.extract.wording import wording
from triplewire.model.fact import Status, Value

BEFORE, AFTER = 80, 220
SETTINGS = 4
"""How many settings of a study are kept at most."""


def describe(line: Line, start: int, end: int, status: Status, args: dict[str, Value]) -> None:
    """Add `trial_status` (planned, recruiting, ongoing, completed, stopped) and, where said, `setting` and `enrolment` to the
    arguments of a study whose words lie at [start, end) of the masked sentence.
    """
    text, border = line.masked.text, wording("border", "study")
    before = border.split(text[max(0, start - BEFORE) : start])[-1]
    after = border.split(text[end : end + AFTER])[0]
    args.setdefault("trial_status", _status(before, text[start:end], after, status))
    setting, enrolment = _told(line.sentence.text)
    if setting:
        args.setdefault("setting", setting)
    if enrolment:
        args.setdefault("enrolment", enrolment)


@lru_cache(64)
def _told(text: str) -> tuple[str, int]:
    """The settings that a sentence names, in order, and how many people it says take part; "" and 0 when it says neither."""
    settings = dict.fromkeys(" ".join(m[0].split()) for m in _wording("setting", "words").finditer(text))
    number = _wording("enrolment", "number").search(text)
    return ", ".join(list(settings)[:SETTINGS]), int(number["n"].replace(",", "")) if number else 0


def _wording(section: str, key: str) -> re.Pattern[str]:
    return wording(section, key, "studies.toml")


def _status(before: str, words: str, after: str, status: Status) -> str:
    """The state of a study, from the words before, in and after its name."""
    near = f"{before[-70:]}{words}"
    if _says("running", f"{before[-45:]}{words}"):
        return "ongoing"
    if _says("stopping", before[-40:]):
        return "stopped"
    if _says("completed", before[-60:]) or _says("completed", words):
        return "completed"
    if _says("stopped", before[-60:]) or _says("stopped", near):
        return "stopped"
    if _says("planned", before[-60:]) or _says("planned", near) or _says("coming", after):
        return "planned"
    if _says("recruiting", near + after):
        return "recruiting"
    return "planned" if status != "actual" and not _says("reported", near + after) else "ongoing"


def _says(state: str, text: str) -> bool:
    return bool(_wording("status", state).search(text))
