"""The reports on the parts of a file as one, for those who see the file as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from proofer.document.joining import joined, text_starts
from proofer.findings.finding import Finding, fingerprinted
from proofer.findings.report import DocumentReport


def whole_report(parts: Sequence[DocumentReport]) -> DocumentReport:
    """Return the report on all parts of a file, with its places in the whole text.

    Fingerprints are given anew: equal findings of two records are told apart by their number.
    """
    if len(parts) == 1:
        return parts[0]
    documents = [part.document for part in parts]
    starts = text_starts(documents)
    document = joined(documents)

    def all_of(name: str) -> tuple[Finding, ...]:
        return tuple(
            finding.shifted(start)
            for part, start in zip(parts, starts, strict=True)
            for finding in getattr(part, name)
        )

    return DocumentReport(
        document,
        tuple(fingerprinted(all_of("findings"), document)),
        tuple(chain.from_iterable(part.failures for part in parts)),
        suppressed=all_of("suppressed"),
        silenced=all_of("silenced"),
        warnings=tuple(chain.from_iterable(part.warnings for part in parts)),
        ignored=all_of("ignored"),
        used_patterns=frozenset().union(*(part.used_patterns for part in parts)),
        baselined=all_of("baselined"),
    )
