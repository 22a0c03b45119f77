"""Let engines read a page, in this process and with one thread each.

Tesseract 5 is a program (Debian: tesseract-ocr, -chi-sim, -chi-tra, -chi-tra-vert); RapidOCR 1.4
(PP-OCRv4) and 3.10 (PP-OCRv6) are the packages `rapidocr-onnxruntime` and `rapidocr`.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

LANGUAGES = {"simplified": "chi_sim", "traditional": "chi_tra"}


def missing() -> list[str]:
    """Return the names of the engines that are not installed."""
    found = [each for each in ("rapidocr", "rapidocr_onnxruntime") if find_spec(each) is None]
    return found if which("tesseract") else ["tesseract", *found]


def tesseract(image: Path, output: Path, script: str, *, vertical: bool) -> None:
    """Write what Tesseract reads as hOCR."""
    language = LANGUAGES[script] + ("_vert" if vertical else "")
    mode = "5" if vertical else "3"
    command = ["tesseract", image.name, "-", "-l", language, "--psm", mode, "hocr"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    run = subprocess.run(command, cwd=image.parent, env=one_thread, check=True, capture_output=True)
    output.write_bytes(run.stdout)


def rapidocr(version: str, image: Path, output: Path, script: str, *, vertical: bool) -> None:
    """Write what a version of RapidOCR reads as JSON, nothing if it finds no text.

    It reads both scripts and directions.
    """
    if rows := _VERSIONS[version](str(image)):
        output.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _version_4(image: str) -> list[Any]:
    found, _ = _engine("rapidocr_onnxruntime", intra_op_num_threads=1)(image)
    return [[corners, text, float(score)] for corners, text, score in found or ()]


def _version_6(image: str) -> list[Any]:
    threads = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"}
    found = _engine("rapidocr", params=tuple(threads.items()))(image)
    if found.boxes is None:
        return []
    rows = zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    return [[corners, text, float(score)] for corners, text, score in rows]


@cache
def _engine(package: str, **options: Any) -> Any:
    if "params" in options:
        options["params"] = dict(options["params"])
    return import_module(package).RapidOCR(**options)


_VERSIONS = {"4": _version_4, "6": _version_6}
ENGINES: dict[str, Callable[..., None]] = {
    "tess.hocr": tesseract,
    "rapid.json": partial(rapidocr, "4"),
    "v6.json": partial(rapidocr, "6"),
}
"""What reads a page, by how the file of its reading is called."""
