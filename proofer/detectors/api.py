"""What a detector is made of: a function, a record about it, and examples that the tests run.

All that a detector needs can be imported from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from proofer.detectors.context import Context, Page, page_fact
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.family import Family, family_of
from proofer.findings.finding import (
    Applicability,
    Evidence,
    Finding,
    Severity,
    Source,
    Suggestion,
)
from proofer.messages import Language, Message

__all__ = [
    "Applicability",
    "BlockKind",
    "Context",
    "Corpus",
    "Detector",
    "Document",
    "Edit",
    "Evidence",
    "Example",
    "Family",
    "Finding",
    "Message",
    "Page",
    "Severity",
    "Span",
    "Suggestion",
    "bad",
    "explanation",
    "good",
    "lazy_regex",
    "page_fact",
    "ranked",
    "replace_span",
    "title_line",
]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a detector must flag (`bad`) or leave alone.

    `fixed` is the text after the first suggestion of every finding. A detector that compares
    documents reads the text as the first of several, followed by those of `among`. `scan` is what
    the page's image shows, a single line, if that is asked; `second` what another engine reads.
    """

    text: str
    bad: bool
    fixed: str | None = None
    among: tuple[str, ...] = ()
    scan: str = ""
    second: str = ""


def bad(
    text: str,
    fixed: str | None = None,
    among: Sequence[str] = (),
    *,
    scan: str = "",
    second: str = "",
) -> Example:
    """Return an example that must be flagged.

    Args:
        text: the page.
        fixed: the page with the first suggestion made; None where nothing is suggested.
        among: other pages that it is compared with.
        scan: what the page's image reads.
        second: what another engine read.
    """
    return Example(text, bad=True, fixed=fixed, among=tuple(among), scan=scan, second=second)


def good(text: str, among: Sequence[str] = (), *, scan: str = "", second: str = "") -> Example:
    """Return an example that looks like the error and is legitimate."""
    return Example(text, bad=False, among=tuple(among), scan=scan, second=second)


DetectFunction = Callable[[Document, Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The two steps of a detector that compares documents.

    `survey` runs once per document, in any process, and returns facts that are small and can be
    pickled. `conclude` runs once over all documents with their facts, in the order of their paths,
    and yields each finding with the index of its document.
    """

    survey: Callable[[Document, Context], Any]
    conclude: Callable[[Sequence[tuple[Document, Any]], Context], Iterator[tuple[int, Finding]]]

    def detect(self, document: Document, context: Context) -> Iterator[Finding]:
        """Yield what `document` shows on its own."""
        for _, finding in self.conclude([(document, self.survey(document, context))], context):
            yield finding


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector and what is known about it. A released `code` never changes.

    `detect` returns candidates. What is reported of them, and with which probability, the pipeline
    decides from the candidates of all detectors (`checking.pipeline`).
    """

    code: str
    name: str
    title: Message
    severity: Severity
    detect: DetectFunction
    explanation: Message
    examples: tuple[Example, ...]
    default: bool = True
    corpus: Corpus | None = None
    """Set if the detector compares documents; `detect` then sees one document alone."""
    any_script: bool = False
    """Whether it also reads sentences without any Han character, as no other detector does."""
    reads_markup: bool = False
    """Whether it may speak of what is no text (`OPAQUE`); it cannot correct it either."""
    own_family: Family | None = None
    """Set by a plug-in whose code has a letter of its own, none of `findings.family.FAMILIES`."""
    missing: Callable[[], Message | None] = lambda: None
    """What the detector lacks to run on this machine, if anything (shown by `proofer doctor`)."""

    @property
    def family(self) -> Family:
        """What holds for all its findings; by default the family of the code's letter."""
        return self.own_family or family_of(self.code)

    def finding(
        self,
        document: Document,
        span: Span,
        message: Message,
        *,
        confidence: float,
        suggestions: Iterable[Suggestion] = (),
        evidence: Iterable[Evidence] = (),
        related: Iterable[Span] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of this detector at `span` of the document's text.

        Args:
            document: the document.
            span: what the finding quotes; not empty, as nothing can be shown of nothing.
            message: what is wrong, in one sentence.
            confidence: how probable it is that something is wrong there, 0 to 1.
            suggestions: what could stand there, best first.
            evidence: what tells that it is wrong.
            related: other places that an editor should look at.
            severity: another one than the detector's.
        """
        return Finding(
            code=self.code,
            name=self.name,
            span=span,
            quote=span.of(document.text),
            message=message,
            severity=severity or self.severity,
            confidence=round(min(max(confidence, 0.0), 0.999), 3),
            suggestions=tuple(suggestions),
            evidence=tuple(evidence),
            related=tuple(related),
            own_family=self.own_family,
        )

    def correction(
        self,
        document: Document,
        span: Span,
        right: str,
        message: Message,
        *,
        why: Message,
        confidence: float,
        source: Source = "rule",
    ) -> Finding:
        """Return the finding that `right` should stand at `span`, for one reason.

        Args:
            document: the document.
            span: what is quoted and replaced; not empty.
            right: what should stand there.
            message: what is wrong, in one sentence.
            why: what tells that it is wrong.
            confidence: how probable both are, that it is wrong and that `right` is right, 0 to 1.
            source: what kind of evidence the reason is.
        """
        return self.finding(
            document,
            span,
            message,
            confidence=confidence,
            suggestions=[replace_span(span, right, confidence)],
            evidence=[Evidence(source, why)],
        )


def explanation(docstring: str | None) -> Message:
    """Split a module docstring into its English and Chinese pages, parted by a line `---`."""
    english, _, chinese = (docstring or "").partition("\n---\n")
    return Message(zh=(chinese or english).strip(), en=english.strip())


def replace_span(
    span: Span,
    replacement: str,
    confidence: float,
    applicability: Applicability = Applicability.UNSAFE,
    note: Message | None = None,
) -> Suggestion:
    """Return the suggestion that replaces `span` by `replacement`.

    Args:
        span: what is replaced; empty for an insertion.
        replacement: what stands there afterwards; empty for a deletion.
        confidence: how probable it is that the replacement is right, 0 to 1.
        applicability: whether it may be applied unasked, with `--unsafe`, or by an editor only.
        note: what an editor should know of it.
    """
    return Suggestion(
        (Edit(span, replacement),), round(min(confidence, 0.999), 3), applicability, note
    )


def ranked(suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the suggestions best first, in a fixed order."""
    return tuple(
        sorted(
            suggestions,
            key=lambda each: (-each.confidence, [edit.replacement for edit in each.edits]),
        )
    )


def title_line(detector: Detector, language: Language) -> str:
    """Return `CODE name: title` for lists."""
    return f"{detector.code} {detector.name}: {detector.title.render(language)}"
