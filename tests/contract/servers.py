"""Other people's triple stores, each in a process of its own on loopback: Oxigraph's server and Virtuoso, filled or empty."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
PROGRAMS = {"oxigraph": ("oxigraph",), "virtuoso": ("virtuoso-t", "isql-vt")}
INSTALL = {
    "oxigraph": "oxigraph is not installed (pip install oxigraph)",
    "virtuoso": "Virtuoso is not installed (apt install virtuoso-opensource-7-bin)",
}
LONGEST = 120
"""Seconds after which a server that has not come up is ended."""

INI = """\
[Database]
DatabaseFile = {db}/virtuoso.db
ErrorLogFile = {db}/virtuoso.log
LockFile = {db}/virtuoso.lck
TransactionFile = {db}/virtuoso.trx
xa_persistent_file = {db}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {db}/virtuoso-temp.db
TransactionFile = {db}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {allowed}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
"""


def missing(server: str) -> str:
    """Why a server cannot be started, with what to install; "" where it can."""
    return "" if all(program(name) for name in PROGRAMS[server]) else INSTALL[server]


def program(name: str) -> str:
    """Where a program is, in the environment of this Python first; "" where it is not."""
    return shutil.which(name, path=PATH) or ""


@contextmanager
def oxigraph(file: Path, folder: Path) -> Iterator[str]:
    """The query address of Oxigraph's server with a file (Turtle, TriG …) in it; all its graphs are asked as one."""
    where = f"127.0.0.1:{free_port()}"
    _run(program("oxigraph"), "load", "--location", folder, "--file", file)
    words = ("serve-read-only", "--location", folder, "--bind", where, "--union-default-graph")
    with serving([program("oxigraph"), *map(str, words)], "Listening"):
        yield f"http://{where}/query"


@contextmanager
def writable_oxigraph(folder: Path, port: int) -> Iterator[Running]:
    """Oxigraph's server on a folder, as it was left or new: queries at `/query`, updates at `/update`, graphs at `/store`."""
    where = f"127.0.0.1:{port}"
    words = ("serve", "--location", folder, "--bind", where, "--union-default-graph")
    with serving([program("oxigraph"), *map(str, words)], "Listening") as process:
        yield Running(f"http://{where}", process)


@contextmanager
def writable_virtuoso(folder: Path, http: int, allowed: str = "") -> Iterator[Running]:
    """Virtuoso on a folder, as it was left or new: queries at `/sparql`, with the login dba (password dba) updates at `/sparql-auth`
    and graphs at `/sparql-graph-crud-auth`.
    """
    sql, config = free_port(), folder / "virtuoso.ini"
    config.write_text(INI.format(db=folder, sql=sql, http=http, allowed=allowed or folder), "utf-8")
    with serving([program("virtuoso-t"), "+foreground", "+configfile", str(config)], " Server online") as process:
        yield Running(f"http://127.0.0.1:{http}", process, sql)


@dataclass(frozen=True)
class Running:
    """A server: its address, its process, and the port for `isql-vt` where there is one."""

    home: str
    process: subprocess.Popen[str]
    sql: int = 0

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=LONGEST)


@contextmanager
def virtuoso(files: Mapping[str, Path], folder: Path) -> Iterator[dict[str, str]]:
    """The query address for each graph IRI; the file given for it is loaded into that graph by Virtuoso's own bulk loader.

    A file of quads goes into its own graphs. Raises RuntimeError with Virtuoso's words when a file is not loaded.
    """
    allowed = ", ".join(sorted({str(file.parent) for file in files.values()}))
    with writable_virtuoso(folder, free_port(), allowed) as server:
        sql = server.sql
        asked = [f"ld_dir('{file.parent}', '{file.name}', '{graph}');" for graph, file in files.items()]
        _isql(sql, *asked, "rdf_loader_run();", "checkpoint;")
        loaded = _isql(sql, "SELECT 'loaded', ll_file, ll_state, ll_error FROM DB.DBA.load_list;")
        good = re.findall(r"^loaded +\S+ +2 +NULL$", loaded, re.MULTILINE)
        if len(good) != len(files):
            raise RuntimeError(f"Virtuoso loaded {len(good)} of {len(files)} files: {loaded}")
        yield {graph: f"{server.home}/sparql?default-graph-uri={graph}" for graph in files}


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _isql(port: int, *commands: str) -> str:
    return _run(program("isql-vt"), f"127.0.0.1:{port}", "dba", "dba", "BANNER=OFF", "VERBOSE=OFF", f"exec={' '.join(commands)}")


def _run(*words: str | Path) -> str:
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, timeout=LONGEST)
    if done.returncode:
        raise RuntimeError(f"{words[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def serving(command: list[str], ready: str, cwd: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A server while it runs; it is up once it has printed a line with `ready`, and is ended by its own process id."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=cwd) as process:
        assert process.stdout is not None
        impatience = threading.Timer(LONGEST, process.kill)
        impatience.start()
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if ready in line:
                    break
            else:
                raise RuntimeError(f"{command[0]} did not come up: {''.join(said)}")
            impatience.cancel()
            yield process
        finally:
            impatience.cancel()
            process.terminate()
            process.wait(timeout=LONGEST)
