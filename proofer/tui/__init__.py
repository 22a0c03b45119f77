"""The review in the terminal: views only. A ReviewSession makes every decision."""

from proofer.tui.app import run_review

__all__ = ["run_review"]
