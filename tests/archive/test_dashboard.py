"""The page of figures: what it counts, and that it is safe and whole."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from proofer.archive.dashboard import year_of
from tests.archive.test_archive import LIGHT, pages
from tests.cli.conftest import PAGE, Proofer, folder, proofer

pytest.importorskip("pyarrow")
__all__ = ["folder", "pages", "proofer"]


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("/data/rmrb/1953/03/a.xml", "1953"),
        ("/data/19530304_02.xml", "1953"),
        ("/data/195303.xml", "1953"),
        ("/scans-2019/1953/1.xml", "1953"),
        ("/data/119530304/1.xml", None),
        ("/data/18900/1.xml", None),
        ("/data/1.xml", None),
    ],
)
def test_the_year_is_the_last_one_of_a_path(path: str, year: str | None) -> None:
    assert year_of(path) == year


class Tables(HTMLParser):
    """Reads the rows of a page's tables, by heading; and what the page would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: dict[str, list[list[str]]] = {}
        self.loads: list[str] = []
        self._heading = ""
        self._tag = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        names = {name for name, _ in attrs}
        if tag in ("script", "link", "img", "iframe") or names & {"src", "href"}:
            self.loads.append(tag)
        if tag == "h2":
            self._heading = ""
        elif tag == "tr":
            self.rows[self._heading].append([])

    def handle_data(self, data: str) -> None:
        if self._tag == "h2":
            self._heading += data.strip()
            self.rows.setdefault(self._heading, [])
        elif self._tag == "td":
            self.rows[self._heading][-1].append(data)


def test_the_page_counts_by_year_and_issue_and_loads_nothing(proofer: Proofer, pages: Path) -> None:
    (pages / "<script>").mkdir()
    (pages / "<script>" / "1955.txt").write_text(PAGE * 10, encoding="utf-8")
    proofer("archive", "plan", pages, "--out", "out", *LIGHT)
    proofer("archive", "run", "out")
    proofer("archive", "merge", "out", "--format", "html=page.html")
    text = Path("page.html").read_text(encoding="utf-8")
    found = Tables(text)
    assert not found.loads
    assert "<script" not in text
    years = {row[0]: row[1:4] for row in found.rows["Error rate by year"] if row}
    characters = sum(len(f"第{number}页。\n{PAGE}") for number in range(4))
    assert years["1953"] == ["4", str(characters), "8"]
    assert years["1954"] == ["1", str(len(PAGE)), "2"]
    assert str(pages / "<script>") in {
        row[0] for row in found.rows["The worst issues (folders)"][1:]
    }
    assert [row[0] for row in found.rows["The worst pages"][1:]] == [
        str(pages / "<script>" / "1955.txt")
    ], "the others are too short for a rate"
    assert {row[0].split()[0] for row in found.rows["Kinds"]} == {"D001", "K001"}
    assert "bad.jsonl" in text, "what could not be checked is told"
