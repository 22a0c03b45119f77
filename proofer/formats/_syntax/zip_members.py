"""Reads members of a zip archive, and replaces one without changing any other byte.

APPNOTE.TXT 6.3.10 of PKWARE: 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from proofer.formats.api import MalformedError
from proofer.messages import Message

_LARGEST = 16 << 20
"""Bytes, unpacked, of all members that are read, as of other formats; a long book has a few MB."""
_LOCAL, _CENTRAL, _END = 30, 46, 22
"""Bytes of a local header, an entry of the central directory and its end, without names."""
_HAS_DESCRIPTOR = 0x08
"""The flag that says that sizes follow after the content."""
_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""All that `zipfile` raises for archives that are damaged, encrypted or packed unusually."""


def names(data: bytes) -> list[str]:
    """Return the names of the members of an archive.

    Raises:
        MalformedError: if it is no archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except _ERRORS as error:
        raise _damaged(error) from error


def files(archive: Path) -> list[str]:
    """Return the names of the files in an archive on disk, without hidden and unsafe ones.

    Raises:
        MalformedError: if it is no archive.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return sorted({name for name in opened.namelist() if _is_plain(name)})
    except _ERRORS as error:
        raise _damaged(error) from error


def _is_plain(name: str) -> bool:
    """Return whether a name is that of a file, leads nowhere else and is not hidden."""
    parts = name.split("/")
    return (
        "\\" not in name
        and ":" not in name
        and parts[0] != "__MACOSX"
        and all(part and not part.startswith(".") for part in parts)
    )


def content(archive: Path, name: str, limit: int = -1) -> bytes:
    """Return the content of a file in an archive on disk, or its first `limit` bytes.

    Raises:
        MalformedError: if it is no archive, has no such file, or that is too large.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            info = _info(opened, name)
            if info.file_size > _LARGEST:
                raise MalformedError(
                    Message(f"里的 {name} 太大（超过 16 MB）。", f"has more than 16 MB in {name}.")
                )
            with opened.open(info) as member:
                return member.read(info.file_size if limit < 0 else limit)
    except _ERRORS as error:
        raise _damaged(error) from error


def members(data: bytes, names: Sequence[str]) -> list[str]:
    """Return the texts of members of an archive.

    Raises:
        MalformedError: if it is no archive, does not have exactly one member of each name, or they
            are too large or not in UTF-8.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [_info(archive, name) for name in names]
            if sum(each.file_size for each in found) > _LARGEST:
                raise MalformedError(
                    Message("里的文字太多（超过 16 MB）。", "has more than 16 MB of text in it.")
                )
            return [_content(archive, each).decode("utf-8") for each in found]
    except UnicodeDecodeError as error:
        raise MalformedError(
            Message("里的文字不是 UTF-8。", "has text in it that is not in UTF-8.")
        ) from error
    except _ERRORS as error:
        raise _damaged(error) from error


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        # without a limit, more is unpacked than a bomb admits to
        return member.read(info.file_size + 1)


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """Return the archive with another content of the member `name`.

    Raises:
        MalformedError: as `members`, or if it is not safe to write an archive of this kind (ZIP64,
            or with a prefix).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Splice(data, archive, _info(archive, name)).with_content(content)
    except _ERRORS as error:
        raise _damaged(error) from error


def _info(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    found = [info for info in archive.infolist() if info.filename == name]
    if len(found) != 1:
        raise zipfile.BadZipFile(f"{len(found)} members are called {name}")
    return found[0]


def _damaged(error: Exception) -> MalformedError:
    return MalformedError(
        Message(f"不是完好的压缩包（{error}）；可能被截断、损坏或加密。",
             f"is no sound zip archive ({error}); it may be cut off, damaged or encrypted.")
    )  # fmt: skip


class _Splice:
    def __init__(self, data: bytes, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self.data = data
        self.info = info
        self.directory = archive.start_dir
        offsets = sorted({each.header_offset for each in archive.infolist()} | {self.directory})
        self.start = info.header_offset
        self.end = offsets[offsets.index(self.start) + 1]
        self.tail = data.rindex(b"PK\x05\x06")
        if struct.unpack_from("<L", data, self.tail + 16)[0] != self.directory:
            raise zipfile.BadZipFile("ZIP64 or something before the archive")

    def with_content(self, content: bytes) -> bytes:
        """Return the archive with `content` in place of the member's.

        Raises:
            NotImplementedError: if the member is compressed in an unusual way.
        """
        if self.info.compress_type == zipfile.ZIP_DEFLATED:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(content) + packer.flush()
        elif self.info.compress_type == zipfile.ZIP_STORED:
            packed = content
        else:
            raise NotImplementedError(f"compression {self.info.compress_type}")
        facts = struct.pack("<LLL", zlib.crc32(content), len(packed), len(content))
        name_length, extra_length = struct.unpack_from("<HH", self.data, self.start + 26)
        header = bytearray(self.data[self.start : self.start + _LOCAL + name_length + extra_length])
        _without_descriptor(header, 6)
        header[14:26] = facts
        entry = bytes(header) + packed
        growth = len(entry) - (self.end - self.start)
        directory = self._directory(facts, growth)
        end = bytearray(self.data[self.tail :])
        struct.pack_into("<L", end, 16, self.directory + growth)
        between = self.data[self.end : self.directory]
        return self.data[: self.start] + entry + between + directory + bytes(end)

    def _directory(self, facts: bytes, growth: int) -> bytes:
        directory = bytearray(self.data[self.directory : self.tail])
        at = 0
        while directory[at : at + 4] == b"PK\x01\x02":
            offset = struct.unpack_from("<L", directory, at + 42)[0]
            if offset == self.start:
                flags = directory[at : at + _CENTRAL]
                _without_descriptor(flags, 8)
                directory[at : at + _CENTRAL] = flags
                directory[at + 16 : at + 28] = facts
            elif offset > self.start:
                struct.pack_into("<L", directory, at + 42, offset + growth)
            at += _CENTRAL + sum(struct.unpack_from("<HHH", directory, at + 28))
        return bytes(directory)


def _without_descriptor(header: bytearray, at: int) -> None:
    """Clear the flag `_HAS_DESCRIPTOR`."""
    flags = struct.unpack_from("<H", header, at)[0]
    struct.pack_into("<H", header, at, flags & ~_HAS_DESCRIPTOR)
