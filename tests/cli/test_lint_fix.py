"""`proofer lint --fix` and `--diff`: only what is certain, in as many rounds as it takes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofer.checking import registry
from proofer.detectors.api import Detector, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.messages import Message
from tests.cli.conftest import PAGE, Proofer, decide

SLIP = "这项工作己经全面完成，大家都很高兴。"
RIGHT = "这项工作已经全面完成，大家都很高兴。"
ONLY = ("--select", "K001")


def put(data: bytes | str, name: str = "page.md") -> Path:
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return Path(name)


def rules(*changes: tuple[str, str], **how: object) -> dict[str, Detector]:
    """Return a registry of one detector that replaces the first string of each pair."""
    applicability = how.get("applicability", Applicability.SAFE)
    source = how.get("source", "rule")
    confidence = float(str(how.get("confidence", 0.95)))
    code = str(how.get("code", "K001"))

    def detect(document: Document, context: Context) -> Iterator[Finding]:
        for old, new in changes:
            at = document.text.find(old)
            while at >= 0:
                span = Span(at, at + len(old))
                yield detector.finding(
                    document,
                    span,
                    Message("疑", "?"),
                    confidence=confidence,
                    suggestions=[replace_span(span, new, confidence, applicability)],  # type: ignore[arg-type]
                    evidence=[Evidence(source, Message("因", "why"))],  # type: ignore[arg-type]
                )
                at = document.text.find(old, at + 1)

    nothing = Message("", "")
    detector = Detector(code, "test", nothing, Severity.ERROR, detect, nothing, ())
    return {code: detector}


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> object:
    """Replace the detectors of a run."""

    def replaced(*changes: tuple[str, str], **how: object) -> None:
        held = rules(*changes, **how)
        monkeypatch.setattr(registry, "detectors", lambda: held)
        monkeypatch.setattr("proofer.checking.registry.detectors", lambda: held)

    return replaced


# What is corrected


def test_safe_corrections_are_made_and_what_remains_is_reported(proofer: Proofer) -> None:
    path = put(PAGE)
    result = proofer("lint", path, "--fix", "--select", "D001,K001", "--format", "json")
    assert result.code == 1, "an unsafe one remains"
    assert [each["quote"] for each in json.loads(result.out)["findings"]] == ["的的"]
    assert path.read_text(encoding="utf-8") == PAGE.replace("己经", "已经")
    assert result.err == "proofer: corrected 1 place in 1 file.\n"
    assert proofer("lint", path, "--fix", *ONLY).code == 0
    assert proofer("lint", path, "--fix", *ONLY).err == "", "there is nothing left to correct"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_other_byte_stays(proofer: Proofer, encoding: str, newline: str) -> None:
    text = f"第一行{newline}{newline}{{}}\f{newline}  末行"
    wrong, right = ("迫不急待", "迫不及待") if encoding == "big5" else ("己经", "已经")
    sentence = "大家迫不急待。" if encoding == "big5" else SLIP
    put("wrong\tright\tunless\treason\tsource\n迫不急待\t迫不及待\t\t\t\n", "confusions.tsv")
    put('dictionaries = ["confusions.tsv"]\n', "proofer.toml")
    path = put(text.format(sentence).encode(encoding), "page.txt")
    path.chmod(0o640)
    proofer("lint", path, "--fix", "--unsafe", "--unsafe-confidence", "0", *ONLY)
    assert path.read_bytes() == text.format(sentence.replace(wrong, right)).encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in Path().iterdir()) == [
        "confusions.tsv",
        "page.txt",
        "proofer.toml",
    ]


def test_a_link_stays_a_link_and_its_target_is_corrected_once(proofer: Proofer) -> None:
    path = put(SLIP)
    Path("z.md").symlink_to(path)
    result = proofer("lint", ".", "--fix", *ONLY)
    assert result.code == 0
    assert Path("z.md").is_symlink()
    assert path.read_text(encoding="utf-8") == RIGHT
    assert "corrected 1 place in 1 file" in result.err


def test_unsafe_takes_sure_corrections_of_dictionaries_only(proofer: Proofer, only: object) -> None:
    for how, expected in (
        ({"source": "dictionary"}, "乙"),
        ({"source": "dictionary", "confidence": 0.8}, "甲"),
        ({"source": "dictionary", "code": "M001"}, "甲"),
        ({"source": "language-model"}, "甲"),
        ({"source": "dictionary", "applicability": Applicability.MANUAL}, "甲"),
    ):
        only(("甲", "乙"), **({"applicability": Applicability.UNSAFE} | how))  # type: ignore[operator]
        path = put("这是甲。\n")
        proofer("lint", path, "--fix", "--no-cache")
        assert path.read_text(encoding="utf-8") == "这是甲。\n"
        proofer("lint", path, "--fix", "--unsafe", "--no-cache")
        assert path.read_text(encoding="utf-8") == f"这是{expected}。\n", how
    only(("甲", "乙"), applicability=Applicability.UNSAFE, source="dictionary", confidence=0.8)  # type: ignore[operator]
    proofer("lint", path, "--fix", "--unsafe", "--unsafe-confidence", "0.7", "--no-cache")
    assert path.read_text(encoding="utf-8") == "这是乙。\n"


def test_corrections_are_repeated_until_nothing_changes(proofer: Proofer, only: object) -> None:
    only(("甲", "乙"), ("乙", "丙"), ("丙丙", "丙"))  # type: ignore[operator]
    path = put("这是甲甲甲甲。\n")
    result = proofer("lint", path, "--fix", "--no-cache")
    assert (result.code, path.read_text(encoding="utf-8")) == (0, "这是丙。\n")


@pytest.mark.parametrize(
    "changes", [(("甲", "乙"), ("乙", "甲")), (("甲", "甲甲"),)], ids=["loop", "growth"]
)
def test_corrections_that_never_end_leave_the_file_alone_and_are_2(
    proofer: Proofer, only: object, changes: tuple[tuple[str, str], ...]
) -> None:
    only(*changes)  # type: ignore[operator]
    path = put("这是甲。\n")
    result = proofer("lint", path, "--fix", "--no-cache")
    assert result.code == 2
    assert "the file is untouched" in result.err
    assert path.read_text(encoding="utf-8") == "这是甲。\n"


def test_what_is_set_aside_is_not_corrected(proofer: Proofer) -> None:
    path = put(SLIP + "<!-- proofer: ignore -->\n")
    assert proofer("lint", path, "--fix", *ONLY).code == 0
    put("[[ignore-patterns]]\nregex = '己经'\n", "proofer.toml")
    other = put(SLIP, "other.md")
    assert proofer("lint", other, "--fix", *ONLY).code == 0
    Path("proofer.toml").write_text("")
    assert proofer("lint", other, *ONLY, "--baseline", "b.json", "--update-baseline").code == 0
    assert proofer("lint", other, "--fix", *ONLY, "--baseline", "b.json").code == 0
    third = put(SLIP, "third.md")
    decide(third, "己经", None)
    assert proofer("lint", third, "--fix", *ONLY).code == 0
    for each in (path, other, third):
        assert "己经" in each.read_text(encoding="utf-8")


def test_a_character_that_the_encoding_lacks_is_not_written(proofer: Proofer, only: object) -> None:
    only(("甲", "𠮷"))  # type: ignore[operator]
    data = "甲的工作。\n".encode("big5")
    path = put(data, "page.txt")
    result = proofer("lint", path, "--fix", "--no-cache", "--encoding", "big5")
    assert result.code == 1
    assert path.read_bytes() == data


def test_a_file_that_cannot_be_written_is_2_and_told(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(SLIP)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = proofer("lint", path, "--fix", *ONLY)
    assert result.code == 2
    assert "cannot write page.md: No space left" in result.err
    assert path.read_text(encoding="utf-8") == SLIP
    assert [each.name for each in Path().iterdir()] == ["page.md"]


# What would be corrected


@pytest.mark.parametrize(("encoding", "newline"), [("utf-8-sig", "\n"), ("gb18030", "\r\n")])
def test_the_diff_makes_the_file_that_fix_makes(
    proofer: Proofer, encoding: str, newline: str
) -> None:
    data = newline.join(["头一行", "", SLIP, "", SLIP]).encode(encoding)
    put(data, "page.txt")
    command = [sys.executable, "-m", "proofer", "lint", "page.txt", "--diff", *ONLY]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1, "nothing is corrected yet"
    assert done.stderr.decode() == "proofer: would correct 2 places in 1 file.\n"
    assert Path("page.txt").read_bytes() == data
    proofer("lint", "page.txt", "--fix", *ONLY)
    corrected = Path("page.txt").read_bytes()
    put(data, "page.txt")
    subprocess.run(["git", "apply"], input=done.stdout, check=True)
    assert Path("page.txt").read_bytes() == corrected


def test_a_clean_page_has_no_diff(proofer: Proofer) -> None:
    result = proofer("lint", put(RIGHT), "--diff", *ONLY)
    assert (result.code, result.out, result.err) == (0, "", "")


def test_the_diff_shows_what_rounds_come_to(proofer: Proofer, only: object) -> None:
    only(("甲", "乙"), ("乙", "丙\n\n丁"))  # type: ignore[operator]
    result = proofer(
        "lint", put("这是甲。\n\n末行。\n"), "--diff", "--no-cache", "--format", "json=report.json"
    )
    assert result.out.endswith("-这是甲。\n+这是丙\n+\n+丁。\n \n 末行。\n")
    assert len(json.loads(Path("report.json").read_text(encoding="utf-8"))["findings"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--fix", "--diff"),
        ("--unsafe",),
        ("--diff", "--format", "json"),
        ("--diff", "--update-baseline", "--baseline", "b.json"),
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense_together_are_2(
    proofer: Proofer, arguments: tuple[str, ...]
) -> None:
    path = put(SLIP)
    result = proofer("lint", path, *arguments)
    assert (result.code, result.out) == (2, "")
    assert path.read_text(encoding="utf-8") == SLIP
