"""The matrix and the designations: plain tables whose every cell leads to its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from triplewire.draw import page
from triplewire.draw.model import STATUSES, Statement, numbered, on_page
from triplewire.draw.names import Row, clean
from triplewire.draw.network import foot
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.style import style
from triplewire.draw.views import VIEWS

WHOLE = "Compound as a whole"
NOT_SAID = "Region not said"
# A table of more cells than this is no longer read but searched, and a browser slows down.
MOST_ROWS, MOST_COLUMNS = 200, 150
REGIONS = ("US", "EU", "Japan")


def view_page(
    reader: Reader, view: str, listed: Sequence[tuple[str, Statement]], around: Around, css: str = "table.css", **values: Any
) -> str:
    """The page of a view that is a table: its values in its template, the claims below."""
    return page.render(
        f"{view}.html",
        title=VIEWS[view].title,
        lede=VIEWS[view].description,
        foot=foot(reader),
        around=around,
        sheets=("base.css", css),
        claims=listed,
        **values,
    )


def matrix_page(reader: Reader, around: Around = ALONE) -> str:
    """Compounds by indications, a chip for every stage that is stated, expected or inferred; those that are furthest come first."""
    rows, notice = _within_reach(_stages(reader))
    told = reader.statements(r["statement"] for r in rows)
    listed = numbered(told.values())
    ids = {s.id: fid for fid, s in listed}
    cells: dict[tuple[str, str], dict[tuple[str, str, str], list[Row]]] = {}
    for row in rows:
        chip = (clean(row["stage_label"]) or "In development", row["status"], clean(row["window"]) if row["status"] == "expected" else "")
        cells.setdefault((row["compound"], row["indication"]), {}).setdefault(chip, []).append(row)
    for (compound, indication), chips in cells.items():
        cells[compound, indication] = _telling(chips)
    compounds = _compounds(rows)
    columns = _indications(rows, compounds)
    made = [_line(c, columns, cells, ids, around) for c in compounds]
    shown = [{"label": label, "href": around.href(iri)} for iri, label in columns]
    return view_page(
        reader,
        "matrix",
        listed,
        around,
        rows=made,
        columns=shown,
        notice=notice,
        example="second",
        empty="No release in this graph says so.",
    )


def _stages(reader: Reader) -> list[Row]:
    """The rows of the matrix with everything named: compound, indication ("" for the compound as a whole), stage and its order."""
    names, out = reader.names, []
    for row in reader.rows("matrix"):
        relation = row["relation"].rsplit("#", 1)[-1]
        stage = {"reachedStage": row["object"], "testedIn": names.part(row["object"], "phase")}.get(relation, "")
        indication = {"inDevelopmentFor": row["object"], "testedIn": names.part(row["object"], "indication")}.get(relation, row["about"])
        if stage or relation == "inDevelopmentFor":
            named = {"compound_label": names.label(row["compound"]), "indication": indication, "indication_label": names.label(indication)}
            out.append({**row, **named, "stage_label": names.word(stage), "stage_order": names.part(stage, "order")})
    return out


def _within_reach(rows: list[Row]) -> tuple[list[Row], str]:
    """The rows of the compounds that are furthest and of the indications that have most of them, and a sentence that says so."""
    compounds = _compounds(rows)
    near = {iri for iri, _ in compounds[:MOST_ROWS]}
    kept = [r for r in rows if r["compound"] in near]
    count: dict[str, set[str]] = {}
    for r in kept:
        count.setdefault(r["indication"], set()).add(r["compound"])
    wide = sorted((i for i in count if i), key=lambda i: (-len(count[i]), i))
    columns = {"", *wide[:MOST_COLUMNS]}
    if len(compounds) <= MOST_ROWS and len(wide) <= MOST_COLUMNS:
        return rows, ""
    told = (
        f"Shown are the {len(near)} compounds that are furthest, of {len(compounds)}, and {len(columns) - 1} indications, of {len(wide)}; "
    )
    return [r for r in kept if r["indication"] in columns], told + "the page of a compound has all of its indications."


def _telling(chips: dict[tuple[str, str, str], list[Row]]) -> dict[tuple[str, str, str], list[Row]]:
    """A bare "in development" is said by any stage that is stated; its words go with the furthest stated stage."""
    staged = [k for k in chips if k[0] != "In development" and k[1] == "stated"]
    bare = ("In development", "stated", "")
    if not staged or bare not in chips:
        return chips
    best = max(staged, key=lambda k: _order(chips[k]))
    return {k: v + (chips[bare] if k == best else []) for k, v in chips.items() if k != bare}


def _order(rows: Sequence[Row]) -> float:
    return max((float(r["stage_order"]) for r in rows if r["stage_order"]), default=0.0)


def _compounds(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """(IRI, name) of the compounds by the furthest stated stage, then by name."""
    far: dict[tuple[str, str], float] = {}
    for r in rows:
        key = (r["compound"], clean(r["compound_label"]))
        reached = _order([r]) if r["status"] != "expected" else 0.0
        far[key] = max(far.get(key, 0.0), reached)
    return sorted(far, key=lambda k: (-far[k], k[1].lower(), k[0]))


def _indications(rows: Sequence[Row], compounds: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Indications in the order in which the compounds come to them, so that neighbours have much in common; first the column for what
    names no indication.
    """
    place = {iri: n for n, (iri, _) in enumerate(compounds)}
    found: dict[tuple[str, str], list[int]] = {}
    for r in rows:
        key = (r["indication"], clean(r["indication_label"]) or ("unnamed" if r["indication"] else WHOLE))
        found.setdefault(key, []).append(place[r["compound"]])
    return sorted(found, key=lambda k: (bool(k[0]), min(found[k]), -len(set(found[k])), k[1].lower(), k[0]))


