"""Where an archive's files come from: folders, patterns, METS, and URLs that fsspec reads."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from pathlib import Path, PurePosixPath
from typing import Any

from proofer.archive.mets import is_mets, page_files
from proofer.config import Settings
from proofer.errors import InputError, UsageError, reason
from proofer.formats import is_supported
from proofer.linting.files import find, is_folder
from proofer.messages import Message, install_command
from proofer.scan.image_lookup import SUFFIXES

_WILD = frozenset("*?[")


def is_url(name: str) -> bool:
    """Return whether a source is none of this machine's files, as `s3://bucket/pages`."""
    return "://" in name


def found(
    sources: Iterable[str],
    settings: Callable[[Path], Settings],
    *,
    as_text: bool = False,
    file_group: str | None = None,
) -> tuple[list[str], Message | None]:
    """Return the files of the sources, as `lint` orders them, and a sentence on what is left out.

    Args:
        sources: files, folders, archives, patterns, METS files, URLs of any of the first three.
        settings: returns what the configuration files say of a folder.
        as_text: whether files of folders that no format claims are text.
        file_group: the group of a METS file whose files are read; None for the only one with text.

    Raises:
        UsageError: if a source holds nothing.
        InputError: if one cannot be read.
    """
    names: list[str] = []
    paths: list[Path] = []
    for source in sources:
        if is_url(source):
            names += _remote(source)
        else:
            paths += _local(source, file_group)
    local = find([path.absolute() for path in paths], settings, as_text=as_text, skip_binary=True)
    return [*map(str, local.files), *names], local.unknown_kinds()


def _local(source: str, file_group: str | None) -> list[Path]:
    path = Path(source)
    if _WILD & set(source) and not path.exists():
        matches = sorted(glob(source, recursive=True))  # noqa: PTH207 - a pattern may be absolute
        if not matches:
            raise _nothing(source)
        return list(map(Path, matches))
    if not is_folder(path) and is_mets(path):
        return page_files(path, file_group)
    return [path]


def _nothing(source: str) -> UsageError:
    return UsageError(
        Message(f"{source} 里没有可检查的文件。", f"{source}: there is nothing here that we read.")
    )


def _remote(source: str) -> list[str]:
    with _reading(source):
        files, path = _filesystem(source)
        if _WILD & set(path):
            inside = sorted(files.glob(path))
        elif files.isdir(path):
            inside = [name for name in sorted(files.find(path)) if _is_read(path, name)]
        else:
            return [source]
        inside = [name for name in inside if files.isfile(name)]
    if not inside:
        raise _nothing(source)
    return [files.unstrip_protocol(name) for name in inside]


def _is_read(folder: str, name: str) -> bool:
    inside = PurePosixPath(name.removeprefix(folder).lstrip("/"))
    return not any(part.startswith(".") for part in inside.parts) and is_supported(Path(inside))


def _filesystem(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(
            Message(
                f"读取 {url} 需要 fsspec：{install_command('archive')}。",
                f"reading {url} needs fsspec: {install_command('archive')}.",
            )
        ) from error
    try:
        files, path = url_to_fs(url)
    except (ValueError, ImportError) as error:  # an unknown protocol, or one without its package
        raise UsageError(Message(f"{url}：{error}", f"{url}: {error}")) from error
    return files, path


@contextmanager
def local_copies(names: Sequence[str], *, images: bool = False) -> Iterator[list[Path]]:
    """Give a path of this machine for each file; what is remote is copied for as long as it lasts.

    A file that cannot be copied has a path at which nothing is: reading it is a failure of its own.

    Args:
        names: paths and URLs.
        images: whether what has the name of a page and the ending of an image is copied, too.

    Raises:
        OSError: if there is no room for copies.
    """
    if not any(map(is_url, names)):
        yield list(map(Path, names))
        return
    with tempfile.TemporaryDirectory(prefix="proofer-") as folder:
        yield [
            _copied(name, Path(folder), images=images) if is_url(name) else Path(name)
            for name in names
        ]


def _copied(url: str, folder: Path, *, images: bool) -> Path:
    protocol, _, rest = url.partition("://")
    parts = [part for part in rest.split("/") if part not in ("", ".", "..")]
    place = folder.joinpath(protocol.replace(":", "_"), *parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        files, path = _filesystem(url)
        files.get_file(path, str(place))
        for image in _images(files, path) if images else ():
            files.get_file(image, str(place.with_name(PurePosixPath(image).name)))
    except FileNotFoundError:
        pass
    return place


def _images(files: Any, path: str) -> list[str]:
    page = PurePosixPath(path)
    stem = page.name.partition(".")[0]
    there = files.ls(str(page.parent), detail=False)
    return [
        name
        for name in there
        if PurePosixPath(name).name.startswith(f"{stem}.")
        and PurePosixPath(name).suffix.lower() in SUFFIXES
    ]


@contextmanager
def _reading(source: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = reason(error)
        raise InputError(
            Message(f"无法读取 {source}：{why.zh}", f"cannot read {source}: {why.en}")
        ) from error
