"""Where the tests find what they read."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
SHARED = Path(os.environ.get("PROOFER_SHARED", ROOT.parent / "shared"))
"""Optional data that is no part of the project; tests that need it skip without it, saying so."""
