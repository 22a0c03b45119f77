"""Where the resident checker of this user, this installation and this environment is found.

The client reads this before anything else: it imports what Python has loaded anyway.
"""

import os
import stat
import sys
from zlib import crc32

from proofer import __version__

_AT_START = (
    "LANG",
    "LC_",
    "LD_",
    "MALLOC_",
    "NPY_",
    "OMP_",
    "OPENBLAS_",
    "PYTHON",
    "TMPDIR",
)
"""How the variables begin that a process reads but once, when it starts or loads a library."""
_PREFIXES = tuple(map(os.fsencode, _AT_START))
_USUAL = {b"OPENBLAS_NUM_THREADS": b"1"}
"""What the command sets where it is not set."""
_LONGEST = 100
"""Bytes of the path of a socket; Linux takes 107."""


def identity() -> bytes:
    """Return what a process must have in common with another to give the same results."""
    variables = sorted({**_USUAL, **os.environb}.items())
    installation = (__version__, sys.version, sys.executable, sys.prefix, __file__)
    named = [b"%s=%s" % each for each in variables if each[0].startswith(_PREFIXES)]
    return b"\x1f".join([*map(os.fsencode, installation), *named])


def socket_path() -> str | None:
    """Return where the checker listens, in a folder of the user alone; None if there can be none.

    The folder is in `$XDG_RUNTIME_DIR`, or else in the user's cache, and made if it is missing.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    folder = f"{runtime}/proofer" if runtime.startswith("/") else f"{cache}/proofer/serve"
    path = f"{folder}/{crc32(identity()):08x}"
    try:
        os.makedirs(folder, 0o700, exist_ok=True)  # noqa: PTH103
        found = os.lstat(folder)
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    fits = len(os.fsencode(path)) <= _LONGEST
    return path if own and fits and not found.st_mode & 0o077 else None
