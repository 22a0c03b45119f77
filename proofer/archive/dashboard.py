"""The result as one page of figures: error rates by year and issue, the kinds, the worst pages.

Plain HTML with bars in SVG: nothing is loaded, nothing runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import PurePath

from proofer.archive import arrow
from proofer.archive.merging import Merged, first_failures
from proofer.checking.registry import detectors
from proofer.document.lazy_pattern import lazy_pattern
from proofer.messages import Language, Message
from proofer.rendering.terminal import visible

_MOST = 50
"""Rows of a table of issues or pages."""
_LEAST = 200
"""Code points below which a page is too short for a rate to say much."""
_YEAR = lazy_pattern(r"(?<!\d)((?:18|19|20)\d\d)(?=(?:[01]\d(?:[0-3]\d)?)?(?!\d))")
"""A year, also at the start of a date such as 19530304."""
_WIDTH, _HEIGHT = 240, 12
"""Of the longest bar, in pixels."""
_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.15em .6em;text-align:right}"
    "td:first-child,th:first-child{text-align:left;overflow-wrap:anywhere}"
    "tr:nth-child(even){background:#f4f4f4}rect{fill:#3a6ea5}"
    "@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}"
    "tr:nth-child(even){background:#242424}rect{fill:#6fa3d8}}"
)


@dataclass(slots=True)
class Tally:
    """What is known of some pages together."""

    pages: int = 0
    characters: int = 0
    findings: int = 0
    errors: float = 0.0
    """The expected number: the sum of the findings' confidences."""

    @property
    def rate(self) -> float:
        """Expected errors in 1,000 characters."""
        return 1000 * self.errors / self.characters if self.characters else 0.0

    def add(self, characters: int, findings: int, errors: float) -> None:
        """Count one more page."""
        self.pages += 1
        self.characters += characters
        self.findings += findings
        self.errors += errors


def year_of(path: str) -> str | None:
    """Return the year that a path names, the last one if there are several; None for none."""
    found = _YEAR.findall(path)
    return found[-1] if found else None


def page(merged: Merged, language: Language) -> Iterator[str]:
    """Yield the page, in the language of who reads it."""
    years: dict[str, Tally] = defaultdict(Tally)
    issues: dict[str, Tally] = defaultdict(Tally)
    worst: list[tuple[str, Tally]] = []
    whole = Tally()
    columns = ["path", "characters", "findings", "expected_errors", "read"]
    for row in arrow.read_rows(merged.plan.folder / "documents.parquet", columns):
        if not row["read"]:
            continue
        path = row["path"]
        own = Tally()
        for tally in (own, whole, years[year_of(path) or "—"], issues[str(PurePath(path).parent)]):
            tally.add(row["characters"], row["findings"], row["expected_errors"])
        if own.characters >= _LEAST:
            worst.append((path, own))
            if len(worst) > 20 * _MOST:
                worst = _worst(worst)

    def text(zh: str, en: str) -> str:
        return escape(Message(zh, en).render(language))

    title = text("档案库校对结果", "Proofreading of an archive")
    yield f'<!DOCTYPE html>\n<html lang="{language}"><meta charset="utf-8">'
    yield f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
    yield f"<style>{_STYLE}</style>\n<h1>{title}</h1>\n<p>"
    yield text(
        f"{whole.pages} 个文件，{whole.characters} 字，{whole.findings} 处疑问，"
        f"预计错误 {whole.errors:.0f} 处（每千字 {whole.rate:.2f}）；"
        f"{merged.summary['failures']} 处没有检查成。",
        f"{whole.pages} files, {whole.characters} characters, {whole.findings} findings, "
        f"{whole.errors:.0f} errors expected ({whole.rate:.2f} in 1,000 characters); "
        f"{merged.summary['failures']} failures.",
    )
    yield "</p>\n<p>"
    yield text(
        "预计错误：各处疑问的可疑度（有误的概率）之和。没有检查成的文件不在其中。",
        "Errors expected: the sum of the findings' confidences, the probabilities that they are "
        "right. Files that could not be checked are not counted.",
    )
    yield "</p>\n"
    if failed := list(first_failures(merged, _MOST)):
        yield f"<h2>{text('没有检查成', 'Not checked')}</h2>\n<ul>"
        yield from (f"<li>{_shown(path)}: {_shown(said)}</li>\n" for path, said in failed)
        yield "</ul>\n"
    for heading, rows in (
        (text("各年差错率", "Error rate by year"), sorted(years.items())),
        (text("错误最多的各期（文件夹）", "The worst issues (folders)"), _worst(issues.items())),
        (text("错误最多的各页", "The worst pages"), _worst(worst)),
    ):
        yield from _table(heading, rows, language)
    yield from _kinds(merged, text("种类", "Kinds"), language)
    yield "</html>\n"


def _worst(tallies: Iterable[tuple[str, Tally]]) -> list[tuple[str, Tally]]:
    return sorted(tallies, key=lambda each: (-each[1].rate, each[0]))[:_MOST]


def _table(heading: str, rows: list[tuple[str, Tally]], language: Language) -> Iterator[str]:
    names = Message("文件 字 疑问 每千字错误", "files characters findings errors/1,000")
    yield f"<h2>{heading}</h2>\n<table><tr><th></th>"
    yield "".join(f"<th>{name}</th>" for name in names.render(language).split())
    yield "<th></th></tr>\n"
    most = max((tally.rate for _, tally in rows), default=0.0)
    for name, tally in rows:
        yield (
            f"<tr><td>{_shown(name)}</td><td>{tally.pages}</td><td>{tally.characters}</td>"
            f"<td>{tally.findings}</td><td>{tally.rate:.2f}</td><td>{_bar(tally.rate, most)}</td>"
            "</tr>\n"
        )
    yield "</table>\n"


def _kinds(merged: Merged, heading: str, language: Language) -> Iterator[str]:
    counts = sorted(merged.summary["codes"].items(), key=lambda each: (-each[1], each[0]))
    known = detectors()
    yield f"<h2>{heading}</h2>\n<table>\n"
    for code, count in counts:
        title = known[code].title.render(language) if code in known else ""
        yield (
            f"<tr><td>{escape(code)} {escape(title)}</td><td>{count}</td>"
            f"<td>{_bar(count, counts[0][1])}</td></tr>\n"
        )
    yield "</table>\n"


def _bar(value: float, most: float) -> str:
    width = round(_WIDTH * value / most, 1) if most else 0.0
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" aria-hidden="true">'
        f'<rect width="{width}" height="{_HEIGHT}"/></svg>'
    )


def _shown(text: str) -> str:
    return escape(visible(text.encode("utf-8", "replace").decode()))
