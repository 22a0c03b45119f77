"""What editors hand in: one file a form, each with `EXPORTER`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from proofer.exports._api import Exporter
from proofer.plugins import collect

__all__ = ["Exporter", "exporters"]


@cache
def exporters() -> Mapping[str, Exporter]:
    """Return all exporters by name."""
    return collect("proofer.exports", "EXPORTER", Exporter, "name")
