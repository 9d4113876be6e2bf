"""Biotech press releases in, a knowledge graph of drugs, partners and indications out.

`read(path)`, `facts(path_or_text)`, `build(paths, out)`, `open(dir)` and `diff(a, b)` are the whole Python API; nothing heavy is imported
before the first of them is called.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from triplewire.api import Graph, build, diff, facts, open, read  # noqa: A004 - the word users expect
    from triplewire.errors import TriplewireError

__all__ = ["Graph", "TriplewireError", "__version__", "build", "diff", "facts", "open", "read"]

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


class _Package(ModuleType):
    """The package itself: `triplewire.read` is the function, also after the import system has met the stage of that name."""

    @property
    def read(self) -> Any:
        """The function `read` of the Python API."""
        return __getattr__("read")

    @read.setter
    def read(self, stage: ModuleType) -> None:
        """Where the import system would put the stage `triplewire.read`; `from triplewire.read import …` finds it all the same."""


sys.modules[__name__].__class__ = _Package


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("triplewire")
    except PackageNotFoundError:
        return "0+unknown"
