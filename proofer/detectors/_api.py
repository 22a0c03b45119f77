"""What a detector is made of: a function, a record about it, and examples that the tests run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.language.channel.profiles import PROFILES, Profile
from proofer.messages import Language, Text

if TYPE_CHECKING:
    from proofer.detectors._page import Page
    from proofer.language.dictionaries import Dictionaries
    from proofer.language.lexicon import WordList
    from proofer.language.model import CharacterModel
    from proofer.language.shapes import ShapeTable


@dataclass(frozen=True)
class Context:
    """What detectors may ask: dictionaries, language tables (loaded when first used) and options by detector name.

    Paths in the options are relative to `root`, the project's folder; `profile` says how errors come about.
    """

    dictionaries: Dictionaries
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    root: Path = Path()
    profile: Profile = PROFILES["ocr"]
    _pages: dict[int, tuple[Document, Page]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def model(self) -> CharacterModel:
        """The character language model of the package."""
        from proofer.language.model import default_model

        return default_model()

    @cached_property
    def words(self) -> WordList:
        """The general word list of the package."""
        from proofer.language.lexicon import default_words

        return default_words()

    @cached_property
    def shapes(self) -> ShapeTable:
        """The similarity of characters as an OCR sees them."""
        from proofer.language.shapes import default_shapes

        return default_shapes()

    def page(self, document: Document) -> Page:
        """Return the facts about `document` that several detectors need, computed once."""
        from proofer.detectors._page import Page

        held = self._pages.get(id(document))
        if held is None or held[0] is not document:
            self._pages.clear()
            held = self._pages[id(document)] = (document, Page(document, self))
        return held[1]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a detector must flag (`bad`, with the text after its first suggestions) or must leave alone.

    A corpus detector reads it among other texts, as the first of them.
    """

    text: str
    bad: bool
    fixed: str | None = None
    among: tuple[str, ...] = ()


def bad(text: str, fixed: str | None = None, among: Sequence[str] = ()) -> Example:
    """Return an example that must be flagged; `fixed` is the text after the first suggestions (None: no fix)."""
    return Example(text, bad=True, fixed=fixed, among=tuple(among))


def good(text: str, among: Sequence[str] = ()) -> Example:
    """Return an example that looks like the error and is legitimate."""
    return Example(text, bad=False, among=tuple(among))


DetectFunction = Callable[[Document, Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The two steps of a detector that compares documents: what one of them holds, and what all of them show.

    `survey` runs once a document, in any process; its facts are small and can be pickled. `conclude` runs once, over
    the documents with their facts in the order of their paths, and yields the index of a document with each finding.
    """

    survey: Callable[[Document, Context], Any]
    conclude: Callable[[Sequence[tuple[Document, Any]], Context], Iterator[tuple[int, Finding]]]

    def detect(self, document: Document, context: Context) -> Iterator[Finding]:
        """Yield what `document` shows on its own."""
        for _, finding in self.conclude([(document, self.survey(document, context))], context):
            yield finding


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector and what is known about it. `code` never changes once released."""

    code: str
    name: str
    title: Text
    severity: Severity
    detect: DetectFunction
    explanation: Text
    examples: tuple[Example, ...]
    default: bool = True
    corpus: Corpus | None = None
    """Set where other documents tell what is wrong with one; `detect` then sees that document alone."""
    missing: Callable[[], Text | None] = lambda: None
    """What the detector lacks to run on this machine, if anything (shown by `proofer doctor`)."""

    def finding(
        self,
        document: Document,
        span: Span,
        message: Text,
        *,
        confidence: float,
        suggestions: Iterable[Suggestion] = (),
        evidence: Iterable[Evidence] = (),
        related: Iterable[Span] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of this detector at `span` of the document's text."""
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
        )


def explanation(docstring: str | None) -> Text:
    """Split a detector's module docstring into its English and Chinese pages (separated by a line `---`)."""
    english, _, chinese = (docstring or "").partition("\n---\n")
    return Text(zh=(chinese or english).strip(), en=english.strip())


def replace_span(
    span: Span,
    replacement: str,
    confidence: float,
    applicability: Applicability = Applicability.UNSAFE,
    note: Text | None = None,
) -> Suggestion:
    """Return the suggestion that replaces `span` by `replacement`."""
    return Suggestion((Edit(span, replacement),), round(min(confidence, 0.999), 3), applicability, note)


def model_evidence(gain: float) -> Evidence:
    """Return what the language model says of a correction with a `gain` of log10 probability."""
    times = 10 ** min(abs(gain), 12.0)
    if times < 2:
        detail = Text("改前改后一样通顺", "both readings are about as likely")
    elif gain > 0:
        detail = Text(
            f"改后更通顺，可能性约为原文的 {_chinese_number(times)}倍",
            f"the corrected text is about {_two_digits(times):,} times as likely",
        )
    else:
        detail = Text(
            f"原文更通顺，可能性约为改后的 {_chinese_number(times)}倍",
            f"the text as it stands is about {_two_digits(times):,} times as likely",
        )
    return Evidence("language-model", detail, score=round(gain, 2))


def _two_digits(number: float) -> int:
    return int(float(f"{number:.1e}"))


def _chinese_number(number: float) -> str:
    for unit, name in ((1e8, "亿"), (1e4, "万")):
        if number >= unit:
            return f"{_two_digits(number / unit)} {name}"
    return f"{_two_digits(number)} "


def ranked(suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the suggestions best first, in a fixed order."""
    return tuple(sorted(suggestions, key=lambda each: (-each.confidence, [edit.replacement for edit in each.edits])))


def title_line(detector: Detector, language: Language) -> str:
    """Return `CODE name: title` for lists."""
    return f"{detector.code} {detector.name}: {detector.title.render(language)}"
