"""A term and its neighbours as a drawing: plain SVG, laid out here, the same for the same ontology.

A class stands in the middle with wider classes above and narrower ones below; the properties that lead to it come from the left, those
that it has go to the right. A property is an arrow between its classes. Boxes carry links; colours come from the style sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from triplewire.terms import Term, narrower, terms

CHAR, PAD, BOX, ROW, GAP, INSET = 7.7, 22, 30, 40, 32, 8
MOST = 9
"""How many rows a side shows; the lists below the drawing have all."""
WIDEST = 760
ANYTHING = "anything"

Href = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Arm:
    """A row beside the middle: the box at its end and the words on the arrow."""

    box: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn around a term."""

    middle: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    left: tuple[Arm, ...] = ()
    right: tuple[Arm, ...] = ()


def diagram(term: Term, href: Href) -> str:
    """The SVG element of a term; `href` gives the page of another term by its CURIE, "" for one that has none."""
    picture = _of_property(term) if term.is_property else _of_thing(term)
    return _Drawing(href).draw(picture, term)


def _of_thing(term: Term) -> Picture:
    """A class or an individual."""
    properties = [t for t in terms() if t.is_property]
    left = [Arm(_first(t.domain), t.name) for t in properties if term.name in t.range]
    right = [Arm(_first(t.range), t.name) for t in properties if term.name in t.domain]
    if term.kind == "individual":
        left = [Arm(t.name, p) for t in terms() for p, value in t.values if value == term.name]
        right = [Arm(value, p) for p, value in term.values]
    return Picture(term.name, term.parents, _below(term), tuple(left), tuple(right))


def _below(term: Term) -> tuple[str, ...]:
    return tuple(t.name for t in narrower(term.name))


def _first(classes: Sequence[str]) -> str:
    if not classes:
        return ANYTHING
    return " or ".join(classes) if len(classes) < 3 else f"{classes[0]} or {len(classes) - 1} more"


def _of_property(term: Term) -> Picture:
    """A property: its classes on both sides, wider and narrower properties above and below."""
    left = tuple(Arm(c, "from") for c in term.domain or (ANYTHING,))
    right = tuple(Arm(c, "to") for c in term.range or (ANYTHING,))
    return Picture(term.name, term.parents, _below(term), left, right)


