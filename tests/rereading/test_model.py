"""Which recogniser is used, and what is said where there is none or another one."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from proofer.errors import InputError
from proofer.rereading import model
from proofer.rereading.model import HEIGHT, Recogniser, default_recogniser, find_model


def installed(
    monkeypatch: pytest.MonkeyPatch, folder: Path | None, *, onnxruntime: bool = True
) -> None:
    """Let `rapidocr` be installed in a folder, or not at all."""

    def find_spec(name: str) -> ModuleSpec | None:
        if name == "onnxruntime":
            return ModuleSpec(name, None) if onnxruntime else None
        if folder is None:
            return None
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        return spec

    monkeypatch.setattr(model, "find_spec", find_spec)


def message(error: pytest.ExceptionInfo[InputError]) -> tuple[str, str]:
    return error.value.message.zh, error.value.message.en


@pytest.mark.parametrize("onnxruntime", [True, False])
def test_without_the_extra_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, onnxruntime: bool
) -> None:
    installed(monkeypatch, None if onnxruntime else tmp_path, onnxruntime=onnxruntime)
    with pytest.raises(InputError) as error:
        find_model()
    assert all("pip install 'proofer-zh[reread]'" in text for text in message(error))


def test_another_release_of_the_package_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path)
    with pytest.raises(InputError) as error:
        find_model()
    assert all("PP-OCRv6_rec_small.onnx" in text for text in message(error))


def test_a_file_with_other_weights_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", object())
    file = tmp_path / "PP-OCRv6_rec_small.onnx"
    file.write_bytes(b"other weights")
    for path in (file, tmp_path / "missing.onnx"):
        with pytest.raises(InputError) as error:
            Recogniser.load(path)
        assert all(str(path) in text for text in message(error))


class Session:
    """Remembers the widths it was asked for, and answers a frame for 8 pixels."""

    def __init__(self) -> None:
        self.widths: list[int] = []

    def run(self, _: None, tensors: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Return the darkness of each frame."""
        (tensor,) = tensors.values()
        assert tensor.shape[:3] == (1, 3, HEIGHT)
        self.widths.append(tensor.shape[3])
        frames = tensor[0, 0, 0, : tensor.shape[3] // 8 * 8].reshape(-1, 8).mean(axis=1)
        return [np.stack((frames, -frames), 1)[None].astype(np.float32)]


def test_a_long_line_is_read_in_parts_cut_at_white() -> None:
    session = Session()
    line = np.zeros((HEIGHT, 8000), np.uint8)
    line[:, [2800, 5600]] = 255
    found = Recogniser(("", "字"), session, "x").probabilities(line)
    assert session.widths == [2801, 2800, 2399]
    assert len(found) == sum(width // 8 for width in session.widths)


def test_what_is_added_to_a_short_line_is_not_read() -> None:
    session = Session()
    found = Recogniser(("", "字"), session, "x").probabilities(np.full((HEIGHT, 16), 255, np.uint8))
    assert session.widths == [32]
    assert found[:, 0].tolist() == [1.0, 1.0]


def recogniser() -> Recogniser:
    pytest.importorskip("onnxruntime", reason="the extra `reread` is not installed")
    try:
        return default_recogniser()
    except InputError as error:
        pytest.skip(error.message.en)


def test_the_model_reads_and_neither_rapidocr_nor_opencv_is_imported() -> None:
    found = recogniser()
    assert len(found.characters) == 18_710
    assert {"rapidocr", "cv2"}.isdisjoint(sys.modules)
    rows = found.probabilities(np.full((HEIGHT, 320), 255, np.uint8))
    assert rows.shape == (40, 18_710)
    assert rows.sum(axis=1) == pytest.approx(1.0, abs=1e-3)
