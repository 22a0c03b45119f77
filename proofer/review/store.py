"""The decision file: one JSON line a record, appended and synced, never rewritten.

`<root>/.proofer/decisions/<path relative to root>.jsonl` begins with a line that names its schema.
The last record on a finding counts, whatever its time, and an undo appends one, too. So a crash
loses at most the line being written, and two files can be merged line by line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from proofer.document.document import Document
from proofer.errors import DecisionError, reason
from proofer.files.own import open_own, refuse_links
from proofer.files.replacing import make_folder, sync_folder
from proofer.messages import Message
from proofer.review.decisions import Decision
from proofer.review.locks import ReviewLock
from proofer.review.records import SCHEMA, DictionaryAddition, Log, lines_of, parse

LARGEST = 256 << 20
"""Bytes of a decision file: a decision has about 700."""
_sync = getattr(os, "fdatasync", os.fsync)


def decisions_path(root: Path, path: Path) -> Path:
    """Return where the decisions on the file `path` of the project `root` are kept."""
    return root / ".proofer" / "decisions" / f"{_name(root, path)}.jsonl"


def _name(root: Path, path: Path) -> str:
    """Return `path` relative to `root`; a file outside gets a place of its own under `_outside`."""
    resolved = path.resolve()
    try:
        return resolved.relative_to(root.resolve()).as_posix()
    except ValueError:
        return "/".join(
            ("_outside", *(part.strip("/\\:") for part in resolved.parts if part.strip("/\\:")))
        )


def read_decisions(root: Path, path: Path) -> list[Decision]:
    """Return all records on the file `path` in the order of its decision file, without a lock.

    Without a decision file there are none.

    Raises:
        DecisionError: if the decision file cannot be read or understood.
    """
    return read_log(root, path).decisions


def read_log(root: Path, path: Path) -> Log:
    """Return the content of the decision file on `path`, which is empty if there is no such file.

    Raises:
        DecisionError: if it cannot be read or understood.
    """
    file = decisions_path(root, path)
    return parse(file, _content(root, file))


def decision_files(root: Path) -> Iterator[list[Decision]]:
    """Yield the decisions of each file of the project `root`; what cannot be read is left out."""
    folder = root / ".proofer" / "decisions"
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".jsonl"):
                file = Path(parent, name)
                with suppress(DecisionError):  # told when the file that it is about is opened
                    yield parse(file, _content(root, file)).decisions


class DecisionStore:
    """The decisions on one document, open for a review. Use `DecisionStore.open`."""

    def __init__(
        self, root: Path, document: Document, lock: ReviewLock | None, log: Log | None = None
    ) -> None:
        self.file = decisions_path(root, document.path)
        self.name = _name(root, document.path)
        self.notices: list[Message] = []
        self._root = root
        self._lock = lock
        self._document_digest = document.origin.digest
        self.log = self._load() if log is None else log
        """What the file holds, with what is appended here."""
        self.changed = bool(self.log.digest) and self.log.digest != self._document_digest
        """Whether the document's bytes have changed since the last decision."""

    @classmethod
    def open(cls, root: Path, document: Document, *, read_only: bool = False) -> DecisionStore:
        """Open the decisions on `document`, a file of the project `root`; this writes only a lock.

        Raises:
            DecisionError: if another review holds the file, its folder cannot be written or is
                reached by a link, or it cannot be understood (then it is left as it is).
        """
        if read_only:
            return cls(root, document, None)
        lock = _locked(root, root / ".proofer" / "locks" / f"{_name(root, document.path)}.lock")
        try:
            _check_writable(root, decisions_path(root, document.path))
            return cls(root, document, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def empty(cls, document: Document) -> DecisionStore:
        """Return a store that has no decisions and can keep none."""
        return cls(Path(), document, None, Log())

    @property
    def read_only(self) -> bool:
        """Whether nothing can be appended."""
        return self._lock is None

    @property
    def decisions(self) -> Sequence[Decision]:
        """All records, oldest first."""
        return tuple(self.log.decisions)

    def __enter__(self) -> DecisionStore:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the lock. Everything is on disk already."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def append(
        self, decisions: Sequence[Decision], additions: Sequence[DictionaryAddition] = ()
    ) -> None:
        """Write `decisions` and `additions` to disk, all or none, before anything shows them.

        Raises:
            DecisionError: if they cannot be written (a full disk, a file that another program
                changed); the file is then as it was before.
        """
        if self.read_only:
            raise DecisionError(
                Message("校对以只读方式打开，不能记录决定。", "the review is open read-only.")
            )
        lines: list[Decision | DictionaryAddition] = [*decisions, *additions]
        if not lines:
            return
        data = lines_of([*self._preamble(lines[0].time), *(line.to_json() for line in lines)])
        try:
            self._write(data)
        except OSError as error:
            raise _unwritable(self.file, error) from error
        self.log.size += len(data)
        self.log.digest = self._document_digest
        self.log.records += lines

    def _preamble(self, time: str) -> list[Mapping[str, Any]]:
        """Return the records before the next decision: the head of the file, or the new digest."""
        if not self.log.size:
            return [{"schema": SCHEMA, "document": self.name, "digest": self._document_digest}]
        if self.log.digest != self._document_digest:
            return [{"digest": self._document_digest, "time": time}]
        return []

    def _write(self, data: bytes) -> None:
        new = not self.log.size
        fd = open_own(self._root, self.file, os.O_RDWR | os.O_APPEND | (os.O_CREAT if new else 0))
        try:
            if os.fstat(fd).st_size != self.log.size:
                raise _changed_by_another(self.file)
            try:
                # A disk that fills up writes a part, and reports an error only the next time.
                if os.write(fd, data) != len(data):
                    raise OSError("no space left for the whole record")
                _sync(fd)
            except OSError:
                os.ftruncate(fd, self.log.size)
                raise
        finally:
            os.close(fd)
        if new:
            sync_folder(self.file.parent)

    def _load(self) -> Log:
        data = _content(self._root, self.file)
        log = parse(self.file, data)
        if self._lock is None:
            return log
        try:
            self._repair(log, len(data) - log.size)
        except OSError as error:
            raise _unwritable(self.file, error) from error
        return log

    def _repair(self, log: Log, torn: int) -> None:
        """Cut off a record that a crash left unfinished, or end a whole one with a newline."""
        if log.unterminated:
            with os.fdopen(
                open_own(self._root, self.file, os.O_WRONLY | os.O_APPEND), "ab"
            ) as stream:
                stream.write(b"\n")
            log.size += 1
        elif torn:
            with os.fdopen(open_own(self._root, self.file, os.O_WRONLY), "ab") as stream:
                stream.truncate(log.size)
            self.notices.append(
                Message(
                    f"上次中断时最后一条记录没有写完（{torn} 字节），已去掉；此前的决定都在。",
                    f"a crash cut the last record short ({torn} bytes); "
                    "it is removed, all before it are kept.",
                )
            )


