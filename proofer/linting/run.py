"""A run of `lint`: finding files, checking, correcting, comparing with baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from proofer.checking.checker import Checker
from proofer.checking.parallel import compared, outcomes
from proofer.checking.pipeline import check_document, rules
from proofer.checking.spool import Spool, spooled
from proofer.config import Config, IgnorePattern, Settings
from proofer.errors import InputError, ProoferError
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport, Failure, Report, Rule
from proofer.formats import parse_parts, read_bytes, write_bytes
from proofer.linting.baselines import Baselines, Parts
from proofer.linting.files import Found, changed_since, find, is_folder, listed, resolved
from proofer.messages import Message
from proofer.suppression.patterns import unused_text
from proofer.vocabulary.project_dictionary import dictionary_errors

if TYPE_CHECKING:
    from proofer.linting.fixes import FixResult


class Configurations(Protocol):
    """Gives each file its configuration."""

    def settings(self, folder: Path) -> Settings:
        """Return what the configuration files say about the files of a folder."""

    def of(self, file: Path) -> Config:
        """Return the configuration of a file."""


@dataclass(frozen=True, slots=True)
class Stdin:
    """A text that is checked as if it were the content of the file `path`."""

    path: Path
    data: bytes


@dataclass(frozen=True, slots=True)
class Options:
    """What a run does, in addition to what the configuration of each file says."""

    paths: tuple[Path, ...] = ()
    """Files and folders; the working folder if there are none."""
    stdin: Stdin | None = None
    """A text of no file, checked by itself."""
    files_from: str | None = None
    """A file that lists more paths, or `-` for stdin: see `files.listed`."""
    since: str | None = None
    """A revision of git; only files that have changed since then are checked."""
    force_exclude: bool = False
    """Whether files given by name may be ignored, too."""
    encoding: str | None = None
    """Of all files; None to detect it."""
    as_text: bool = False
    """Whether files of no known format are text, in folders too."""
    fix: bool = False
    """Whether safe corrections are made."""
    diff: bool = False
    """Whether safe corrections are only shown."""
    unsafe: bool = False
    """Whether likely corrections from a dictionary count as safe."""
    update_baseline: bool = False
    """Whether all findings become those of the baseline."""
    jobs: int | None = None
    """Processes; None for as many as are worth it."""
    cache_folder: Path | None = None
    """The folder of the cache; None for no cache."""
    warn_unused: bool = True
    """Whether to warn of patterns that silence nothing; only sensible if all detectors run."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run returns."""

    report: Report
    code: int
    """The exit code."""
    diffs: Sequence[str] = ()
    """What `diff` shows: a unified diff for each file with safe corrections."""


