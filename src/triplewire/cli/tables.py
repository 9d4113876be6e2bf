"""Tables as wide as the terminal; COLUMNS wide, or 120, when piped."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence

from triplewire.cli import talk


def width() -> int:
    """The width to draw tables in."""
    from triplewire.query.formats import WIDTH

    return shutil.get_terminal_size((WIDTH, 40)).columns


def plain_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, count: bool = True) -> str:
    """Rows under headings, cells folded at the width; a last line says how many rows there are."""
    from triplewire.query.formats import text_table

    return text_table(columns, rows, width=width(), color=talk.on_terminal(), count=count)
