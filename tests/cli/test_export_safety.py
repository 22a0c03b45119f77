"""No export loses anything: what is there is kept, and an export can be taken back."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import PAGE, Proofer, decide

CORRECTED = PAGE.replace("的的", "的")


def page(name: str = "page.md") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_file_that_is_no_export_is_not_replaced_without_force(proofer: Proofer) -> None:
    decide(page(), "的的", "的")
    Path("out.md").write_text("别人的\n", encoding="utf-8")
    refused = proofer("export", "page.md", "-o", "out.md")
    assert (refused.code, Path("out.md").read_text(encoding="utf-8")) == (2, "别人的\n")
    assert "--force" in refused.err
    assert proofer("export", "page.md", "-o", "out.md", "--force").code == 0
    assert Path("out.md").read_text(encoding="utf-8") == CORRECTED


def test_its_own_export_is_replaced_but_not_after_somebody_changed_it(proofer: Proofer) -> None:
    path = page()
    assert proofer("export", path, "-o", "out.md").code == 0
    decide(path, "的的", "的")
    assert proofer("export", path, "-o", "out.md").code == 0
    assert Path("out.md").read_text(encoding="utf-8") == CORRECTED
    Path("out.md").write_text("改过\n", encoding="utf-8")
    assert proofer("export", path, "-o", "out.md").code == 2
    assert Path("out.md").read_text(encoding="utf-8") == "改过\n"


def test_other_forms_spare_foreign_files_too(proofer: Proofer) -> None:
    decide(page(), "的的", "的")
    Path("errata.csv").write_text("别人的\n", encoding="utf-8")
    assert proofer("export", "page.md", "--as", "errata-csv", "-o", "errata.csv").code == 2
    assert Path("errata.csv").read_text(encoding="utf-8") == "别人的\n"


def test_one_file_in_the_way_does_not_keep_the_others_from_being_written(proofer: Proofer) -> None:
    page("in/a.md")
    page("in/b.md")
    Path("out").mkdir()
    Path("out/a.md").write_text("别人的\n", encoding="utf-8")
    assert proofer("export", "in", "-o", "out").code == 2
    assert Path("out/a.md").read_text(encoding="utf-8") == "别人的\n"
    assert Path("out/b.md").read_text(encoding="utf-8") == PAGE


def test_an_export_in_place_is_taken_back(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", "的")
    assert proofer("export", path, "--in-place").code == 0
    assert path.read_text(encoding="utf-8") == CORRECTED
    taken = proofer("export", path, "--take-back")
    assert (taken.code, path.read_text(encoding="utf-8")) == (0, PAGE)
    assert "page.md is as it was" in taken.err
    assert proofer("export", path, "--take-back").code == 1, "there is nothing more"


def test_exports_are_taken_back_one_by_one(proofer: Proofer) -> None:
    path = page()
    proofer("export", path, "-o", "out.md")
    decide(path, "的的", "的")
    proofer("export", path, "-o", "out.md")
    assert proofer("export", path, "--take-back").code == 0
    assert Path("out.md").read_text(encoding="utf-8") == PAGE
    assert proofer("export", path, "--take-back").code == 0
    assert not Path("out.md").exists()


def test_an_export_that_was_changed_since_is_left_alone(proofer: Proofer) -> None:
    path = page()
    proofer("export", path, "-o", "out.md")
    Path("out.md").write_text("改过\n", encoding="utf-8")
    assert proofer("export", path, "--take-back").code == 1
    assert Path("out.md").read_text(encoding="utf-8") == "改过\n"


def test_a_damaged_log_of_exports_is_no_obstacle(proofer: Proofer) -> None:
    path = page()
    proofer("export", path, "-o", "out.md")
    log = Path(".proofer/exports.jsonl")
    log.write_bytes(b'{"output": 1}\nno json\n[]\n' + log.read_bytes() + b'{"torn')
    assert proofer("export", path, "-o", "out.md").code == 0, "it is known as its own"


def test_without_decisions_it_says_so(proofer: Proofer) -> None:
    path = page()
    assert "nothing is decided yet" in proofer("export", path, "-o", "a.md").err
    assert (
        "nothing is decided yet"
        not in proofer("export", path, "-o", "b.md", "--accept-above", "0.9").err
    )
    decide(path, "的的", None)
    assert "nothing is decided yet" not in proofer("export", path, "-o", "c.md").err


def test_an_export_that_changes_nothing_says_why(proofer: Proofer) -> None:
    path = page()
    unlikely = ("export", path, "--accept-above", "1", "-o")
    english = proofer(*unlikely, "a.md").err
    assert "nothing is decided yet, and no first suggestion of at least confidence 1" in english
    assert "add --accept-above" not in english, "it was given"
    assert (
        "可信度不低于 1 的首条建议，所以没有改动" in proofer("--lang", "zh", *unlikely, "a.md").err
    )
    decide(path, "的的", None)
    assert "no correction is accepted, so nothing" in proofer("export", path, "-o", "a.md").err
    decide(path, "己经", "已经")
    assert "so nothing" not in proofer("export", path, "--in-place").err
    again = proofer("export", path, "-o", "b.md").err
    assert "accepted are in the file already, so nothing is changed" in again


def test_an_errata_list_counts_its_rows(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", "的")
    decide(path, "己经", "已经")
    listed = "errata.csv: 2 places listed."
    assert listed in proofer("export", path, "--as", "errata-csv", "-o", "errata.csv").err
    proofer("export", path, "--in-place")
    assert listed in proofer("export", path, "--as", "errata-csv", "-o", "errata.csv").err, (
        "what the file has already stays on the list"
    )
