"""What a server is told when it starts, and the limits that are the same for all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PORT = 8765
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAX_BODY = 1024 * 1024
"""Bytes of a request's body."""
MAX_URL = 32 * 1024
"""Bytes of a request's path and query together."""
MAX_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer."""
MAX_JOBS = 50_000
"""Jobs after which a worker makes room for a fresh one."""
MAX_WAITING = 16
"""Requests that may wait for each worker; those beyond are told to come back."""


@dataclass(frozen=True)
class Settings:
    """How the graph in `directory` is served. `timeout` is in seconds, `memory` in MB of each worker.

    `token` is the password of updates, "" when these are refused; `cors` the origin whose pages may read answers, "" for none.
    """

    directory: Path
    host: str = LOOPBACK[0]
    port: int = PORT
    timeout: float = 10.0
    memory: int = 2048
    max_rows: int = 100_000
    workers: int = 4
    token: str = ""
    allow_hosts: tuple[str, ...] = ()
    cors: str = ""
    verbose: bool = False

    @property
    def updates(self) -> bool:
        """Whether updates are allowed."""
        return bool(self.token)
