"""Which image belongs to a page: one in the given folders, or at a relative path."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.scan.image_lookup import find_image


def files(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def found(name: str, document: Path, folder: Path | None = None) -> str | None:
    image = find_image(name, document, folder)
    return image.path.relative_to(document.parent.parent).as_posix() if image else None


@pytest.mark.parametrize(
    ("named", "there"),
    [
        ("scan.png", "scan.png"),
        ("images/scan.jpg", "images/scan.jpg"),
        (r"images\scan.jpg", "images/scan.jpg"),
        ("/home/somebody/scans/scan.png", "scan.png"),
        (r"D:\scans\scan.PNG", "scan.PNG"),
        (r"\\server\share\scan.png", "scan.png"),
        ("https://example.org/scans/scan.png", "scan.png"),
        ("file:///srv/scan.png", "scan.png"),
    ],
)
def test_an_image_is_found_by_its_name(tmp_path: Path, named: str, there: str) -> None:
    folder = files(tmp_path / "pages", there)
    image = find_image(named, folder / "page.hocr")
    assert image is not None
    assert image.named
    assert image.path.resolve() == (folder / there).resolve()


def test_an_image_is_found_elsewhere_in_the_project_and_nowhere_else(tmp_path: Path) -> None:
    page = (
        files(tmp_path, "project/ocr/page.hocr", "project/images/scan.png")
        / "project/ocr/page.hocr"
    )
    files(tmp_path, "secret.png")
    (page.parent / "linked.png").symlink_to(tmp_path / "secret.png")
    (page.parent / "loop.png").symlink_to("loop.png")
    root = tmp_path / "project"
    assert find_image("../images/scan.png", page) is None
    assert find_image("../images/scan.png", page, root=root) is not None
    for name in ("../../secret.png", "../images/../../secret.png", "linked.png", "loop.png"):
        assert find_image(name, page, root=root) is None, name


@pytest.mark.parametrize(
    ("document", "there"),
    [
        ("page-1.hocr", "page-1.png"),
        ("page-1.tess.hocr", "page-1.jpeg"),
        ("page-1.tess.hocr", "page-1.tess.webp"),
        ("page-1.xml", "page-1.TIF"),
    ],
)
def test_an_image_is_found_by_the_name_of_the_document(
    tmp_path: Path, document: str, there: str
) -> None:
    folder = files(tmp_path / "pages", there, "page-2.png")
    for named in ("", "gone.png", "/tmp/tess_x81.png"):
        image = find_image(named, folder / document)
        assert image is not None
        assert (image.path.name, image.named) == (there, False)


def test_the_given_folder_comes_first(tmp_path: Path) -> None:
    files(tmp_path, "pages/page.png", "images/page.png", "images/page-2.jpg")
    document = tmp_path / "pages" / "page.hocr"
    assert found("page.png", document, tmp_path / "images") == "images/page.png"
    assert found("", tmp_path / "pages" / "page-2.hocr", tmp_path / "images") == "images/page-2.jpg"
    assert found("page.png", document) == "pages/page.png"


@pytest.mark.parametrize(
    "named",
    [
        "",
        " ",
        ".",
        "..",
        "/",
        "\0.png",
        "x" * 5000 + ".png",
        "/etc/passwd",
        "page.hocr",
        "images",
        "a\nb.png",
    ],
)
def test_what_is_no_image_is_not_found(tmp_path: Path, named: str) -> None:
    files(tmp_path, "page.hocr", "images/other.png", "passwd")
    assert find_image(named, tmp_path / "page.hocr") is None


def test_an_absolute_path_is_not_followed(tmp_path: Path) -> None:
    elsewhere = files(tmp_path / "elsewhere", "secret.png")
    assert (
        find_image(
            str(elsewhere / "secret.png"), files(tmp_path / "pages", "page.hocr") / "page.hocr"
        )
        is None
    )


def test_a_folder_or_pipe_with_the_name_of_an_image_is_none(tmp_path: Path) -> None:
    (tmp_path / "page.png").mkdir()
    assert find_image("page.png", tmp_path / "page.hocr") is None
