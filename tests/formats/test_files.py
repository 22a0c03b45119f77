import os
import stat
from pathlib import Path

import pytest

from proofer.errors import InputError
from proofer.formats import formats, is_supported, read, write
from proofer.formats._registry import format_named, names_by_suffix
from tests.permissions import as_its_owner, needs_permissions


def message(path: Path) -> str:
    with pytest.raises(InputError) as raised:
        read(path)
    assert str(path) in raised.value.message.zh
    return raised.value.message.en


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_is_found_without_loading_the_others(name: str) -> None:
    assert format_named(name) is formats()[name], "the module and the format have one name"
    spelled_out = {suffix for suffix, names in names_by_suffix().items() if name in names}
    assert spelled_out == {*formats()[name].suffixes}, "write `suffixes` as a tuple of strings"


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in message(tmp_path / "none.txt")


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in message(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert "not a regular file" in message(path)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="the system has no devices as files")
def test_a_device_is_refused() -> None:
    assert "not a regular file" in message(Path("/dev/null"))


@needs_permissions
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(b"text")
    path.chmod(0)
    try:
        with as_its_owner():
            assert "no permission" in message(path)
    finally:
        path.chmod(stat.S_IRWXU)


def test_a_name_that_no_file_can_have() -> None:
    assert "cannot read" in message(Path("a\0b.txt"))


def test_a_link_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "circle.txt"
    path.symlink_to(path)
    assert "cannot read" in message(path)


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\f\f", " \u3000\r\n".encode()])
def test_a_file_without_text_is_an_empty_document(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "empty.md"
    path.write_bytes(data)
    document = read(path)
    assert (document.text, document.paragraphs, document.segments) == ("", (), ())
    assert write(document, []) == data


@pytest.mark.parametrize(
    ("name", "supported", "media_type"),
    [
        ("a.txt", True, "text/plain"),
        ("a.TEXT", True, "text/plain"),
        ("a.md", True, "text/markdown"),
        ("a.Markdown", True, "text/markdown"),
        ("a.log", False, None),
        ("README", False, None),
    ],
)
def test_formats_are_told_by_their_suffix(
    tmp_path: Path, name: str, supported: bool, media_type: str | None
) -> None:
    path = tmp_path / name
    path.write_text("码头完工。\n", encoding="utf-8")
    assert is_supported(path) is supported
    if media_type is not None:
        assert read(path).origin.media_type == media_type
    else:
        assert "--as-text" in message(path)
        assert read(path, as_text=True).origin.media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.doc", "as .docx"), ("a.WPS", "as .docx"), ("a.xlsx", "as .csv"), ("a.JPG", "OCR engine")],
)
def test_what_is_often_tried_and_no_text_is_answered_with_what_to_do(
    tmp_path: Path, name: str, advice: str
) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0 not a text")
    said = message(tmp_path / name)
    assert advice in said
    assert "--as-text" not in said
