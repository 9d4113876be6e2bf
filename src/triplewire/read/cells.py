"""Tables of pages: those with figures as text with columns, those that only place the page's parts taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import html

from triplewire.read.prune import Element, text_of, writable

_FIGURE = re.compile(
    r"(?:[$€£¥]|US\$|C\$)?\s?\(?\s?(?:[$€£¥]\s?)?[-–—]?\s?(?:\d[\d,]*(?:\.\d+)?|\.\d+)\s?\)?\s?%?\s?\)?(?:\s?\(?[a-z*\d]\))?|[-–—]{1,3}|n/?a|nm",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"(?:[$€£¥]|US\$|C\$|USD|EUR|GBP|CHF)\s?\(?")
_CLOSING = re.compile(r"\)?\s?%?\s?\)?")
_GLYPH = re.compile(r"[•·●▪■◦‣§►➢✓*–—o§-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A cell longer than that holds prose, a label longer than that is set on lines of its own.
_PROSE, _LABEL, _GAP = 250, 64, 2
_MOST_COLUMNS, _MOST_CELLS = 400, 40_000


@dataclass(slots=True)
class _Row:
    """The cells of a row at their columns, and whether one cell spans nearly the whole."""

    cells: dict[int, str] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)

    @property
    def alone(self) -> str:
        """The words of the only cell that has any, "" when there are more."""
        return next(iter(self.cells.values())) if len(self.cells) == 1 else ""


def lay_out_tables(tree: Element) -> None:
    """Replaces every table: one with figures by its text in columns, a list by its items, one that only places parts by these parts."""
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _take_apart(table)
    for table in list(tree.iter("table")):
        _replace(table, _grid(table))


def _is_layout(table: Element) -> bool:
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return any(len(text_of(c)) > _PROSE for c in table.iter("td", "th"))


def _take_apart(table: Element) -> None:
    """The cells one below the other, those of nested tables untouched; a list's mark stays beside its item."""
    for row in _own(table, "tr"):
        cells = _own(row, "td", "th")
        filled = [c for c in cells if text_of(c)]
        row.tag = "div"
        if len(filled) == 2 and _GLYPH.fullmatch(text_of(filled[0])):
            for cell in cells:
                cell.tag = "span"
            filled[0].tail = " "
            _inline(filled[1])
            continue
        for cell in cells:
            cell.tag = "div"
    for part in [table, *_own(table, "tbody", "thead", "tfoot")]:
        part.tag = "div"


def _inline(cell: Element) -> None:
    for part in list(cell.iter("p", "div")):
        part.tag = "span"


def _own(element: Element, *tags: str) -> list[Element]:
    """The descendants with one of the tags that belong to no table further in."""
    out: list[Element] = []
    for child in element:
        if child.tag in tags:
            out.append(child)
        elif isinstance(child.tag, str) and child.tag != "table":
            out += _own(child, *tags)
    return out


def _grid(table: Element) -> list[_Row]:
    """The rows with their cells at their columns; currency signs and closing brackets joined to their figures, empty cells left out."""
    rows: list[_Row] = []
    held: dict[int, int] = {}
    seen = 0
    for element in table.iter("tr"):
        row, at, below = _Row(), 0, dict[int, int]()
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while held.get(at, 0):
                at += 1
            width, height = _number(cell.get("colspan"), _MOST_COLUMNS), _number(cell.get("rowspan"), 50)
            if words := text_of(cell):
                row.cells[at], row.spans[at] = words, width
            below |= dict.fromkeys(range(at, at + width), height) if height > 1 else {}
            at, seen = at + width, seen + 1
        held = {c: n - 1 for c, n in held.items() if n > 1} | {c: n - 1 for c, n in below.items()}
        rows.append(_joined(row))
        if seen > _MOST_CELLS:
            break
    return [r for r in rows if r.cells]


def _number(value: str | None, most: int) -> int:
    digits = re.match(r"\s*(\d{1,4})", value or "")
    return max(1, min(int(digits[1]), most)) if digits else 1


def _joined(row: _Row) -> _Row:
    """The row with "$" moved to the figure behind it and ")" and "%" to the figure before."""
    out = _Row()
    sign, start = "", -1
    for at in sorted(row.cells):
        words = row.cells[at]
        last = max(out.cells, default=-1)
        if _CURRENCY.fullmatch(words):
            sign, start = f"{sign}{words} ", at
        elif last >= 0 and _CLOSING.fullmatch(words) and not sign:
            out.cells[last] += words
            out.spans[last] = at + row.spans[at] - last
        else:
            out.cells[at], out.spans[at] = sign + words, row.spans[at]
            sign = ""
    if sign and start >= 0:
        out.cells[start], out.spans[start] = sign.strip(), 1
    return out


