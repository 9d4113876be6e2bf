"""Whether a status named in a sentence is given, or only asked for or explained; words of `data/grants.toml`."""

from __future__ import annotations

from triplewire.extract.line import Line
from triplewire.extract.wording import wording
from triplewire.lexicon import Expression

BEFORE, AFTER, HOPE, WORDS = 170, 100, 90, 14


def granted(line: Line, start: int, end: int) -> bool:
    """Whether the status whose name lies at [start, end) of the masked sentence is given to somebody: the last word about it before
    its name in its clause decides, else the first behind it; a status of which nothing is said is given where its compound is named.
    """
    text = line.masked.text
    if _said("general").search(text):
        return False
    before, after = _clause(text, start, end)
    last = _last(before)
    if last is not None:
        return last
    if _said("behind_asked").search(after):
        return False
    return bool(_said("behind_given").search(after)) or bool(line.of_type("compound"))


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of its clause before and behind [start, end)."""
    border = _said("border")
    return border.split(text[max(0, start - BEFORE) : start])[-1], border.split(text[end : end + AFTER])[0]


def _last(before: str) -> bool | None:
    """What the last word about the status says, None when there is none."""
    given = [m for m in _words("given").finditer(before) if not _hoped(before[: m.start()])]
    asked = list(_words("asked").finditer(before))
    if not given and not asked and not any(_words("given").finditer(before)):
        return None
    return bool(given) and (not asked or given[-1].end() >= asked[-1].end())


def _hoped(before: str) -> bool:
    """Whether a word of giving that follows is only a hope."""
    near = before.rstrip()[-HOPE:]
    return bool(_said("unsure").search(near)) and not _said("sure").search(near)


def _words(key: str) -> Expression:
    return wording("granted", key, "grants.toml", whole=True)


def _said(key: str) -> Expression:
    return wording("granted", key, "grants.toml")
