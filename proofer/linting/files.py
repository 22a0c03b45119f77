"""The files that a command reads: those named, and in folders those neither ignored nor binary."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.errors import InputError, UsageError
from proofer.formats import archived, is_archive, read_bytes
from proofer.linting.ignored import Ignored, absolute
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.config import Settings

_HEAD = 8192
"""Bytes at the start of a file in which a NUL makes it binary; git looks at 8,000."""
_KINDS = 8
"""Kinds of files that a message counts."""
_NAMES = 3
"""Files that a message names."""
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Of UTF-16, in which ASCII has NULs."""


@dataclass(slots=True)
class Found:
    """The files to read, each once, in a fixed order; and what was left out."""

    files: list[Path] = field(default_factory=list)
    binary: list[Path] = field(default_factory=list)
    """Binary files of folders."""
    unknown: list[Path] = field(default_factory=list)
    """Files of folders that are in no format that we read."""
    outside: list[Path] = field(default_factory=list)
    """Links in folders that lead out of them."""
    exported: list[Path] = field(default_factory=list)
    """Files of folders that were exported from another file of the run and stand as written."""
    ignored: int = 0
    """The number of files and folders that are ignored."""

    def unknown_kinds(self) -> Message | None:
        """Return how many files of which kinds were not read, the commonest first; None if none."""
        if not self.unknown:
            return None
        counts = Counter(file.suffix.lower() or file.name for file in self.unknown).most_common()
        kinds = [f"{count} {kind}" for kind, count in counts[:_KINDS]]
        more = ["…"] if len(counts) > _KINDS else []
        total = len(self.unknown)
        return Message(
            f"没有读 {total} 个文件，它们不属于任何可读的格式：{'、'.join([*kinds, *more])}",
            f"{total} file{'' if total == 1 else 's'} of no format that we read: "
            f"{', '.join([*kinds, *more])}",
        )

    def exports(self) -> Message | None:
        """Return which files are exports of pages of the run; None if none are."""
        if not self.exported:
            return None
        count = len(self.exported)
        names = [str(each) for each in self.exported[:_NAMES]]
        more = ["…"] if count > _NAMES else []
        return Message(
            f"没有读 {count} 个由 proofer 写出的文件：{'、'.join([*names, *more])}"
            "（要读就直接写出文件名）",
            f"skipped {count} file{'' if count == 1 else 's'} that proofer exported from these "
            f"pages: {', '.join([*names, *more])} (read when named on the command line)",
        )


def find(
    paths: Iterable[Path],
    settings: Callable[[Path], Settings],
    *,
    encoding: str | None = None,
    as_text: bool = False,
    force_exclude: bool = False,
    skip_binary: bool = False,
    may_be_empty: bool = False,
) -> Found:
    """Return the files that `paths` stand for: files, and the text files of folders and archives.

    Hidden and ignored files and folders are left out of folders. Links are followed; loops of links
    are entered once.

    Args:
        paths: files and folders.
        settings: returns what the configuration files say about a folder.
        encoding: of all files, if it is known; then no file is binary.
        as_text: whether files of folders that no format claims are text.
        force_exclude: whether files given by name may be ignored, too.
        skip_binary: whether binary files of folders are left out.
        may_be_empty: whether a folder may hold no text.

    Raises:
        UsageError: if a folder holds no text, unless it `may_be_empty`.
        InputError: if a folder cannot be read.
    """
    paths = list(paths)
    ignored = Ignored(settings, [Path(), *filter(is_folder, paths)])
    found = Found()
    known: set[Path] = set()
    walked: list[Path] = []
    for path in paths:
        if is_folder(path) or is_archive(path):
            before = found.ignored
            walk = _walk if is_folder(path) else _unpacked
            inside = list(walk(path, ignored, found, _Kinds(settings, as_text=as_text)))
            if skip_binary and not encoding:
                inside = [file for file in inside if not _skip_binary(file, found, settings)]
            if not inside and not may_be_empty:
                raise UsageError(_nothing(path, found, ignored=found.ignored > before))
            walked += inside
        elif force_exclude and ignored.with_folders(path):
            found.ignored += 1
            inside = []
        else:
            inside = [path]
        for file in inside:
            if (place := absolute(file)) not in known:
                known.add(place)
                found.files.append(file)
    named = {absolute(path) for path in paths}
    _leave_out_exports(found, [file for file in walked if absolute(file) not in named], settings)
    return found


def _leave_out_exports(
    found: Found, walked: Iterable[Path], settings: Callable[[Path], Settings]
) -> None:
    """Leave out what was exported from a page of the run: else each page is read twice."""
    roots = {settings(folder).of().root for folder in {file.parent for file in walked}}
    logs = [root for root in roots if (root / ".proofer").is_dir()]
    if not logs:
        return
    from proofer.review.export_log import ExportLog

    exported = {file for root in logs for file in ExportLog(root).exported(found.files)}
    found.exported = [file for file in walked if file in exported]
    left_out = set(found.exported)
    found.files = [file for file in found.files if file not in left_out]


def _nothing(folder: Path, found: Found, *, ignored: bool) -> Message:
    why = Message("（有文件被忽略）", " that is not ignored") if ignored else Message("", "")
    kinds = found.unknown_kinds()
    there = Message(f"；{kinds.zh}", f"; {kinds.en}") if kinds else Message("", "")
    return Message(
        f"文件夹 {folder} 里没有可检查的文本文件{why.zh}{there.zh}。",
        f"{folder}: no text files in this folder{why.en}{there.en}.",
    )


