"""Messages for users, in simplified Chinese and English."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
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
