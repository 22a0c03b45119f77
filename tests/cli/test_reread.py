"""`--reread`: lines read again from the page's image, in every command that checks."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from proofer.formats import parse
from proofer.rereading import model
from tests.cli.conftest import Proofer
from tests.rereading.lattices import spelled
from tests.scan.pages import LINES, drawn, hocr
from tests.scan.test_images import png

SEEN = ("青岗铜业的干部职工规规矩矩做事", "会上说已经完成全年的生产任务")
"""What the image of `LINES` shows."""
NAMED = "己经"
OVERLAPPING = ("青岗铜业的《干部[职工规矩矩", LINES[1])
"""Lines with two corrections at one place: both marks would be closed at the end."""


class Reads:
    """A recogniser that reads given lines one after the other, from the first on again."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._known = "".join(sorted(set("".join(lines))))
        self.characters = ("", *self._known, " ")
        self.asked = 0

    def probabilities(self, line: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the frames of the next line."""
        text = self._lines[self.asked % len(self._lines)]
        self.asked += 1
        rows = np.exp(spelled(".".join(text), 0.999, self._known).logs.astype(np.float32))
        return np.concatenate((rows, np.zeros((len(rows), 1), np.float32)), axis=1)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Reads]:
    """Install a recogniser that reads given lines."""

    def install(*lines: str) -> Reads:
        fake = Reads(lines)
        monkeypatch.setattr(model, "problem", lambda: None)
        monkeypatch.setattr(model, "default_recogniser", lambda: fake)
        return fake

    return install


@pytest.fixture
def page(folder: Path) -> Path:
    """A page as an engine read it, with its image."""
    drawn().save(folder / "page.png")
    return written(folder / "page.hocr")


def written(path: Path, lines: Sequence[str] = LINES) -> Path:
    path.write_text(hocr(lines), encoding="utf-8")
    return path


def findings(proofer: Proofer, *arguments: object) -> list[dict[str, Any]]:
    result = proofer("lint", "--format", "json", "--no-cache", *arguments)
    found: list[dict[str, Any]] = json.loads(result.out)["findings"]
    return found


def hocr_text(path: Path) -> str:
    return parse(path.read_bytes(), path).text


def at(found: list[dict[str, Any]], quote: str) -> dict[str, Any]:
    (one,) = [each for each in found if each["quote"] == quote]
    return one


def test_what_the_image_reads_otherwise_is_found_with_its_evidence(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    reads(*SEEN)
    one = at(findings(proofer, page, "--reread", "--select", "I"), "己")
    assert one["code"] == "I001"
    assert [each["replacement"] for each in one["suggestions"]] == ["已"]
    assert one["confidence"] > 0.9
    (said,) = [each for each in one["evidence"] if each["source"] == "scan"]
    assert "the scan reads 已 (" in said["detail"]
    assert said["score"] > 2


def test_findings_of_other_detectors_get_the_same_evidence(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    before = at(findings(proofer, page), NAMED)
    reads(*SEEN)
    for_it = at(findings(proofer, page, "--reread", "--ignore", "I"), NAMED)
    reads(*LINES)
    against = at(findings(proofer, page, "--reread", "--ignore", "I"), NAMED)
    assert for_it["code"] == before["code"] == against["code"]
    assert for_it["suggestions"][0]["confidence"] > 0.9
    assert against["confidence"] < 0.8 < before["confidence"], "a slip may be printed so"
    (said,) = [each for each in against["evidence"] if each["source"] == "scan"]
    assert "likelier than the correction" in said["detail"]


def test_the_same_correction_of_detector_and_image_is_one_finding(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    reads(*SEEN)
    found = findings(proofer, page, "--reread")
    changed = [
        (edit["start"], edit["end"])
        for each in found
        for suggestion in each["suggestions"][:1]
        for edit in suggestion["edits"]
    ]
    assert len(changed) == len(set(changed)), "each place is corrected once"


def test_the_key_of_the_configuration_is_as_good_as_the_option(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    reads(*SEEN)
    given = findings(proofer, page, "--reread")
    Path("proofer.toml").write_text("reread = true\n", encoding="utf-8")
    assert findings(proofer, page) == given


def test_an_export_makes_the_corrections_of_the_image(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    reads(*SEEN)
    result = proofer("export", page, "--reread", "--accept-above", 0.9, "-o", "out.hocr")
    assert result.code == 0
    assert "not made" not in result.err
    assert Path("out.hocr").read_text(encoding="utf-8") == hocr(LINES).replace(
        ">己<", ">已<"
    ).replace(">规<", ">规规<")


def test_what_cannot_be_seen_is_asked_about_and_stays_as_it_is(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    reads("青岗铜业做事", SEEN[1])
    one, *_ = findings(proofer, page, "--reread", "--select", "I")
    assert one["message"].startswith("the scan cannot be read here")
    assert one["quote"] in LINES[0]
    assert not one["suggestions"]
    likely = ("--reread", "--select", "I", "--accept-above", ".3")
    result = proofer("export", page, *likely, "-o", "new.hocr")
    assert result.code == 0
    assert one["quote"] in hocr_text(Path("new.hocr"))


def test_lines_are_read_once_for_all_runs(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    fake = reads(*SEEN)
    runs = [proofer("lint", page, "--reread", "--cache-dir", "cache") for _ in range(2)]
    assert fake.asked == 2
    assert runs[0].out == runs[1].out


def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "find_spec", lambda name: None)


def test_without_the_extra_it_is_said_once_and_all_is_as_before(
    proofer: Proofer, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = written(Path("other.hocr"))
    plain = proofer("lint", "--no-cache", page, other)
    without_extra(monkeypatch)
    asked = proofer("lint", "--no-cache", "--reread", page, other)
    assert (asked.code, asked.out) == (plain.code, plain.out)
    assert asked.err.count("pip install 'proofer-zh[reread]'") == 1


def test_a_page_without_image_is_told_and_all_is_as_before(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    Path("page.png").unlink()
    written(page, OVERLAPPING)
    plain = proofer("lint", "--no-cache", page)
    fake = reads(*SEEN)
    asked = proofer("lint", "--no-cache", "--reread", page)
    assert (asked.code, asked.out) == (plain.code, plain.out)
    assert "page 1 of page.hocr is not read again: no image of it is found" in asked.err
    assert not fake.asked


def test_a_text_without_boxes_is_told(
    proofer: Proofer, folder: Path, reads: Callable[..., Reads]
) -> None:
    reads(*SEEN)
    (folder / "page.txt").write_text("\n".join(LINES), encoding="utf-8")
    assert "not read again: no boxes" in proofer("lint", "page.txt", "--reread").err


def test_lines_that_are_not_read_are_counted(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    reads(SEEN[0], "会会会会会会会会会会会会会会")
    low = hocr(OVERLAPPING).replace("bbox 0 0 320 120", "bbox 0 0 640 240")
    page.write_text(low, encoding="utf-8")
    plain = proofer("lint", page, "--no-cache")
    asked = proofer("lint", page, "--reread", "--no-cache")
    assert "2 lines not read again: lower than 12 pixels 2" in asked.err
    assert asked.out == plain.out, "where no line is read, the images say nothing"


def test_the_engine_of_the_file_is_told_if_it_is_the_same(
    proofer: Proofer, folder: Path, reads: Callable[..., Reads]
) -> None:
    lines = [f"第{number}季度全市的生产任务" for number in "一二三四五六七八九十"]
    boxes = [[[20, top], [220, top], [220, top + 20], [20, top + 20]] for top in range(20, 420, 40)]
    drawn((320, 460)).save(folder / "page.png")

    def is_told(confidence: float) -> bool:
        rows = [[quad, line, confidence] for quad, line in zip(boxes, lines, strict=True)]
        (folder / "page.json").write_text(json.dumps(rows), encoding="utf-8")
        err = proofer("lint", "page.json", "--reread", "--no-cache").err
        return "seems to be read by PP-OCRv6 small itself" in err

    reads(*lines)
    assert is_told(0.998), "as sure as the model itself, which is sure by .999"
    assert not is_told(0.98), "another model reads clear print alike, and is less sure of it"
    reads(*(line.replace("任务", "任各") for line in lines))
    assert not is_told(0.998)


def test_the_doctor_says_whether_it_works(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch, reads: Callable[..., Reads]
) -> None:
    reads(*SEEN)
    assert "PP-OCRv6 small       works" in proofer("doctor").out
    monkeypatch.undo()
    without_extra(monkeypatch)
    assert "to read the scan again, install: pip install 'proofer-zh[reread]'" in (
        proofer("--lang", "en", "doctor").out
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no image", "damaged or no image"),
        (png(30_000, 30_000), "too large"),
        (b"", "damaged or no image"),
    ],
    ids=["text", "30,000 a side", "empty"],
)
def test_an_image_that_cannot_be_read_is_told_and_all_is_as_before(
    proofer: Proofer, page: Path, reads: Callable[..., Reads], content: bytes, words: str
) -> None:
    plain = proofer("lint", "--no-cache", page)
    Path("page.png").write_bytes(content)
    fake = reads(*SEEN)
    asked = proofer("lint", "--no-cache", "--reread", page)
    assert (asked.code, asked.out) == (plain.code, plain.out)
    assert words in asked.err
    assert "page.png" in asked.err
    assert not fake.asked


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("bbox 20 20 20 20", "an empty box 1"),
        ("bbox 5000 20 5300 40", "a box outside of the image 1"),
    ],
)
def test_a_line_with_a_bad_box_is_counted_and_the_others_are_read(
    proofer: Proofer, folder: Path, reads: Callable[..., Reads], box: str, words: str
) -> None:
    drawn().save(folder / "page.png")
    lines = "".join(
        f'<span class="ocr_line" title="{place}"><span class="ocrx_word" title="{place}">'
        f"{line}</span></span>"
        for line, place in zip(LINES, (box, "bbox 20 60 300 80"), strict=True)
    )
    (folder / "page.hocr").write_text(
        "<html><body><div class='ocr_page' title='image \"page.png\"; bbox 0 0 320 120'>"
        f"<p class='ocr_par'>{lines}</p></div></body></html>",
        encoding="utf-8",
    )
    fake = reads(SEEN[1])
    err = proofer("lint", "page.hocr", "--reread", "--no-cache").err
    assert f"1 line not read again: {words}" in err
    assert fake.asked == 1
