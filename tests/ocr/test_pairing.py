"""A second reading of a page: which file has it, its order, and its part in the findings."""

import json
from pathlib import Path

import pytest

from proofer.__main__ import main
from proofer.checking.pipeline import check, make_context, survey
from proofer.config import Config
from proofer.errors import InputError
from proofer.formats import parse, read
from proofer.language.channel.engine import Engine, default_engine
from proofer.language.channel.ocr_confidences import OcrConfidences, ocr_confidences
from proofer.language.channel.profiles import PROFILES
from proofer.ocr.alignment import aligned, similarity
from proofer.ocr.pairing import partner, read_page, with_second
from proofer.ocr.rescoring import OcrRescorer
from proofer.scoring.calibration import Weights

LEFT = [
    "全市农业工作会议昨天召开，",
    "会上部署了今年春耕生产的各",
    "项任务，要求各县抓紧落实好",
    "种子、化肥和农机具的供应，",
    "保证不误农时，夺取丰收。",
]
RIGHT = [
    "新建的市图书馆下月开放，馆",
    "内藏书三十万册，设有少年儿",
    "童阅览室和电子阅览室，读者",
    "凭身份证就可以入馆阅读，周",
    "末照常开放，节日另行通知。",
]


def rapid(left: list[str], right: list[str], scale: float = 1.0) -> bytes:
    """Two columns as RapidOCR writes them: row by row."""
    lines = []
    for row, pair in enumerate(zip(left, right, strict=True)):
        for column, text in enumerate(pair):
            x, y = 50 + 450 * column, 100 + 40 * row
            corners = [(x, y), (x + 30 * len(text), y), (x + 30 * len(text), y + 28), (x, y + 28)]
            lines.append([[[at * scale for at in corner] for corner in corners], text, 0.97])
    return json.dumps(lines, ensure_ascii=False).encode()


