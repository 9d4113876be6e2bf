"""Which state of which build is asked: looked up for each request, so that a new build is seen at once and each answer is of one state."""

from __future__ import annotations

from pathlib import Path

from triplewire import api
from triplewire.errors import BuildError
from triplewire.serve.place import Place

WORKING = "working"
"""The folder, beside the builds, of the copies that updates have changed."""


class Places:
    """The states of the builds in a folder, one after the other; with `updates` what became of a build by them."""

    def __init__(self, directory: Path, *, updates: bool = False) -> None:
        self.directory, self.updates = directory.absolute(), updates
        self._link, self._folder = "", Path()

    def now(self) -> Place:
        """The state that a request is answered from if it comes now. Raises BuildError when there is none."""
        folder = self._build()
        store, revision = folder / "store", 0
        if self.updates and (link := self.working(folder.name) / "store").is_symlink():
            store = link.parent / link.readlink()
            revision = int(store.name)
        return Place(folder.name, revision, str(folder), str(store))

    def working(self, build: str) -> Path:
        """Where the states of a build are that updates have made."""
        return self.directory / WORKING / build

    def _build(self) -> Path:
        """The folder of the current build; opened, and so checked, only when it is another one than before."""
        current = self.directory / "current"
        try:
            link = str(current.readlink())
        except OSError:
            link = ""
        if not link or link != self._link:
            self._folder = api.open(self.directory).folder
            self._link = link
        if not (self._folder / "store").is_dir():
            raise BuildError(f"{self._folder}: the build is gone; make one with: triplewire build -o {self.directory}")
        return self._folder