class _Drawing:
    """Draws pictures; every number is whole, so that the text is the same everywhere."""

    def __init__(self, href: Href) -> None:
        self.href = href

    def draw(self, picture: Picture, term: Term) -> str:
        """The whole SVG element."""
        cut = replace(picture, left=_cut(picture.left), right=_cut(picture.right))
        box = _width(cut.middle) + 16
        left_box, left_arm = _widths(cut.left)
        right_box, right_arm = _widths(cut.right)
        above, below = _rows(cut.above), _rows(cut.below)
        widest = max((_row_width(r) for r in [*above, *below]), default=0)
        half = [max(side + box // 2, widest // 2 + INSET) + 3 for side in (left_box + left_arm, right_arm + right_box)]
        width, x = sum(half), half[0] - box // 2
        top = len(above) * ROW - (ROW - BOX) + GAP + INSET if above else 2
        tall = max(len(cut.left), len(cut.right), 1) * ROW - (ROW - BOX)
        parts = [
            *self._stack(above, 2 + INSET, x + box // 2, top, up=True),
            *self._arms(cut.left, x, top, -1),
            *self._arms(cut.right, x + box, top, 1),
        ]
        parts.append(self._box(cut.middle, x, top, box, tall, focus=True))
        parts += self._stack(below, top + tall + GAP, x + box // 2, top + tall, up=False)
        height = top + tall + (GAP + len(below) * ROW + INSET - (ROW - BOX) + 2 if below else 2)
        return _svg(width, height, f"{term.name} and its neighbours", "".join(parts))

    def _stack(self, rows: Sequence[Sequence[str]], y: int, x: int, edge: int, *, up: bool) -> list[str]:
        """Rows of boxes above or below the middle, with the line that joins them to it."""
        out = []
        for i, row in enumerate(rows):
            at = x - _row_width(row) // 2
            for name in row:
                out.append(self._box(name, at, y + i * ROW, _width(name), BOX))
                at += _width(name) + 12
        if rows:
            # Several boxes are framed, so that the line stands for all of them.
            frame = INSET if sum(map(len, rows)) > 1 else 0
            end = y + len(rows) * ROW - (ROW - BOX) + frame if up else y - frame
            out.append(_arrow(x, edge, x, end + 8, "kind") if up else _arrow(x, end, x, edge + 8, "kind"))
            wide = max(map(_row_width, rows)) + 2 * INSET
            out += [_frame(x - wide // 2, y - INSET, wide, len(rows) * ROW - (ROW - BOX) + 2 * INSET)] if frame else []
        return out

    def _arms(self, arms: Sequence[Arm], edge: int, top: int, side: int) -> list[str]:
        """Rows beside the middle: a box at the end, an arrow with its words."""
        out = []
        box_width, arm_width = _widths(arms)
        for i, arm in enumerate(arms):
            y = top + i * ROW
            far = edge + side * arm_width
            start, end = (far, edge) if side < 0 else (edge, far)
            out.append(self._box(arm.box, far - box_width if side < 0 else far, y, box_width, BOX))
            out.append(_arrow(start, y + BOX // 2, end - 2, y + BOX // 2, "link"))
            out.append(self._words(arm.words, (start + end) // 2, y + BOX // 2 - 5))
        return out

    def _words(self, words: str, x: int, y: int) -> str:
        text = f'<text class="on" x="{x}" y="{y}" text-anchor="middle">{escape(_short(words))}</text>'
        return self._linked(words, text)

    def _box(self, name: str, x: int, y: int, width: int, height: int, *, focus: bool = False) -> str:
        cls = "focus" if focus else "own" if self.href(name) else "plain"
        box = f'<rect class="{cls}" x="{x}" y="{y}" width="{width}" height="{height}" rx="7"/>'
        text = f'<text x="{x + width // 2}" y="{y + height // 2 + 5}" text-anchor="middle">{escape(_short(name))}</text>'
        return box + text if focus else self._linked(name, box + text)

    def _linked(self, name: str, inner: str) -> str:
        href = self.href(name)
        return f'<a href="{escape(href)}">{inner}</a>' if href else inner


def _cut(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """At most nine rows, the last of them saying how many are left out."""
    if len(arms) <= MOST:
        return tuple(arms)
    return (*arms[: MOST - 1], Arm(f"{len(arms) - MOST + 1} more", ""))


def _short(name: str) -> str:
    return " or ".join(part.removeprefix("tw:") for part in name.split(" or "))


def _width(name: str) -> int:
    return int(len(_short(name)) * CHAR) + PAD


def _widths(arms: Sequence[Arm]) -> tuple[int, int]:
    """Width of the boxes and of the arrows of a side; nothing for an empty one."""
    if not arms:
        return 0, 0
    return max(_width(a.box) for a in arms), max(44, *(int(len(_short(a.words)) * 7) + 28 for a in arms))


def _rows(names: Sequence[str]) -> list[list[str]]:
    """Names in rows that are not wider than the widest drawing."""
    rows: list[list[str]] = []
    for name in names:
        if rows and _row_width([*rows[-1], name]) <= WIDEST:
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _row_width(names: Sequence[str]) -> int:
    return sum(_width(n) for n in names) + 12 * (len(names) - 1)


def _frame(x: int, y: int, width: int, height: int) -> str:
    return f'<path class="frame" d="M{x} {y} h{width} v{height} h{-width} Z"/>'


def _arrow(x1: int, y1: int, x2: int, y2: int, cls: str) -> str:
    """A line with a head at its end: a filled one for a property, a hollow one for "is a kind of"."""
    if x1 == x2:
        side = 1 if y2 > y1 else -1
        head = f"M{x2 - 5} {y2} L{x2 + 5} {y2} L{x2} {y2 + side * 8} Z"
    else:
        side = 1 if x2 > x1 else -1
        head = f"M{x2 - side * 8} {y2 - 4} L{x2 - side * 8} {y2 + 4} L{x2} {y2} Z"
    return f'<line class="{cls}" x1="{x1}" y1="{y1}" x2="{x2 - (8 if x1 != x2 else 0)}" y2="{y2}"/><path class="{cls}" d="{head}"/>'


def _svg(width: int, height: int, title: str, inner: str) -> str:
    return (
        f'<svg class="diagram" xmlns="http://www.w3.org/2000/svg" role="group" aria-label="{escape(title)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">{inner}</svg>'
    )
