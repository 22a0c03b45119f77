"""The rows of a page: what is no text is shown as the file has it, and offsets stay true."""

from __future__ import annotations

from pathlib import Path

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats import parse
from proofer.tui.widgets.page_layout import Display, PageLayout

FORMULA = "a_1+a_2+a_3+a_4+a_5+a_6=E"
PAGE = "由 $E=mc^2$ 可知，见 `code()` 的的说明。\n"


def layout(document: Document, width: int = 60, edits: tuple[Edit, ...] = ()) -> PageLayout:
    return PageLayout(document, Display.of(document, edits), width, spacious=False)


def rows(made: PageLayout) -> str:
    return "".join(made.row(number)[0] for number in range(len(made)))


def test_formulas_and_code_are_shown_as_they_are_written() -> None:
    document = parse(PAGE.encode(), Path("page.md"))
    assert document.text.count(OPAQUE) == 2
    assert rows(layout(document)) == PAGE.strip()


def test_every_cell_of_a_formula_has_its_offset() -> None:
    document = parse(PAGE.encode(), Path("page.md"))
    made = layout(document)
    text, origins, _ = made.row(0)
    assert {origins[at] for at in range(text.index("$"), text.rindex("$") + 1)} == {
        document.text.index(OPAQUE)
    }
    assert made.offset_at(0, 4) == document.text.index(OPAQUE)
    assert origins[text.index("的的")] == document.text.index("的的")


def test_new_text_stands_behind_its_place() -> None:
    document = parse(PAGE.encode(), Path("page.md"))
    made = layout(document)
    at = document.text.index("的的")
    made.inset(at, [(Span(at, at + 2), "的")])
    assert rows(made) == PAGE.strip().replace("的的", "的的的")
    text, origins, [new] = made.row(0)
    assert new.of(text) == "的"
    assert origins[text.index("说明")] == document.text.index("说明")


def test_the_corrected_text_has_them_too() -> None:
    document = parse(PAGE.encode(), Path("page.md"))
    at = document.text.index("的的")
    made = layout(document, edits=(Edit(Span(at, at + 2), "的"),))
    assert rows(made) == PAGE.strip().replace("的的", "的")


def test_a_long_formula_is_shortened_and_wrapped() -> None:
    document = parse(f"由 ${'x + ' * 50}1$ 可知。\n".encode(), Path("page.md"))
    made = layout(document, width=20)
    assert len(rows(made)) < 60
    assert "…" in rows(made)
    assert made.row_at(document.text.index("可知")) == len(made) - 1


def test_new_text_behind_a_formula_replaces_all_rows_of_its_paragraph() -> None:
    document = parse(
        f"由 ${FORMULA}$ 可知。\n\n一二三四五六七八九的的。\n".encode(), Path("page.md")
    )
    made = layout(document, 20)
    span = Span(document.text.index("的的"), document.text.index("的的") + 2)
    made.inset(span.start, [(span, "→的")])
    assert rows(made) == f"由 ${FORMULA}$ 可知。一二三四五六七八九的的→的。"
