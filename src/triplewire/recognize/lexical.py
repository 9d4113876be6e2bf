"""Names that a lexicon holds."""

from __future__ import annotations

from triplewire import lexicon
from triplewire.model import Mention, Span
from triplewire.recognize.plain import MARK
from triplewire.recognize.shapes import words

SLOT = {"conference": "venue"}


def find_terms(text: str) -> list[Mention]:
    """The lexicon terms of a text as mentions; `attrs` are the notes of the term, plus its `curie` when it has one."""
    out = []
    for hit in lexicon.load().find(text):
        term = hit.term
        if _in_address(text, hit.start, hit.end) or (term.type == "designation" and term.name.startswith("Orphan")):
            continue  # orphan status is a family of its own, read by its words
        if term.type == "indication" and term.name.lower() in words("disease", "vague"):
            continue
        attrs = {**term.attrs, "curie": term.curie} if term.curie else dict(term.attrs)
        name = term.name
        if term.type == "compound":
            # A release may call a compound by any of its names; which one it prefers is decided later, from all of them.
            name, attrs["known_as"] = term.form, term.name
        out.append(Mention(SLOT.get(term.type, term.type), _marked(text, hit.start, hit.end), name, "lexicon", attrs))
    return out


def _marked(text: str, start: int, end: int) -> Span:
    """The span with a trade mark that follows it."""
    mark = MARK.match(text, end) if text.startswith(("®", "™", "("), end) else None
    return Span(start, mark.end() if mark else end)


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a form is part of a web address or an e-mail address."""
    return text[max(0, start - 1) : start] in ("/", "@", "_") or text[end : end + 1] in ("@", "_") or text[end : end + 4] == ".com"
