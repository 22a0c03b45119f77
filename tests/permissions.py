"""Root may read and write anything: what holds for others is tested without that right."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

needs_permissions = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


@contextmanager
def as_its_owner() -> Iterator[None]:
    """Let the mode of a file count for root as for any owner; it still reads the code."""
    if os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("root may read and write anywhere")
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    held = (
        ctypes.c_uint32 * 6
    )()  # effective, permitted and inheritable rights, the lower 32 of each first
    assert libc.capget(header, held) == 0, os.strerror(ctypes.get_errno())
    fewer = type(held)(*held)
    fewer[0] &= ~(1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH)
    assert libc.capset(header, fewer) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        assert libc.capset(header, held) == 0, os.strerror(ctypes.get_errno())
