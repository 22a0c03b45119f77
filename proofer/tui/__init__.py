"""The review in the terminal: views only. Every decision is made by a ReviewSession."""

from proofer.tui.app import run_review

__all__ = ["run_review"]
