"""What the recogniser said of lines, kept between runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from proofer.rereading.cache import KnownLines, LineCache
from proofer.rereading.lines import Line, lines_of
from proofer.rereading.posteriors import Posterior
from tests.rereading.lattices import spelled
from tests.rereading.pages import box, document


def line(top: float = 20) -> Line:
    ((_, found),) = lines_of(document([("规规矩矩", [box(4, top=top)])]))
    assert isinstance(found, Line)
    return found


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    path.write_bytes(b"an image")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def put(folder: Path, image: Path, lines: Sequence[Line], limit: int = 1 << 20) -> None:
    with LineCache(folder, limit).page(image) as known:
        for each in lines:
            known.put(each, spelled("甲.乙"))


def get(folder: Path | None, image: Path, line: Line) -> Posterior | None:
    with LineCache(folder).page(image) as known:
        return known.get(line)


def test_a_line_is_found_again(folder: Path, image: Path) -> None:
    put(folder, image, [line()])
    found = get(folder, image, line())
    assert found is not None
    assert found.characters == "甲乙丙"
    assert np.array_equal(found.logs, spelled("甲.乙").logs)


def test_another_place_or_another_image_is_another_line(folder: Path, image: Path) -> None:
    put(folder, image, [line()])
    assert get(folder, image, line(top=60)) is None
    image.write_bytes(b"another image")
    assert get(folder, image, line()) is None


def test_lines_are_added_to_those_of_earlier_runs(folder: Path, image: Path) -> None:
    put(folder, image, [line()])
    put(folder, image, [line(top=60)])
    assert get(folder, image, line()) is not None
    assert get(folder, image, line(top=60)) is not None


def test_a_run_that_is_broken_off_loses_nothing(folder: Path, image: Path) -> None:
    def broken_off() -> None:
        with LineCache(folder).page(image) as known:
            known.put(line(), spelled("甲"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert get(folder, image, line()) is not None


@pytest.mark.parametrize("content", [b"", b"PK\3\4 torn", b"\x93NUMPY"])
def test_a_damaged_file_is_nothing(folder: Path, image: Path, content: bytes) -> None:
    put(folder, image, [line()])
    (file,) = folder.iterdir()
    file.write_bytes(content)
    assert get(folder, image, line()) is None
    put(folder, image, [line()])
    assert get(folder, image, line()) is not None, "it is written anew"


def test_a_file_with_a_wrong_byte_is_read_or_nothing(folder: Path, image: Path) -> None:
    put(folder, image, [line()])
    (file,) = folder.iterdir()
    content = file.read_bytes()
    for at in range(0, len(content), 5):
        file.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        found = get(folder, image, line())
        assert found is None or found.logs.shape[1] == 1 + len(found.characters)


@pytest.mark.parametrize(
    "logs",
    [
        np.zeros((2, 9), np.float16),
        np.zeros((2, 3), np.float64),
        np.full((2, 3), np.nan, np.float16),
        np.zeros((0, 3), np.float16),
    ],
)
def test_numbers_that_are_no_posterior_are_nothing(
    folder: Path, image: Path, logs: np.ndarray
) -> None:
    put(folder, image, [line()])
    (file,) = folder.iterdir()
    with np.load(file) as arrays:
        (key,) = (name for name in arrays.files if name.endswith("logs"))
        kept = {name: arrays[name] for name in arrays.files}
    points = np.frombuffer("甲乙".encode("utf-32-le"), "<u4")
    np.savez(file, **(kept | {key: logs, key.replace("logs", "characters"): points}))
    assert get(folder, image, line()) is None


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path, image: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    put(tmp_path / "file", image, [line()])
    assert get(tmp_path / "file", image, line()) is None


def test_without_a_folder_or_an_image_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    put(folder, tmp_path / "missing.png", [line()])
    assert not folder.exists()
    assert get(None, tmp_path / "missing.png", line()) is None


def test_the_images_that_were_not_used_for_longest_go(folder: Path, tmp_path: Path) -> None:
    images = [tmp_path / f"{number}.png" for number in range(5)]
    for number, image in enumerate(images):
        image.write_bytes(bytes([number]))
    for image in images[:4]:
        put(folder, image, [line()])
        for file in folder.iterdir():
            age = file.stat().st_mtime - 100
            os.utime(file, (age, age))
    size = next(folder.iterdir()).stat().st_size
    assert get(folder, images[0], line()) is not None, "used again: it is the youngest"
    put(folder, images[4], [line()], limit=5 * size - 1)
    assert get(folder, images[0], line()) is not None
    assert get(folder, images[1], line()) is None
    assert get(folder, images[3], line()) is not None


def test_a_process_that_is_killed_has_lost_little(folder: Path, image: Path) -> None:
    with LineCache(folder).page(image) as known:
        for top in range(20):
            known.put(line(top=top * 40), spelled("甲.乙"))
        assert get(folder, image, line(top=0)) is not None, "nothing is written before the end"


def test_many_lines_are_not_written_too_often(
    folder: Path, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[KnownLines] = []

    def dumps(known: KnownLines) -> bytes:
        written.append(known)
        return b""

    monkeypatch.setattr(KnownLines, "dumps", dumps)
    with LineCache(folder).page(image) as known:
        for top in range(1000):
            known.put(line(top=top), spelled("甲.乙"))
    assert len(written) < 25
