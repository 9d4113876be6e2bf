"""Entries of an OBO file, format 1.0 to 1.4: https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triplewire.lexicon.imports.entry import SCOPES, Entry, Scope, Synonym, clean

_STANZA = re.compile(r"^\[(\w+)\]\s*$")
_SYNONYM = re.compile(r'(?:(\w+)_)?synonym: *"((?:[^"\\]|\\.)*)" *(\w*)')
_QUALIFIERS = re.compile(r"\s+\{[^{}]*=[^{}]*\}\s*$")
_ESCAPES = {"n": "\n", "t": "\t", "W": " "}

Lines = list[tuple[int, str]]


def is_obo(text: str) -> bool:
    """Whether a text is an OBO file, whatever its name."""
    return text.lstrip().startswith("format-version:") or re.search(r"^\[Term\]\s*$", text, re.MULTILINE) is not None


def version(text: str) -> str:
    """The version that the file gives its data; "" when it gives none."""
    found = re.search(r"^data-version: *(\S+)", text, re.MULTILINE)
    return found[1] if found else ""


def entries(text: str, name: str) -> Iterator[Entry]:
    """The [Term] stanzas of a file called `name`, in its order."""
    for start, kind, lines in _stanzas(text):
        if kind == "Term":
            yield _entry(f"{name}:{start}", lines)


def _stanzas(text: str) -> Iterator[tuple[int, str, Lines]]:
    """(line, kind, lines) of each stanza; lines count from 1."""
    start, kind, lines = 0, "", Lines()
    for number, line in enumerate(text.split("\n"), 1):
        if head := _STANZA.match(line):
            yield start, kind, lines
            start, kind, lines = number, head[1], []
        elif line.strip():
            lines.append((number, line.strip()))
    yield start, kind, lines


def _entry(where: str, lines: Lines) -> Entry:
    tags: dict[str, str] = {}
    for _, line in lines:
        key, _, value = line.partition(":")
        tags.setdefault(key, _plain(value))
    synonyms = tuple(filter(None, (_synonym(line) for _, line in lines)))
    xrefs = sum(line.startswith("xref:") for _, line in lines)
    fault = "obsolete" if tags.get("is_obsolete") == "true" else ""
    return Entry(where, tags.get("id", ""), tags.get("name", ""), synonyms, xrefs, fault)


def _synonym(line: str) -> Synonym | None:
    """The synonym of a line, which may have no scope (related, says the format) or one in its tag (`exact_synonym`)."""
    found = _SYNONYM.match(line)
    if not found:
        return None
    said = (found[1] or found[3]).upper()
    scope: Scope = next((s for s in SCOPES if s == said), "RELATED")
    return Synonym(clean(_unescape(found[2])), scope)


def _plain(value: str) -> str:
    return clean(_unescape(_QUALIFIERS.sub("", value)))


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[1]), text)
