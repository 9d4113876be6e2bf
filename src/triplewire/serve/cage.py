"""What a worker gives up before its first job: memory beyond its limit, the network, and a life longer than the server's."""

from __future__ import annotations

import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_LANDLOCK_NET = (1 << 0) | (1 << 1)  # to bind and to connect by TCP
_libc = ctypes.CDLL(None, use_errno=True)


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


def limit(megabytes: int) -> None:
    """At most so much memory for the data of this process; the engine ends the process when it wants more."""
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_network() -> str:
    """Gives up the network and says by what means; "" when the system has none for this user.

    A network of its own without any way out is best; else the kernel may refuse connections. Both need one thread only.
    """
    if _own_network():
        return "a network of its own"
    return "Landlock" if _no_connections() else ""


def _own_network() -> bool:
    alone = _NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER
    return 0 in (_libc.unshare(flags) for flags in (alone, _NEW_NETWORK | _NEW_USER))


def _no_connections() -> bool:
    rules = _Rules(0, _LANDLOCK_NET)
    handle = _libc.syscall(_LANDLOCK_CREATE, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), ctypes.c_uint32(0))
    if handle < 0:
        return False
    try:
        _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(_libc.syscall(_LANDLOCK_RESTRICT, handle, ctypes.c_uint32(0)) == 0)
    finally:
        os.close(handle)


def die_with(parent: int) -> bool:
    """Has this process killed when its parent ends, however busy it is; False when the parent has ended already."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    return os.getppid() == parent


def resident() -> int:
    """The bytes of memory that this process has now."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - read for each job
        return int(file.read().split()[1]) * resource.getpagesize()
