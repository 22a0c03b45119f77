"""The steps from paths to a Report."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.checking import pipeline, registry
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.api import Corpus, Detector, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import Edit, apply
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.findings.report import DocumentReport
from proofer.messages import Message
from tests.documents import document

PAGE = "保持规矩矩做事的态度，不断凝聚团结奋斗的的合力。\n\n要规规矩矩做事，规规矩矩做人。\n"


def checked(text: str, config: Config | None = None) -> DocumentReport:
    config = config or Config()
    return pipeline.check_document(document(text), pipeline.make_context(config), config)


def fake(code: str, monkeypatch: pytest.MonkeyPatch, quote: str, replacement: str) -> None:
    """Let one detector stand alone that wants `replacement` for `quote`."""

    def detect(page: Document, context: Context) -> Iterator[Finding]:
        start = page.text.index(quote)
        span = Span(start, start + len(quote))
        yield one.finding(
            page,
            span,
            Message("", ""),
            confidence=0.9,
            suggestions=[replace_span(span, replacement, 0.9)],
        )

    one = Detector(code, "fake", Message("", ""), Severity.ERROR, detect, Message("", ""), ())
    monkeypatch.setattr(registry, "detectors", lambda: {code: one})


def test_findings_are_sorted_and_quote_what_stands_there() -> None:
    report = checked(PAGE)
    assert [each.quote for each in report.findings] == ["规矩矩", "的的"]
    assert all(each.span.of(report.document.text) == each.quote for each in report.findings)


def test_edits_of_the_source_make_the_correction() -> None:
    report = checked(PAGE)
    page = report.document
    edits = [
        edit
        for each in report.findings
        for one in each.suggestions[0].edits
        for edit in project(page, one)
    ]
    assert apply(page.source, edits) == PAGE.replace("持规矩矩", "持规规矩矩").replace("的的", "的")


def test_the_fingerprint_survives_a_shift_of_lines_and_tells_equal_places_apart() -> None:
    before = {each.fingerprint for each in checked(PAGE).findings}
    shifted = checked("今天的会议在县里召开。\n\n" + PAGE)
    assert before == {each.fingerprint for each in shifted.findings}
    twice = checked((PAGE + "\n") * 2).findings
    assert len({each.fingerprint for each in twice}) == len(twice) > 2


def test_fingerprints_do_not_depend_on_what_is_shown() -> None:
    everything = {each.fingerprint for each in checked(PAGE * 3).findings}
    sure = {each.fingerprint for each in checked(PAGE * 3, Config(min_confidence=0.9)).findings}
    assert sure <= everything


def test_a_detector_that_breaks_is_a_failure_and_the_others_still_speak(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def detect(page: Document, context: Context) -> Iterator[Finding]:
        raise RuntimeError("out of cheese")

    parts = dict(detectors())
    parts["K001"] = replace(parts["K001"], detect=detect)
    monkeypatch.setattr(registry, "detectors", lambda: parts)
    report = checked(PAGE)
    assert [each.detector for each in report.failures] == ["K001"]
    assert "out of cheese" in report.failures[0].message.en
    assert [each.quote for each in report.findings] == ["规矩矩", "的的"]


def test_a_finding_that_misquotes_its_page_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def detect(page: Document, context: Context) -> Iterator[Finding]:
        yield Finding("K001", "fake", Span(0, 2), "胡说", Message("", ""), Severity.ERROR, 0.9)

    one = Detector("K001", "fake", Message("", ""), Severity.ERROR, detect, Message("", ""), ())
    monkeypatch.setattr(registry, "detectors", lambda: {"K001": one})
    report = checked(PAGE)
    assert not report.findings
    assert "胡说" in report.failures[0].message.en


def test_no_name_is_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "本报讯（记者 黎佩佩）会议在县里召开。黎佩佩摄\n"
    fake("D001", monkeypatch, "黎佩佩", "黎佩")
    assert checked(text).findings == ()


def test_names_may_be_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    fake("N001", monkeypatch, "黎佩佩", "黎佩")
    assert [each.code for each in checked("本报讯（记者 黎佩佩）会议在县里召开。\n").findings] == [
        "N001"
    ]


def test_a_suggestion_over_the_end_of_a_paragraph_is_left_to_the_editor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake("K001", monkeypatch, "合力。\n要", "合力要")
    (finding,) = checked(PAGE).findings
    assert finding.suggestions[0].applicability is Applicability.MANUAL
    assert finding.suggestions[0].note is not None


def test_unreadable_files_are_failures_and_the_rest_is_checked(tmp_path: Path) -> None:
    good, binary = tmp_path / "good.txt", tmp_path / "binary.txt"
    good.write_text(PAGE, encoding="utf-8")
    binary.write_bytes(b"\x00\x01\x02" * 50)
    report = pipeline.check([good, binary, tmp_path / "missing.txt"], Config())
    assert [each.path for each in report.failures] == [binary, tmp_path / "missing.txt"]
    assert len(report.findings) == 2
    assert report.exit_code() == 2


@pytest.mark.parametrize(
    ("fail_on", "severities", "code"),
    [
        (Severity.INFO, (Severity.INFO,), 1),
        (Severity.ERROR, (Severity.WARNING,), 0),
        (Severity.ERROR, (Severity.WARNING, Severity.ERROR), 1),
        (None, (Severity.ERROR,), 0),
    ],
)
def test_the_exit_code_tells_findings_that_are_bad_enough(
    fail_on: Severity | None, severities: tuple[Severity, ...], code: int
) -> None:
    from proofer.findings.report import Report

    page = document(PAGE)
    findings = tuple(
        Finding("K001", "fake", Span(0, 1), "保", Message("", ""), each, 0.9) for each in severities
    )
    assert Report((DocumentReport(page, findings),)).exit_code(fail_on) == code


def test_replacement_reads_the_quote_with_the_edits_inside_it() -> None:
    evidence = (Evidence("rule", Message("", "")),)
    finding = Finding(
        "S002",
        "fake",
        Span(2, 5),
        "规矩矩",
        Message("", ""),
        Severity.ERROR,
        0.9,
        evidence=evidence,
    )
    both = replace_span(Span(2, 3), "规规", 0.9)
    outside = replace(both, edits=(*both.edits, Edit(Span(9, 10), "")))
    assert finding.replacement(outside) == "规规矩矩"


def counting(monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """Make the only detector one that flags 铜 in a document if another one has it, too."""

    def survey(page: Document, context: Context) -> int:
        return page.text.find("铜")

    def conclude(
        corpus: Sequence[tuple[Document, int]], context: Context
    ) -> Iterator[tuple[int, Finding]]:
        having = [number for number, (_, at) in enumerate(corpus) if at >= 0]
        for number in having if len(having) > 1 else []:
            page, at = corpus[number]
            yield (
                number,
                one.finding(page, Span(at, at + 1), Message("又见", "again"), confidence=0.5),
            )

    corpus = Corpus(survey, conclude)
    one = Detector(
        "C999",
        "copper",
        Message("", ""),
        Severity.INFO,
        corpus.detect,
        Message("", ""),
        examples=(),
        corpus=corpus,
    )
    monkeypatch.setattr(registry, "detectors", lambda: {"C999": one})
    return corpus


def test_documents_are_compared_and_keep_their_own_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting(monkeypatch)
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path, text in zip(paths, ("矿上产铜。", "今天开会。", "铜价上涨。"), strict=True):
        path.write_text(text, encoding="utf-8")
    report = pipeline.check(paths, Config())
    assert [[each.span.start for each in one.findings] for one in report.documents] == [
        [3],
        [],
        [0],
    ]
    assert pipeline.check(paths[:2], Config()).findings == (), (
        "one document alone has nothing to be compared with"
    )


def test_surveys_of_other_processes_give_the_same_report() -> None:
    config, context = Config(), pipeline.make_context(Config())
    here = [
        pipeline.survey(document(text, name), context, config)
        for name, text in (("a.md", PAGE), ("b.txt", PAGE))
    ]
    elsewhere = pickle.loads(pickle.dumps(here))
    assert pipeline.conclude(elsewhere, context, config) == pipeline.conclude(here, context, config)


def test_a_report_that_was_made_alone_holds_where_comparing_adds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting(monkeypatch)
    config, context = Config(), pipeline.make_context(Config())
    outcomes = []
    for name, text in (("a.txt", "矿上产铜。"), ("b.txt", "今天开会。"), ("c.txt", "铜价上涨。")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        outcomes.append(pipeline.check_file(tmp_path / name, context, config))
    alone = [pipeline.concluded_alone(each, context, config) for each in outcomes]
    wanted = list(pipeline.reports_of(outcomes, context, config))
    found = list(pipeline.reports_of(alone, context, config))
    assert found == wanted
    assert [len(report.findings) for (report,) in found] == [1, 0, 1]
    assert [each.alone is report for each, (report,) in zip(alone, found, strict=True)] == [
        False,
        True,
        False,
    ], "only what was compared is made anew"


def test_a_comparison_that_breaks_is_a_failure_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = counting(monkeypatch)

    def conclude(
        corpus: Sequence[tuple[Document, int]], context: Context
    ) -> Iterator[tuple[int, Finding]]:
        raise RuntimeError("out of cheese")

    broken = replace(detectors()["C001"], code="C999", corpus=replace(corpus, conclude=conclude))
    monkeypatch.setattr(registry, "detectors", lambda: {"C999": broken})
    assert [each.detector for each in checked(PAGE).failures] == ["C999"]


@pytest.mark.parametrize(
    ("code", "word", "reported"),
    [
        ("D901", "团结奋斗的的合力", False),
        ("D901", "的的", False),
        ("D901", "奋斗的", True),
        ("D901", "的的合理", True),
        ("S901", "的的合力", False),
    ],
)
def test_what_a_project_allows_is_not_reported(
    code: str, word: str, reported: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "allow.tsv").write_text(
        f"term\treason\tsource\n{word}\t如此\t项目\n", encoding="utf-8"
    )
    fake(code, monkeypatch, "的的", "的")
    report = checked(PAGE, Config(dictionaries=(tmp_path / "allow.tsv",)))
    assert [each.quote for each in report.findings] == (["的的"] if reported else [])


SIMPLIFIED = "会议认为，这项工作关系全局，要继续抓好落实，让群众满意。\n\n" * 3


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("兩地商旅來往頻繁，貿易興盛，當時記載甚詳，後來逐漸衰落。", False),
        ("两地商旅來往频繁，贸易兴盛，当时记载很详细，后来逐渐衰落。", True),
    ],
)
def test_nothing_is_guessed_in_a_traditional_paragraph_of_a_simplified_page(
    paragraph: str, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("M998", monkeypatch, "來往", "来往")
    assert bool(checked(f"{SIMPLIFIED}{paragraph}\n").findings) is found


@pytest.mark.parametrize(("mark", "found"), [("", False), ("，", True)])
def test_nothing_is_guessed_in_a_long_row_of_characters(
    mark: str, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("M998", monkeypatch, "盥薇", "蜍薇")
    row = "霜蟾曜灵霜菀枯菡萏寥窅冥濩落" * 4
    assert bool(checked(f"{SIMPLIFIED}{row}盥薇{mark}{row}\n").findings) is found
