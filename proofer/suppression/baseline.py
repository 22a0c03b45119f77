"""The baseline: findings that were there when it was written do not count.

A JSON file with one finding a line, sorted, without line numbers, so that it changes only where
findings do. A finding is baselined if an entry of its file has its fingerprint, or the same
detector and quote in a similar context. Both outlive shifted and re-wrapped lines, and the latter
small edits near by.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from proofer.atomic import atomic_write
from proofer.document.anchors import CONTEXT
from proofer.document.document import Document
from proofer.errors import ConfigError
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport, Failure
from proofer.formats import archive_of
from proofer.messages import Message

SCHEMA = "proofer-baseline/1"
_SIMILAR = 0.6
"""Share of the context that two entries must have in common to be of the same finding."""
_REACH = 8
"""White space does not count: context is looked for in this many times its length."""
_LONG = 12
"""Characters from which on a quote is a whole clause, which may be edited and still be the same."""
_SIMILAR_QUOTE = 0.75
"""Levenshtein similarity that two long quotes of the same finding have at least."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding of the baseline. Quote and context are without white space."""

    code: str
    quote: str
    before: str
    after: str
    fingerprint: str
    line: int = field(default=0, compare=False)
    """Where it stands in the baseline."""

    @classmethod
    def of(cls, finding: Finding, document: Document) -> Entry:
        """Return the entry for a finding."""
        text, span = document.text, finding.span
        return cls(
            finding.code,
            _bare(finding.quote),
            _bare(text[max(0, span.start - _REACH * CONTEXT) : span.start])[-CONTEXT:],
            _bare(text[span.end : span.end + _REACH * CONTEXT])[:CONTEXT],
            finding.fingerprint,
        )


def _bare(text: str) -> str:
    return "".join(text.split())


class Baseline:
    """The entries of a baseline by file, relative to its own folder."""

    def __init__(
        self, file: Path, entries: Mapping[str, Sequence[Entry]], least: float = 0.0
    ) -> None:
        self.file = file
        self.entries = entries
        self._least = least
        """The `min-confidence` of the run that wrote it."""

    @classmethod
    def read(cls, file: Path) -> Baseline:
        """Read a baseline.

        Raises:
            ConfigError: if it is missing, or none.
        """
        try:
            lines = file.read_text(encoding="utf-8-sig").split("\n")
            value = json.loads("\n".join(lines))
            if value["schema"] != SCHEMA:
                raise ValueError(f"schema {value['schema']!r}")
            return cls(file, _entries(value["findings"], lines), float(value["min-confidence"]))
        except FileNotFoundError as error:
            raise ConfigError(
                Message(
                    f"没有基线文件 {file}；用 --update-baseline 建立。",
                    f"there is no baseline {file}; write it with --update-baseline.",
                )
            ) from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(
                Message(
                    f"{file} 不是可用的基线文件：{error}",
                    f"{file} is no baseline that we can read: {error}",
                )
            ) from error

    def of(self, path: Path) -> Sequence[Entry]:
        """Return the entries of a file."""
        return self.entries.get(self.name(path), ())

    def name(self, path: Path) -> str:
        """Return the name that the baseline has for a file: its path from the baseline's folder."""
        return Path(os.path.relpath(path.absolute(), self.file.absolute().parent)).as_posix()

    def compare(
        self, reports: Sequence[DocumentReport], ran: Iterable[str], least: float
    ) -> Iterator[DocumentReport]:
        """Yield the reports on a file with their baselined findings set aside.

        The last one has a warning for each stale entry. Entries of detectors that did not run
        (`ran` are the codes that did) or below the confidence `least` are not stale.
        """
        left = list(self.of(reports[0].document.path)) if reports else []
        codes = set() if least > self._least else set(ran)
        for number, report in enumerate(reports, 1):
            matched = _matched((*report.findings, *report.set_aside), report.document, left)
            if report.failures:
                codes = set()
            stale = [each for each in left if each.code in codes] if number == len(reports) else []
            yield replace(
                report,
                findings=tuple(each for each in report.findings if id(each) not in matched),
                baselined=tuple(each for each in report.findings if id(each) in matched),
                warnings=(
                    *report.warnings,
                    *(self._stale(each, report.document.path) for each in stale),
                ),
            )

    def _stale(self, entry: Entry, path: Path) -> Failure:
        place = f"{self.file}:{entry.line}"
        return Failure(
            self.file,
            Message(
                f"{place}：{path} 中已经没有 {entry.code}“{entry.quote}”，"
                "可用 --update-baseline 去掉。",
                f"{place}: {entry.code} “{entry.quote}” is no longer in {path}; "
                "--update-baseline removes it.",
            ),
        )

    def gone(self) -> list[Failure]:
        """Return warnings of entries whose file is gone."""
        folder = self.file.absolute().parent
        return [
            Failure(
                self.file,
                Message(
                    f"{self.file}:{entries[0].line}：文件 {name} 已不存在（{len(entries)} 条）。",
                    f"{self.file}:{entries[0].line}: the file {name} is gone "
                    f"({len(entries)} entries).",
                ),
            )
            for name, entries in self.entries.items()
            if entries and not ((folder / name).exists() or archive_of(folder / name))
        ]


