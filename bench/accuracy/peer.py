"""pycorrector's rule correctors, the peer in the tables of accuracy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from proofer.document.edits import SourceEdit
from proofer.document.spans import Span
from proofer.evaluation.matching import Passage, Proposal, rewriting


def of_peer(passage: Passage) -> Iterator[Proposal]:
    """What pycorrector's rule correctors write; they get each part without its line ends."""
    for part, _ in passage.parts:
        places = [at for at in range(part.start, part.end) if passage.source[at] != "\n"]
        text = output = "".join(passage.source[at] for at in places)
        for corrector in peers():
            output = corrector(output)
        places.append(part.end)
        for each in rewriting(text, output):
            (edit,) = each.edits
            start = places[edit.span.start]
            span = Span(start, places[edit.span.end - 1] + 1 if len(edit.span) else start)
            yield Proposal((span,), 1.0, (SourceEdit(span, edit.replacement),), 1.0)


@cache
def peers() -> tuple[Callable[[str], str], ...]:
    """The confusion corrector, with our list as it has none, and the proper-name corrector."""
    from proofer.detectors.external import pycorrector
    from proofer.language.dictionaries import load

    entries = load().kind("confusions").values()
    pairs = {each.term: each.replacements[0] for each in entries if each.replacements}
    even = {wrong: right for wrong, right in pairs.items() if len(wrong) == len(right)}
    confusions = pycorrector._load("confusion_corrector").ConfusionCorrector(even)
    names = pycorrector._load("proper_corrector").ProperCorrector()
    return tuple(
        lambda text, each=each: str(each.correct(text)["target"]) for each in (confusions, names)
    )
