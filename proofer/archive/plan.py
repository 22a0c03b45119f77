"""A plan: the files of an archive in windows, and the settings with which they are checked."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from proofer import __version__
from proofer.archive import arrow, bundle
from proofer.archive.sources import is_url, local_copies
from proofer.checking.checker import Checker
from proofer.checking.limits import OutOfTimeError
from proofer.checking.parallel import compared_size, windows
from proofer.checking.pipeline import documents_of
from proofer.config import Config
from proofer.errors import InputError, UsageError
from proofer.files.replacing import atomic_write, cannot_make
from proofer.messages import Language, Message
from proofer.rereading import model

_COLUMNS = {"path": "binary", "digest": "string", "characters": "int64"}
"""Of a window: a path as bytes (no encoding is known of it) or a URL, SHA-256, code points."""


class PlannedFile(NamedTuple):
    """A file of a plan."""

    name: str
    """A path or a URL."""
    digest: str
    """SHA-256 of its content; empty if it could not be read."""
    characters: int


class Window(NamedTuple):
    """What is known of a window without its files."""

    config: int
    files: int
    characters: int


class Measured(NamedTuple):
    """What planning needs to know of a file."""

    digest: str
    characters: int
    compared: int
    """See `checking.parallel.compared_size`."""


def measured(path: Path, config: Config) -> Measured:
    """Read a file and return its measures; of one that cannot be read, that nothing is known."""
    digest, characters, compared = "", 0, 0
    try:
        for number, document in enumerate(documents_of(path, config)):
            digest = document.origin.digest
            characters += len(document.source)
            compared = compared_size([document]) if not number else 0
    except (InputError, OutOfTimeError):
        return Measured("", 0, 0)
    return Measured(digest, characters, compared)


def measured_names(_: Checker, names: Sequence[str], config: Config) -> list[Measured]:
    """Return the measures of several files of one configuration; called in a worker."""
    with local_copies(names) as paths:
        return [measured(path, config) for path in paths]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a plan says besides its files and configurations."""

    language: Language = "en"
    """Of the messages in the results."""
    accept_above: float | None = None
    """The confidence from which corrections are written; None for no corrected files."""
    base: str = ""
    """The folder that holds all files; corrected files have their places relative to it."""


