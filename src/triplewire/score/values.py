"""When two values that are no names are the same: regions, stages, figures, roles, persons, amounts, times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from triplewire.score.words import folded, key, listed, lists, words

NEAR_DAYS, SHARED_TIME = 46, 0.25
NEAR_AMOUNT, ROUND, HALF_ROUND = 0.015, 1e5, 5e4
_PHASE_WORD = re.compile(r"phase|ph\b")
_PHASE = re.compile(r"(?<![a-z0-9])(iii|ii|iv|i|[1-4])(?:[abc](?:-?[123])?)?(?![a-z0-9])")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def region(value: Any) -> str:
    """A region as it is compared: the authority stands for its region."""
    code = key(str(value or ""))
    return next((region for region, forms in lists()["region"].items() if code in forms), code.upper())


def stage(value: Any) -> str:
    """A stage or phase as it is compared: Roman numbers as digits, letters dropped.

    >>> [stage(text) for text in ("Phase I/IIa", "phase 1/2", "NDA submitted", "in the clinic")]
    ['1/2', '1/2', 'filed', 'clinical']
    """
    text = folded(str(value or ""))
    for name_, shape in lists()["stage"].items():
        if re.search(shape, text):
            return str(name_)
    phases = {_ROMAN.get(found, found) for found in _PHASE.findall(_PHASE_WORD.sub(" ", text))}
    return "/".join(sorted(phases)) or ("clinical" if "clinic" in text else key(text))


def metric(value: Any) -> str:
    """A figure's name as it is compared."""
    text = folded(str(value or "")).replace("_", " ")
    return next((str(name_) for name_, shape in lists()["metric"].items() if re.search(shape, text)), key(text))


def is_modality(technology: Any) -> bool:
    """Whether a technology is only a kind of medicine (ADC, RNAi, gene therapy)."""
    text = " ".join(words(str(technology or "")))
    return any(re.fullmatch(shape, text) for shape in lists()["technology"]["modalities"])


def is_trial_name(text: str) -> bool:
    """Whether the name of a trial tells it from others: "the pivotal trial" does not."""
    return not re.fullmatch(lists()["trial"]["nameless"], folded(text))


def alike(one: Any, two: Any) -> float:
    """How many of the words of two texts they share, between 0 and 1."""
    a, b = set(words(str(one or ""))), set(words(str(two or "")))
    return len(a & b) / max(1, len(a | b))


def role(value: Any) -> frozenset[str]:
    """The words of a role, acronyms spelled out: CEO is Chief Executive Officer."""
    spelled = lists()["role"]["spelled_out"]
    found = words(folded(str(value or "")).replace("co-", "co"))
    return frozenset(part for word in found for part in spelled.get(word, word).split()) - listed("role", "small")


def roles(read: Any, found: Any) -> float:
    """Roles that share half their words; any role does when none was found."""
    a, b = role(read), role(found)
    if b and (not a or len(a & b) / min(len(a), len(b)) < 0.5):
        return 0.0
    return 1 + len(a & b) / max(1, len(a | b))


def person(read: Any, found: Any) -> bool:
    """Whether two names have the same surname and the same first initial; titles and degrees do not count."""
    a, b = _person(read), _person(found)
    return bool(a and b) and a[-1] == b[-1] and a[0][0] == b[0][0]


def _person(value: Any) -> tuple[str, ...]:
    full = words(str(value or ""))
    return tuple(word for word in full if word not in listed("person", "titles")) or full


def amounts(read: Any, found: Any) -> bool:
    """Whether two amounts are within 1.5 %, or half of a hundred thousand when the one that was found is given in these."""
    a, b = _number(read), _number(found)
    if a is None or b is None:
        return False
    slack = max(NEAR_AMOUNT * b, HALF_ROUND if b >= ROUND and b % ROUND == 0 else 0)
    return abs(a - b) <= slack + 1e-9


def _number(value: Any) -> float | None:
    try:
        return abs(float(str(value).replace(",", "").replace("$", "")))
    except ValueError:
        return None


def times(read: Any, found: Any) -> float:
    """The likeness of two times: windows that overlap and whose ends are near (46 days) or that share a quarter of the time they
    cover together; where the one that was found is open, its known end. A time without days is the same by its words. Whatever is
    read fits where no time was found.
    """
    wanted = _days(found)
    if wanted == (None, None):
        return 0.5
    got = _days(read)
    if got == (None, None):
        said = _text(read)
        return 1.0 if said and key(said) == key(_text(found)) else 0.0
    return _windows(got, wanted)


def _windows(got: tuple[date | None, date | None], wanted: tuple[date | None, date | None]) -> float:
    start, end = got[0] or got[1], got[1] or got[0]
    assert start is not None
    assert end is not None
    if wanted[1] is None:
        return float(_near(start, wanted[0]))
    if wanted[0] is None:
        return float(_near(end, wanted[1]))
    shared = (min(end, wanted[1]) - max(start, wanted[0])).days + 1
    part = shared / ((max(end, wanted[1]) - min(start, wanted[0])).days + 1)
    fits = part >= SHARED_TIME or (_near(start, wanted[0]) and _near(end, wanted[1]))
    return 1 + part if shared > 0 and fits else 0.0


def _near(one: date, two: date | None) -> bool:
    return two is not None and abs((one - two).days) <= NEAR_DAYS


def _text(when: Any) -> str:
    return when if isinstance(when, str) else str((when or {}).get("text") or "")


def _days(when: Any) -> tuple[date | None, date | None]:
    if not isinstance(when, Mapping):
        return None, None
    try:
        start, end = (date.fromisoformat(when[side]) if when.get(side) else None for side in ("start", "end"))
    except (TypeError, ValueError):
        return None, None
    return start, end
