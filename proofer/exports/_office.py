"""Word documents: set in Chinese type, and the same bytes for the same review at any time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from proofer.errors import UsageError
from proofer.messages import Message, install_command

if TYPE_CHECKING:
    from docx.document import Document

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a document in which nothing was decided: the same review gives the same bytes."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can hold; python-docx would write the current time."""
_LONGEST_TITLE = 255
"""Code points; python-docx refuses longer properties."""
_FONT = "宋体"
_LATIN = "Times New Roman"
_STYLES = (
    "Normal",
    "Title",
    "Subtitle",
    "Caption",
    "List Bullet",
    "Quote",
    *(f"Heading {n}" for n in range(1, 7)),
)


def needed(module: str, package: str) -> Any:
    """Return a module of an optional package.

    Raises:
        UsageError: if it is not installed; the message names the extra that has it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(
            Message(
                f"要装 {package}：{install_command('office')}",
                f"needs {package}: {install_command('office')}",
            )
        ) from error


python_docx = partial(needed, "docx", "python-docx")
xlsxwriter = partial(needed, "xlsxwriter", "XlsxWriter")


def new_document(title: str, when: datetime) -> Document:
    """Return an empty Word document.

    Raises:
        UsageError: if python-docx is not installed.
    """
    document: Document = python_docx().Document()
    properties = document.core_properties
    properties.title = title[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = "proofer"
    properties.comments = ""
    properties.created = properties.modified = when.replace(tzinfo=None)
    properties.language = "zh-CN"
    _set_fonts(document)
    return document


def _set_fonts(document: Document) -> None:
    from docx.oxml.ns import qn

    styles: Any = document.styles.element
    _set_run(styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"))
    for name in _STYLES:
        _set_run(document.styles[name].element.get_or_add_rPr())


def _set_run(properties: Any) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for name, values in (
        ("w:rFonts", {"w:ascii": _LATIN, "w:hAnsi": _LATIN, "w:cs": _LATIN, "w:eastAsia": _FONT}),
        ("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN"}),
    ):
        element = properties.find(qn(name))
        if element is None:
            element = OxmlElement(name)
            if name == "w:rFonts":
                properties.insert(0, element)
            else:
                properties.append(element)
        element.attrib.clear()
        for key, value in values.items():
            element.set(qn(key), value)
    # the template's headings and captions are blue
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)


def packed(document: Document) -> bytes:
    """Return the file, without the template's thumbnail and with one date on all parts."""
    thumbnails = [
        key
        for key, each in document.part.package.rels.items()
        if each.reltype.endswith("/thumbnail")
    ]
    for key in thumbnails:
        del document.part.package.rels[key]
    written = io.BytesIO()
    document.save(written)
    result = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, old.read(name))
    return result.getvalue()


def latest_time(times: Iterable[str]) -> datetime:
    """Return the latest of some times of decisions, EPOCH if there are none."""
    return max((when for each in times if (when := _parsed(each)) is not None), default=EPOCH)


def _parsed(time: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(time)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return when.astimezone(UTC).replace(microsecond=0)


def stamp(time: str) -> str:
    """Return a time of a decision as Word reads it; nothing if it is malformed.

    Word shows the hours as they stand, and means those of the clock here by its Z.
    """
    when = _parsed(time)
    return when.astimezone().strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""
