"""How many findings there are of each kind, most frequent first."""

from __future__ import annotations

from collections.abc import Iterator

from proofer.findings.report import Report
from proofer.messages import Language, Message
from proofer.reports.api import ReportFormat


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield a line a code: how many findings, the code, what it means; last the sum."""
    titles = {rule.code: rule.title.render(language) for rule in report.rules}
    counts = sorted(report.totals.codes.items(), key=lambda each: (-each[1], each[0]))
    total, files = report.totals.codes.total(), report.totals.files
    cells = len(str(total))
    for code, count in counts:
        yield f"{count:>{cells}}  {code}  {titles.get(code, '')}".rstrip() + "\n"
    zh = f"{total:>{cells}}  处疑问，{files} 个文件"
    en = f"{total:>{cells}}  finding{_s(total)} in {files} file{_s(files)}"
    if failures := len(report.all_failures):
        zh += f"，{failures} 项未能检查"
        en += f", {failures} failure{_s(failures)}"
    yield Message(zh, en).render(language) + "\n"


def _s(number: int) -> str:
    return "" if number == 1 else "s"


REPORT = ReportFormat("statistics", render, machines=False)
