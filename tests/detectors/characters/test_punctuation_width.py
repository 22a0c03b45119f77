from __future__ import annotations

import pytest
from hypothesis import given

from proofer.detectors.characters.doubled_marks import DETECTOR as DOUBLED_MARK
from proofer.detectors.characters.punctuation_width import DETECTOR
from proofer.document.edits import apply
from proofer.findings.finding import Severity
from tests.detectors.findings import context, find, mended, quotes
from tests.documents import document, texts

NARROW = str.maketrans("，；：！？（）。“”", ',;:!?().""')


def fixed(text: str) -> str:
    page = document(text)
    return mended(page, list(DETECTOR.detect(page, context())))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("会议指出,要坚持改革;大家认为:很好!是吗?", "会议指出，要坚持改革；大家认为：很好！是吗？"),
        ("全年产量达98.6%,创历史新高。", "全年产量达98.6%，创历史新高。"),
        ("“新机制”,“新平台”都已建成。", "“新机制”，“新平台”都已建成。"),
        ("国产大飞机(C919)已经交付(首架)。", "国产大飞机（C919）已经交付（首架）。"),
        ('他说:"一定完成任务!"', "他说：“一定完成任务！”"),
        ("他说完就走了.", "他说完就走了。"),
        ("会议开了, 大家都来了。", "会议开了，大家都来了。"),
        ("（一)抓落实", "（一）抓落实"),
    ],
)
def test_half_width_marks_among_chinese_become_full_width(text: str, right: str) -> None:
    assert fixed(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "共1,000人，12:30开始，比分3:0，涨了3.5%。",
        "网址https://example.org/a,b?c=1;d:2和信箱a.b@example.org都可用。",
        "他说Hello, world!然后用std::vector和f(x)。",
        "1.总则",
        "一.总则",
        "2026年2月4日，星期三，总第1408期。",
        '屏幕为6.1"，共一台。',
    ],
)
def test_numbers_addresses_and_latin_text_keep_their_marks(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_a_page_has_one_finding_that_names_the_half_width_lines() -> None:
    half = "会议指出,要坚持改革,扩大开放,狠抓落实。"
    full = "会议指出，要坚持改革，扩大开放，狠抓落实。"
    page = "\n".join([half, half, full, full, half])
    (finding,) = find(DETECTOR, page)
    assert finding.severity is Severity.WARNING
    assert len(finding.suggestions[0].edits) == 9
    runs = [evidence.detail.zh for evidence in finding.evidence]
    assert len(runs) == 2
    assert "第 1—2 行" in runs[0]
    assert "第 5 行" in runs[1]
    assert fixed(page) == "\n".join([full] * 5)


def test_a_stray_mark_in_a_full_width_line_is_named_too() -> None:
    page = "会议指出，要坚持改革，扩大开放,狠抓落实。\n大家认为，很好。"
    (finding,) = find(DETECTOR, page)
    assert "全角为主" in finding.evidence[0].detail.zh
    assert len(finding.suggestions[0].edits) == 1


def test_a_page_that_is_half_width_throughout_is_told_once_and_gently() -> None:
    (finding,) = find(DETECTOR, "会议指出,要坚持改革,扩大开放。\n大家认为,很好;很及时。")
    assert finding.severity is Severity.INFO
    assert "通篇" in finding.message.zh
    assert finding.confidence < 0.7


def test_code_is_not_read() -> None:
    assert quotes(DETECTOR, "```\n打印(甲,乙)\n```\n\n正文，没有问题。\n", "page.md") == []


def test_it_can_be_applied_together_with_doubled_marks() -> None:
    page = document("大家认为,,很好，真的,，不错;;是的。")
    both = [*DETECTOR.detect(page, context()), *DOUBLED_MARK.detect(page, context())]
    edits = [edit for finding in both for edit in finding.suggestions[0].edits]
    assert apply(page.text, edits) == "大家认为，很好，真的，不错；是的。"


@given(texts)
def test_only_widths_change(text: str) -> None:
    page = document(text)
    after = mended(page, list(DETECTOR.detect(page, context())))

    def plain(string: str) -> str:
        return string.translate(NARROW).replace(" ", "")

    assert plain(after) == plain(page.text)
    assert after.count(" ") <= page.text.count(" "), "a space was put in"
    assert (
        not list(DETECTOR.detect(document(after), context())) or "\n" in after or after != page.text
    )


def test_the_title_of_a_box_keeps_its_straight_quotes() -> None:
    said = "这里要注意，水位每天都会变化。"
    assert quotes(DETECTOR, f'???+ note "水位的测定"\n\n{said}\n\n=== "夏季"\n', "page.md") == []
    assert quotes(DETECTOR, f'他说"水位的测定"很难。\n\n{said}\n', "page.md") == ['"']
