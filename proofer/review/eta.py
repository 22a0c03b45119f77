"""How fast the editor works, and how long the rest will take."""

from __future__ import annotations

from collections import deque

_LONGEST_STEP = 120.0
"""Seconds: a longer pause is a break and counts as this long."""
_WINDOW = 40
"""Steps from which the present speed is computed."""
_LEAST_DECIDED = 5
"""Decided findings before the first estimate: fewer say too little."""


class Eta:
    """Estimates the time left from the time between decisions; breaks do not count."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, int]] = deque(maxlen=_WINDOW)
        self._last: float | None = None

    def decided(self, now: float, count: int = 1) -> None:
        """Note that `count` findings were decided at `now`, in seconds of any monotonic clock."""
        if self._last is not None and count > 0:
            self._steps.append((min(now - self._last, _LONGEST_STEP), count))
        self._last = now

    def seconds_left(self, open_findings: int) -> float | None:
        """Return how long `open_findings` will take at the present speed.

        Returns None without open findings, and while too few are decided to tell.
        """
        decided = sum(count for _, count in self._steps)
        if decided < _LEAST_DECIDED or not open_findings:
            return None
        return sum(seconds for seconds, _ in self._steps) / decided * open_findings