def hocr(left: list[str], right: list[str], scale: float = 1.0, merged: bool = False) -> bytes:
    """The same as words of one character, by columns or with each row as one line across both."""

    def line(row: int, parts: list[tuple[int, str]]) -> str:
        words = "".join(
            f"<span class='ocrx_word' title='{box(x + 30 * at, row, 1)}; x_wconf 60'>{char}</span>"
            for x, text in parts
            for at, char in enumerate(text)
        )
        first, last = parts[0], parts[-1]
        whole = box(first[0], row, (last[0] - first[0]) // 30 + len(last[1]))
        return f"<span class='ocr_line' title='{whole}'>{words}</span>"

    def box(x: int, row: int, size: int) -> str:
        y = 100 + 40 * row
        return "bbox " + " ".join(
            str(round(each * scale)) for each in (x, y, x + 30 * size, y + 28)
        )

    if merged:
        lines = [
            line(row, [(50, a), (500, b)])
            for row, (a, b) in enumerate(zip(left, right, strict=True))
        ]
    else:
        lines = [
            line(row, [(x, text)])
            for x, column in ((50, left), (500, right))
            for row, text in enumerate(column)
        ]
    head = (
        "<html><head><meta name='ocr-system' content='tesseract 5.3.0'></head>"
        "<body><div class='ocr_page'>"
    )
    return (head + "<p class='ocr_par'>" + "".join(lines) + "</p></div></body></html>").encode()


@pytest.mark.parametrize("scale", [1.0, 2.0, 0.37])
def test_boxes_put_a_row_across_two_columns_in_the_order_of_the_first(scale: float) -> None:
    first = parse(rapid(LEFT, RIGHT), Path("a.json"))
    second = parse(hocr(LEFT, RIGHT, scale, merged=True), Path("a.hocr"))

    assert "".join(aligned(first, second).text.split()) == "".join(LEFT + RIGHT)


def test_text_without_boxes_is_put_in_order_by_what_it_says() -> None:
    first = parse(rapid(LEFT, RIGHT), Path("a.json"))
    rows = "\n".join(line for pair in zip(RIGHT, LEFT, strict=True) for line in pair)

    assert "".join(aligned(first, parse(rows.encode(), Path("a.txt"))).text.split()) == "".join(
        LEFT + RIGHT
    )


def test_confidences_go_with_their_characters() -> None:
    second = aligned(
        parse(rapid(LEFT, RIGHT), Path("a.json")), parse(hocr(LEFT, RIGHT), Path("a.hocr"))
    )

    assert len(second.confidences) == len(second.text)
    assert {
        sure for char, sure in zip(second.text, second.confidences, strict=True) if char != "\n"
    } == {0.6}
    assert second.engine == "tesseract"


def test_an_empty_page_has_no_second_reading() -> None:
    empty, full = parse(b"", Path("a.txt")), parse(rapid(LEFT, RIGHT), Path("a.json"))

    assert aligned(empty, full).text.strip() == ""
    assert aligned(full, empty).text.strip() == ""
    assert similarity(empty.text, full.text) == 0


def test_the_finding_says_what_the_other_engine_reads(tmp_path: Path) -> None:
    wrong = [line.replace("农业", "衣业") for line in LEFT]
    (tmp_path / "p.rapid.json").write_bytes(rapid(wrong, RIGHT))
    (tmp_path / "p.tess.hocr").write_bytes(hocr(LEFT, RIGHT))
    report = check(
        [tmp_path / "p.rapid.json"], Config(select=("M",), second=tmp_path / "p.tess.hocr")
    )
    (finding,) = (each for each in report.findings if each.quote == "衣")

    assert finding.replacement(finding.suggestions[0]) == "农"
    said = [each.detail for each in finding.evidence if each.source == "witness"]
    assert [each.en for each in said] == [
        "the engine's confidence here is 97%",
        "the other engine reads 农 (confidence 60%)",
    ]
    assert [each.zh for each in said] == [
        "此处的识别置信度为 97%",
        "另一引擎读作“农”（置信度 60%）",
    ]


def test_a_second_reading_makes_the_same_correction_surer(tmp_path: Path) -> None:
    page = tmp_path / "p.rapid.json"
    page.write_bytes(rapid([line.replace("农业", "衣业") for line in LEFT], RIGHT))
    (tmp_path / "p.tess.hocr").write_bytes(hocr(LEFT, RIGHT))
    once, twice = (
        max(
            (
                each.suggestions[0].confidence
                for each in check([page], config).findings
                if each.quote == "衣"
            ),
            default=0.0,
        )
        for config in (Config(select=("M",)), Config(select=("M",), second=tmp_path))
    )

    assert twice > once


def test_weights_fitted_on_two_readings_count_on_a_page_with_two_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, second = tmp_path / "p.rapid.json", tmp_path / "p.tess.hocr"
    page.write_bytes(rapid([line.replace("农业", "衣业") for line in LEFT], RIGHT))
    second.write_bytes(hocr(LEFT, RIGHT))
    asked: list[str] = []

    def engine(profile: str = "ocr") -> Engine:
        asked.append(profile)
        return default_engine(profile)

    monkeypatch.setattr("proofer.language.channel.engine.default_engine", engine)
    for reading, profile in ((None, "ocr"), (second, "ocr-two")):
        asked.clear()
        config = Config(select=("M",), second=reading)
        context, document = make_context(config), read_page(page, reading)
        finding = next(
            each for each in survey(document, context, config).candidates if each.quote == "衣"
        )
        assert asked == [profile], "the channel"
        weights = Weights({finding.code: -1.0}, {finding.code: -1.0})
        rescored = {
            name: OcrRescorer(document).with_ocr_probabilities(finding, {name: weights})
            for name in PROFILES
        }
        assert [name for name in PROFILES if rescored[name] != finding] == [profile], (
            "what the engines say"
        )


@pytest.mark.parametrize("command", ["lint", "export"])
def test_another_page_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (tmp_path / "a.json").write_bytes(rapid(LEFT, LEFT))
    (tmp_path / "b.hocr").write_bytes(hocr(RIGHT, RIGHT))
    options = (
        ["--accept-above", "0.9", "--output", str(tmp_path / "out.json")]
        if command == "export"
        else []
    )

    code = main(
        [
            "--lang",
            "en",
            command,
            str(tmp_path / "a.json"),
            "--second",
            str(tmp_path / "b.hocr"),
            *options,
        ]
    )

    assert code == 2
    assert "does not seem to be another reading" in capsys.readouterr().err


def test_partners_are_found_by_their_stem(tmp_path: Path) -> None:
    for name in ("p-1.rapid.json", "p-1.tess.hocr", "p-1.tess.jpg", "p-2.rapid.json"):
        (tmp_path / name).write_bytes(
            rapid(LEFT, RIGHT) if name.endswith("json") else hocr(LEFT, RIGHT)
        )
    page = tmp_path / "p-1.rapid.json"

    assert partner(page, tmp_path).name == "p-1.tess.hocr"
    assert partner(page, tmp_path / "*.hocr").name == "p-1.tess.hocr"
    assert read_page(page, tmp_path).alternate is not None
    with pytest.raises(InputError, match="no second reading"):
        partner(tmp_path / "p-2.rapid.json", tmp_path)


def test_several_partners_are_an_error_that_names_them(tmp_path: Path) -> None:
    for name in ("p.rapid.json", "p.tess.hocr", "p.other.hocr"):
        (tmp_path / name).write_bytes(hocr(LEFT, RIGHT))

    with pytest.raises(InputError, match=r"p\.other\.hocr, p\.tess\.hocr"):
        partner(tmp_path / "p.rapid.json", tmp_path)


@pytest.mark.parametrize(
    ("data", "name", "engine"), [(rapid, "a.json", "rapidocr"), (hocr, "a.hocr", "tesseract")]
)
def test_the_engine_is_known_by_its_file(
    data: object, name: str, engine: str, tmp_path: Path
) -> None:
    assert callable(data)
    (tmp_path / name).write_bytes(data(LEFT, RIGHT))

    assert read(tmp_path / name).engine == engine


def lost(number: int) -> bytes:
    """The first reading without one line of the right column."""
    return json.dumps(
        [each for each in json.loads(rapid(LEFT, RIGHT)) if each[1] != RIGHT[number]]
    ).encode()


@pytest.mark.parametrize(
    ("number", "quote", "told"),
    [
        (2, RIGHT[1][-1], "lines may be lost below this one: 1"),
        (0, RIGHT[1][0], "lines may be lost above this one: 1"),
    ],
)
def test_a_line_that_only_the_other_engine_has_is_told_and_not_put_in(
    tmp_path: Path, number: int, quote: str, told: str
) -> None:
    (tmp_path / "p.rapid.json").write_bytes(lost(number))
    (tmp_path / "p.tess.hocr").write_bytes(
        hocr(LEFT, RIGHT, 2.0).replace(b"x_wconf 60", b"x_wconf 90")
    )
    report = check(
        [tmp_path / "p.rapid.json"], Config(select=("S006",), second=tmp_path / "p.tess.hocr")
    )
    (finding,) = (each for each in report.findings if each.message.en == told)

    assert finding.quote == quote
    assert not finding.suggestions, "lost text is never guessed"
    assert (
        finding.evidence[0].detail.en
        == f"the other engine reads here: {RIGHT[number]} (confidence 90%)"
    )


def test_a_doubtful_line_of_the_other_engine_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "p.rapid.json").write_bytes(lost(2))
    (tmp_path / "p.tess.hocr").write_bytes(hocr(LEFT, RIGHT))
    report = check(
        [tmp_path / "p.rapid.json"], Config(select=("S006",), second=tmp_path / "p.tess.hocr")
    )

    assert not report.findings, "below the mean confidence of a legible page"


