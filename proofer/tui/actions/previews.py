"""Places in their context, a row each, made when it is shown: there may be thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from rich.cells import cell_len

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Finding, percent
from proofer.review.collection import FileSpan, ReviewFile
from proofer.tui import wording
from proofer.tui.widgets.cells import shorten, visible

_AROUND = 10
"""Code points of context on each side."""
_MEASURED = 500
"""Rows whose width decides where the quotes stand."""
_QUOTE_CELLS = 36
"""Terminal cells of what stands in brackets, at most."""
_FILE_CELLS = 16
"""Terminal cells of the name of another file, at most."""


class Previews(Sequence[str]):
    """The rows of `places`, with the quotes below each other as in a concordance."""

    def __init__(
        self, places: Sequence[FileSpan], here: ReviewFile, findings: Sequence[Finding] = ()
    ) -> None:
        """Set what is shown.

        Args:
            places: Spans of files with an open session.
            here: The file whose name is left out.
            findings: Those at the places, whose first suggestion is shown with its confidence; or
                none.
        """
        self._places = places
        self._here = here
        self._findings = findings
        self._where_cells = max(cell_len(self._where(*place)) for place in places)
        self._before_cells = max(cell_len(self._around(*place)[0]) for place in places[:_MEASURED])

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        where = self._where(*self._places[at])
        before, quote, behind = self._around(*self._places[at])
        return (
            f"{_gap(where, self._where_cells)}{where} "
            f"{_gap(before, self._before_cells)}{before}【{self._inside(at, quote)}】{behind}"
        )

    def _where(self, file: ReviewFile, span: Span) -> str:
        line = str(file.session.line_of(span.start)) if file.session is not None else ""
        name = shorten(visible(file.path.name), _FILE_CELLS)
        return line if file is self._here else f"{name}:{line}"

    def _around(self, file: ReviewFile, span: Span) -> tuple[str, str, str]:
        return wording.surroundings(_document(file), span, _AROUND)

    def _inside(self, at: int, quote: str) -> str:
        """Return the quote, or how a finding with this number changes it and how sure that is."""
        finding = self._findings[at] if self._findings else None
        if finding is None or not finding.suggestions:
            return shorten(quote, _QUOTE_CELLS)
        first = finding.suggestions[0]
        text = _document(self._places[at][0]).text
        shown = wording.change(finding, first.edits, text, _QUOTE_CELLS)
        replaced = wording.new_texts(finding, first.edits)[0][0] == finding.span
        if not replaced and shown.partition(wording.ARROW)[0] != quote:
            shown = f"{shorten(quote, _QUOTE_CELLS)}：{shown}"
        return f"{shown} {percent(first.confidence)}"


def _document(file: ReviewFile) -> Document:
    if file.report is None:
        raise ValueError("a file that is not checked has no places")
    return file.report.document


def _gap(text: str, cells: int) -> str:
    return " " * (cells - cell_len(text))
