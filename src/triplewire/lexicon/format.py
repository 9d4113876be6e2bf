"""Puts lexicon files in order: by type, name, then the canonical form before the others. `python -m triplewire.lexicon.format`"""

from __future__ import annotations

import sys
from pathlib import Path

from triplewire.lexicon.loading import folders, lexicon_files
from triplewire.lexicon.order import formatted


def format_folder(folder: Path) -> list[Path]:
    """Rewrites the lexicon files of `folder` that are out of order; returns those it changed."""
    changed = []
    for file in lexicon_files(folder):
        text = formatted(file)
        if text != file.read_text("utf-8"):
            file.write_text(text, "utf-8")
            changed.append(file)
    return changed


if __name__ == "__main__":
    for place in [Path(p) for p in sys.argv[1:]] or folders():
        for done in format_folder(place):
            sys.stdout.write(f"{done}: sorted\n")