class Plan:
    """A plan in its folder."""

    def __init__(self, folder: Path) -> None:
        """Read a plan.

        Raises:
            InputError: if there is none, or one of another version of proofer.
        """
        self.folder = folder
        place = folder / "plan.json"
        with arrow.readable(place):
            self._json: dict[str, Any] = json.loads(place.read_bytes())
            self.digest: str = self._json["digest"]
            self.settings = Settings(**self._json["settings"])
            self.windows = [Window(*each) for each in self._json["windows"]]
        if self._json["version"] != __version__:
            made = self._json["version"]
            raise InputError(
                Message(
                    f"{folder} 是 proofer {made} 做的计划，这里是 {__version__}；请重新 plan。",
                    f"{folder} was planned by proofer {made}, this is {__version__}: plan it anew.",
                )
            )

    @cached_property
    def configs(self) -> list[Config]:
        """The configurations, by the numbers that windows have of them."""
        return [
            bundle.unpacked(each, self.folder / "bundle" / str(number))
            for number, each in enumerate(self._json["configs"])
        ]

    def check_bundle(self, number: int, checker: Checker) -> None:
        """Check that this machine has what a configuration needs: its dictionaries, ours included.

        Raises:
            UsageError: if they are not those of the plan, or images cannot be read again here.
        """
        if self.configs[number].reread and (lacking := model.problem()) is not None:
            raise UsageError(lacking)
        found = checker.context(self.configs[number]).dictionaries.digest
        if found != self._json["configs"][number]["dictionaries_digest"]:
            raise UsageError(
                Message(
                    f"{self.folder}：词典与做计划时不同（计划里的副本或本机的 proofer 有改动）。",
                    f"{self.folder}: the dictionaries are not those of the plan: its copies or "
                    "the proofer of this machine have changed.",
                )
            )

    @cached_property
    def _files(self) -> Any:
        return arrow.pyarrow().parquet.ParquetFile(self.folder / "files.parquet")

    def files(self, number: int) -> list[PlannedFile]:
        """Return the files of a window.

        Raises:
            InputError: if they cannot be read.
        """
        with arrow.readable(self.folder / "files.parquet"):
            rows = self._files.read_row_group(number, use_threads=False).to_pylist()
        return [
            PlannedFile(os.fsdecode(row["path"]), row["digest"], row["characters"]) for row in rows
        ]

    def part(self, kind: str, number: int) -> Path:
        """Return the file in which a window's `findings` or `documents` are."""
        return self.folder / kind / f"part-{number:06}.parquet"

    def corrected(self, name: str) -> Path:
        """Return where the corrected content of a file is written.

        Raises:
            InputError: if the plan names a file outside of its base, as none made by us does.
        """
        if is_url(name):
            inside = Path(*(part for part in name.split("/") if part not in ("", ".", "..")))
        else:
            inside = Path(os.path.relpath(name, self.settings.base or os.curdir))
        if ".." in inside.parts:
            raise InputError(
                Message(
                    f"{self.folder}：计划里的 {name} 不在 {self.settings.base} 之内。",
                    f"{self.folder}: {name} of the plan is not inside {self.settings.base}.",
                )
            )
        return self.folder / "corrected" / inside

    def finished(self) -> list[int]:
        """Return the windows whose parts are there."""
        there = {path.name for path in (self.folder / "findings").glob("part-*.parquet")}
        return [
            number
            for number in range(len(self.windows))
            if self.part("findings", number).name in there
        ]


def make_plan(
    folder: Path,
    files: Iterable[tuple[str, Config]],
    measures: Iterable[Measured],
    settings: Settings,
    progress: Callable[[int], None] = lambda done: None,
) -> Plan:
    """Write a plan into a folder and return it.

    Args:
        folder: is made; it may not hold a plan.
        files: paths and URLs with their configurations, in the order of the run.
        measures: of each file.
        settings: see there.
        progress: is called with the number of files that have been planned.

    Raises:
        UsageError: if the folder holds a plan.
        OutputError: if it cannot be written.
    """
    if (folder / "plan.json").exists():
        raise UsageError(
            Message(
                f"{folder} 里已有计划；请换一个文件夹，或先删去它。",
                f"{folder} holds a plan already: choose another folder, or remove it first.",
            )
        )
    try:
        for name in ("findings", "documents"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_make(folder, error) from error
    known: dict[str, tuple[int, Config]] = {}
    made: list[Window] = []
    total = hashlib.sha256()
    schema = arrow.schema(_COLUMNS)
    rows = zip(files, measures, strict=True)
    with arrow.table_writer(folder / "files.parquet", schema) as write:
        for run in windows(
            rows, config=lambda each: each[0][1].digest, size=lambda each: each[1].compared
        ):
            window = list(run)
            config = window[0][0][1]
            number = known.setdefault(config.digest, (len(known), config))[0]
            table = [
                {"path": os.fsencode(name), "digest": size.digest, "characters": size.characters}
                for (name, _), size in window
            ]
            total.update(repr([number, table]).encode())
            write(arrow.pyarrow().Table.from_pylist(table, schema=schema))
            made.append(Window(number, len(table), sum(size.characters for _, size in window)))
            progress(sum(each.files for each in made))
    configs = [
        bundle.packed(config, folder / "bundle" / str(number)) for number, config in known.values()
    ]
    content: dict[str, Any] = {
        "version": __version__,
        "settings": asdict(settings),
        "configs": configs,
    }
    total.update(json.dumps(content, sort_keys=True).encode())
    content |= {"digest": total.hexdigest(), "windows": [list(each) for each in made]}
    atomic_write(folder / "plan.json", json.dumps(content).encode())
    return Plan(folder)
