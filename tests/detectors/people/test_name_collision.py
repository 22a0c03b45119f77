from __future__ import annotations

import pytest

from proofer.detectors.people.name_collision import DETECTOR
from tests.detectors.findings import context, find
from tests.documents import document

NEAR = {
    "会议召开。（记者 邹梓涵）\n\n图为会场。\n\n邹梓菡 摄": {"邹梓涵", "邹梓菡"},
    "本报讯（记者 褚丹萍）会议召开。\n\n图片提供：褚舟萍 何小川": {"褚丹萍", "褚舟萍"},
    "本报讯（记者 段一鸣）会议召开。\n\n图为会场。\n\n殷一鸣 摄": {"段一鸣", "殷一鸣"},
    "本报讯（通讯员 王晓波）会议召开。\n\n王晓坡 摄": {"王晓波", "王晓坡"},
    "□ 欧阳志明\n\n会议召开。\n\n欧阳志朋 摄": {"欧阳志明", "欧阳志朋"},
    "本报讯（记者 李 丹）会议召开。\n\n李舟 摄": {"李丹", "李舟"},
    "本报记者 张建军 通讯员 赵磊\n\n会议召开。\n\n张健军 摄": {"张建军", "张健军"},
    "董事长周明远在讲话中指出，要改革。董事长周明远强调，要创新。\n\n□ 周明运": {
        "周明远",
        "周明运",
    },
}
FAR = (
    "本报讯（记者 邹梓涵 邹梓菡）会议召开。",
    "本报讯（记者 邹梓涵）会议召开。\n\n何丹 摄\n\n本报讯（通讯员 李小川）会议闭幕。",
    "本报讯（记者 何丹）会议召开。\n\n何强 摄",
    "本报讯（记者 李建国）会议召开。\n\n李建 摄",
    "记者从公司获悉，关于安全生产的单位很多。\n\n贺信\n\n高度 摄",
    "总监孙先生说，很好。经理霍先生说，也好。总监孙先生和经理霍先生都笑了。",
    "本报讯（记者 王建国）会议召开。王建国说。\n\n王建军 摄\n\n王建军也来了。",
)


@pytest.mark.parametrize(("text", "names"), NEAR.items())
def test_near_names_are_one_question_without_a_correction(text: str, names: set[str]) -> None:
    (finding,) = find(DETECTOR, text)
    assert finding.quote.replace(" ", "") in names
    assert all(name in finding.message.en for name in names)
    assert not finding.suggestions, "a name is never corrected"
    assert (
        len(finding.related)
        == len([each for each in context().page(document(text)).byline_names if each.name in names])
        - 1
    )


@pytest.mark.parametrize("text", FAR)
def test_other_names_are_not_asked_about(text: str) -> None:
    assert not find(DETECTOR, text)


def test_pairs_that_share_a_name_are_one_question_with_all_places() -> None:
    text = "图为会场。\n\n郭子晴 摄\n\n图片提供：何丹 邢子晔\n\n图片提供：黎小川 邢子晴"
    (finding,) = find(DETECTOR, text)
    assert all(name in finding.message.zh for name in ("郭子晴", "邢子晴", "邢子晔"))
    places = {span.of(document(text).text) for span in (finding.span, *finding.related)}
    assert places == {"郭子晴", "邢子晴", "邢子晔"}
    told = " ".join(each.detail.zh for each in finding.evidence)
    assert "邢／郭" in told
    assert "晔／晴" in told
