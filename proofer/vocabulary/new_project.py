"""Makes a folder a project, for those who keep words or settings in it for the first time."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from proofer.config import Config
from proofer.config.files import FILE_NAMES
from proofer.errors import ConfigError
from proofer.files.replacing import cannot_write
from proofer.messages import Message

_CONTENT = (
    "# proofer 的项目文件，可以为空；各项设置见 proofer init --dry-run\n"
    "# The file of a project of proofer. It may be empty; proofer init --dry-run lists the keys.\n"
)


def new_project(config: Config) -> Config:
    """Write `proofer.toml` into the root of `config`, and return the configuration with it.

    Raises:
        ConfigError: if files in folders below have decisions, which would not be found any more.
        OutputError: if the file is there already, or cannot be written.
    """
    file = config.root / FILE_NAMES[0]
    check_decisions_below(config.root)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(_CONTENT)
    except OSError as error:
        raise cannot_write(file, error) from error
    return replace(config, file=file)


def check_decisions_below(root: Path) -> None:
    """Check that no decision is lost if `root` becomes the root of all files below.

    Raises:
        ConfigError: if a folder below that is no project itself has decisions.
    """
    if (other := _decided_below(root)) is not None:
        file = root / FILE_NAMES[0]
        raise ConfigError(
            Message(
                f"没有新建 {file}：{other} 里的决定属于那个文件夹，新建后就找不到了。"
                "请在那里新建，或把其中的 .proofer 移到这里的相应位置。",
                f"{file} was not made: the decisions in {other} belong to that folder and would "
                "not be found any more. Make it there, or move them into .proofer here.",
            )
        )


def _decided_below(root: Path) -> Path | None:
    """Return the decisions of a folder below that is no project itself, if there are any."""
    for parent, folders, names in os.walk(root):
        here = Path(parent)
        decisions = here / ".proofer" / "decisions"
        if here != root and any(name in names for name in FILE_NAMES[:2]):
            folders.clear()
        elif here != root and decisions.is_dir():
            return decisions
        folders[:] = [name for name in folders if not name.startswith(".")]
    return None
