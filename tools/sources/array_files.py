"""Write files in one step: a process that has mapped the old ones into memory keeps them whole."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def save_array(path: Path, array: NDArray[np.generic]) -> None:
    """Write `array` to `path` (.npy) in one step."""
    draft = path.with_name(f"{path.stem}.draft.npy")
    np.save(draft, array)
    draft.replace(path)


def save_text(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8 in one step."""
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)


def save_header(path: Path, header: dict[str, object]) -> None:
    """Write `header` to `path` as JSON with sorted keys."""
    save_text(path, json.dumps(header, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
