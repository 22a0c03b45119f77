"""Messages for users, in simplified Chinese and English."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in both languages."""

    zh: str
    en: str

    def render(self, language: Language) -> str:
        """Return the message in `language`."""
        return self.zh if language == "zh" else self.en


def preferred_language(environ: Mapping[str, str] = os.environ) -> Language:
    """Return the language of the locale: Chinese for any zh locale, English otherwise.

    POSIX order: LC_ALL overrides LC_MESSAGES, which overrides LANG. Windows is asked where none of
    them is set.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    if sys.platform == "win32":  # it has none of these variables, and calls its locales by words
        name = locale.getlocale()[0] or ""
        return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
    return "en"


def install_command(extra: str) -> str:
    """Return the command that adds an extra to the environment in which proofer runs.

    pipx and uv keep one for proofer alone, which plain pip does not reach. uv makes it anew, so the
    extras that it has are named again.
    """
    home = Path(sys.prefix)
    if (home / "pipx_metadata.json").exists():
        return f"pipx runpip proofer-zh install 'proofer-zh[{extra}]'"
    if (receipt := home / "uv-receipt.toml").exists():
        return f"uv tool install 'proofer-zh[{','.join(sorted({extra, *_extras(receipt)}))}]'"
    return f"pip install 'proofer-zh[{extra}]'"


def _extras(receipt: Path) -> Iterable[str]:
    import tomllib

    try:
        asked = tomllib.loads(receipt.read_text(encoding="utf-8"))["tool"]["requirements"]
        return [extra for each in asked for extra in each.get("extras", ())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
