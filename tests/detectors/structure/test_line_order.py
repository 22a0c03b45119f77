from __future__ import annotations

from proofer.detectors.structure._line_continuity import APART, line_order, page_lines
from proofer.detectors.structure.line_order import DETECTOR
from proofer.document.edits import apply
from tests.detectors.findings import context, find
from tests.documents import document

LINES = (
    "会议要求，各级党组织要把学习贯彻党",
    "的二十届四中全会精神作为当前和今后",
    "一个时期的重大政治任务，精心组织开",
    "展形式多样的宣讲活动，推动全会精神",
    "深入人心，以实际行动做好今年的各项",
    "工作，为全面建设社会主义现代化国家",
    "作出新的更大贡献。",
)
OTHERS = (
    "入冬以来，市供电公司组织党员服务队",
    "深入田间地头，对农业大棚的用电线路",
    "进行全面检查，及时消除安全隐患，确",
    "保群众温暖过冬。",
)


def page(*paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"


def test_two_lines_that_changed_places_are_one_question_with_the_right_order() -> None:
    first, second, third, fourth, *rest = LINES
    (finding,) = find(DETECTOR, page((first, second, fourth, third, *rest)))
    assert finding.replacement(finding.suggestions[0]) == third + fourth
    assert finding.suggestions[0].applicability == "manual"


def test_a_line_of_the_next_column_is_moved_to_its_place() -> None:
    right = document(page(LINES, OTHERS)).text
    one, two, three, four = OTHERS
    wrong = page((*LINES[:3], three, *LINES[3:]), (one, two, four))
    (finding,) = find(DETECTOR, wrong)
    assert finding.quote == three
    assert apply(document(wrong).text, finding.suggestions[0].edits) == right


def test_the_end_of_a_caption_before_its_beginning() -> None:
    (finding,) = find(DETECTOR, "职工代表合影。\n\n图为参加大会的全体\n")
    assert finding.replacement(finding.suggestions[0]) == "图为参加大会的全体职工代表合影。"
    assert not find(DETECTOR, "市长看望慰问环卫工人。\n\n图为大会现场\n"), (
        "these two do not belong together"
    )


def test_a_page_read_across_its_columns_is_one_finding() -> None:
    left = LINES + OTHERS
    right = (
        "春节期间，全市各大商场、超市货源充",
        "足，价格平稳，节日气氛浓厚。市场监",
        "管部门加大检查力度，严厉打击哄抬物",
        "价、以次充好等违法行为，切实维护广",
        "大消费者的合法权益。据统计，七天假",
        "期，全市主要零售企业实现销售额比上",
        "年同期增长百分之八，其中绿色食品和",
        "智能家电最受欢迎。文化和旅游部门推",
        "出的非遗展演、灯会等活动也吸引了大",
        "量市民和外地游客前来参观，城乡居民",
        "的精神文化生活更加丰富多彩。",
    )
    across = "\n".join(line for row in zip(left, right, strict=True) for line in row)
    (finding,) = find(DETECTOR, across)
    assert "2" in finding.message.en
    assert not find(DETECTOR, "\n".join((*left, *right)))


def test_a_caption_in_two_halves_reads_the_other_way_round() -> None:
    (finding,) = find(DETECTOR, "理发的场景。图为青年志愿者在社区为老人")
    assert finding.replacement(finding.suggestions[0]) == "图为青年志愿者在社区为老人理发的场景。"
    assert not find(DETECTOR, "昨日，全市表彰大会隆重召开。图为大会现场"), "a caption in its order"


def test_torn_paragraphs_do_not_repeat_it() -> None:
    text = document(page((*LINES[:2], LINES[3], LINES[2], *LINES[4:])))
    order = line_order(context().page(text))
    assert [each.swapped for each in order.misplaced] == [True]
    assert all(order.explains(paragraph.span) for paragraph in text.paragraphs)


def test_explained_words_and_lines_of_another_language_change_no_places() -> None:
    assert not find(DETECTOR, "职工代表合影。\n\n典例：图为参加大会的全体\n")
    english = page(("职工代表合影。", "Let's watch TV at home, it's raining", *LINES))
    assert not find(DETECTOR, english)


def test_the_model_does_not_order_lines_of_traditional_print() -> None:
    first, second, third, fourth, *rest = LINES
    swapped = page((first, second, fourth, third, *rest))
    traditional = str.maketrans(
        "会级组织要学习贯彻党届当后个时务开样讲动为设义现国献",
        "會級組織要學習貫徹黨屆當後個時務開樣講動為設義現國獻",
    )
    assert not find(DETECTOR, swapped.translate(traditional))


def test_lines_on_both_sides_of_a_formula_are_no_neighbours() -> None:
    first, second = "潮水退去以后才能开工。", "图为青年志愿者在社区为老人理发"
    runs = [
        [line.run for line in page_lines(document(f"{first}\n\n{between}{second}\n", "page.md"))]
        for between in ("", "$$x^2 = y$$\n\n")
    ]
    assert [after - before >= APART for before, after in runs] == [False, True]


def test_a_heading_behind_a_paragraph_or_a_note_is_no_line_of_it() -> None:
    note = "〔4〕会议要求，推动全会精神深入人心，以实际行动做好今年的工作。"
    heading = "一个时期的重大政治任务，精心组织开"
    paragraph = "展形式多样的宣讲活动，推动全会精神深入人心。" * 4
    assert find(DETECTOR, f"深入人心。\n\n{LINES[3]}。\n\n{LINES[2]}"), "a stray line is not found"
    assert not find(DETECTOR, f"深入人心。\n\n{paragraph}\n\n{heading}")
    assert not find(DETECTOR, f"深入人心。\n\n{note}\n\n{heading}")
