"""Answers as bytes within limits: taken from the engine piece by piece, and cut behind a whole row when there is too much of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire.serve.media import Media

R = ox.QueryResultsFormat
LINK = "https://w3id.org/triplewire/serve#truncated"
"""Stands in `head.link` of JSON and XML results that are not all there."""


@dataclass(frozen=True)
class Shape:
    """How a result format is put together: what its head ends with, what stands once for each row (but perhaps one), and in values too,
    what follows the last row, and where rows end.
    """

    head: bytes
    mark: bytes
    tail: bytes
    ends: Callable[[bytes], Iterator[int]]


class _EnoughError(Exception):
    """Raised into the engine's writing to stop it."""


class _Sink:
    """Takes what the engine writes, until there are surely too many rows or bytes."""

    def __init__(self, shape: Shape, rows: int, size: int) -> None:
        self.data = bytearray()
        self._shape, self._rows, self._size = shape, rows, size
        self._marks = 0

    def write(self, piece: bytes) -> int:
        """Keeps a piece. Raises _EnoughError when what is there is too much."""
        before = self.data[-len(self._shape.mark) + 1 :]
        self.data += piece
        self._marks += (before + piece).count(self._shape.mark)
        if len(self.data) > self._size or (self._marks > self._rows and self._too_many()):
            raise _EnoughError
        return len(piece)

    def flush(self) -> None:
        """Called by the engine at the end."""

    def _too_many(self) -> bool:
        # A mark may stand in a value too, so that they are only a sign that counting is worth while.
        rows = sum(1 for _ in self._shape.ends(bytes(self.data)))
        self._marks = min(self._marks, rows)
        return rows > self._rows


def rows(found: ox.QuerySolutions, media: Media, most: int, size: int) -> tuple[bytes, str]:
    """The rows of a SELECT in a result format, and what was cut: "" when they are all there, else the limit that was met.

    Raises what the engine raises.
    """
    assert isinstance(media.format, ox.QueryResultsFormat)
    shape = SHAPES[media.format]
    sink = _Sink(shape, most, size)
    try:
        found.serialize(sink, media.format)  # type: ignore[arg-type]
    except _EnoughError:
        return _cut(bytes(sink.data), media.format, most, size)
    data = bytes(sink.data)
    if sink._marks > most - 2 and sum(1 for _ in shape.ends(data)) > most:
        return _cut(data, media.format, most, size)
    return clean_xml(data) if media.format == R.XML else data, ""


def _cut(data: bytes, form: ox.QueryResultsFormat, most: int, size: int) -> tuple[bytes, str]:
    shape, count = SHAPES[form], 0
    end = data.index(shape.head) + len(shape.head)
    for at in shape.ends(data):
        if at + len(shape.tail) > size or count == most:
            break
        end, count = at, count + 1
    limit = f"rows={most}" if count == most else f"bytes={size}"
    whole = data[:end] + shape.tail
    if form == R.JSON:
        return whole.replace(b'{"head":{', b'{"head":{"link":["' + LINK.encode() + b'"],', 1), limit
    if form == R.XML:
        return clean_xml(whole.replace(b"</head>", b'<link href="' + LINK.encode() + b'"/></head>', 1)), limit
    return whole, limit


def _json_ends(data: bytes) -> Iterator[int]:
    # Also right for a body that stops in the middle: the row that is not whole does not parse.
    text = data.decode("utf-8", "ignore")
    decoder, at = json.JSONDecoder(), text.find('"bindings":[') + len('"bindings":[')
    end = len(text[:at].encode())
    while text.startswith("{", at):
        try:
            _, after = decoder.raw_decode(text, at)
        except ValueError:
            return
        end += len(text[at:after].encode())
        yield end
        end, at = end + 1, after + 1


def _ends(pattern: bytes, skip: int = 0) -> Callable[[bytes], Iterator[int]]:
    expression = re.compile(pattern)

    def ends(data: bytes) -> Iterator[int]:
        for number, match in enumerate(expression.finditer(data)):
            if number >= skip:
                yield match.end()

    return ends


SHAPES = {
    R.JSON: Shape(b'"bindings":[', b"},{", b"]}}", _json_ends),
    R.XML: Shape(b"<results>", b"</result>", b"</results></sparql>", _ends(rb"</result>")),
    R.CSV: Shape(b"\r\n", b"\r\n", b"", _ends(rb'(?:[^"\r\n]|"(?:[^"]|"")*"|\r(?!\n)|\n)*\r\n', skip=1)),
    R.TSV: Shape(b"\n", b"\n", b"", _ends(rb"\n", skip=1)),
}


def clean_xml(data: bytes) -> bytes:
    """XML without the characters that XML cannot have, in any spelling: the replacement character stands for each."""
    if _NO_XML.search(data):
        data = _NO_XML.sub("\N{REPLACEMENT CHARACTER}".encode(), data)
    return data.replace(b"\r", b"&#13;")


_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|&#(?:[0-8]|1[124-9]|2\d|3[01]);")
