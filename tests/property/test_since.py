"""Since a day is the same as a build of only the releases dated from it on, whatever was built before; so is a window of days."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.contract.build_helper import artefacts
from tests.promises.corpus import make_corpus

import triplewire as tw

RELEASES = make_corpus(3, promises=95).releases[:14]
"""Of two companies that are partners, in order of time."""
UNDATED = (
    "Halcyra Biosciences Notes\n\nHalcyra Biosciences SA today said that HAL-9 targets CD19. HAL-9 is in Phase 1 testing for lymphoma.\n"
)
LONG_AGO = "Halcyra Biosciences Notes\n\nLYON, January 5, 2009 -- Halcyra Biosciences SA today said that HAL-9 targets CD19.\n"
DAYS = (
    (RELEASES[3].date, None),
    (RELEASES[9].date, None),
    (RELEASES[3].date, RELEASES[9].date),
)


@dataclass(frozen=True)
class Used:
    """A folder in which builds were made, and the dates of its inputs."""

    out: Path
    inputs: Mapping[Path, date | None]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Used:
    """Releases of some years, one without a date, and one of long ago with the name, and so the id, of a late one; all were built."""
    out = tmp_path_factory.mktemp("used")
    texts: dict[str, tuple[str, date | None]] = {f"new/{r.id}.txt": (r.text, r.date) for r in RELEASES}
    texts |= {"undated.txt": (UNDATED, None), f"old/{RELEASES[-1].id}.txt": (LONG_AGO, date(2009, 1, 5))}
    for name, (text, _) in texts.items():
        (out / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (out / "in" / name).write_text(text, "utf-8")
    inputs = {out / "in" / name: day for name, (_, day) in texts.items()}
    tw.build(inputs, out, pages="few")
    assert len([name for name in tw.open(out).digests() if name.startswith(RELEASES[-1].id)]) == 2
    return Used(out, inputs)


def reported(out: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report of a build without its days and what lies outside them; and these."""
    made = json.loads((out / "current" / "report.json").read_text("utf-8"))
    return made, {key: made.pop(key) for key in ("since", "as_of", "left_out")}


@pytest.mark.parametrize(("since", "until"), DAYS, ids=str)
def test_a_build_of_some_days_is_a_build_of_their_releases(since: date, until: date | None, used: Used, tmp_path: Path) -> None:
    """Facts, graph and all other files, byte by byte; the report but for the days; nothing is read again, and all is accounted for.

    The home page names the first day. With a last one, pages count from it and not from the newest release.
    """
    shutil.copytree(used.out / "cache", tmp_path / "cache")
    done = tw.build(used.inputs, used.out, since=since, as_of=until, pages="few")
    own = [path for path, day in used.inputs.items() if day and since <= day <= (until or date.max)]
    tw.build(own, tmp_path, pages="few")
    one, two = artefacts(used.out), artefacts(tmp_path)
    assert one.keys() == two.keys()
    other = {name for name in one if one[name] != two[name]}
    assert {name for name in other if not (until and name.endswith(".html"))} - {"index.html"} == {"report.json"}
    assert f"from {since} on, as facts" in one["index.html"].decode()
    (made, days), (expected, _) = reported(used.out), reported(tmp_path)
    assert made == expected
    assert (days["since"], days["as_of"]) == (since.isoformat(), until.isoformat() if until else None)
    assert sum(days["left_out"].values()) == len(used.inputs) - len(own)
    assert done.report["counts"]["cached"] == len(used.inputs)
