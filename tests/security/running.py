"""Runs the command as a user does, with as much time and memory as refusing may take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SECONDS = 60
"""Of CPU: starting takes one, waiting for a pipe for ever."""
MEMORY = 3 << 30
"""Bytes of address space, of which libraries reserve most and use little."""
_LIMITED = f"""
import sys
from contextlib import suppress
with suppress(ImportError):
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
from proofer.__main__ import main
sys.exit(main())
"""


def proofer(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Return the exit code of a command in `folder`, and what it printed on stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=10 * SECONDS,
    )
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode()
