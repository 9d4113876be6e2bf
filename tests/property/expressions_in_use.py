"""Which regular expressions the text half runs, how, and on how much text: found by running it, printed as JSON.

Run as a program of its own, since expressions are compiled when modules are imported. Each row: pattern, flags, the place in the
source that compiled it, the methods called, and the longest stretch of text that any call was given.
"""

from __future__ import annotations

import json
import pkgutil
import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

STAGES = ("read", "repair", "segment", "recognize", "extract", "ground", "assemble", "reconcile", "lexicon")
METHODS = {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}
SENTENCE = (
    "Norvane Therapeutics, Inc. and Halcyra (NASDAQ: HALC) said that NVT-101® (lorvelumab), an anti-CD56 antibody of its TAP technology, "
    "has received orphan drug status for multiple myeloma in the US; Ada Q. Nordvik, M.D., is Chief Executive Officer, net loss was "
    "$1.0 million for the first quarter of 2027, our partner plans the Phase 3 BEACON trial (NCT09990001) by the end of 2028 and "
)
LINE = 24_000


class Recorded:
    """A compiled expression that notes what is asked of it."""

    __slots__ = ("_real", "_row")

    def __init__(self, real: re.Pattern[str], row: dict[str, Any]) -> None:
        self._real, self._row = real, row

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        return self._noting(name, real) if name in METHODS else real

    def _noting(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **more: Any) -> Any:
            text = words[1] if name in ("sub", "subn") else words[0]
            start, end = [*words[1:3], 0, len(text)][:2] if name not in ("sub", "subn", "split") and len(words) > 2 else (0, len(text))
            self._row["methods"].add(name)
            self._row["longest"] = max(self._row["longest"], min(end, len(text)) - start)
            return real(*words, **more)

        return call


def record() -> dict[tuple[str, int], dict[str, Any]]:
    """From here on, what modules of the program compile is recorded."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    real = re._compile  # type: ignore[attr-defined]

    def compiling(pattern: Any, flags: int) -> Any:
        compiled = real(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_back and ("/re/" in frame.f_code.co_filename or frame.f_code.co_filename.startswith("<")):
            frame = frame.f_back
        if not isinstance(pattern, str) or "/triplewire/" not in frame.f_code.co_filename:
            return compiled
        place = f"{frame.f_code.co_filename.rsplit('/triplewire/', 1)[1]}:{frame.f_lineno}"
        row = found.setdefault((pattern, int(compiled.flags)), {"place": place, "methods": set(), "longest": 0})
        return Recorded(compiled, row)

    re._compile = compiling  # type: ignore[attr-defined]
    return found


def main() -> None:
    """Import every module of the text half, read the samples and texts of very long lines, print what ran."""
    found = record()
    for stage in STAGES:
        import_module(f"triplewire.{stage}")
        for module in pkgutil.walk_packages(sys.modules[f"triplewire.{stage}"].__path__, f"triplewire.{stage}."):
            import_module(module.name)
    from triplewire import api, pipeline
    from triplewire.read import read_text

    for path in api.samples():
        pipeline.facts_of(path)
    head = "Norvane Therapeutics Reports Progress\n\nBOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. spoke today.\n\n"
    for line in (SENTENCE, "word ", "a", "A", "our product ", "NVT-101, ", "| Revenues | 1,234 ", "# ", "1,234 "):
        pipeline.facts_of(read_text(head + line * (LINE // len(line))))
    rows = [[p, f, r["place"], sorted(r["methods"]), r["longest"]] for (p, f), r in found.items() if r["place"].split("/")[0] in STAGES]
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    main()