def _replace(table: Element, rows: list[_Row]) -> None:
    """Puts text in the place of a table."""
    figures = sum(1 for r in rows if _has_figures(r))
    columns = _value_columns(rows)
    if columns and (figures > 1 or (figures and figures * 3 >= len(rows))):
        parts = _set_in(columns, rows)
    elif _stands_in_blocks(table):
        _take_apart(table)
        return
    else:
        parts = [("pre", [" ".join(_row_words(r))]) for r in rows]
    caption = next((text_of(c) for c in table.iter("caption")), "")
    _put(table, [("p", [caption]), *parts] if caption else parts)


def _has_figures(row: _Row) -> bool:
    """Whether a row has figures behind its label; a line of years is a head."""
    values = [w for at, w in sorted(row.cells.items()) if _FIGURE.fullmatch(w)]
    return bool(values) and not all(_YEAR.fullmatch(v) for v in values)


def _stands_in_blocks(table: Element) -> bool:
    """Whether two cells of a row hold lines of their own: addresses set side by side."""
    for row in table.iter("tr"):
        broken = [c for c in row if c.tag in ("td", "th") and sum(1 for _ in c.iter("br", "p", "div", "li")) > 1 and text_of(c)]
        if len(broken) > 1:
            return True
    return False


def _row_words(row: _Row) -> list[str]:
    words = [row.cells[at] for at in sorted(row.cells)]
    return words if _GLYPH.fullmatch(words[0]) else [f"{w} " for w in words[:-1]] + words[-1:]


def _set_in(columns: list[int], rows: list[_Row]) -> list[tuple[str, list[str]]]:
    """The table as runs of lines set in columns; a caption or a note that spans the table is a paragraph between them."""
    label, width = _widths(rows)
    parts: list[tuple[str, list[str]]] = []
    for row in rows:
        if _is_caption(row, columns):
            parts.append(("p", [row.alone]))
            continue
        if not parts or parts[-1][0] == "p":
            parts.append(("pre", []))
        parts[-1][1].extend(_lines(row, columns, label, width))
    return parts


def _value_columns(rows: list[_Row]) -> list[int]:
    """The columns that hold figures, left to right; figures that stand a little apart, as those with and without a sign, share one."""
    starts = sorted({at + row.spans[at] - 1 for row in rows for at, w in row.cells.items() if at and _FIGURE.fullmatch(w)})
    together = [{at + row.spans[at] - 1 for at, w in row.cells.items() if at and _FIGURE.fullmatch(w)} for row in rows]
    out: list[set[int]] = []
    for end in starts:
        if out and end - max(out[-1]) <= _GAP and not any(end in row and row & out[-1] for row in together):
            out[-1].add(end)
        else:
            out.append({end})
    return [max(group) for group in out]


def _widths(rows: list[_Row]) -> tuple[int, int]:
    label = max(
        (len(w) for r in rows for at, w in r.cells.items() if at == min(r.cells) and len(w) <= _LABEL and len(r.cells) > 1), default=20
    )
    values = [len(w) for r in rows for at, w in r.cells.items() if at and _FIGURE.fullmatch(w)]
    return label, max(values, default=6) + _GAP


def _is_caption(row: _Row, columns: list[int]) -> bool:
    """Whether a row has one cell only, over several columns or too long for a label."""
    at = min(row.cells)
    return bool(row.alone) and (len(row.alone) > _LABEL or (bool(columns) and row.spans[at] > columns[0]))


def _lines(row: _Row, columns: list[int], label: int, width: int) -> list[str]:
    """A row as lines: the label, cut to its column, and each value at the right edge of its own; heads in the middle of theirs."""
    slots: dict[int, str] = {}
    words = ""
    for at in sorted(row.cells):
        if not words and not slots and (at == 0 or not _FIGURE.fullmatch(row.cells[at])) and at + row.spans[at] - 1 < columns[0]:
            words = row.cells[at]
            continue
        over = [i for i, c in enumerate(columns) if at <= c < at + row.spans[at]] or [_nearest(columns, at + row.spans[at] - 1)]
        slots[over[0]] = f"{slots[over[0]]} {row.cells[at]}" if over[0] in slots else row.cells[at]
    out = _broken(words, label)
    line, edge = out.pop().ljust(label), label
    for i in sorted(slots):
        edge = max(label + (i + 1) * width, len(line) + _GAP + len(slots[i]))
        line = line + slots[i].rjust(edge - len(line))
    return [*out, line.rstrip()]


def _nearest(columns: list[int], at: int) -> int:
    return min(range(len(columns)), key=lambda i: (abs(columns[i] - at), i))


def _broken(words: str, label: int) -> list[str]:
    out, line = [], ""
    for word in words.split(" "):
        if line and len(line) + 1 + len(word) > max(label, 20):
            out.append(line)
            line = word
        else:
            line = f"{line} {word}".lstrip()
    return [*out, line]


def _put(table: Element, parts: list[tuple[str, list[str]]]) -> None:
    box = html.Element("div")
    for tag, lines in parts:
        part = html.Element(tag)
        part.text = "\n".join(lines)
        box.append(part)
    box.tail = writable(table.tail or "")
    table.getparent().replace(table, box)
