"""Biotech press releases in, a knowledge graph of drugs, partners and indications out.

`read(path)`, `facts(path_or_text)`, `build(paths, out)` and `open(dir)` are the whole Python API; nothing heavy is imported
before the first of them is called.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from triplewire.api import Graph, build, facts, open, read  # noqa: A004 - the word users expect
    from triplewire.errors import TriplewireError

__all__ = ["Graph", "TriplewireError", "__version__", "build", "facts", "open", "read"]

_HOMES = {"TriplewireError": "triplewire.errors"}


def __getattr__(name: str) -> Any:
    """The public names, each imported when it is first asked for. Raises AttributeError for others."""
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(f"module 'triplewire' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "triplewire.api")), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _version() -> str:
    try:
        return version("triplewire")
    except PackageNotFoundError:
        return "0+unknown"
