"""How fast the editor goes, and how long the rest will take."""

from __future__ import annotations

from collections import deque

_IDLE = 120.0
"""Seconds without a decision that count as a break, not as work."""
_LAST = 40
"""Decisions that make the present pace."""
_ENOUGH = 5


class Eta:
    """Measures the time between decisions; breaks do not count."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, int]] = deque(maxlen=_LAST)
        self._last: float | None = None

    def decided(self, now: float, count: int = 1) -> None:
        """Note that `count` findings were decided at `now`, seconds of any steady clock."""
        if self._last is not None and count > 0:
            self._steps.append((min(now - self._last, _IDLE), count))
        self._last = now

    def seconds_left(self, open_findings: int) -> float | None:
        """Return how long `open_findings` will take at the present pace; None while too little is known."""
        done = sum(count for _, count in self._steps)
        if done < _ENOUGH or not open_findings:
            return None
        return sum(seconds for seconds, _ in self._steps) / done * open_findings