def _content(root: Path, file: Path) -> bytes:
    try:
        with os.fdopen(open_own(root, file, os.O_RDONLY), "rb") as stream:
            if os.fstat(stream.fileno()).st_size > LARGEST:
                raise OSError(f"more than {LARGEST >> 20} MB")
            return stream.read(LARGEST)
    except FileNotFoundError:
        return b""
    except OSError as error:
        why = reason(error)
        raise DecisionError(
            Message(
                f"读不了校对记录 {file}：{why.zh}", f"cannot read the decisions in {file}: {why.en}"
            )
        ) from error


def _locked(root: Path, path: Path) -> ReviewLock:
    try:
        return ReviewLock(root, path)
    except OSError as error:
        raise _not_started(path, error) from error


def _check_writable(root: Path, file: Path) -> None:
    try:
        refuse_links(root, file)
        make_folder(file.parent)
        if file.exists():
            os.close(open_own(root, file, os.O_RDWR | os.O_APPEND))
    except OSError as error:
        raise _not_started(file, error) from error


def _not_started(file: Path, error: OSError) -> DecisionError:
    why = reason(error)
    return DecisionError(
        Message(
            f"无法保存校对记录 {file}：{why.zh}。"
            "校对没有开始；请让这个文件夹可写，或把文件复制到可写的文件夹再校。",
            f"decisions cannot be kept in {file}: {why.en}. The review was not started; "
            "make the folder writable, or copy the file to one that is.",
        )
    )


def _unwritable(file: Path, error: OSError) -> DecisionError:
    why = reason(error)
    return DecisionError(
        Message(
            f"写不了校对记录 {file}：{why.zh}。这一步没有记下，此前的决定都在。",
            f"cannot write the decisions to {file}: {why.en}. "
            "This step is not recorded; all before it are.",
        )
    )


def _changed_by_another(file: Path) -> DecisionError:
    return DecisionError(
        Message(
            f"校对记录 {file} 被别的程序改动了。这一步没有记下；请退出后重新打开。",
            f"another program changed the decisions in {file}. "
            "This step is not recorded; quit and open it again.",
        )
    )
