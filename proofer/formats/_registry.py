"""Which formats there are, and which one a file is in."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import get_data

from proofer.document.lazy_pattern import lazy_pattern
from proofer.errors import InputError
from proofer.formats._file_bytes import read_bytes
from proofer.formats.api import Format
from proofer.messages import Message
from proofer.plugins import collect, has_plugins, part_modules

_PACKAGE = "proofer.formats"
_SUFFIXES = lazy_pattern(r"\bsuffixes=(\([^()]*\))")
_BYTE_ORDER_MARK = lazy_pattern(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_HEAD = 1 << 16
"""Bytes at the start of a file that its format is recognised by."""
_PLAIN = Message("如果是纯文本，请加 --as-text。", "If it is plain text, add --as-text.")
_ADVICE: Mapping[str, Message] = {
    **dict.fromkeys(
        (".doc", ".wps", ".rtf"),
        Message("请先在 Word 或 WPS 里另存为 .docx。", "Save it as .docx in Word or WPS first."),
    ),
    **dict.fromkeys(
        (".xls", ".xlsx", ".et"), Message("请先另存为 .csv。", "Save it as .csv first.")
    ),
    **dict.fromkeys(
        (".bmp", ".gif", ".jp2", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"),
        Message(
            "图像要先用识别软件识别，再校对识别结果。",
            "An image is read by an OCR engine first; proofer reads what that wrote.",
        ),
    ),
}
"""What to do with files that are often tried and are no text, by their suffix."""


@cache
def formats() -> Mapping[str, Format]:
    """Return all formats by name."""
    return collect(_PACKAGE, "FORMAT", Format, "name")


@cache
def format_named(name: str) -> Format:
    """Return a format; without plug-ins no other one is imported.

    Raises:
        KeyError: if there is none of this name.
    """
    module = _modules().get(name)
    return formats()[name] if module is None or has_plugins() else _defined_in(module)


@cache
def _modules() -> Mapping[str, str]:
    """Return the modules of our own formats by the names of the formats, in the order of these."""
    found = {module.rpartition(".")[2]: module for module in part_modules(_PACKAGE)}
    return dict(sorted(found.items()))


def _defined_in(module: str) -> Format:
    form: Format = import_module(module).FORMAT
    return form


@cache
def names_by_suffix() -> Mapping[str, Sequence[str]]:
    """Return the names of our own formats by suffix, without importing them.

    Importing all takes 28 ms, a tenth of the time that proofer needs to start.
    """
    found: dict[str, list[str]] = {}
    for name, module in _modules().items():
        for suffix in _declared_suffixes(module):
            found.setdefault(suffix, []).append(name)
    return found


def _declared_suffixes(module: str) -> Sequence[str]:
    """Return the suffixes that the source of a format's module spells out.

    Where it does not, or only its bytecode is installed, the module is imported.
    """
    package, _, name = module.rpartition(".")
    try:
        source = get_data(package, f"{name}.py") or b""
    except OSError:
        source = b""
    declared = _SUFFIXES.search(source.decode("utf-8"))
    if declared is None:
        return _defined_in(module).suffixes
    suffixes: Sequence[str] = literal_eval(declared[1])
    return suffixes


@cache
def _with_suffix(suffix: str) -> Sequence[Format]:
    """Return the formats whose files may have the suffix, those that take any content last."""
    if has_plugins():
        found = [form for form in formats().values() if suffix in form.suffixes]
    else:
        found = [format_named(name) for name in names_by_suffix().get(suffix, ())]
    return sorted(found, key=lambda form: (form.reader is not None, form.recognises is None))


def is_supported(path: Path) -> bool:
    """Return whether we know the format of a file that was found in a folder.

    The suffix tells and, where formats that look alike share it, the start of the file. A file that
    cannot be read counts as supported, so that reading it says why.
    """
    possible = [form for form in _with_suffix(path.suffix.lower()) if not form.on_request]
    if not possible or any(form.recognises is None for form in possible):
        return bool(possible)
    try:
        head = read_bytes(path, _HEAD)
    except InputError:
        return True
    return _recognised(possible, head) is not None


def is_packaged(path: Path) -> bool:
    """Return whether the suffix is that of a format whose files are not text themselves."""
    return any(form.package is not None for form in _with_suffix(path.suffix.lower()))


def format_of(path: Path, data: bytes, *, as_text: bool = False) -> Format:
    """Return the format of a file with the content `data`.

    Where no format has the suffix, the start of the file tells; `as_text` makes plain text of what
    is left.

    Raises:
        InputError: if the file is in none of our formats.
    """
    possible = _with_suffix(path.suffix.lower())
    form = _recognised(possible or _recognisable(), data)
    if form is not None:
        return form
    if as_text:
        return format_named("plain")
    raise InputError(_unknown(path, [each.name for each in possible]))


def _unknown(path: Path, names: Sequence[str]) -> Message:
    """Return why a file is not read: its suffix is that of the formats `names`, or of none."""
    suffix = path.suffix
    if names:
        return Message(
            f"{path} 的内容不是 {suffix} 文件可用的格式（{'、'.join(names)}）；"
            "要当作纯文本来读，请加 --as-text。",
            f"{path} is none of the formats that we read from {suffix} files: {', '.join(names)}. "
            "To read it as plain text, add --as-text.",
        )
    advice = _ADVICE.get(suffix.lower(), _PLAIN)
    return Message(
        f"没有读 {path}：{f'{suffix} ' if suffix else '没有扩展名的'}文件不属于任何可读的格式；"
        f"{advice.zh}",
        f"{path} was not read: no format has {suffix or 'files without a'} "
        f"{'files' if suffix else 'suffix'}. {advice.en}",
    )


def _recognisable() -> Iterable[Format]:
    """Return the formats whose files may have another suffix."""
    return (
        form for form in formats().values() if form.recognises is not None and form.reader is None
    )


def _recognised(forms: Iterable[Format], data: bytes) -> Format | None:
    """Return the first of `forms` that the file may be in; one without `recognises` takes any."""
    # One character a byte, and none of those that UTF-16 puts between ASCII: formats are recognised
    # by ASCII.
    head = data[:_HEAD]
    text = _BYTE_ORDER_MARK.sub(b"", head, count=1).replace(b"\0", b"").decode("latin-1")
    return next((form for form in forms if form.recognises is None or form.recognises(text)), None)