def _line(
    compound: tuple[str, str],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Mapping[tuple[str, str, str], Sequence[Row]]],
    ids: Mapping[str, str],
    around: Around,
) -> dict[str, Any]:
    iri, label = compound
    made = [_chips(cells.get((iri, indication), {}), ids) for indication, _ in columns]
    return {"label": label, "href": around.href(iri), "sub": "", "cells": made}


def _chips(chips: Mapping[tuple[str, str, str], Sequence[Row]], ids: Mapping[str, str]) -> list[dict[str, Any]]:
    order = sorted(chips, key=lambda k: (STATUSES.index(k[1]) if k[1] in STATUSES else 9, -_order(chips[k]), k))
    return [
        {
            "label": stage,
            "status": status,
            "when": when,
            "band": style().band(stage),
            "claims": on_page((r["statement"] for r in chips[stage, status, when]), ids),
        }
        for stage, status, when in order
    ]


def designations_page(reader: Reader, around: Around = ALONE) -> str:
    """One table per kind of designation, orphan first: compounds and indications down, regions across."""
    rows = [_named(reader, row) for row in reader.rows("designations")]
    told = reader.statements(r["statement"] for r in rows)
    listed = numbered(told.values())
    ids = {s.id: fid for fid, s in listed}
    kinds = sorted({r["type_label"] for r in rows}, key=lambda k: (k != "orphan", k.lower()))
    sections = [_section(kind, [r for r in rows if r["type_label"] == kind], ids, around) for kind in kinds]
    return view_page(reader, "designations", listed, around, sections=sections, empty="No release in this graph reports one.")


def _named(reader: Reader, row: Row) -> Row:
    names, node = reader.names, row["designation"]
    indication = names.part(node, "indication")
    return {
        **row,
        "compound_label": names.label(row["compound"]),
        "indication": indication,
        "indication_label": names.label(indication),
        "type_label": names.word(names.part(node, "type")),
        "region_label": names.word(names.part(node, "region")),
    }


def _section(kind: str, rows: Sequence[Row], ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    found = {clean(r["region_label"]) or NOT_SAID for r in rows}
    regions = [r for r in REGIONS if r in found or (kind == "orphan" and r != "Japan")] + sorted(found - set(REGIONS) - {NOT_SAID})
    regions += [NOT_SAID] if NOT_SAID in found else []
    lines: dict[tuple[str, str, str, str], dict[str, list[Row]]] = {}
    for r in rows:
        key = (clean(r["compound_label"]), r["compound"], clean(r["indication_label"]), r["indication"])
        lines.setdefault(key, {}).setdefault(clean(r["region_label"]) or NOT_SAID, []).append(r)
    made, last = [], ""
    for key in sorted(lines, key=lambda k: (k[0].lower(), k[1], k[2].lower(), k[3])):
        cells = [_grant(lines[key].get(region, ()), ids) for region in regions]
        made.append(
            {
                "compound": key[0],
                "href": around.href(key[1]),
                "indication": key[2],
                "there": around.href(key[3]),
                "cells": cells,
                "first": bool(last) and last != key[1],
            }
        )
        last = key[1]
    label = "Orphan designations" if kind == "orphan" else clean(kind) or "Other designations"
    return {"label": label, "count": sum(len(line) for line in lines.values()), "regions": regions, "rows": made}


def _grant(rows: Sequence[Row], ids: Mapping[str, str]) -> dict[str, Any] | None:
    """What a cell says: the strongest claim, the date of the first release with it, and the date of the grant if the text has one."""
    if not rows:
        return None
    words = {"stated": "granted", "expected": "expected", "inferred": "inferred", "denied": "not held"}
    best = min((r["status"] for r in rows), key=list(words).index)
    same = [r for r in rows if r["status"] == best]
    dates = [r["date"] for r in same if r["date"]]
    when = next((clean(r["window"]) for r in same if r["window"]), "")
    by = f"by {min(dates)}" if dates else "date not known"
    claims = on_page((r["statement"] for r in rows), ids)
    return {"word": words[best], "by": f"{by}; text says {when}" if when else by, "claims": claims}
