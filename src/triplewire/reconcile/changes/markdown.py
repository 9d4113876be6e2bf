"""Changes as Markdown: a difference by what it is about, a change log as a digest, each change with the words behind it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from triplewire.model import Cited
from triplewire.reconcile.changes.compare import Change, Delta, cited
from triplewire.reconcile.changes.log import Entry

QUOTED = 160
"""How many characters of a quote are shown."""

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def difference(delta: Delta) -> str:
    """A difference with a heading for each compound, the rest under "Companies"."""
    body = [*_sections(delta.changes)] or ["Nothing changed."]
    return "\n".join([f"# What changed: {escaped(delta.before)} to {escaped(delta.after)}", "", *body, ""])


def digest(log: Mapping[str, Sequence[Entry]], title: str) -> str:
    """A change log with a heading for each company or compound, newest entries first."""
    parts = [f"# {escaped(title)}", ""]
    for name, entries in log.items():
        parts += [f"## {escaped(name)}", "", *(line for entry in entries for line in _entry(entry))]
    return "\n".join(parts if log else [*parts, "Nothing changed.", ""])


def _entry(entry: Entry) -> Iterator[str]:
    day = entry.day.isoformat() if entry.day else "without a date"
    yield f"### {day}: {', '.join(map(escaped, entry.releases))}"
    yield ""
    if entry.first:
        yield "The first that is told here."
        yield ""
    yield from (line for change in entry.changes for line in _bullet(change, change.what))
    yield ""


def _sections(changes: Iterable[Change]) -> Iterator[str]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.compounds[0] if change.compounds else "Companies", []).append(change)
    for name, group in groups.items():
        yield f"## {escaped(name)}"
        yield ""
        yield from (line for change in group for line in _bullet(change, change.what.removeprefix(f"{name}: ")))
        yield ""


def _bullet(change: Change, what: str) -> Iterator[str]:
    """A change in one line, and below it the words of either side."""
    yield f"- **{change.change}** {escaped(what)}: {_sides(change)}"
    for side, item in (("before", change.before), ("after", change.after)):
        yield from (f"  - {side}: {_words(c)}" for c in cited(item)[:1])


def _sides(change: Change) -> str:
    before, after = (escaped(item.words) if item else "" for item in (change.before, change.after))
    return f"{before} → {after}" if before and after else before or after


def _words(found: Cited) -> str:
    words = textwrap.shorten(found.quote, QUOTED, placeholder=" …")
    return f"“{escaped(words)}” ({escaped(found.release)} {found.start}-{found.end})"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, in one line: no word of a release becomes markup."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


__all__ = ["QUOTED", "difference", "digest", "escaped"]
