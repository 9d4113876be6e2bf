"""What the server and its workers send each other: a JSON header and a body of bytes, each with its length before it.

Nothing that a worker sends is ever run or unpickled.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SIZES = struct.Struct("!IQ")
Header = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What is to be sent to the client: HTTP status, headers and body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def packed(header: Mapping[str, Any], body: bytes = b"") -> tuple[bytes, bytes]:
    """A message as bytes: what goes before the body, and the body."""
    text = json.dumps(header).encode()
    return SIZES.pack(len(text), len(body)) + text, body


def unpacked(data: bytearray) -> tuple[Header, bytes] | None:
    """The first message in `data`, which is taken out of it; None while it is not all there."""
    if len(data) < SIZES.size:
        return None
    head, body = SIZES.unpack_from(data)
    start = SIZES.size + head
    if len(data) < start + body:
        return None
    message = json.loads(data[SIZES.size : start]), bytes(memoryview(data)[start : start + body])
    del data[: start + body]
    return message


class Line:
    """A worker's end of the line to the server, read and written in turn."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._data = bytearray()

    def receive(self) -> tuple[Header, bytes] | None:
        """The next message; None when the server is gone."""
        while (message := unpacked(self._data)) is None:
            piece = self._channel.recv(1 << 16)
            if not piece:
                return None
            self._data += piece
        return message

    def send(self, header: Mapping[str, Any], body: bytes = b"") -> None:
        """Sends a message. Raises OSError when the server is gone."""
        for part in packed(header, body):
            self._channel.sendall(part)
