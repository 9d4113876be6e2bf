"""Memory that was freed goes back to the system, and what holds no cycles is not looked through for some."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from triplewire.memory import no_cycles

FREED = """
import os
from triplewire.memory import give_back

def held():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20

pieces = [bytes([n % 256]) * 60_000 for n in range(2_000)]
del pieces[1:-1]
before = held()
give_back()
print(before, held())
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc here")
def test_what_was_freed_between_things_in_use_goes_back() -> None:
    """Of some 120 MB, of which the first and the last piece stay in use, most goes back; elsewhere than with glibc nothing happens."""
    done = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert before > 100
    assert after < (before - 80 if platform.libc_ver()[0] == "glibc" else before + 1)


def test_cycles_are_looked_for_again_afterwards() -> None:
    """After an error too, and of one inside another only after the last; who had it off has it off."""
    with no_cycles():
        with no_cycles():
            assert not gc.isenabled()
        assert not gc.isenabled()
    with pytest.raises(KeyError), no_cycles():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    try:
        with no_cycles():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
