"""HTML pages in one file: escaped, light and dark, and closed by a policy to anything foreign."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

from proofer.messages import Language
from proofer.rendering.xml import escaped


def asset(name: str) -> str:
    """Return a style or script of this folder."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def page(
    title: str, body: Iterable[str], language: Language, style: str = "", script: str = ""
) -> bytes:
    """Return the page.

    Args:
        title: text.
        body: HTML.
        language: of the page.
        style: CSS that is added to that of all pages.
        script: JavaScript of our own, the only one that a browser will run.
    """
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"script-src 'sha256-{digest}'; " if script else ""
    policy = (
        f"default-src 'none'; {allowed}style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = [
        "<!DOCTYPE html>\n",
        f'<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escaped(title)}</title>\n<style>\n{asset('page.css')}{style}</style>\n</head>\n<body>\n",
        *body,
        f"<script>{script}</script>\n" if script else "",
        "</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")
