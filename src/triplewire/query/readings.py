"""Whether a text calls another server in any way that an engine might read it.

Tokens tell how a text is meant. An engine that reads without them may see other pieces: `<` is a sign or begins an IRI, as it goes
on from there; a keyword may stand hard behind a number or a dot. `1<2)SERVICE#>` is such a text: an IRI to us, a call to it. So a
call is refused when any reading has it, and one that stands in a string, comment or IRI of every reading is harmless.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from triplewire.tokens import token_at

_BLANK = r"(?:\s|\#[^\n\r]*[\n\r])*"
_NAME = r"(?:<[^<>{}\x00-\x20]*>|[?$]\w+|[\w.\-]*:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)"
_SILENT = rf"(?:silent{_BLANK})?"
CALLS = {
    "SERVICE": re.compile(rf"service{_BLANK}{_SILENT}{_NAME}{_BLANK}\{{", re.IGNORECASE),
    "LOAD": re.compile(rf"load{_BLANK}{_SILENT}(?:<|[\w.\-]*:)", re.IGNORECASE),
}
"""What a call of each keyword looks like from its first letter on."""
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")


def call(text: str, keyword: str) -> int | None:
    """Where the first call of SERVICE or LOAD stands in any reading of the text, as an offset; None when there is none."""
    calls = sorted(match.start() for match in CALLS[keyword].finditer(text))
    if not calls:
        return None
    # Where a reading may be, and in which brackets: a comparison with `<` stands in parentheses, always.
    found, seen, todo = [], set[tuple[int, str]](), [(0, "")]
    while todo:
        here = todo.pop()
        token = token_at(text, here[0]) if here not in seen else None
        seen.add(here)
        if token is None:
            continue
        if len(seen) > 2 * len(text) + 1000:
            return calls[0]  # so many readings are nobody's honest text
        todo.append((token.end, _brackets(here[1], token.text)))
        if token.kind == "iri" and here[1].endswith("("):
            todo.append((token.start + 1, here[1]))
        within = calls[bisect_left(calls, token.start) : bisect_left(calls, token.end)]
        found += [at for at in within if _may_begin(text, token.kind, token.start, at)]
    return min(found, default=None)


def _brackets(opened: str, sign: str) -> str:
    if sign in _OPENING:
        return opened + sign
    return opened[:-1] if sign in _CLOSING else opened


def _may_begin(text: str, kind: str, start: int, at: int) -> bool:
    """Whether a keyword at `at` may be read as one, in a token of that kind: any word may be parted, a name only behind a dot."""
    return kind == "word" or (kind == "pname" and (at == start or text[at - 1] == "."))
