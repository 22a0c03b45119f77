"""The methods of data classes, compiled once for all processes."""

from __future__ import annotations

import dataclasses
import marshal
from importlib.util import MAGIC_NUMBER
from typing import Any

from proofer.files.kept import Kept

_CODE = Kept("methods")


def keep_methods() -> None:
    """Let data classes be made without compiling their methods, which are the same in every run.

    A data class writes its methods as text and runs it; for the 90 of a page from the cache that
    takes as long as all else. Only the command does this, not a program that imports proofer: it
    replaces `exec` in the module `dataclasses`, and does what that did.
    """
    vars(dataclasses)["exec"] = _execute


def _execute(text: str, names: dict[str, Any] | None, made: dict[str, Any]) -> None:
    kept = _CODE.get(MAGIC_NUMBER.hex(), text)
    code = compile(text, "<string>", "exec") if kept is None else marshal.loads(kept)
    if kept is None:
        _CODE.put(MAGIC_NUMBER.hex(), text, marshal.dumps(code))
    exec(code, names, made)
