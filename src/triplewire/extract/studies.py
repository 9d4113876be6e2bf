"""What a release says of a study beside its phase: whether it is planned, running or over, its setting, its size."""

from __future__ import annotations

import re
from functools import cache

from triplewire import resources
from triplewire.extract.scene import Line
from triplewire.model.fact import Status, Value

BEFORE, AFTER = 80, 220
CLAUSE = re.compile(r"; |\. | - | – | — ")


@cache
def _table(section: str) -> dict[str, re.Pattern[str]]:
    rows = resources.toml("data", "studies.toml")[section]
    return {k: re.compile("|".join(f"(?:{p})" for p in v) if isinstance(v, list) else v, re.IGNORECASE) for k, v in rows.items()}


def describe(line: Line, start: int, end: int, status: Status, args: dict[str, Value]) -> None:
    """Add `trial_status` (planned, recruiting, ongoing, completed, stopped) and, where said, `setting` and `enrolment` to the
    arguments of a study whose words lie at [start, end) of the masked sentence.
    """
    text = line.masked.text
    before = CLAUSE.split(text[max(0, start - BEFORE) : start])[-1]
    after = CLAUSE.split(text[end : end + AFTER])[0]
    args.setdefault("trial_status", _status(before, text[start:end], after, status))
    raw = line.sentence.text
    settings = list(dict.fromkeys(" ".join(m[0].split()) for m in _table("setting")["line"].finditer(raw)))
    if settings:
        args.setdefault("setting", ", ".join(settings[:4]))
    if number := _table("enrolment")["number"].search(raw):
        args.setdefault("enrolment", int(number["n"].replace(",", "")))


def _status(before: str, words: str, after: str, status: Status) -> str:
    table = _table("status")
    running = re.search(r"\b(?:ongoing|expand\w*|continu\w*|current\w*|underway|is now evaluating|being conducted)\b", before[-45:] + words, re.IGNORECASE)
    if running:
        return "ongoing"
    near = f"{before[-70:]}{words}"
    if re.search(r"\bdiscontinu\w+|\bterminat\w+|\bwind(?:ing)?[- ]down", before[-40:], re.IGNORECASE):
        return "stopped"
    for name in ("completed", "stopped", "planned"):
        if table[name].search(before[-60:]) or (name != "completed" and table[name].search(near)) or (name == "completed" and table[name].search(words)):
            return name
    if re.search(r"\b(?:to be (?:initiated|started|launched|conducted)|(?:expected|set|due|scheduled|slated|on track|ready) to (?:begin|start|initiate|commence|launch|enroll|dose)|(?:is|are) planned|will (?:be initiated|begin|start|commence|enroll|evaluate|assess|test))\b", after, re.IGNORECASE):
        return "planned"
    if table["recruiting"].search(near + after):
        return "recruiting"
    return "planned" if status in ("expected", "planned") and not re.search(r"\b(?:data|results|findings)\b", near + after, re.IGNORECASE) else "ongoing"
