"""Comments of a page silence findings where they say so, and those that mean nothing are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.checking.pipeline import check, check_document, make_context
from proofer.config import Config
from proofer.document.blocks import Block, assemble
from proofer.document.document import Document, Origin
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.report import DocumentReport

TWO = "他们的的工作做得很好。"
SLIP = "这项工作己经全面完成。"


def checked(folder: Path, *lines: str, name: str = "page.md", **options: object) -> DocumentReport:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = Config(**({"select": ("D001", "K001")} | options))  # type: ignore[arg-type]
    return check([path], config).documents[0]


def quotes(report: DocumentReport) -> tuple[list[str], list[str]]:
    return [each.quote for each in report.findings], [each.quote for each in report.silenced]


@pytest.mark.parametrize(
    ("lines", "kept", "silenced"),
    [
        ([TWO, "", SLIP], ["的的", "己经"], []),
        ([TWO + "<!-- proofer: ignore -->", "", SLIP], ["己经"], ["的的"]),
        (["<!--proofer:ignore D001-->" + TWO + SLIP], ["己经"], ["的的"]),
        ([TWO + SLIP + "<!-- proofer: ignore known-slip, D002 -->"], ["的的"], ["己经"]),
        ([TWO + SLIP + "<!-- proofer: ignore D K001 -->"], [], ["的的", "己经"]),
        (["<!-- proofer: ignore-next-line -->", TWO, "", SLIP], ["己经"], ["的的"]),
        (["<!-- proofer: ignore-next-line D001 -->", "", "", TWO + SLIP], ["己经"], ["的的"]),
        (
            ["<!-- proofer: ignore-begin -->", TWO, "", "<!-- proofer: ignore-end -->", "", SLIP],
            ["己经"],
            ["的的"],
        ),
        (
            [TWO, "", "<!-- proofer: ignore-begin K -->", "", SLIP, "<!-- proofer: ignore-end -->"],
            ["的的"],
            ["己经"],
        ),
        ([TWO, "", SLIP, "", "<!-- proofer: ignore-file D001 -->"], ["己经"], ["的的"]),
        (["<!-- proofer: ignore-file -->", "", TWO, "", SLIP], [], ["的的", "己经"]),
        (["<!-- proofer is a tool -->", "", TWO], ["的的"], []),
    ],
)
def test_a_directive_silences_its_lines_only(
    tmp_path: Path, lines: list[str], kept: list[str], silenced: list[str]
) -> None:
    report = checked(tmp_path, *lines)
    assert quotes(report) == (kept, silenced)
    assert report.failures == report.warnings == ()


@pytest.mark.parametrize("media_type", ["text/html", "application/alto+xml", "application/xml"])
@pytest.mark.parametrize(
    ("comment", "silenced"), [("ignore", 1), ("ignore-next-line", 0), ("ignore-file D", 1)]
)
def test_comments_of_xml_are_directives(media_type: str, comment: str, silenced: int) -> None:
    source = f"<p>{TWO}</p><!-- proofer: {comment} -->\n<p>{SLIP}</p>\n"
    texts = [Span(at, at + len(text)) for text in (TWO, SLIP) if (at := source.index(text))]
    blocks = [Block((span,), BlockKind.PROSE) for span in texts]
    flow = assemble(source, blocks, [BlockKind.PROSE, BlockKind.PROSE], [])
    origin = Origin(media_type=media_type)
    document = Document(
        Path("page.xml"), source, flow.text, flow.segments, flow.paragraphs, flow.joins, origin
    )
    config = Config(select=("D001",))
    report = check_document(document, make_context(config), config)
    assert (len(report.silenced), len(report.findings)) == (silenced, 1 - silenced)


def test_plain_text_has_no_directives(tmp_path: Path) -> None:
    report = checked(tmp_path, TWO + "<!-- proofer: ignore -->", name="page.txt")
    assert quotes(report) == (["的的"], [])


def test_an_example_in_code_is_no_directive(tmp_path: Path) -> None:
    report = checked(tmp_path, TWO, "", "写作 `<!-- proofer: ignore-file -->`。")
    assert quotes(report) == (["的的"], [])


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("ignor", "Did you mean ignore?"),
        ("", "there is no ''"),
        ("ignore D009", "there is no detector D009"),
        ("ignore known-slop", "Did you mean known-slip?"),
        ("ignore-begin", "has no ignore-end"),
        ("ignore-end", "has no ignore-begin"),
    ],
)
def test_a_malformed_directive_silences_nothing_and_is_a_failure(
    tmp_path: Path, comment: str, told: str
) -> None:
    report = checked(tmp_path, TWO, "", f"<!-- proofer: {comment} -->")
    assert quotes(report) == (["的的"], [])
    (failure,) = report.failures
    assert told in failure.message.en
    assert "line 3" in failure.message.en
    assert "第 3 行" in failure.message.zh


def test_an_unused_directive_is_told(tmp_path: Path) -> None:
    report = checked(tmp_path, "今天很好。<!-- proofer: ignore D001 -->")
    (warning,) = report.warnings
    assert "line 1: this directive silences nothing" in warning.message.en
    assert report.failures == ()


@pytest.mark.parametrize("comment", ["ignore D001", "ignore", "ignore D"])
def test_a_directive_for_what_did_not_run_is_not_called_unused(
    tmp_path: Path, comment: str
) -> None:
    report = checked(tmp_path, f"今天很好。<!-- proofer: {comment} -->", select=("K001",))
    assert report.warnings == ()


def test_a_finding_below_the_confidence_still_uses_its_directive(tmp_path: Path) -> None:
    report = checked(tmp_path, TWO + "<!-- proofer: ignore D001 -->", min_confidence=1.0)
    assert (report.findings, report.silenced, report.warnings) == ((), (), ())


TORN = ["这项工作全面完成，大家倍感幸福", "", "▲图为会议现场。  李小川 摄", "", "福感满满。"]


@pytest.mark.parametrize("line", [0, 4])
def test_a_torn_finding_is_silenced_from_either_line(tmp_path: Path, line: int) -> None:
    found, _ = quotes(checked(tmp_path, *TORN))
    assert len(found) == 1
    commented = [
        text + "<!-- proofer: ignore -->" if number == line else text
        for number, text in enumerate(TORN)
    ]
    assert quotes(checked(tmp_path, *commented)) == ([], found)
