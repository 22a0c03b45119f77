"""proofer: clean up and proofread OCR'd Chinese newspapers and archives.

The names of `__all__` are the public API (docs/api.md). Each is imported when it is first used, so
that `import proofer` costs nothing; type checkers read `__init__.pyi`.
"""

# Nothing of `from __future__`: `python -m proofer` imports this file before it takes the working
# folder out of the module path (see `__main__`).
from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "Config": "proofer.config",
    "DecisionStore": "proofer.review.store",
    "Document": "proofer.document.document",
    "DocumentReport": "proofer.findings.report",
    "Edit": "proofer.document.edits",
    "Evidence": "proofer.findings.finding",
    "Family": "proofer.findings.family",
    "Finding": "proofer.findings.finding",
    "ProoferError": "proofer.errors",
    "Report": "proofer.findings.report",
    "ReviewSession": "proofer.review.session",
    "Severity": "proofer.findings.finding",
    "Span": "proofer.document.spans",
    "Suggestion": "proofer.findings.finding",
    "apply": "proofer.api.correcting",
    "check": "proofer.api.checking",
    "export": "proofer.api.correcting",
    "read": "proofer.formats",
}
"""Where each public name is defined."""

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the keys are strings


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
