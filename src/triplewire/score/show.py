"""The score card for people and programs: as plain tables, as Markdown, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from triplewire.score.card import GROUPS, Card, Group, Line
from triplewire.score.runs import CHANGES, Comparison, entry
from triplewire.score.tally import Tally, total

FIGURES = ("gold", "right", "wrong", "missed", "precision", "recall", "F1")
WORDS, NAMES = 200, 8
STATED = ("milestone", "trial")
"""Families whose status is part of what they say."""


def brief(names: Sequence[str]) -> str:
    """Some names in a line; of many, the first and how many more there are."""
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return f"{', '.join(names[:NAMES])}{more}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table of texts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def markdown(self) -> str:
        """The table in Markdown under its title in bold."""
        lines = [self.columns, ("---",) * len(self.columns), *self.rows]
        return f"**{self.title}**\n\n" + "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def figures(tally: Tally) -> tuple[str, ...]:
    """The counts and figures of FIGURES as texts; no figures when there is nothing to count."""
    if not tally:
        return ("0", "0", "0", "0", "-", "-", "-")
    shares = (f"{x:.3f}" for x in (tally.precision, tally.recall, tally.f1))
    return (*map(str, (tally.gold, tally.right, tally.wrong, tally.missed)), *shares)


def families(card: Card, group: str) -> Sheet:
    """The figures of the families of a group; then of all together, and of those that co-occurrence speaks of too."""
    found = card.group(group)
    rows = [_line(line) for line in _lines(found)]
    rows.insert(len(found.families) + 1, (f"{group}, macro", *[""] * 6, f"{found.macro:.3f}", "", ""))
    title = f"{group} families, {len(card.releases)} release{'' if len(card.releases) == 1 else 's'}"
    return Sheet(title, ("family", *FIGURES, "95 %", "co-occurrence"), tuple(rows))


def _lines(group: Group) -> list[Line]:
    return [*group.families, group.micro, *([group.compared] if group.compared else [])]


def _line(line: Line) -> tuple[str, ...]:
    interval = f"{line.interval[0]:.3f}-{line.interval[1]:.3f}" if line.interval else "-"
    return (line.name, *figures(line.tally), interval, f"{line.chance.f1:.3f}" if line.chance else "-")


def releases(card: Card) -> Sheet:
    """The figures of each release: core families, and F1 of the secondary ones."""
    both = zip(card.by_release("core"), card.by_release("secondary"), strict=True)
    rows = tuple((core.name, *figures(core.tally), f"{other.tally.f1:.3f}" if other.tally else "-") for core, other in both)
    return Sheet("core families by release", ("release", *FIGURES, "F1 secondary"), rows)


def errors(card: Card) -> Sheet:
    """What was read wrongly and what was missed, with the words."""
    entries = [entry(release, judged) for release, judged in card.judged() if judged.verdict != "right"]
    rows = tuple((fact["verdict"], *_told(fact)) for fact in entries)
    return Sheet("wrong and missed facts", ("verdict", "release", "family", "arguments", "words"), rows)


def _told(fact: Mapping[str, Any]) -> tuple[str, ...]:
    """Release, family, arguments in one line (with the rule of a wrong fact), and words of an entry."""
    said = [f"{name} {value}" for name, value in fact["arguments"].items()]
    said += [str(fact["status"])] if fact["family"] in STATED and fact.get("status") and "trial_status" not in fact["arguments"] else []
    said += ["denied"] if fact.get("polarity") == "negated" else []
    when = fact.get("when") or {}
    said += [f"when {when.get('text') or ''} ({when.get('start') or '..'} to {when.get('end') or '..'})"] if when else []
    said += [f"[{fact['note']}]"] if fact.get("note") else []
    said += [f"by {fact['rule']}"] if fact.get("rule") and fact["verdict"] == "wrong" else []
    quote = str(fact.get("quote", ""))
    return (fact["release"], fact["family"], ", ".join(said), quote if len(quote) <= WORDS else f"{quote[:WORDS].rstrip()}…")


def changes(compared: Comparison) -> list[Sheet]:
    """The counts before and now, then improvements, regressions and what remains."""
    sheets = [Sheet("before and now", ("group", *FIGURES), tuple(_then_and_now(compared)))]
    titles = dict(zip(CHANGES, ("improvements", "regressions", "remaining"), strict=True))
    for change in CHANGES:
        rows = tuple((one.how, *_told(one.fact)) for one in compared.of(change))
        sheets.append(Sheet(f"{titles[change]}: {len(rows)}", ("what", "release", "family", "arguments", "words"), rows))
    return sheets


def _then_and_now(compared: Comparison) -> Iterator[tuple[str, ...]]:
    for group, members in GROUPS.items():
        for when, tallies in (("before", compared.before), ("now", compared.now)):
            yield (f"{group}, {when}", *figures(total(tallies[family] for family in members)))


def remarks(compared: Comparison) -> list[str]:
    """What the comparison leaves out, one line each."""
    out = [f"in one of the runs only, left out of the comparison: {brief(compared.apart)}"] if compared.apart else []
    if compared.unmatched:
        out.append(f"the gold has changed: {compared.unmatched} of its claims are in one of the runs only")
    return out


def card_json(card: Card, compared: Comparison | None = None, *, per_release: bool = False, with_errors: bool = False) -> dict[str, Any]:
    """Everything as one object, figures unrounded."""
    out: dict[str, Any] = {"releases": [one.release for one in card.releases]}
    out |= {group: _group_json(card.group(group)) for group in GROUPS}
    if per_release:
        out["by_release"] = [_release_json(*lines) for lines in zip(card.by_release("core"), card.by_release("secondary"), strict=True)]
    if with_errors:
        out["errors"] = [entry(release, judged) for release, judged in card.judged() if judged.verdict != "right"]
    return {**out, "against": _comparison_json(compared)} if compared else out


def _group_json(group: Group) -> dict[str, Any]:
    out: dict[str, Any] = {"families": {line.name: _line_json(line) for line in group.families}, "micro": _line_json(group.micro)}
    out["macro_f1"] = group.macro
    return {**out, "pairs": _line_json(group.compared)} if group.compared else out


def _line_json(line: Line) -> dict[str, Any]:
    interval = list(line.interval) if line.interval else None
    return {**_tally_json(line.tally), "interval": interval, "co_occurrence": _tally_json(line.chance) if line.chance else None}


def _tally_json(tally: Tally) -> dict[str, Any]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {"gold": tally.gold, **asdict(tally), **shares}


def _release_json(core: Line, secondary: Line) -> dict[str, Any]:
    return {"release": core.name, "core": _tally_json(core.tally), "secondary": _tally_json(secondary.tally)}


def _comparison_json(compared: Comparison) -> dict[str, Any]:
    sides = {"before": compared.before, "now": compared.now}
    out: dict[str, Any] = {side: {g: _tally_json(total(t[f] for f in GROUPS[g])) for g in GROUPS} for side, t in sides.items()}
    out |= {change: [{"what": one.how, **one.fact} for one in compared.of(change)] for change in CHANGES}
    return {**out, "apart": list(compared.apart), "unmatched": compared.unmatched}


def as_json(obj: Mapping[str, Any]) -> str:
    """An object as text, keys sorted, ending with a line break."""
    return json.dumps(obj, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
