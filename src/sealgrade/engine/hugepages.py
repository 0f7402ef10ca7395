"""Huge pages for the warm process, so that forking it stays cheap.

A fork copies one table entry per 4 KiB page of private memory; with torch's CUDA build that is about 100,000 entries, per
worker and again per test. Collapsed into 2 MiB pages it is a few hundred. Measured on the CUDA build, on a busy machine: fork,
exit and wait 36 ms before, 10 ms after, for 0.9 s once. A page that a child writes is split and copied as before.

Needs Linux 6.1 (MADV_COLLAPSE); elsewhere nothing happens and everything still works, more slowly.
"""

import ctypes
import os

HUGE = 2 << 20
MADV_COLLAPSE = 25


def collapse() -> int:
    """Collapse this process's private writable memory; the MiB that went well."""
    if not os.path.exists("/proc/self/maps"):
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    with open("/proc/self/maps") as file:
        lines = [line.split() for line in file]
    done = 0
    for address, access, _, _, _, *name in lines:
        if access != "rw-p" or name not in ([], ["[heap]"]):
            continue
        start, end = (int(number, 16) for number in address.split("-"))
        start, end = -(-start // HUGE) * HUGE, end // HUGE * HUGE
        if end > start and libc.madvise(start, end - start, MADV_COLLAPSE) == 0:
            done += (end - start) >> 20
    return done
