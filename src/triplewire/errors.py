"""The error tree. Every message says where, what was seen, what was expected and what to do next.

TriplewireError
├── InputError (ValueError)      a release that cannot be read: quarantined, the batch goes on
├── DataError (ValueError)       a file of data/, ontology/ or queries/ is wrong: all its faults at once
├── QueryError (ValueError)      a query that cannot be run
│   └── EndpointError            a server that cannot be reached, refuses, or answers with something else
├── BuildError                   a build directory that is missing, foreign, newer or broken
└── NotFoundError (LookupError)  a name that does not exist; says which ones are near
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process


class TriplewireError(Exception):
    """Root of all errors that a user may meet; `str()` is the whole message."""


class InputError(TriplewireError, ValueError):
    """An input that cannot be read. `reason` is a short stable word, such as `empty` or `binary`."""

    def __init__(self, message: str, reason: str = "unreadable") -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (str(self), self.reason)


class DataError(TriplewireError, ValueError):
    """A data file that breaks its rules; carries every fault found, one a line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[str, ...]]]:
        return type(self), (self.faults,)


class QueryError(TriplewireError, ValueError):
    """A query that does not parse, lacks a parameter, or failed to run."""


class EndpointError(QueryError):
    """A SPARQL server that cannot be reached, refuses, or does not answer as one."""


class BuildError(TriplewireError):
    """A build directory that cannot be used."""


class NotFoundError(TriplewireError, LookupError):
    """A name that is not there."""


def no_such(kind: str, name: str, known: Iterable[str]) -> NotFoundError:
    """A NotFoundError that names the nearest known names, worded the same everywhere."""
    names = sorted(known)
    alike = near(name, names)
    hint = f"; did you mean {' or '.join(alike)}?" if alike else f"; known: {', '.join(names[:12])}" if names else ""
    return NotFoundError(f"there is no {kind} called {name!r}{hint}")


def near(name: str, known: Iterable[str]) -> list[str]:
    """The known names that read most like `name`, at most three."""
    return [m[0] for m in process.extract(name, sorted(known), limit=3, score_cutoff=60)]
