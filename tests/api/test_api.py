"""What programs call."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import proofer


def test_importing_it_loads_nothing() -> None:
    program = (
        "import sys, proofer; print([name for name in sys.modules if name.startswith('proofer.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", proofer.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(proofer, name) is not None
    assert name in dir(proofer)


def test_type_checkers_see_the_same_names() -> None:
    stub = (Path(proofer.__file__).parent / "__init__.pyi").read_text(encoding="utf-8")
    seen = set(re.findall(r"as (\w+)", stub)) | {"__version__"}
    assert seen == set(proofer.__all__)


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lint'"):
        getattr(proofer, "lint")  # noqa: B009


def test_a_text_a_document_and_a_file_of_it_have_the_same_findings(tmp_path: Path) -> None:
    text = "他们的的工作做得很好，这项工作己经全面完成。\n"
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    found = [
        [(each.code, each.span, each.confidence) for each in report.documents[0].findings]
        for report in (
            proofer.check(text),
            proofer.check(proofer.read(path)),
            proofer.check(path),
            proofer.check([path]),
        )
    ]
    assert [code for code, *_ in found[0]] == ["D001", "K001"]
    assert all(each == found[0] for each in found)


def test_a_file_has_the_configuration_of_its_project_unless_one_is_given(tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").write_text('ignore = ["D001"]\n')
    path = tmp_path / "page.txt"
    path.write_text("他们的的工作己经做好。\n", encoding="utf-8")

    def codes(report: proofer.Report) -> list[str]:
        return [finding.code for finding in report.documents[0].findings]

    assert codes(proofer.check(path)) == ["K001"]
    assert codes(proofer.check(path, config=proofer.Config(select=("D001",)))) == ["D001"]


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    report = proofer.check(tmp_path / "missing.txt")
    assert not report.documents
    assert [each.path.name for each in report.failures] == ["missing.txt"]


def test_a_form_that_is_not_there_is_named_with_those_that_are() -> None:
    (report,) = proofer.check("会议开得很好。").documents
    with pytest.raises(proofer.ProoferError, match=r"no form 'word'; there are .*docx"):
        proofer.export(report, "word")


def test_an_export_reads_decisions_only_of_a_project_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("他们的的工作做得很好。\n", encoding="utf-8")
    (report,) = proofer.check(path).documents
    with proofer.DecisionStore.open(tmp_path, report.document) as store:
        proofer.ReviewSession(report, store).accept(report.findings[0])
    assert proofer.export(report).decode() == "他们的的工作做得很好。\n"
    assert proofer.export(report, root=tmp_path).decode() == "他们的工作做得很好。\n"
