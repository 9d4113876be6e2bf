"""What a release's figures must add up to, checked wherever it gives the parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from triplewire.model import Finding, FindingSide
from triplewire.model.finding import Role, Severity
from triplewire.reconcile import settings
from triplewire.reconcile.corpus import Corpus
from triplewire.reconcile.figures import damage, written
from triplewire.reconcile.settings import Identity, shape
from triplewire.reconcile.statements import Column, Figure, Gap, columns

SCALES = (1.0, 1e3, 1e-3, 1e6)
"""Between the figures of a table and its shares."""

TRUE_DIGITS = 100
"""A difference is explained by damage only where the figures have three digits or more."""

LINES = "lines*"
"""Instead of parts: the rows right above the total."""

MOST = 30
"""How many rows a total has at most."""

Way = list[tuple[int, Figure]]
"""The parts of a sum, each with its sign."""

Damage = tuple[Figure, str]
"""A figure and what scanning may have done to it."""


def identity_checks(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each sum that a release's figures must obey, column by column: `identity-holds` (info) with the sum written out, or
    `identity-broken` (warning). A sum whose other lines a release may have left out is told only when it holds.
    """
    for column in columns(corpus):
        tried = [(identity, _tried(column, identity)) for identity in settings.identities()]
        held = {identity.name: next((one for one in ways if fits(*one)), None) for identity, ways in tried}
        trusted = [f for one in held.values() if one for f in (one[0], *(f for _, f in one[1]))]
        for identity, ways in tried:
            if one := held[identity.name]:
                yield _told(column, identity.title, *one)
            elif broken := _broken(column, identity, ways, trusted):
                yield broken
        if each := _per_share(column):
            yield each


def _tried(column: Column, identity: Identity) -> list[tuple[Figure, Way]]:
    """Each total of a column with each way to make it."""
    totals = _ends(column.of(identity.total))
    return [(total, way) for total in totals for names in identity.parts for way in _ways(column, total, names)]


def _broken(column: Column, identity: Identity, ways: Sequence[tuple[Figure, Way]], trusted: Sequence[Figure]) -> Finding | None:
    """The finding of the first sum that fails by a fault; none when there are several totals, of which one may be another's."""
    if len(column.of(identity.total)) > 1:
        return None
    for total, way in ways:
        damaged = _damage(total, way, trusted)
        if _is_fault(column, identity, total, way) or (damaged and _is_block(column, [*(f for _, f in way), total])):
            return _told(column, identity.title, total, way, damaged, broken=True)
    return None


def _ways(column: Column, total: Figure, names: Sequence[str]) -> Iterator[Way]:
    """The terms of a sum, where the column has them all."""
    if names[0] == LINES:
        if column.place == "text":
            return  # prose names some lines, in any order
        yield from ([(1, f) for f in run] for run in runs(column, total))
        return
    signs = [-1 if n.startswith("-") else 1 for n in names]
    found = [column.of(n.removeprefix("-")) for n in names]
    # A measure may have two rows, its own and that of a part; the first and the last are tried.
    for figures in product(*(_ends(rows) for rows in found)):
        yield list(zip(signs, figures, strict=True))


def _ends(rows: Sequence[Figure]) -> Sequence[Figure]:
    return [rows[0], rows[-1]] if len(rows) > 1 else rows


def runs(column: Column, total: Figure) -> Iterator[list[Figure]]:
    """The rows right above a total, ever more of them, with smaller totals in place of their parts."""
    above: list[Figure] = []
    for item in column.items:
        if item is total:
            yield from (above[-n:] for n in range(2, min(MOST, len(above)) + 1))
            return
        if isinstance(item, Figure):
            if _is_total(item):
                inner = next((n for n in range(2, min(MOST, len(above)) + 1) if fits(item, [(1, f) for f in above[-n:]])), 0)
                del above[len(above) - inner :]
            above.append(item)


def _is_total(figure: Figure) -> bool:
    return shape("rows", "total").search(figure.label) is not None


def gap(total: Figure, way: Way) -> float:
    """What a total is more than its parts."""
    return total.value - sum(sign * figure.value for sign, figure in way)


def slack(total: Figure, way: Way) -> float:
    """How far rounding may set a total apart from its parts: one of the coarsest last digit, and more where there are many parts."""
    units = [f.unit for f in [total, *(f for _, f in way)]]
    return max(*units, sum(units) / 4) + 1e-6


def fits(total: Figure, way: Way) -> bool:
    """Whether parts make a total, to within rounding."""
    return abs(gap(total, way)) <= slack(total, way)


def _is_fault(column: Column, identity: Identity, total: Figure, way: Way) -> bool:
    """Whether a sum that fails does so although no line can be missing."""
    if identity.proof == "most" and gap(total, way) < 0 and _is_named(identity, way):
        return True
    if column.place != "table":
        return False
    side_by_side = identity.proof == "tables" and (len(way) == 1 or _nothing_between(column, total, way))
    return side_by_side or _is_group(column, total, way)


def _is_named(identity: Identity, way: Way) -> bool:
    """Whether the parts are those that the identity names, not rows that happen to stand above the total."""
    return sorted(f.metric for _, f in way) in [sorted(n.removeprefix("-") for n in names) for names in identity.parts]


