"""Times in Word documents."""

from __future__ import annotations

from proofer.exports._office import stamp


def test_comments_have_the_hours_of_the_clock_here_as_word_shows_them() -> None:
    assert stamp("2026-01-01T18:30:00Z") == "2026-01-02T02:30:00Z", "in Beijing"
    assert stamp("nonsense") == ""