class LintRun:
    """One run: `result` checks everything, and `notes` then says what was left out or changed."""

    def __init__(self, options: Options, configurations: Configurations) -> None:
        self.options = options
        self.configurations = configurations
        self._checker = Checker(options.cache_folder)
        self._baselines = Baselines(update=options.update_baseline)
        self._corrections = 0
        self._corrected_files = 0
        self._diffs: list[str] = []
        self._used_patterns: set[str] = set()
        self._written: set[Path] = set()
        self._losses: list[Message] = []
        """What a corrected file could not keep."""

    @cached_property
    def found(self) -> Found:
        """The files of the run, and what was left out."""
        options = self.options
        paths = list(options.paths)
        if options.files_from is not None:
            paths += listed(options.files_from)
        elif not paths:
            if options.stdin is not None:
                return Found()
            paths = [Path()]
        found = find(
            paths,
            self.configurations.settings,
            encoding=options.encoding,
            as_text=options.as_text,
            force_exclude=options.force_exclude,
            skip_binary=True,
            may_be_empty=options.since is not None,
        )
        if options.since is not None and paths:
            changed = changed_since(
                options.since, [path if is_folder(path) else path.parent for path in paths]
            )
            found.files = [file for file in found.files if resolved(file) in changed]
            found.binary = [file for file in found.binary if resolved(file) in changed]
            found.unknown = [file for file in found.unknown if resolved(file) in changed]
        return found

    @cached_property
    def files(self) -> list[tuple[Path, Config]]:
        """Each file with its configuration."""
        return [(file, self.configurations.of(file)) for file in self.found.files]

    def result(self, progress: Callable[[int, int], None] = lambda done, total: None) -> Result:
        """Check everything; `progress` is called with the number of files done and of all files.

        Raises:
            ProoferError: if a path, an option or a configuration is wrong; a file that cannot be
                read is a failure in the report.
        """
        spool: Spool[DocumentReport] = Spool()
        failures: list[Failure] = []
        known_rules: dict[str, Rule] = {}
        code = 0
        configs = {config.digest: config for _, config in self.files}
        if (stdin := self.options.stdin) is not None:
            own = self.configurations.of(stdin.path)
            configs[own.digest] = own
        for config in configs.values():
            known_rules |= {rule.code: rule for rule in rules(config)}
        for config, parts, failure in self._checked(progress):
            one = Report(parts, (failure,) if failure else ())
            code = max(code, one.exit_code(config.fail_on))
            failures += one.failures
            for part in parts:
                self._used_patterns |= part.used_patterns
                spool.append(part)
        warnings = [*self._unused_patterns(list(configs.values())), *self._baselines.gone()]
        self._baselines.write()
        report = Report(
            spool,
            tuple(failures),
            tuple(rule for _, rule in sorted(known_rules.items())),
            tuple(warnings),
            compared=self._baselines.are_used,
        )
        return Result(report, code, tuple(self._diffs))

    def notes(self) -> Iterator[Message]:
        """Yield what the run left out and what it wrote, for stderr."""
        for file, count in self._baselines.sizes.items():
            yield Message(f"{file}：{count} 条。", f"{file}: {count} entries.")
        if outside := len(self.found.outside):
            zh, en = _named(self.found.outside)
            yield Message(
                f"略过 {outside} 个指向文件夹之外的链接：{zh}",
                f"skipped {outside} link{'' if outside == 1 else 's'} "
                f"that lead{'s' * (outside == 1)} out of the folder: {en}",
            )
        if (kinds := self.found.unknown_kinds()) is not None:
            yield kinds
        if (exports := self.found.exports()) is not None:
            yield exports
        if binary := len(self.found.binary):
            names = ", ".join(map(str, self.found.binary[:3])) + (" …" if binary > 3 else "")
            yield Message(
                f"略过 {binary} 个二进制文件：{names}",
                f"skipped {binary} binary file{'' if binary == 1 else 's'}: {names}",
            )
        yield from self._losses
        if count := self._corrections:
            files = self._corrected_files
            zh, en = ("可改正", "would correct") if self.options.diff else ("改正了", "corrected")
            yield Message(
                f"{zh} {count} 处，涉及 {files} 个文件。",
                f"{en} {count} place{'' if count == 1 else 's'} "
                f"in {files} file{'' if files == 1 else 's'}.",
            )

    def _checked(
        self, progress: Callable[[int, int], None]
    ) -> Iterator[tuple[Config, Parts, Failure | None]]:
        options = self.options
        with dictionary_errors():
            if options.stdin is not None:
                yield self._piped(options.stdin)
            found = outcomes(self.files, self._checker, jobs=options.jobs, progress=progress)
            for path, config, parts, unread in compared(found, self._checker):
                kept, failure = self._baselines.set_aside(parts, config), unread
                if kept and (options.fix or options.diff):
                    kept, failure = self._corrected(path, config, kept)
                yield config, self._baselines.adopt(path, config, kept), failure

    def _piped(self, stdin: Stdin) -> tuple[Config, Parts, Failure | None]:
        """Check the text of stdin; what cannot be read is a failure."""
        config = self.configurations.of(stdin.path)
        try:
            parts = self._recheck(stdin.data, stdin.path, config)
        except InputError as error:
            return config, (), Failure(stdin.path, error.message)
        if self.options.diff:
            parts, failure = self._corrected(stdin.path, config, parts, own=True)
            return config, parts, failure
        return config, parts, None

    def _corrected(
        self, path: Path, config: Config, parts: Parts, *, own: bool = False
    ) -> tuple[Parts, Failure | None]:
        """Correct a file and return what remains; with `diff`, which changes nothing, all does.

        `own` says that no cache has given the reports.
        """
        from proofer.linting.fixes import fix, is_fixable
        from proofer.review.export import check_unchanged

        options = self.options
        place = resolved(path)

        def wanted(finding: Finding) -> bool:
            return is_fixable(finding, config, unsafe=options.unsafe)

        def recheck(data: bytes) -> Parts:
            return self._recheck(data, path, config)

        try:
            if place in self._written:  # another name of a file that has been corrected
                parts = recheck(read_bytes(path))
            if not own:
                parts = self._own(path, config, parts, wanted)
            result = fix(parts, recheck, wanted)
            if result.data is not None and options.fix:
                check_unchanged(parts[0].document)
                self._losses += write_bytes(path, result.data)
                self._written.add(place)
        except ProoferError as error:
            return parts, Failure(path, error.message)
        return self._record(path, config, parts, result)

    def _own(
        self, path: Path, config: Config, parts: Parts, wanted: Callable[[Finding], bool]
    ) -> Parts:
        """Return the reports that corrections may be made from: none that a cache may have given.

        A CI may restore a cache from elsewhere, and whoever made that must not write into a page.
        """
        is_cacheable = self.options.cache_folder is not None and config.second is None
        if is_cacheable and any(wanted(each) for part in parts for each in part.findings):
            return self._recheck(read_bytes(path), path, config)
        return parts

    def _record(
        self, path: Path, config: Config, parts: Parts, result: FixResult
    ) -> tuple[Parts, Failure | None]:
        if result.problem is not None:
            return parts, Failure(path, result.problem)
        if result.data is None:
            return parts, None
        self._corrections += result.count
        self._corrected_files += 1
        if self.options.fix:
            return result.reports, None
        self._diffs.append(self._difference(path, config, parts, result.data))
        return parts, None

    def _difference(self, path: Path, config: Config, parts: Parts, data: bytes) -> str:
        from proofer.linting.fixes import line_edits
        from proofer.rendering.places import local
        from proofer.rendering.unified_diff import unified

        before = "".join(each.document.source for each in parts)
        after = "".join(each.source for each in parse_parts(data, path, **config.reading))
        whole = replace(parts[0].document, source=before, segments=(), paragraphs=())
        return "".join(unified(whole, line_edits(before, after), local(path)))

    def _recheck(self, data: bytes, path: Path, config: Config) -> Parts:
        context = self._checker.context(config)
        documents = parse_parts(data, path, **config.reading)
        return self._baselines.set_aside(
            spooled(check_document(each, context, config) for each in documents), config
        )

    def _unused_patterns(self, configs: Sequence[Config]) -> Iterator[Failure]:
        """Yield a warning of each pattern that silences nothing, if all its project was checked."""
        if (
            self.options.since is not None
            or self.options.files_from is not None
            or not self.options.warn_unused
        ):
            return
        folders = [path.resolve() for path in self.options.paths if is_folder(path)]
        patterns: dict[str, tuple[IgnorePattern, Path]] = {}
        for config in configs:
            if any(config.root.resolve().is_relative_to(folder) for folder in folders):
                patterns |= {
                    each.origin: (each, config.file or config.root) for each in config.patterns
                }
        for origin, (pattern, file) in patterns.items():
            if origin not in self._used_patterns:
                yield Failure(file, unused_text(pattern))


def _named(paths: Sequence[Path], most: int = 3) -> tuple[str, str]:
    """Return the first of `paths` as both languages list them."""
    names = list(map(str, paths[:most]))
    more = " …" if len(paths) > most else ""
    return "、".join(names) + more, ", ".join(names) + more