def is_folder(path: Path) -> bool:
    """Return whether `path` is a folder; if that cannot be known, reading it as a file says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _skip_binary(file: Path, found: Found, settings: Callable[[Path], Settings]) -> bool:
    from proofer.formats import is_packaged

    if is_packaged(file) or settings(file.parent).of(file).encoding or not _is_binary(file):
        return False
    found.binary.append(file)
    return True


class _Kinds:
    """Tells which files of folders are read by their kind."""

    def __init__(self, settings: Callable[[Path], Settings], *, as_text: bool) -> None:
        self._settings = settings
        self._as_text = as_text

    def is_read(self, file: Path) -> bool:
        """Return whether a format claims the file, or it is to be read as text."""
        from proofer.formats import is_supported

        return is_supported(file) or (
            (self._as_text or self._settings(file.parent).of(file).as_text) and not _is_binary(file)
        )

    def is_own(self, file: Path) -> bool:
        """Return whether the file is no page but belongs to the project's configuration."""
        config = self._settings(file.parent).of(file)
        place = resolved(file)
        return place in {resolved(each) for each in (config.file, config.baseline) if each} or any(
            place.is_relative_to(resolved(each)) for each in config.dictionaries
        )


def _walk(folder: Path, ignored: Ignored, found: Found, kinds: _Kinds) -> Iterator[Path]:
    entered: set[Path] = set()
    root = resolved(folder)
    for parent, folders, files in os.walk(folder, onerror=_unreadable, followlinks=True):
        real = Path(parent).resolve()
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        seen = sorted(name for name in folders if not name.startswith("."))
        folders[:] = [name for name in seen if not ignored(Path(parent, name), folder=True)]
        found.ignored += len(seen) - len(folders)
        leaving = [
            name for name in folders if not resolved(Path(parent, name)).is_relative_to(root)
        ]
        found.outside += [Path(parent, name) for name in leaving]
        folders[:] = [name for name in folders if name not in leaving]
        for name in sorted(files):
            file = Path(parent, name)
            is_special = file.exists() and not file.is_file()  # reading a pipe may never end
            if name.startswith(".") or is_special or kinds.is_own(file):
                continue
            is_read = kinds.is_read(file)
            if ignored(file):
                found.ignored += is_read
            elif not is_read:
                found.unknown.append(file)
            elif not resolved(file).is_relative_to(root):
                found.outside.append(file)
            else:
                yield file


def _unpacked(archive: Path, ignored: Ignored, found: Found, kinds: _Kinds) -> Iterator[Path]:
    """Yield the files in an archive, as `_walk` does those of a folder."""
    for file in archived(archive):
        is_read = kinds.is_read(file)
        if ignored.with_folders(file):
            found.ignored += is_read
        elif is_read:
            yield file
        else:
            found.unknown.append(file)


def resolved(path: Path) -> Path:
    """Return where `path` leads; a link to itself stays what it is, and reading it fails."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return absolute(path)


def _is_binary(file: Path) -> bool:
    """Return whether a file is binary, as git judges it; UTF-16 with a byte order mark is text."""
    try:
        head = read_bytes(file, _HEAD)
    except InputError:  # reading it as text says why
        return False
    return b"\0" in head and not head.startswith(_BYTE_ORDER_MARKS)


def _unreadable(error: OSError) -> None:
    raise InputError(
        Message(
            f"无法读取文件夹 {error.filename}：{error.strerror}",
            f"cannot read {error.filename}: {error.strerror}",
        )
    ) from error


def listed(source: str) -> list[Path]:
    """Return the paths that a file lists, or stdin for `-`: one a line, or separated by NUL.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(
            Message(f"无法读取文件列表 {source}：{why}", f"cannot read the list {source}: {why}")
        ) from error
    names = (
        data.split(b"\0")
        if b"\0" in data
        else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    )
    return [Path(os.fsdecode(name)) for name in names if name]


def changed_since(revision: str, folders: Iterable[Path]) -> Collection[Path]:
    """Return the absolute paths of files that have changed or are new since a revision of git.

    What counts are changes since the common ancestor of `revision` and the working tree.

    Raises:
        UsageError: if git is missing, a folder is in no repository, or the revision is unknown.
    """
    changed: set[Path] = set()
    for folder in {absolute(each) for each in folders}:
        top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
        commit = _git(
            top,
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{revision}^{{commit}}",
            revision=revision,
        )
        start = os.fsdecode(commit).strip()
        base = os.fsdecode(_git(top, "merge-base", start, "HEAD", revision="")).strip() or start
        names = _git(top, "diff", "--name-only", "-z", "--diff-filter=d", base, "--")
        names += _git(top, "ls-files", "--others", "--exclude-standard", "-z")
        changed.update((top / os.fsdecode(name)).resolve() for name in names.split(b"\0") if name)
    return changed


_TRUSTING_NOTHING = (
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
)
"""A folder among foreign pages may be a repository whose configuration names programs."""


def _git(folder: Path, *arguments: str, revision: str | None = None) -> bytes:
    """Return what git prints; with an empty `revision`, nothing if it fails.

    Raises:
        UsageError: if git is missing or fails; it names the `revision`, or else what git says.
    """
    import subprocess

    try:
        done = subprocess.run(
            ["git", *_TRUSTING_NOTHING, "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise UsageError(
            Message(f"--since 需要 git：{error}", f"--since needs git: {error}")
        ) from error
    if done.returncode and revision == "":
        return b""
    if done.returncode and revision:
        raise UsageError(
            Message(f"--since：git 不认识 {revision}", f"--since: git does not know {revision}")
        )
    if done.returncode:
        why = os.fsdecode(done.stderr).strip()
        raise UsageError(Message(f"--since：git 报错：{why}", f"--since: git says: {why}"))
    return done.stdout