def test_confidences_count_where_two_measured_engines_read_the_page() -> None:
    first, second = (
        parse(rapid(LEFT, RIGHT), Path("a.json")),
        parse(hocr(LEFT, RIGHT), Path("a.hocr")),
    )
    plain = parse("\n".join(LEFT + RIGHT).encode(), Path("a.txt"))

    known = ocr_confidences(with_second(first, second))
    assert known.engine == "rapidocr"
    assert set(known.own) == {0.97, None}, "line feeds have none"
    assert set(known.other) == {0.6, None}
    assert ocr_confidences(with_second(second, second)).other == (), (
        "two readings of one engine were not measured"
    )
    assert ocr_confidences(with_second(second, plain)).other == ()
    assert ocr_confidences(with_second(plain, second)) == OcrConfidences()
    assert ocr_confidences(first) == OcrConfidences(), "there is no second reading"


def test_a_run_of_another_length_is_likelier_the_surer_its_engine_and_the_less_sure_the_first(
    tmp_path: Path,
) -> None:
    wrong = [line.replace("种子", "秭") for line in LEFT]

    def probability(own: int, other: float) -> float:
        (tmp_path / "p.tess.hocr").write_bytes(
            hocr(wrong, RIGHT).replace(b"x_wconf 60", f"x_wconf {own}".encode())
        )
        (tmp_path / "p.rapid.json").write_bytes(
            rapid(LEFT, RIGHT).replace(b"0.97", str(other).encode())
        )
        report = check(
            [tmp_path / "p.tess.hocr"], Config(select=("M",), second=tmp_path / "p.rapid.json")
        )
        (finding,) = (each for each in report.findings if each.quote == "秭")
        return max(
            each.confidence for each in finding.suggestions if finding.replacement(each) == "种子"
        )

    assert probability(10, 0.99) > 0.9
    assert probability(10, 0.99) > probability(90, 0.99)
    assert probability(10, 0.99) > probability(10, 0.5)


def test_a_number_is_not_taken_from_another_engine(tmp_path: Path) -> None:
    left = [line.replace("昨天", "21日") for line in LEFT]
    wrong = [line.replace("昨天", "2日") for line in LEFT]
    (tmp_path / "p.tess.hocr").write_bytes(hocr(wrong, RIGHT).replace(b"x_wconf 60", b"x_wconf 10"))
    (tmp_path / "p.rapid.json").write_bytes(rapid(left, RIGHT))
    report = check(
        [tmp_path / "p.tess.hocr"], Config(select=("M",), second=tmp_path / "p.rapid.json")
    )

    assert not any(
        "1" in edit.replacement
        for each in report.findings
        for s in each.suggestions
        for edit in s.edits
    )
