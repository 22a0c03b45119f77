"""What the reading flow asks the language model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proofer.document.flow import LanguageScores


def language_scores() -> LanguageScores:
    """Return the scores by the default model, which is loaded when a page first asks for one."""
    return LanguageScores(_continuation, _are_words, _gains)


def _continuation(pairs: Sequence[tuple[str, str]]) -> Iterable[float]:
    from proofer.language.model import default_model

    return default_model().continuation(pairs)


def _gains(text: str, edits: Sequence[tuple[int, int, str]]) -> Iterable[float]:
    from proofer.language.model import default_model

    return default_model().gains(text, edits)


def _are_words(words: Sequence[str]) -> Iterable[bool]:
    from proofer.language.lexicon import default_words

    return [frequency > float("-inf") for frequency in default_words().log_frequencies(words)]
