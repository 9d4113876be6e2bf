"""Lines of CSV that every reader takes apart in the same way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

ENDS = "\r\n"


def csv_line(cells: Iterable[object], delimiter: str = ",") -> str:
    """A line of CSV (RFC 4180), ended by a line feed. The module csv leaves a carriage return unquoted unless lines end with one."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ENDS).writerow(list(cells))
    return out.getvalue().removesuffix(ENDS) + "\n"
