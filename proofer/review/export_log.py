"""What was exported, and what stood there before: nothing is lost to an export.

`<root>/.proofer/exports.jsonl` has a line an export. What an export replaces is kept in
`<root>/.proofer/replaced/`, named by its digest, before it is replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from proofer.errors import DecisionError, OutputError, reason
from proofer.files.own import open_own
from proofer.files.replacing import atomic_write
from proofer.messages import Message
from proofer.review.history import seconds, utc_now


@dataclass(frozen=True, slots=True)
class Export:
    """One export: where it was written, of which pages, its digest, and that of what it replaced.

    Digests are SHA-256; `replaced` is empty if there was no file. Paths are absolute.
    """

    output: str
    sources: tuple[str, ...]
    digest: str
    replaced: str = ""
    time: str = ""


class ExportLog:
    """The exports of the project `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / ".proofer" / "exports.jsonl"

    def is_replaceable(self, output: Path) -> bool:
        """Return whether nothing is lost by writing `output`: it is new, or an export of ours."""
        digest = _digest(output)
        if not digest:
            return True
        written = (each for each in self._exports() if each.output == _absolute(output))
        return any(each.digest == digest for each in written)

    @contextmanager
    def exporting(self, output: Path, sources: Sequence[Path]) -> Iterator[None]:
        """Keep what `output` holds, let it be written inside the block, and note that down.

        Raises:
            OutputError: if a file is there that cannot be kept; it must not be replaced then.
        """
        before = _digest(output)
        if before:
            self._keep(output, before)
        yield
        after = _digest(output)
        if after and after != before:
            names = tuple(map(_absolute, sources))
            export = Export(_absolute(output), names, after, before, seconds(utc_now()))
            with suppress(OSError, DecisionError):  # the export itself is there
                self._append(export)

    def exported(self, pages: Iterable[Path]) -> frozenset[Path]:
        """Return those of `pages` that stand as they were exported from another one of them."""
        if not (exports := self._exports()):
            return frozenset()
        known = {_absolute(page): page for page in pages}
        outputs = {
            each.output: each
            for each in exports
            if each.output in known
            and any(name in known and name != each.output for name in each.sources)
        }
        return frozenset(
            known[output]
            for output, each in outputs.items()
            if _digest(Path(output)) == each.digest
        )

    def last(self, source: Path) -> Export | None:
        """Return the last export of `source` that stands as it was written, None without any."""
        name = _absolute(source)
        standing = (
            each
            for each in reversed(self._exports())
            if name in each.sources and _digest(Path(each.output)) == each.digest
        )
        return next(standing, None)

    def take_back(self, export: Export) -> None:
        """Put back what `export` replaced, or remove its file if there was none.

        Raises:
            OutputError: if it cannot be put back, or is another file by now.
        """
        output = Path(export.output)
        if _digest(output) != export.digest:
            raise OutputError(
                Message(
                    f"{output} 写出后又有改动，没有撤回。",
                    f"{output} changed since it was exported; it is left as it is.",
                )
            )
        try:
            if not export.replaced:
                output.unlink()
                return
            with os.fdopen(
                open_own(self._root, self._kept(export.replaced), os.O_RDONLY), "rb"
            ) as kept:
                data = kept.read()
        except OSError as error:
            raise OutputError(_not_kept(output, error)) from error
        atomic_write(output, data)

    def _kept(self, digest: str) -> Path:
        return self._root / ".proofer" / "replaced" / digest

    def _keep(self, output: Path, digest: str) -> None:
        kept = self._kept(digest)
        try:
            data = output.read_bytes()
            fd = open_own(self._root, kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            with os.fdopen(fd, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except (OSError, DecisionError) as error:
            raise OutputError(_not_kept(output, error)) from error

    def _append(self, export: Export) -> None:
        fd = open_own(self._root, self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        with os.fdopen(fd, "ab") as stream:
            stream.write(json.dumps(asdict(export), ensure_ascii=False).encode() + b"\n")

    def _exports(self) -> list[Export]:
        """Return the exports, oldest first; a line that is none is passed over."""
        try:
            with os.fdopen(open_own(self._root, self._file, os.O_RDONLY), "rb") as stream:
                lines = stream.read().split(b"\n")
        except (OSError, DecisionError):
            return []
        found: list[Export] = []
        for line in filter(None, lines):
            with suppress(ValueError):
                found.append(_export(json.loads(line)))
        return found


def refuse_to_replace(output: Path) -> OutputError:
    """Return the error for a file that is not ours to replace."""
    return OutputError(
        Message(
            f"已有 {output}，不是上次写出的文件，没有覆盖。换一个文件名，或加 --force 覆盖。",
            f"{output} exists and is no earlier export; it is not replaced. Choose another name, "
            "or replace it with --force.",
        )
    )


def taken_back(export: Export) -> Message:
    """Return what taking back `export` did."""
    if export.replaced:
        return Message(
            f"已恢复 {export.output} 写出前的内容。",
            f"{export.output} is as it was before the export.",
        )
    return Message(f"已删去写出的 {export.output}。", f"{export.output} is removed.")


def _export(record: object) -> Export:
    if not isinstance(record, dict):
        raise ValueError("not a record")
    names = [record.get(name, "") for name in ("output", "digest", "replaced", "time")]
    sources = record.get("sources")
    if not isinstance(sources, list) or not all(isinstance(each, str) for each in names + sources):
        raise ValueError("not an export")
    output, digest, replaced, time = names
    if replaced and not re.fullmatch("[0-9a-f]{64}", replaced):
        raise ValueError("not a digest")
    return Export(output, tuple(sources), digest, replaced, time)


def _absolute(path: Path) -> str:
    return str(path.resolve())


def _digest(path: Path) -> str:
    """Return the digest of a file's content; nothing if there is no such file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _not_kept(output: Path, error: Exception) -> Message:
    why = error.message if isinstance(error, DecisionError) else reason(error)
    return Message(
        f"写不了 {output}：它的原样无法留底（{why.zh}）。没有改动。",
        f"cannot write {output}: no copy of it as it is can be kept ({why.en}). "
        "Nothing was changed.",
    )
