"""Reads and writes the bytes of pages, those in archives too.

An archive (.zip) is a folder here: `results.zip/page.md` leads to a file in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proofer.errors import InputError, OutputError
from proofer.files import reading
from proofer.files.reading import unreadable
from proofer.files.replacing import atomic_write
from proofer.formats.api import MalformedError
from proofer.messages import Message


def read_bytes(path: Path, limit: int = -1, *, most: int | None = None) -> bytes:
    """Return the content of a regular file, of a folder or an archive, or its first `limit` bytes.

    Raises:
        InputError: if there is none, it may not be read, or it has more than `most` bytes.
    """
    if path.exists() or archive_of(path) is None:
        return reading.read_bytes(path, limit, most=most)
    return _in_archive(path, limit)


def archive_of(path: Path) -> Path | None:
    """Return the archive (.zip) that `path` leads into; None for a file of a folder."""
    return next((each for each in path.parents if is_archive(each)), None)


def is_archive(path: Path) -> bool:
    """Return whether `path` is an archive (.zip), whose files are read as those of a folder."""
    return path.suffix.lower() == ".zip" and path.is_file()


def archived(archive: Path) -> list[Path]:
    """Return the files in an archive, as paths that lead into it.

    Raises:
        InputError: if it is damaged.
    """
    from proofer.formats._syntax import zip_members

    try:
        return [archive / name for name in zip_members.files(archive)]
    except MalformedError as error:
        raise InputError(error.about(archive)) from error
    except OSError as error:
        raise InputError(unreadable(archive, error)) from error


def _in_archive(path: Path, limit: int) -> bytes:
    from proofer.formats._syntax import zip_members

    archive = archive_of(path)
    assert archive is not None
    try:
        return zip_members.content(archive, path.relative_to(archive).as_posix(), limit)
    except MalformedError as error:
        raise InputError(error.about(archive)) from error


def write_bytes(path: Path, data: bytes) -> Sequence[Message]:
    """Replace the content of a file, that of one inside an archive there; see `atomic_write`.

    Returns:
        What could not be kept of the file.

    Raises:
        OutputError: if it cannot be written; then it is unchanged.
    """
    archive = archive_of(path)
    if archive is not None:
        from proofer.formats._syntax import zip_members

        name = path.relative_to(archive).as_posix()
        try:
            path, data = archive, zip_members.replaced(archive.read_bytes(), name, data)
        except MalformedError as error:
            raise OutputError(error.about(archive)) from error
        except OSError as error:
            raise OutputError(unreadable(archive, error)) from error
    return atomic_write(path, data)
