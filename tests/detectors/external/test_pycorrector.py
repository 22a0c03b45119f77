"""M001 with the real package: only its corrected sentence counts, and it is quiet and offline."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from proofer.checking.pipeline import check_document, make_context
from proofer.checking.registry import selected
from proofer.config import Config
from proofer.detectors.external import pycorrector
from proofer.errors import ConfigError
from proofer.findings.finding import Applicability
from proofer.findings.report import DocumentReport
from proofer.formats import parse

installed = pytest.mark.skipif(
    pycorrector.missing() is not None, reason="pycorrector is not installed"
)
ON = Config(select=("M001",))
HEADERS = {
    "confusions": "wrong\tright\tunless\treason\tsource\n",
    "terms": "term\tcategory\treason\tsource\n",
}


def report(text: str, config: Config = ON) -> DocumentReport:
    document = parse(text.encode(), Path("page.txt"), encoding="utf-8")
    return check_document(document, make_context(config), config)


def found(text: str, config: Config = ON) -> list[tuple[str, str]]:
    result = report(text, config)
    assert result.failures == ()
    return [(each.quote, each.replacement(each.suggestions[0])) for each in result.findings]


def project(folder: Path, **kinds: str) -> Config:
    for kind, rows in kinds.items():
        (folder / f"{kind}.tsv").write_text(HEADERS[kind] + rows, encoding="utf-8")
    return Config(select=("M001",), root=folder, dictionaries=(folder,))


@installed
def test_the_confusions_of_the_project_are_used(tmp_path: Path) -> None:
    config = project(tmp_path, confusions="国猎\t围猎\t\t\t\n")
    assert found("会议强调，要防止被国猎。今后不再国猎别人。", config) == [
        ("国猎", "围猎"),
        ("国猎", "围猎"),
    ]


@installed
def test_the_terms_of_the_project_are_used(tmp_path: Path) -> None:
    config = project(tmp_path, terms="青岗铜业\tcompany\t\t\n")
    (finding,) = report("今天，青钢铜业召开了会议。", config).findings
    assert (finding.quote, finding.replacement(finding.suggestions[0])) == ("青钢铜业", "青岗铜业")
    assert finding.suggestions[0].applicability is Applicability.MANUAL
    assert [each.source for each in finding.evidence] == ["pycorrector"]


@installed
def test_confusions_of_unequal_length_do_not_spoil_the_others(tmp_path: Path) -> None:
    config = project(tmp_path, confusions="国猎\t围猎\t\t\t\n领导干\t领导干部\t\t\t\n")
    assert found("领导干国猎。", config) == [("国猎", "围猎")]


@installed
def test_overlapping_confusions_give_no_mixture_of_both(tmp_path: Path) -> None:
    config = project(tmp_path, confusions="甲乙丙\t子丑寅\t\t\t\n乙丙丁\t卯辰巳\t\t\t\n")
    assert set(found("这里是甲乙丙丁。", config)) <= {("甲乙丙", "子丑寅"), ("乙丙丁", "卯辰巳")}


@installed
def test_a_name_is_not_corrected(tmp_path: Path) -> None:
    config = project(tmp_path, confusions="李国猎\t李围猎\t\t\t\n")
    assert found("本报讯 记者 李国猎 报道：会议今天召开。", config) == []


@installed
def test_a_term_that_would_cut_a_word_is_left_alone(tmp_path: Path) -> None:
    config = project(tmp_path, terms="质量月\t\t\t\n")
    assert found("推动企业高质量运行。", config) == []


@installed
def test_it_is_off_until_it_is_enabled() -> None:
    assert "M001" not in [each.code for each in selected(Config())]
    assert "M001" in [each.code for each in selected(Config(enable=("pycorrector",)))]


@installed
@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("macbert", "nowhere", "no model at"),
        ("kenlm", "nowhere.klm", "no model at"),
        ("kenlm", 3, "should be a path"),
        ("mcbert", "x", "there is no option detectors.pycorrector.mcbert, only macbert, kenlm"),
    ],
)
def test_a_model_that_is_not_there_is_a_clear_failure(
    tmp_path: Path, option: str, value: object, told: str
) -> None:
    (failure,) = report(
        "今天开会。",
        Config(select=("M001",), root=tmp_path, options={"pycorrector": {option: value}}),
    ).failures
    assert told in failure.message.en
    assert "Error" not in failure.message.en, "a sentence, not an exception"
    assert failure.detector == "M001"


@installed
@pytest.mark.parametrize(("option", "needs"), [("macbert", "torch"), ("kenlm", "kenlm")])
def test_a_package_that_a_model_needs_is_named(tmp_path: Path, option: str, needs: str) -> None:
    if find_spec(needs) is not None:
        pytest.skip(f"{needs} is installed")
    model = tmp_path / "model"
    if option == "macbert":
        model.mkdir()
        (model / "config.json").write_text("{}")
    else:
        model.touch()
    (failure,) = report(
        "今天。",
        Config(select=("M001",), root=tmp_path, options={"pycorrector": {option: "model"}}),
    ).failures
    assert f"not installed: {needs}" in failure.message.en


@installed
def test_weights_that_could_run_code_are_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pycorrector, "_NEEDED_BY", {"macbert": ()})
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")
    options = {"pycorrector": {"macbert": "."}}
    (failure,) = report("今天。", Config(select=("M001",), root=tmp_path, options=options)).failures
    assert "there is no model.safetensors" in failure.message.en


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pycorrector, "_NEEDED", ("pycorrector_that_nobody_has",))
    lacking = pycorrector.missing()
    assert lacking is not None
    assert "pip install 'proofer-zh[pycorrector]'" in lacking.en
    document = parse("今天。".encode(), Path("page.txt"), encoding="utf-8")
    with pytest.raises(ConfigError):
        list(pycorrector.detect(document, make_context(ON)))


@installed
def test_it_prints_nothing_loads_no_torch_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(
        "这项工作曰期未定。今天，驰宏锌者召开会议。\n", encoding="utf-8"
    )
    home = tmp_path / "home"
    home.mkdir()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    program = (
        "import sys\n"
        "from proofer.__main__ import main\n"
        "code = main(['lint', 'page.md', '--select', 'M001', '--format', 'json', "
        "'--output', 'report.json'])\n"
        "heavy = {'torch', 'transformers', 'kenlm', 'pycorrector'}\n"
        "assert not heavy & set(sys.modules), 'loaded too much'\n"
        "sys.exit(code)\n"
    )
    environment = os.environ | {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert list(home.iterdir()) == []
    assert list(temporary.iterdir()) == []
