"""The project's own dictionary as a review writes to it: words added by a key, and taken out again by undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from proofer.config import DICTIONARY_FOLDER, Config
from proofer.errors import ConfigError, OutputError, UsageError
from proofer.findings.finding import Finding
from proofer.language.dictionaries import DictionaryError, kind_of
from proofer.messages import Message
from proofer.vocabulary import editing as dictionary_upkeep


@dataclass(frozen=True, slots=True)
class Addition:
    """A word of a kind; `right` are the correct forms if it is a confusion, `unless` what it is right in."""

    kind: str
    term: str
    right: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    reason: str = ""
    source: str = ""
    category: str = ""


class ProjectDictionary:
    """Adds words to the dictionary files of a project, and takes them out again."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def add(self, addition: Addition) -> Path:
        """Write the word to the project's file of its kind and return that file.

        Raises:
            ConfigError: the project has no file for it, or that file is malformed.
            UsageError: the word has a character that no dictionary holds.
            OutputError: the file cannot be written.
        """
        if any(
            mark in word
            for word in (addition.term, *addition.right, *addition.unless)
            for mark in "\t\r\n|"
        ):
            raise UsageError(
                Message(
                    "一个词里不能有制表符、换行或 |。",
                    "a word cannot hold a tab, a line end or a |.",
                )
            )
        path = file_for(addition.kind, self._config)
        with _told(path):
            dictionary_upkeep.add(
                path,
                addition.kind,
                addition.term,
                replacements=addition.right,
                unless=addition.unless,
                reason=addition.reason,
                source=addition.source,
                category=addition.category,
            )
        return path

    def remove(self, addition: Addition) -> None:
        """Take the word out again; nothing happens if it is not there.

        Raises:
            ConfigError: the file is malformed.
            OutputError: it cannot be written.
        """
        path = file_for(addition.kind, self._config)
        with _told(path):
            dictionary_upkeep.remove(path, addition.kind, addition.term)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except DictionaryError as error:
        raise dictionary_error(error) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(
            Message(f"无法写入 {path}：{why}", f"cannot write {path}: {why}")
        ) from error


def dictionary_error(error: DictionaryError) -> ConfigError:
    """Return what is wrong with a dictionary as an error of the configuration."""
    problem = error.problem
    place = f"{problem.path}:{problem.line}" if problem.line else str(problem.path)
    return ConfigError(Message(f"{place}：{problem.message_zh}", f"{place}: {problem.message_en}"))


@contextmanager
def dictionary_errors() -> Iterator[None]:
    """Turn what is wrong with a dictionary into an error of the configuration."""
    try:
        yield
    except DictionaryError as error:
        raise dictionary_error(error) from error


def file_for(kind: str, config: Config) -> Path:
    """Return the project's file for words of `kind`: one that is named, or one in its first folder.

    Raises:
        ConfigError: there is no project, or it names no place for such words.
    """
    if config.file is None:
        raise no_project()
    paths: Sequence[Path] = config.dictionaries or (config.root / DICTIONARY_FOLDER,)
    for path in paths:
        if path.suffix == ".tsv" and _kind(path) == kind:
            return path
    folders = [path for path in paths if path.suffix != ".tsv"]
    if folders:
        return folders[0] / f"{kind}.tsv"
    raise ConfigError(
        Message(
            f"{config.file}：dictionaries 里没有文件夹，也没有 {kind}.tsv。",
            f"{config.file}: dictionaries names neither a folder nor a {kind}.tsv.",
        )
    )


def no_project() -> ConfigError:
    """Return the error that there is no project to keep words in."""
    return ConfigError(
        Message(
            "这个文件夹及其上级没有 proofer.toml，所以没有项目词典。先建一个（空文件也可以）。",
            "there is no proofer.toml here or above, so there is no project dictionary. Make one; it may be empty.",
        )
    )


def _kind(path: Path) -> str:
    try:
        return kind_of(path)
    except DictionaryError as error:
        raise dictionary_error(error) from error


def stands_around(term: str, finding: Finding, text: str) -> bool:
    """Return whether an occurrence of `term` in the text covers the finding."""
    span = finding.span
    first = max(0, span.end - len(term))
    return any(text.startswith(term, start) for start in range(first, span.start + 1))


def of_quote(addition: Addition, finding: Finding, text: str) -> str | None:
    """Return what the quote reads where the wrong form around it becomes the right one; None if it is not around it."""
    right, length = addition.right[0], len(addition.term)
    for start in range(max(0, finding.span.end - length), finding.span.start + 1):
        before, after = text[start : finding.span.start], text[finding.span.end : start + length]
        if (
            text.startswith(addition.term, start)
            and right.startswith(before)
            and right.endswith(after)
        ):
            return right[len(before) : len(right) - len(after)]
    return None
