"""Reading on a Dask cluster: whatever becomes of its workers, the build is the one that a single process makes."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster
from tests.contract import build_helper as helper
from tests.odd_readers import kept, odd, plain, write

import triplewire as tw
from triplewire import resources
from triplewire.builds import executor, executors, in_turn, read_all
from triplewire.builds.executors import cluster as dask_executor
from triplewire.cli.app import run
from triplewire.errors import BuildError, DataError, TriplewireError

WORKERS = 2


def local(workers: int) -> LocalCluster:
    """A scheduler and so many processes on this machine."""
    return LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs="CRITICAL"
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A cluster that gives a release up after the first worker that it has cost."""
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), local(WORKERS) as made:
        yield made


def address(cluster: LocalCluster) -> str:
    """Where the scheduler answers."""
    return str(cluster.scheduler_address)


def pids(cluster: LocalCluster) -> list[int]:
    """The processes that read."""
    with Client(address(cluster), set_as_default=False) as client:
        return sorted(client.run(os.getpid).values())


def test_a_build_is_the_same_from_a_cluster(cluster: LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file of the build and of the kept readings; releases that cannot be read are set aside with the same words."""
    releases = helper.write_releases(tmp_path / "releases")
    (releases / "empty.txt").write_text("", "utf-8")
    (releases / "norvane-2027-03-04.meta.toml").write_text('issuer = "Norvane Therapeutics"\n', "utf-8")
    alone = tw.build(releases, tmp_path / "alone")
    code = run(["build", str(releases), "-o", str(tmp_path / "shared"), "--scheduler", address(cluster)])
    assert (code, alone.exit_code) == (3, 3)
    assert "3 releases (0 unchanged)" in capsys.readouterr().err
    assert helper.artefacts(tmp_path / "shared") == helper.artefacts(tmp_path / "alone")
    assert kept(tmp_path / "shared") == kept(tmp_path / "alone")
    assert tw.build(releases, tmp_path / "shared").report["counts"]["cached"] == 3


def test_a_worker_killed_in_the_middle_changes_nothing_but_time(cluster: LocalCluster, tmp_path: Path) -> None:
    """What it had is read again; documents and kept readings are the same."""
    files = write(tmp_path / "in", **{name: f"slow 0.05 {name}" for name in plain(30)})
    alone = read_all(files, [], tmp_path / "alone", in_turn, None, odd)
    victim, done = pids(cluster)[0], []

    def kill(*told: object) -> None:
        done.append(told)
        if len(done) == 8:
            os.kill(victim, signal.SIGKILL)

    shared = read_all(files, [], tmp_path / "shared", executor(scheduler=address(cluster)), kill, odd)
    assert shared == alone
    assert kept(tmp_path / "shared") == kept(tmp_path / "alone")
    assert victim not in pids(cluster)


def test_a_release_that_kills_its_worker_is_set_aside(cluster: LocalCluster, tmp_path: Path) -> None:
    """It is tried again alone and then given up; those that were with the same worker are read, and so is one that had bad luck."""
    files = write(tmp_path / "in", **plain(10), killer="SIGKILL", unlucky=f"once {tmp_path / 'mark'}")
    found = read_all(files, [], tmp_path / "out", executor(scheduler=address(cluster)), None, odd)
    assert [(q.file, q.reason) for q in found.quarantine] == [("killer.txt", "reader-killed")]
    assert [r.id for r in found.releases] == [*plain(10), "unlucky"]


def test_a_fault_of_the_data_comes_back_whole(cluster: LocalCluster, tmp_path: Path) -> None:
    """An error that is no release's fault ends reading, with all its lines."""
    files = write(tmp_path / "in", **plain(2), third="faulty")
    with pytest.raises(DataError, match=r"^one fault\nanother fault$"):
        read_all(files, [], tmp_path / "out", executor(scheduler=address(cluster)), None, odd)


def test_workers_of_another_version_are_refused(cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are named, each worker in a line, and nothing is read; also by a worker that came when the build had begun."""
    with Client(address(cluster), set_as_default=False) as client:
        client.wait_for_workers(WORKERS, timeout=30)
    own = dask_executor.identity()
    monkeypatch.setattr(resources, "version", lambda: "9.9")
    with pytest.raises(BuildError) as refused:
        tw.build(helper.write_releases(tmp_path / "in"), tmp_path / "out", scheduler=address(cluster))
    lines = str(refused.value).splitlines()
    assert len(lines) == WORKERS
    assert all(f"has triplewire {own[0]} ({own[1]}), and here it is 9.9 ({own[1]})" in line for line in lines)
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(dask_executor, "_same_everywhere", lambda *_: None)
    with pytest.raises(BuildError, match="a worker has triplewire"):
        tw.build(tmp_path / "in", tmp_path / "out", scheduler=address(cluster))


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No scheduler, and one without workers: the message names the address and how to start what is missing."""
    files = write(tmp_path / "in", **plain(2))
    monkeypatch.setattr(dask_executor, "_CONNECT", 0.5)
    monkeypatch.setattr(dask_executor, "PATIENCE", 0.5)
    with pytest.raises(BuildError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9.*dask scheduler"):
        read_all(files, [], tmp_path / "out", executor(scheduler="tcp://127.0.0.1:9"), None, odd)
    with (
        local(0) as idle,
        pytest.raises(BuildError, match="has no worker; start some with: dask worker tcp://127"),
    ):
        read_all(files, [], tmp_path / "out", executor(scheduler=address(idle)), None, odd)


def test_a_cluster_that_goes_away_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all workers leave for good, or the scheduler does, the build ends with a message, and what was read is kept."""
    monkeypatch.setattr(dask_executor, "PATIENCE", 1.0)
    monkeypatch.setattr(dask_executor, "_CONNECT", 2.0)
    files = write(tmp_path / "in", **plain(3), **{f"z{n}": f"slow 20 {n}" for n in range(2)})
    for leave in ("workers", "scheduler"):
        with local(1) as made:
            went = threading.Timer(1.5, lambda made=made, leave=leave: made.scale(0) if leave == "workers" else made.close())
            went.start()
            began = time.monotonic()
            with pytest.raises(BuildError, match="what was read is kept"):
                read_all(files, [], tmp_path / leave, executor(scheduler=address(made)), None, odd)
            went.join()
        assert time.monotonic() - began < 30
        assert len(kept(tmp_path / leave)) == 3


def test_without_dask_the_command_to_install_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read or written."""
    monkeypatch.delitem(sys.modules, "triplewire.builds.executors.cluster")
    monkeypatch.delattr(executors, "cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TriplewireError, match=r"pip install 'triplewire\[dask\]'"):
        tw.build(helper.write_releases(tmp_path / "in"), tmp_path / "out", scheduler="tcp://127.0.0.1:8786")
    assert not (tmp_path / "out").exists()