def _is_block(column: Column, figures: Sequence[Figure]) -> bool:
    """Whether figures stand together in a table, and nothing but them from the first to the last."""
    places = sorted(_place(column, f) for f in figures)
    between = column.items[places[0] : places[-1] + 1]
    own = all(any(item is f for f in figures) for item in between if isinstance(item, Figure) or item.empty)
    return column.place == "table" and own


def _place(column: Column, figure: Figure) -> int:
    return next(i for i, item in enumerate(column.items) if item is figure)


def _damage(total: Figure, way: Way, trusted: Sequence[Figure]) -> Damage | None:
    """The figure that would make the sum right if scanning had not damaged it, and how; rather one that is in no other sum that holds."""
    found = []
    for sign, figure in [(-1, total), *way]:
        true = figure.value + sign * gap(total, way)
        if abs(true) >= TRUE_DIGITS * figure.unit and (why := damage(figure.value, true, figure.unit)):
            found.append((any(figure is t for t in trusted), figure, why))
    best = min(found, key=lambda f: f[0], default=None)
    return best[1:] if best else None


def _is_group(column: Column, total: Figure, way: Way) -> bool:
    """Whether the parts are all rows between a heading and the total, none of them empty or a total itself."""
    at = _place(column, total)
    above = column.items[at - len(way) : at]
    head = column.items[at - len(way) - 1] if at > len(way) else None
    whole = [f for _, f in way] == list(above) and not any(_is_total(f) for _, f in way)
    return whole and isinstance(head, Gap) and not head.empty


def _nothing_between(column: Column, total: Figure, way: Way) -> bool:
    """Whether the last part stands right above the total."""
    at = _place(column, total)
    return at > 0 and any(column.items[at - 1] is figure for _, figure in way)


def _told(column: Column, title: str, total: Figure, way: Way, damaged: Damage | None = None, *, broken: bool = False) -> Finding:
    signs = ["" if i == 0 and sign > 0 else "- " if sign < 0 else "+ " for i, (sign, _) in enumerate(way)]
    parts = " ".join(f"{mark}{f.name} {written(f.value)}" for mark, (_, f) in zip(signs, way, strict=True))
    says = f"{title}. {total.name} {written(total.value)} {'is not' if broken else '='} {parts}"
    figures = [total, *(f for _, f in way)]
    if not broken:
        return _finding(column, "identity-holds", says, figures, _to_rounding(total, way))
    why = f" {damaged[0].name} may be misread: {damaged[1]} would explain it." if damaged else ""
    finding = _finding(column, "identity-broken", says, figures, f"The difference is {written(gap(total, way))}.{why}")
    return replace(finding, suspects=(damaged[0].fact.id,) if damaged and damaged[0].fact else ())


def _to_rounding(total: Figure, way: Way) -> str:
    exact = abs(gap(total, way)) < 1e-6 * max(1.0, abs(total.value))
    return "" if exact else f"The difference of {written(gap(total, way))} is within rounding."


def _finding(column: Column, kind: str, says: str, figures: Sequence[Figure], more: str = "") -> Finding:
    """The finding about some figures of a column, with the words of each."""
    where = f"{column.organization}: {column.period} ({column.place})"
    message = f"{where}: {says} {column.currency}".rstrip() + f". {more}".rstrip()
    facts = tuple(dict.fromkeys(f.fact.id for f in figures if f.fact))
    evidence = tuple(dict.fromkeys(f.cited for f in figures))
    severity: Severity = "info" if kind == "identity-holds" else "warning"
    sides = tuple(_side("part" if i else "total", figure) for i, figure in enumerate(figures))
    return Finding(kind, severity, column.organization, message, facts, column.release, evidence, sides)


def _side(role: Role, figure: Figure) -> FindingSide:
    """A figure as a side: by its fact, or by its words where it is none."""
    says = f"{figure.name} {written(figure.value)}"
    return FindingSide(role, says, (figure.fact.id,)) if figure.fact else FindingSide(role, says, words=(figure.cited,))


def _per_share(column: Column) -> Finding | None:
    """The net result by the shares against the result per share: told when it fits, and when it fails with one of each in the column."""
    nets, shares, each = (column.of(m) for m in ("net", "shares_outstanding", "per_share"))
    if column.place != "table" or not (nets and shares and each and shares[0].value):
        return None
    by = shares[0]
    net = min(nets, key=lambda n: _miss(n, by, each[0]))
    fits_it = _miss(net, by, each[0]) <= each[0].unit
    alone = len(nets) == len(shares) == len(each) == 1 and _is_block(column, [net, by, each[0]])
    if not fits_it and (not alone or shape("rows", "other_share").search(each[0].label)):
        return None
    sign, kind = ("=", "identity-holds") if fits_it else ("is not", "identity-broken")
    says = f"{each[0].name} {written(each[0].value)} {sign} {net.name} {written(net.value)} / average shares {written(by.value)}"
    return _finding(column, kind, f"{settings.title('per_share')}. {says}", [each[0], net, by])


def _miss(net: Figure, shares: Figure, each: Figure) -> float:
    """How far the result per share lies from the result by the shares, at the scale that fits best."""
    return min(abs(net.value / shares.value * scale - each.value) for scale in SCALES)
