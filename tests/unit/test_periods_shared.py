"""How many of the times that annotated releases state are found and placed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from tests.shared import need_shared

from triplewire.model.mention import Mention
from triplewire.recognize.periods import find_periods, learn_fiscal

TOLERANCE = 46
"""Days by which an end may differ, as in the scoring of milestones."""


def _release(shared: Path, name: str) -> str:
    """The raw text of an annotated release."""
    found = sorted((shared / "releases" / "dev").glob(f"{name}-*")) or sorted((shared / "releases" / name).glob("*.txt"))
    return found[0].read_text("utf-8")


def _near(mention: Mention, when: dict[str, Any]) -> bool:
    assert mention.when is not None
    if when["text"].lower() not in mention.name.lower() and mention.name.lower() not in when["text"].lower():
        return False
    pairs = ((mention.when.start, when.get("start")), (mention.when.end, when.get("end")))
    return all(said is None or (mine and abs((mine - date.fromisoformat(said)).days) <= TOLERANCE) for mine, said in pairs)


def test_stated_times_are_found_and_placed() -> None:
    """At least 74 of the 77 times of the annotated releases are found with the same days."""
    shared = need_shared()
    found, missed = 0, []
    for file in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        raw = _release(shared, file.stem)
        mentions = find_periods(re.sub(r"\s", " ", raw), 0, date.fromisoformat(gold["date"]), learn_fiscal(raw))
        for when in (fact["when"] for fact in gold["facts"] if fact.get("when")):
            hit = any(_near(mention, when) for mention in mentions)
            found += hit
            missed += [] if hit else [f"{file.stem}: {when}"]
    assert found + len(missed) >= 77
    assert found >= 74, "\n".join(missed)