def _matched(findings: Iterable[Finding], document: Document, left: list[Entry]) -> set[int]:
    """Return the identities of the findings that have an entry, and remove those from `left`."""
    if not left:
        return set()
    matched: set[int] = set()
    exact: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in left:
        exact[entry.code, entry.fingerprint].append(entry)
    others: list[tuple[Finding, Entry]] = []
    for finding in findings:
        if held := exact[finding.code, finding.fingerprint]:
            left.remove(held.pop())
            matched.add(id(finding))
        else:
            others.append((finding, Entry.of(finding, document)))
    candidates = _candidates([own for _, own in others], left)
    pairs = ((_similarity(others[at][1], entry), at, entry) for at, entry in candidates)
    taken: set[int] = set()
    used: set[int] = set()
    for score, at, entry in sorted(pairs, key=lambda each: (-each[0], each[1], each[2])):
        if score >= _SIMILAR and at not in taken and id(entry) not in used:
            used.add(id(entry))
            taken.add(at)
            matched.add(id(others[at][0]))
    left[:] = [each for each in left if id(each) not in used]
    return matched


def _candidates(own: Sequence[Entry], left: Iterable[Entry]) -> Iterator[tuple[int, Entry]]:
    """Yield the entries that may be of a finding, with the number of that finding in `own`.

    They are of the same detector, and have the same quote, or both a long one.
    """
    by_quote: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in left:
        by_quote[entry.code, entry.quote if len(entry.quote) < _LONG else ""].append(entry)
    for at, each in enumerate(own):
        yield from (
            (at, entry)
            for entry in by_quote[each.code, each.quote if len(each.quote) < _LONG else ""]
        )


def _similarity(one: Entry, other: Entry) -> float:
    """Return how much of the context two entries share, 0 if their quotes differ."""
    from rapidfuzz.distance import Levenshtein

    if one.quote != other.quote and (
        min(len(one.quote), len(other.quote)) < _LONG
        or Levenshtein.normalized_similarity(one.quote, other.quote) < _SIMILAR_QUOTE
    ):
        return 0.0
    length = max(len(one.before) + len(one.after), len(other.before) + len(other.after))
    wrong = Levenshtein.distance(one.before, other.before) + Levenshtein.distance(
        one.after, other.after
    )
    return 1 - wrong / length if length else 1.0


def _entries(
    files: Mapping[str, Sequence[Mapping[str, str]]], lines: Sequence[str]
) -> Mapping[str, Sequence[Entry]]:
    """Return the entries with their lines, which are looked for: the file may be laid out anew."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        if '"fingerprint": "' in line:
            places[line.partition('"fingerprint": "')[2].partition('"')[0]].append(number)
    found: dict[str, list[Entry]] = {}
    for name, values in files.items():
        for value in values:
            texts = [value[each] for each in ("code", "quote", "before", "after", "fingerprint")]
            if not all(isinstance(each, str) for each in texts):
                raise ValueError(f"{name}: an entry is not made of strings")
            known = places.get(texts[-1])
            code, quote, before, after, fingerprint = texts
            place = known.pop(0) if known else 1
            found.setdefault(name, []).append(Entry(code, quote, before, after, fingerprint, place))
    return found


def write(file: Path, entries: Mapping[str, Iterable[Entry]], least: float) -> int:
    """Write a baseline, unless it is there already, and return the number of its entries.

    Raises:
        OutputError: if it cannot be written.
    """
    lines: list[str] = []
    count = 0
    for name in sorted(entries):
        held = sorted(entries[name])
        count += len(held)
        if held:
            records = ",\n".join(json.dumps(_record(each), ensure_ascii=False) for each in held)
            lines.append(f"{json.dumps(name, ensure_ascii=False)}: [\n{records}]")
    body = ",\n".join(lines)
    data = f'{{"schema": "{SCHEMA}", "min-confidence": {least}, "findings": {{\n{body}}}}}\n'
    data_bytes = data.encode("utf-8", "backslashreplace")
    if not file.is_file() or file.read_bytes() != data_bytes:
        atomic_write(file, data_bytes)
    return count


def _record(entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "quote": entry.quote,
        "before": entry.before,
        "after": entry.after,
        "fingerprint": entry.fingerprint,
    }
