"""Where keys and values stand in a TOML text: what the parser of the standard library does not tell.

Only sound texts are gone through, so nothing is checked here again. Offsets are code points from the start of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

Keys = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\[\]{}#\n]+")
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[^uUx])")
_LINE_ENDING_ESCAPE = re.compile(r"\\[ \t]*\n[ \t\n]*")
_QUOTES = ('"""', "'''", '"', "'")


class Places:
    """Where each key and each value of a sound TOML text stands; the path of keys and numbers leads to it."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.keys: dict[Keys, int] = {}
        self.values: dict[Keys, int] = {}
        self._tables: dict[Keys, int] = {}
        self._at = 0
        self._lines = [0, *(m.end() for m in re.finditer("\n", self.text))]
        self._read()

    def line_and_column(self, at: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; the column in code points."""
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def find(self, path: Keys, offset: int = 0, *, key: bool = False) -> int:
        """Where a key stands, or the character `offset` of a string value; what is not there is looked for in what holds it."""
        while path and path not in (self.keys if key else self.values):
            path, offset = path[:-1], 0
            key = key and path in self.keys
        if not path:
            return 0
        return self.keys[path] if key else self._character(self.values[path], offset)

    def _character(self, at: int, offset: int) -> int:
        """The place of the character `offset` of the string that begins at `at`; its quotes when it is no string."""
        quote = self._quote(at)
        if not quote:
            return at
        characters = self._characters(at, quote)
        return next((place for number, place in enumerate(characters) if number == offset), at)

    def _quote(self, at: int) -> str:
        return next((quote for quote in _QUOTES if self.text.startswith(quote, at)), "")

    def _characters(self, at: int, quote: str) -> Iterator[int]:
        """Where each character of a string's value stands, and where the closing quote is."""
        here = at + len(quote)
        if len(quote) == 3 and self.text.startswith("\n", here):
            here += 1
        end = self._string_end(at, quote)
        while here < end:
            if quote[0] == '"' and len(quote) == 3 and (skipped := _LINE_ENDING_ESCAPE.match(self.text, here)):
                here = skipped.end()
                continue
            yield here
            escape = _ESCAPE.match(self.text, here) if quote[0] == '"' else None
            here = escape.end() if escape else here + 1
        yield end

    def _string_end(self, at: int, quote: str) -> int:
        """Where the closing quote of a string stands; up to two more quotes before it belong to a string of several lines."""
        here = at + len(quote)
        while not self.text.startswith(quote, here):
            here += 2 if quote[0] == '"' and self.text[here] == "\\" else 1
        while len(quote) == 3 and self.text.startswith(quote, here + 1):
            here += 1
        return here

    def _read(self) -> None:
        base: Keys = ()
        while self._skip(_GAP) < len(self.text):
            if self.text[self._at] == "[":
                base = self._header()
            else:
                self._pair(base)

    def _skip(self, blanks: re.Pattern[str]) -> int:
        match = blanks.match(self.text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _header(self) -> Keys:
        many = self.text.startswith("[[", self._at)
        start, self._at = self._at, self._at + (2 if many else 1)
        named = self._key(())
        self._at += 2 if many else 1
        path: Keys = ()
        for name in named[:-1]:
            path = (*path, name)
            path = (*path, self._tables[path]) if path in self._tables else path
        path = (*path, named[-1])
        if many:
            self._tables[path] = self._tables.get(path, -1) + 1
            self.keys.setdefault(path, start)
            self.values.setdefault(path, start)
            path = (*path, self._tables[path])
        self.keys[path] = self.values[path] = start
        return path

    def _pair(self, base: Keys) -> None:
        path = self._key(base)
        self._at += 1
        self._skip(_BLANK)
        self._value(path)

    def _key(self, base: Keys) -> Keys:
        """The path of a dotted key, read up to what stands behind it."""
        path = base
        while True:
            start = self._skip(_BLANK)
            path = (*path, self._name())
            self.keys.setdefault(path, start)
            self._skip(_BLANK)
            if not self.text.startswith(".", self._at):
                return path
            self._at += 1

    def _name(self) -> str:
        start, quote = self._at, self._quote(self._at)
        if quote in ('"', "'"):
            self._at = self._string_end(start, quote) + 1
            places = list(self._characters(start, quote))
            return "".join(_unescaped(self.text[a:b]) for a, b in pairwise(places))
        match = _BARE_KEY.match(self.text, start)
        self._at = match.end() if match else start + 1
        return self.text[start : self._at]

    def _value(self, path: Keys) -> None:
        self.values[path] = self._at
        quote = self._quote(self._at)
        if quote:
            self._at = self._string_end(self._at, quote) + len(quote)
        elif self.text[self._at] == "[":
            self._items(path)
        elif self.text[self._at] == "{":
            self._table(path)
        else:
            self._skip(_BARE_VALUE)

    def _items(self, path: Keys) -> None:
        self._at += 1
        number = 0
        while self.text[self._skip(_GAP)] != "]":
            if self.text[self._at] == ",":
                self._at += 1
                continue
            self._value((*path, number))
            number += 1
        self._at += 1

    def _table(self, path: Keys) -> None:
        self._at += 1
        while self.text[self._skip(_GAP)] != "}":
            if self.text[self._at] == ",":
                self._at += 1
                continue
            self._pair(path)
        self._at += 1


def _unescaped(written: str) -> str:
    """One character of a string as it is meant; escapes of control characters stay as they are, no key of ours has any."""
    if not written.startswith("\\") or len(written) < 2:
        return written
    return chr(int(written[2:], 16)) if written[1] in "uUx" else written[1]
