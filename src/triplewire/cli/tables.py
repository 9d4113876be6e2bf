"""Tables on the terminal: as wide as it is, 120 columns when piped."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Sequence

from triplewire.cli import talk


def width() -> int:
    """The width to draw tables in."""
    return shutil.get_terminal_size((120, 40)).columns if talk.on_terminal() else 120


def plain_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, count: bool = True) -> str:
    """Rows under headings, cells folded at the width; a last line says how many rows there are."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    out = io.StringIO()
    console = Console(file=out, width=width(), highlight=False, force_terminal=talk.on_terminal())
    console.print(table)
    if count:
        console.print(f"{table.row_count} row{'' if table.row_count == 1 else 's'}")
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
