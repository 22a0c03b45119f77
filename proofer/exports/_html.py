"""HTML pages in one file: escaped, light and dark, and closed by a policy to all that is not their own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from proofer.messages import Language
from proofer.rendering.xml import escaped

_STYLE = """
:root { color-scheme: light dark; --back: #fff; --fore: #1d1d1f; --dim: #6b6b70; --line: #d9d9de; --sheet: #f6f6f8;
  --old: #b3261e; --old-back: #fdecea; --new: #0b6b35; --new-back: #e4f5ea; --note: #7a5b00; --note-back: #fff4d1; }
@media (prefers-color-scheme: dark) { :root { --back: #17181b; --fore: #e6e6e8; --dim: #9c9ca3; --line: #36373c;
  --sheet: #1f2024; --old: #ff9d94; --old-back: #43201e; --new: #83d9a3; --new-back: #16361f; --note: #ecc964;
  --note-back: #3a3114; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem 1.5rem 4rem; background: var(--back); color: var(--fore);
  font: 1rem/1.75 "Noto Serif CJK SC", "Songti SC", SimSun, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: var(--sheet); position: sticky; top: 0; white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table { margin-bottom: 1rem; }
@media screen and (max-width: 50rem) { table { display: block; overflow-x: auto; }
  td:not(.number) { min-width: 7em; } }
""".strip()


def page(
    title: str, body: Iterable[str], language: Language, style: str = "", script: str = ""
) -> bytes:
    """Return the page; `body` is HTML, `script` (our own) is the only one that a browser will run."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"script-src 'sha256-{digest}'; " if script else ""
    policy = f"default-src 'none'; {allowed}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    parts = [
        "<!DOCTYPE html>\n",
        f'<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escaped(title)}</title>\n<style>\n{_STYLE}\n{style}</style>\n</head>\n<body>\n",
        *body,
        f"<script>{script}</script>\n" if script else "",
        "</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")
