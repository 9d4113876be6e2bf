"""Whether a text calls another server in any way that an engine might read it.

Tokens tell how a text is meant. An engine that reads without them may see other pieces: `<` is a sign or begins an IRI, as it goes
on from there; a keyword may stand hard behind a number or a dot. `1<2)SERVICE#>` is such a text: an IRI to us, a call to it. So a
call is refused when any reading has it, and one that stands in a string, comment or IRI of every reading is harmless.
"""

from __future__ import annotations

import re

from triplewire.query.tokens import token_at

_BLANK = r"(?:\s|\#[^\n\r]*[\n\r])*"
_NAME = r"(?:<[^<>{}\x00-\x20]*>|[?$]\w+|[\w.\-]*:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)"
_SILENT = rf"(?:silent{_BLANK})?"
CALLS = {
    "SERVICE": re.compile(rf"service{_BLANK}{_SILENT}{_NAME}{_BLANK}\{{", re.IGNORECASE),
    "LOAD": re.compile(rf"load{_BLANK}{_SILENT}(?:<|[\w.\-]*:)", re.IGNORECASE),
}
"""What a call of each keyword looks like from its first letter on."""


def call(text: str, keyword: str) -> int | None:
    """Where the first call of SERVICE or LOAD stands in any reading of the text, as an offset; None when there is none."""
    calls = sorted(match.start() for match in CALLS[keyword].finditer(text))
    if not calls:
        return None
    found, seen, todo = [], set[int](), [0]
    while todo:
        at = todo.pop()
        token = token_at(text, at) if at not in seen else None
        seen.add(at)
        if token is None:
            continue
        todo.append(token.end)
        if token.kind == "iri":
            todo.append(token.start + 1)
        found += [at for at in calls if token.start <= at < token.end and _may_begin(text, token.kind, token.start, at)]
    return min(found, default=None)


def _may_begin(text: str, kind: str, start: int, at: int) -> bool:
    """Whether a keyword at `at` may be read as one, in a token of that kind: any word may be parted, a name only behind a dot."""
    return kind == "word" or (kind == "pname" and (at == start or text[at - 1] == "."))
