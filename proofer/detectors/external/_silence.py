"""Silence for other packages: stdout is the report, and a screen may be drawn on stderr."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress progress bars, log lines and warnings of other packages."""
    with warnings.catch_warnings(), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        yield


@contextmanager
def quiet_descriptor(descriptor: int) -> Iterator[None]:
    """Silence what native code writes past Python: KenLM draws its progress there."""
    with Path(os.devnull).open("w") as nowhere:
        saved = os.dup(descriptor)
        os.dup2(nowhere.fileno(), descriptor)
        try:
            yield
        finally:
            os.dup2(saved, descriptor)
            os.close(saved)
