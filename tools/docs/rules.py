"""Write the lists of detectors: `docs/rules*` and `proofer/detectors/catalogue.json`.

Usage: `python -m tools.docs.rules`, whenever a detector was added or says something else
"""

from __future__ import annotations

from proofer.cli.rules import markdown
from proofer.detectors.catalogue import FILE, catalogue, imported
from proofer.messages import Language
from tools.paths import ROOT

DOCS = ROOT / "docs"
CODES = DOCS / "rules.tsv"
"""Code and name of every detector, sorted. Users have them in configurations and decisions."""
_PAGES: dict[Language, str] = {"en": "rules.md", "zh": "rules.zh-CN.md"}


def main() -> None:
    """Write the files.

    Raises:
        SystemExit: a detector that is listed is gone, or has another name.
    """
    detectors = sorted(imported().values(), key=lambda detector: detector.code)
    names = {detector.code: detector.name for detector in detectors}
    lost = [f"{code} {name}" for code, name in released().items() if names.get(code) != name]
    if lost:
        raise SystemExit(f"users have these codes and names, they stay: {', '.join(lost)}")
    CODES.write_text("".join(f"{code}\t{name}\n" for code, name in names.items()), encoding="utf-8")
    FILE.write_text(catalogue(), encoding="utf-8")
    for language, file in _PAGES.items():
        page = "".join(markdown(detectors, language))
        (DOCS / file).write_text(page, encoding="utf-8")


def released() -> dict[str, str]:
    """Return the names of the listed detectors by code."""
    lines = CODES.read_text(encoding="utf-8").splitlines()
    return {code: name for code, _, name in (line.partition("\t") for line in lines)}


if __name__ == "__main__":
    main()
