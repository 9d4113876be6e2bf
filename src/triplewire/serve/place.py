"""One state of one build: what a request is answered from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """One state of one build: its id, how many updates are in it, and its folders."""

    build: str
    revision: int
    folder: str
    store: str

    def header(self) -> dict[str, Any]:
        """As it is sent to a worker."""
        return {"build": self.build, "revision": self.revision, "folder": self.folder, "store": self.store}

    def named(self) -> dict[str, str]:
        """The response headers that say which state an answer is of."""
        revision = {"Triplewire-Revision": str(self.revision)} if self.revision else {}
        return {"Triplewire-Build": self.build, **revision}
