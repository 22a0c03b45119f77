"""What is left out of folders, by `.prooferignore`, the key `exclude`, and `.gitignore`.

They have precedence in this order. As in git, the last matching pattern of the nearest file
decides, and everything in an ignored folder is ignored.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.errors import ConfigError, InputError
from proofer.files.reading import read_bytes
from proofer.messages import Message

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from proofer.config import Settings

_OWN, _GIT = ".prooferignore", ".gitignore"
_LARGEST = 1 << 20
"""Bytes of an ignore file."""
_MOST_STARS = 4
"""With each further one in a name, matching takes some forty times as long."""


class Ignored:
    """Decides which paths are left out.

    Ignore files are read from the root of the repository down, or else from that of the project, or
    else from the outermost of `roots`.
    """

    def __init__(self, settings: Callable[[Path], Settings], roots: Iterable[Path]) -> None:
        self._settings = settings
        self._roots = sorted({absolute(each) for each in roots}, key=lambda each: len(each.parts))
        self._spec = cache(_spec)
        self._excluded = cache(_from_lines)
        self._top = cache(self._top_of)

    def __call__(self, path: Path, *, folder: bool = False) -> bool:
        """Return whether a pattern ignores `path`, assuming that none ignores its folders."""
        path = absolute(path)
        config = self._settings(path.parent).of()
        for base, spec in self._specs(
            path, config.exclude, config.root, gitignore=config.gitignore
        ):
            if path.is_relative_to(base):
                name = path.relative_to(base).as_posix() + ("/" if folder else "")
                if (include := spec.check_file(name).include) is not None:
                    return bool(include)
        return False

    def with_folders(self, path: Path) -> bool:
        """Return whether `path` or one of its folders is ignored."""
        path = absolute(path)
        top = self._top(path.parent)
        return self(path) or any(
            self(each, folder=True) for each in path.parents if each != top and top in each.parents
        )

    def _specs(
        self, path: Path, exclude: tuple[str, ...], root: Path, *, gitignore: bool
    ) -> Iterator[tuple[Path, GitIgnoreSpec]]:
        """Yield the patterns that may match `path`, by precedence, each with its folder."""
        top = self._top(path.parent)
        bases = [
            path.parent,
            *(each for each in path.parent.parents if each == top or top in each.parents),
        ]
        yield from ((base, spec) for base in bases if (spec := self._spec(base / _OWN)))
        if exclude:
            yield root, self._excluded(exclude)
        if gitignore:
            yield from ((base, spec) for base in bases if (spec := self._spec(base / _GIT)))
            if spec := self._spec(top / ".git" / "info" / "exclude"):
                yield top, spec

    def _top_of(self, folder: Path) -> Path:
        for place in (folder, *folder.parents):
            if (place / ".git").exists():
                return place
        settings = self._settings(folder)
        if settings.file is not None:
            return settings.root
        return next((root for root in self._roots if folder.is_relative_to(root)), folder)


def absolute(path: Path) -> Path:
    """Return `path` from the root, links not followed: a link is known by its own name."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`


def _spec(file: Path) -> GitIgnoreSpec | None:
    try:
        if not file.exists() or file.is_dir():
            return None
        lines = read_bytes(file, most=_LARGEST).decode("utf-8-sig").splitlines()
    except InputError as error:
        raise ConfigError(error.message) from error
    except (OSError, ValueError) as error:
        raise ConfigError(
            Message(f"{file} 无法读取：{error}", f"{file} cannot be read: {error}")
        ) from error
    return _from_lines(tuple(lines))


def _from_lines(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    for line in lines:
        if any(re.sub(r"\*+", "*", name).count("*") > _MOST_STARS for name in line.split("/")):
            raise ConfigError(
                Message(
                    f"忽略规则里一个名字的 * 太多（最多 {_MOST_STARS} 个）：{line}",
                    f"an ignore pattern has more than {_MOST_STARS} * in one name: {line}",
                )
            )
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise ConfigError(
            Message(f"忽略规则有误：{error}", f"wrong ignore pattern: {error}")
        ) from error
