"""The recogniser: PP-OCRv6 small as the `rapidocr` wheel ships it, run by onnxruntime.

Both are the extra `reread`. The weights are found by the wheel's path: importing `rapidocr` would
load OpenCV.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from proofer.errors import InputError
from proofer.messages import Message, install_command

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "PP-OCRv6 small"
SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
"""Of the weights that the beam and the logistic model were fitted with."""
HEIGHT = 48
"""Pixels of a line's image as the recogniser takes it."""
_FILE = Path("models") / "PP-OCRv6_rec_small.onnx"
_CHARACTERS = 18_708
"""The characters that it knows; its first class is the CTC blank, its last one the space."""
_NARROWEST, _WIDEST = 32, 3200
"""Pixels of a line's image; a wider one is read in parts, for memory grows with it."""
_SEARCH = 0.25
"""Where a part may end: within so much of its length before the widest place."""

MISSING = Message(
    f"重读原图要先安装：{install_command('reread')}",
    f"to read the scan again, install: {install_command('reread')}",
)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A model that reads the image of a line.

    Attributes:
        characters: what the classes stand for, the first of them the CTC blank (an empty string).
    """

    characters: Sequence[str]
    _session: Any
    _input: str

    @classmethod
    def load(cls, path: Path) -> Recogniser:
        """Open the model in `path`, with one thread and no more memory than it needs at a time.

        Raises:
            InputError: if onnxruntime is missing, or the file is no model or another one.
        """
        try:
            import onnxruntime
        except ImportError as error:  # also where its compiled part does not load
            raise InputError(MISSING) from error
        if _digest(path) != SHA256:
            raise _other_model(f"{path} 不是 {NAME}", f"{path} is not {NAME}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3  # errors; its warnings would end up on the screen
        try:
            session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its classes of errors are not documented
            raise _other_model(f"onnxruntime 打不开（{error}）", f"not opened: {error}") from error
        described = session.get_modelmeta().custom_metadata_map
        characters = described.get("character", "").split("\n")
        classes = session.get_outputs()[0].shape[-1]
        if len(characters) != _CHARACTERS or classes != len(characters) + 2:
            raise _other_model(
                f"有 {classes} 类、{len(characters)} 字，"
                f"应有 {_CHARACTERS + 2} 类、{_CHARACTERS} 字",
                f"it has {classes} classes for {len(characters)} characters, "
                f"not {_CHARACTERS + 2} for {_CHARACTERS}",
            )
        return cls(("", *characters, " "), session, session.get_inputs()[0].name)

    def probabilities(self, line: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of each class in each frame, shape (frames, classes).

        A frame is about 8 pixels wide.

        Args:
            line: the greys of one line, shape (`HEIGHT`, width), black ink on white.
        """
        parts = [self._part(part) for part in _parts(line)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _part(self, line: NDArray[np.uint8]) -> NDArray[np.float32]:
        width = max(_NARROWEST, line.shape[1])
        tensor = np.zeros((1, 3, HEIGHT, width), np.float32)
        tensor[0, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
        found: NDArray[np.float32] = self._session.run(None, {self._input: tensor})[0][0]
        # What was added to the width is no part of the line.
        frames = -(-found.shape[0] * line.shape[1] // width)
        return found[:frames]


def find_model() -> Path:
    """Return the file of the model that is installed.

    Raises:
        InputError: if the extra is not installed, or with another model.
    """
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations or find_spec("onnxruntime") is None:
        raise InputError(MISSING)
    for folder in spec.submodule_search_locations:
        if (Path(folder) / _FILE).is_file():
            return Path(folder) / _FILE
    raise _other_model(f"没有 {_FILE.name}", f"it has no {_FILE.name}")


def problem() -> Message | None:
    """Return why lines cannot be read again on this machine, if so; nothing is loaded."""
    try:
        path = find_model()
        if _digest(path) != SHA256:
            raise _other_model(f"{path} 不是 {NAME}", f"{path} is not {NAME}")
    except InputError as error:
        return error.message
    return None if find_spec("PIL") is not None else MISSING


@cache
def default_recogniser() -> Recogniser:
    """Return the model that is installed, opened once a process.

    Raises:
        InputError: if the extra is not installed, or with another model.
    """
    return Recogniser.load(find_model())


def _parts(line: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Return the line in parts that are narrow enough, cut where the paper is whitest."""
    parts: list[NDArray[np.uint8]] = []
    while line.shape[1] > _WIDEST:
        first = int(_WIDEST * (1 - _SEARCH))
        whiteness = line[:, first:_WIDEST].sum(axis=0, dtype=np.int64)
        cut = first + int(whiteness.argmax()) + 1
        parts.append(line[:, :cut])
        line = line[:, cut:]
    return [*parts, line]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _other_model(f"读不了 {path}", f"{path} cannot be read") from error


def _other_model(zh: str, en: str) -> InputError:
    try:
        version = metadata.version("rapidocr")
    except metadata.PackageNotFoundError:
        version = "?"
    return InputError(
        Message(
            f"重读原图用不了已安装的 rapidocr {version}：{zh}。请安装：{install_command('reread')}",
            f"the installed rapidocr {version} is of no use for reading the scan again: {en}. "
            f"Install: {install_command('reread')}",
        )
    )
