"""The project's own dictionary, to which a review adds words, and from which undo takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from proofer.config import DICTIONARY_FOLDER, Config
from proofer.errors import ConfigError, UsageError
from proofer.files.replacing import cannot_write
from proofer.findings.finding import Finding
from proofer.language.dictionary_format import DictionaryError, kind_of
from proofer.messages import Message
from proofer.vocabulary import dictionary_files
from proofer.vocabulary.dictionary_files import Addition


class ProjectDictionary:
    """Adds words to the dictionary files of a project, and removes them again."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def add(self, addition: Addition) -> Path:
        """Write the word to the project's file of its kind, and return that file.

        Raises:
            ConfigError: if the project has no file for it, or if that file is malformed.
            UsageError: if the word has a character that no dictionary can hold.
            OutputError: if the file cannot be written.
        """
        words = (addition.term, *addition.right, *addition.unless)
        if any(separator in word for word in words for separator in "\t\r\n|"):
            raise UsageError(
                Message(
                    "一个词里不能有制表符、换行或 |。",
                    "a word cannot hold a tab, a line end or a |.",
                )
            )
        path = file_for(addition.kind, self._config)
        with _as_proofer_errors(path):
            dictionary_files.add(path, addition)
        return path

    def remove(self, addition: Addition) -> None:
        """Remove the word; nothing happens if it is not there.

        Raises:
            ConfigError: if the file is malformed.
            OutputError: if it cannot be written.
        """
        path = file_for(addition.kind, self._config)
        with _as_proofer_errors(path):
            dictionary_files.remove(path, addition.kind, addition.term)


@contextmanager
def _as_proofer_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except DictionaryError as error:
        raise dictionary_error(error) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def dictionary_error(error: DictionaryError) -> ConfigError:
    """Return the error of a dictionary as an error of the configuration that names it."""
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
    """Return the project's file for words of `kind`: the one it names, or one in its first folder.

    Raises:
        ConfigError: if there is no project, or if it names no place for such words.
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
    """Return the error that there is no project in which to keep words."""
    return ConfigError(
        Message(
            "这个文件夹及其上级没有 proofer.toml，所以没有项目词典。proofer init 可新建。",
            "there is no proofer.toml here or above, so there is no project dictionary. "
            "proofer init makes one.",
        )
    )


def _kind(path: Path) -> str:
    try:
        return kind_of(path)
    except DictionaryError as error:
        raise dictionary_error(error) from error


def stands_around(term: str, finding: Finding, text: str) -> bool:
    """Return whether an occurrence of `term` in `text` covers the finding."""
    span = finding.span
    first = max(0, span.end - len(term))
    return any(text.startswith(term, start) for start in range(first, span.start + 1))


def of_quote(addition: Addition, finding: Finding, text: str) -> str | None:
    """Return the new reading of the quote when the confusion around it is corrected.

    Returns None if the wrong form does not stand around the quote.
    """
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
