"""The pages of a METS file: those of one file group, in the order of the physical structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from proofer.errors import InputError, UsageError
from proofer.formats import is_supported, read_bytes
from proofer.messages import Message

_METS = "{http://www.loc.gov/METS/}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_HEAD = 4096
"""Bytes in which the root element of a METS file begins."""
_LARGEST = 1 << 28
"""Bytes above which a METS file is refused."""


def is_mets(path: Path) -> bool:
    """Return whether a file is METS, by its ending and its root element."""
    if path.suffix.lower() not in (".xml", ".mets"):
        return False
    try:
        return b"http://www.loc.gov/METS/" in read_bytes(path, _HEAD)
    except InputError:  # reading it as a page says why
        return False


def page_files(path: Path, group: str | None = None) -> list[Path]:
    """Return the files of a file group, by default of the only one that has text.

    Raises:
        InputError: if the file cannot be read.
        UsageError: if there is no such group, or several have text and none is named.
    """
    data = read_bytes(path, most=_LARGEST)
    try:
        if b"<!ENTITY" in data:
            raise ValueError("entities")
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(
            Message(f"{path} 不是完好的 METS：{error}", f"{path} is no sound METS: {error}")
        ) from error
    groups = _groups(root, path.parent)
    name = group or _only(path, groups)
    if name not in groups:
        raise UsageError(_choose(path, groups))
    places = {pointer.get("FILEID"): number for number, pointer in enumerate(_physical(root))}
    files = groups[name]
    ordered = sorted(files, key=lambda file_id: places.get(file_id, len(places)))
    return [files[file_id] for file_id in ordered]


def _groups(root: ElementTree.Element, folder: Path) -> Mapping[str, Mapping[str, Path]]:
    """Return the files that we can read by group and id; those of the web are left out."""
    found: dict[str, dict[str, Path]] = {}
    for group in root.iter(f"{_METS}fileGrp"):
        for file in group.findall(f"{_METS}file"):
            href = next((each.get(_HREF, "") for each in file.iter(f"{_METS}FLocat")), "")
            name = unquote(href.removeprefix("file://"))
            if name and "://" not in name and is_supported(Path(name)):
                files = found.setdefault(group.get("USE", ""), {})
                files[file.get("ID", name)] = folder / name
    return found


def _physical(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [
        pointer
        for structure in root.iter(f"{_METS}structMap")
        if structure.get("TYPE", "").upper() == "PHYSICAL"
        for pointer in structure.iter(f"{_METS}fptr")
    ]


def _only(path: Path, groups: Mapping[str, object]) -> str:
    names: Sequence[str] = list(groups)
    if len(names) != 1:
        raise UsageError(_choose(path, groups))
    return names[0]


def _choose(path: Path, groups: Mapping[str, object]) -> Message:
    names = ", ".join(groups) or "-"
    return Message(
        f"{path}：请用 --file-group 指定要读的文件组；有文字的：{names}",
        f"{path}: name the file group to read with --file-group; with text: {names}",
    )
