"""Settings of all tests."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A machine may be busy: how long an example takes says nothing about what it shows.
settings.register_profile("proofer", deadline=None)
settings.load_profile("proofer")
# Else each of the processes that tests start compiles the program for itself, .5 s of CPU.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Take half as many processes again as there are cores: tests of the screen wait for it."""
    return (os.cpu_count() or 1) * 3 // 2


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without a configuration and without a cache."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    return folder
