"""Where releases are read: in this process, in several of this machine, or on a Dask cluster. What comes of it is the same."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

from triplewire.builds.executors import processes
from triplewire.builds.reading import Read, Reader, read_file

Executor = Callable[[Iterator[Path], Path, Reader], Generator[Read, None, None]]
"""Called with files, the folder in which readings are kept, and a reader: an outcome for each file, in any order. Files are asked for as
there is somebody to read them, since whoever finds them has work of its own between two of them.
"""


def executor(workers: int = 1, scheduler: str = "") -> Executor:
    """The executor for so many processes, or for the Dask cluster whose scheduler has this address. Raises TriplewireError when Dask
    is not installed.
    """
    if scheduler:
        from triplewire.builds.executors import cluster

        return partial(cluster.read_files, address=scheduler)
    return partial(processes.read_files, workers=workers) if workers > 1 else in_turn


def in_turn(files: Iterator[Path], folder: Path, reader: Reader) -> Generator[Read, None, None]:
    """One file after the other, in this process: one that kills it ends the build."""
    return (read_file(folder, reader, path) for path in files)


__all__ = ["Executor", "executor", "in_turn"]
