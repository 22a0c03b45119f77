"""Write again what is rendered into the repository.

That is `fixtures/{reports,exports,review,pages}/*.golden`, `docs/rules*`
(see `tools.docs.rules`), `docs/config.schema.json` and the enumerations of
`docs/report.schema.json`. Read the differences before you commit them: consumers of the formats
will.

Usage: `python -m tools.docs.golden`
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from proofer.checking.registry import report_formats
from proofer.config.schema import schema
from proofer.findings.finding import SOURCE_NAMES, Applicability, Severity
from tests.cli import pages
from tests.exports import example as exported
from tests.reports.example import FOLDER, rendered
from tests.tui import pictures
from tools.docs import rules
from tools.paths import ROOT


def main() -> None:
    """Write all files."""
    for name in report_formats():
        (FOLDER / f"{name}.golden").write_bytes(rendered(name))
    for name, data in exported.goldens().items():
        (exported.FOLDER / name).write_bytes(data)
    for made in (pages, pictures):
        for name, text in made.goldens():
            (made.FOLDER / name).write_text(text, encoding="utf-8")
    rules.main()
    docs = ROOT / "docs"
    (docs / "config.schema.json").write_text(
        json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    file = docs / "report.schema.json"
    text = file.read_text(encoding="utf-8")
    text = with_values(text, "severity", Severity)
    text = with_values(text, "applicability", Applicability)
    text = with_values(text, "source", SOURCE_NAMES)
    file.write_text(text, encoding="utf-8")


def with_values(schema: str, name: str, values: Iterable[str]) -> str:
    """Return a schema whose property or definition `name`, an enumeration, has `values`."""
    return re.sub(
        rf'("{name}": {{"enum": )\[.*?\]', lambda found: found[1] + json.dumps([*values]), schema
    )


if __name__ == "__main__":
    main()
