"""Where the repository, the shipped data and the optional development data lie."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The repository."""
DATA = ROOT / "proofer" / "language" / "data"
"""Data of the package, the target of most builders."""
DICTIONARIES = ROOT / "dictionaries"
SHARED = Path(os.environ.get("PROOFER_SHARED", ROOT.parent / "shared"))
"""Corpora and labelled sets, which are no part of the repository: see docs/data.md."""
