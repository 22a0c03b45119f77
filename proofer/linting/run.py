"""One run: every file found, checked, corrected if wished, its findings set against what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from proofer.checking.parallel import compared, outcomes
from proofer.checking.pipeline import check_document, make_context, rules, selected
from proofer.checking.spool import Spool, spooled
from proofer.config import Config, IgnorePattern, Settings
from proofer.errors import ProoferError, UsageError
from proofer.findings.report import DocumentReport, Failure, Report, Rule
from proofer.formats import parse_parts
from proofer.linting.files import Found, changed_since, find, is_folder, listed
from proofer.linting.fixes import Fixed, fixed, is_fixable, line_edits
from proofer.messages import Message
from proofer.rendering.places import local
from proofer.rendering.unified_diff import unified
from proofer.review.export import replace_unchanged
from proofer.review.placement import without_rejected
from proofer.suppression import baseline as baselines
from proofer.suppression.baseline import Baseline, Entry
from proofer.suppression.patterns import unused_text
from proofer.vocabulary.project_dictionary import dictionary_errors

Parts = Sequence[DocumentReport]


class Configurations(Protocol):
    """Says which configuration a file has."""

    def settings(self, folder: Path) -> Settings:
        """Return what the configuration files say of the files of a folder."""

    def of(self, file: Path) -> Config:
        """Return the configuration of a file."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run does beside what the configuration of each file says."""

    paths: tuple[Path, ...] = ()
    """Files and folders; the working folder if there are none."""
    files_from: str | None = None
    """A file that lists more paths, or `-` for stdin: see `files.listed`."""
    since: str | None = None
    """A revision of git: only files that changed since it are checked."""
    force_exclude: bool = False
    """Whether files given by name may be ignored, too."""
    encoding: str | None = None
    fix: bool = False
    """Whether the safe corrections are made."""
    diff: bool = False
    """Whether they are only shown."""
    unsafe: bool = False
    """Whether sure corrections of a dictionary count as safe."""
    update_baseline: bool = False
    jobs: int | None = None
    """Processes; None for as many as are worth it."""
    cache_folder: Path | None = None
    """Where results are kept; None for nowhere."""
    warn_unused: bool = True
    """Whether patterns that silence nothing are told: not where the options select detectors."""


@dataclass(slots=True)
class _Counts:
    """What is told on stderr at the end."""

    corrected: int = 0
    files: int = 0


@dataclass(slots=True)
class Result:
    """The report of a run, its exit code, and the diffs of corrections that were only to be shown."""

    report: Report
    code: int
    diffs: list[str] = field(default_factory=list)


class LintRun:
    """One run; what it found and did can be asked afterwards."""

    def __init__(self, options: Options, configurations: Configurations) -> None:
        self.options = options
        self.configurations = configurations
        self._counts = _Counts()
        self._diffs: list[str] = []
        self._adopted: dict[Path, dict[str, list[Entry]]] = defaultdict(dict)
        self._least: dict[Path, float] = {}
        self._used: set[str] = set()
        self._written: set[Path] = set()
        self._baselines: dict[Path, Baseline | None] = {}
        self._baseline_sizes: dict[Path, int] = {}

    @cached_property
    def found(self) -> Found:
        """The files of the run."""
        options = self.options
        paths = list(options.paths)
        if options.files_from is not None:
            paths += listed(options.files_from)
        elif not paths:
            paths = [Path()]
        found = find(
            paths,
            self.configurations.settings,
            encoding=options.encoding,
            force_exclude=options.force_exclude,
            skip_binary=True,
            may_be_empty=options.since is not None,
        )
        if options.since is not None and paths:
            changed = changed_since(
                options.since, [path if is_folder(path) else path.parent for path in paths]
            )
            found.files = [file for file in found.files if file.resolve() in changed]
            found.binary = [file for file in found.binary if file.resolve() in changed]
        return found

    @cached_property
    def files(self) -> list[tuple[Path, Config]]:
        """Each file with its configuration."""
        return [(file, self.configurations.of(file)) for file in self.found.files]

    def result(self, progress: Callable[[int, int], None] = lambda done, total: None) -> Result:
        """Check everything; `progress` is told how many files of how many are done.

        Raises:
            ProoferError: if a path, an option or a configuration makes no sense; unreadable files
                are failures instead.
        """
        spool: Spool[DocumentReport] = Spool()
        failures: list[Failure] = []
        known_rules: dict[str, Rule] = {}
        code = 0
        configs = {config.digest: config for _, config in self.files}
        for config in configs.values():
            known_rules |= {rule.code: rule for rule in rules(config)}
        for config, parts, failure in self._checked(progress):
            one = Report(parts, (failure,) if failure else ())
            code = max(code, one.exit_code(config.fail_on))
            failures += one.failures
            for part in parts:
                self._used |= part.used_patterns
                spool.append(part)
        warnings = [*self._unused_patterns(list(configs.values())), *self._gone()]
        self._write_baselines()
        report = Report(
            spool,
            tuple(failures),
            tuple(known_rules[each] for each in sorted(known_rules)),
            tuple(warnings),
            compared=any(self._baselines.values()) or bool(self._adopted),
        )
        return Result(report, code, self._diffs)

    def told(self) -> Iterator[Message]:
        """Yield what the run left out or did, for stderr."""
        for file, count in self._baseline_sizes.items():
            yield Message(f"{file}：{count} 条。", f"{file}: {count} entries.")
        if binary := len(self.found.binary):
            names = ", ".join(map(str, self.found.binary[:3])) + (" …" if binary > 3 else "")
            yield Message(
                f"略过 {binary} 个二进制文件：{names}",
                f"skipped {binary} binary file{'' if binary == 1 else 's'}: {names}",
            )
        if self._counts.corrected:
            count, files = self._counts.corrected, self._counts.files
            zh, en = ("可改正", "would correct") if self.options.diff else ("改正了", "corrected")
            yield Message(
                f"{zh} {count} 处，涉及 {files} 个文件。",
                f"{en} {count} place{'' if count == 1 else 's'} in {files} file{'' if files == 1 else 's'}.",
            )

    def _checked(
        self, progress: Callable[[int, int], None]
    ) -> Iterator[tuple[Config, Parts, Failure | None]]:
        options = self.options
        with dictionary_errors():
            found = outcomes(
                self.files,
                jobs=options.jobs,
                cache_folder=options.cache_folder,
                progress=progress,
            )
            for path, config, parts, unread in compared(found):
                kept, failure = self._set_aside(parts, config), unread
                if kept and (options.fix or options.diff):
                    kept, failure = self._corrected(path, config, kept)
                yield config, self._adopt(path, config, kept), failure

    def _set_aside(self, parts: Parts, config: Config) -> Parts:
        """Return the reports without what an editor rejected, and without what the baseline knows."""
        parts = spooled(without_rejected(each, config.root) for each in parts)
        known = self._baseline(config)
        if known is None or not parts:
            return parts
        return spooled(
            known.compare(parts, [each.code for each in selected(config)], config.min_confidence)
        )

    def _baseline(self, config: Config) -> Baseline | None:
        file = config.baseline
        if file is None:
            if self.options.update_baseline:
                raise UsageError(
                    Message(
                        "--update-baseline 需要 --baseline FILE。",
                        "--update-baseline needs --baseline FILE.",
                    )
                )
            return None
        if file not in self._baselines:
            new = self.options.update_baseline and not file.exists()
            self._baselines[file] = None if new else Baseline.read(file)
        return self._baselines[file]

    def _corrected(self, path: Path, config: Config, parts: Parts) -> tuple[Parts, Failure | None]:
        """Make the corrections of a file, or only note them for `--diff`; then everything still remains."""
        options = self.options
        place = path.resolve()
        if place in self._written:  # another name of a file that was corrected before
            parts = self._recheck(place.read_bytes(), path, config)
        try:
            made = fixed(
                parts,
                lambda data: self._recheck(data, path, config),
                lambda finding: is_fixable(finding, config, unsafe=options.unsafe),
            )
            if made.data is not None and options.fix:
                replace_unchanged(parts[0].document, path, made.data)
                self._written.add(place)
        except ProoferError as error:
            return parts, Failure(path, error.message)
        return self._noted(path, config, parts, made)

    def _noted(
        self, path: Path, config: Config, parts: Parts, made: Fixed
    ) -> tuple[Parts, Failure | None]:
        if made.problem is not None:
            return parts, Failure(path, made.problem)
        if made.data is None:
            return parts, None
        self._counts.corrected += made.count
        self._counts.files += 1
        if self.options.fix:
            return made.reports, None
        self._diffs.append(self._difference(path, config, parts, made.data))
        return parts, None

    def _difference(self, path: Path, config: Config, parts: Parts, data: bytes) -> str:
        before = "".join(each.document.source for each in parts)
        after = "".join(each.source for each in parse_parts(data, path, encoding=config.encoding))
        whole = replace(parts[0].document, source=before, segments=(), paragraphs=())
        return "".join(unified(whole, line_edits(before, after), local(path)))

    def _recheck(self, data: bytes, path: Path, config: Config) -> Parts:
        context = make_context(config)
        documents = parse_parts(data, path, encoding=config.encoding)
        return self._set_aside(
            spooled(check_document(each, context, config) for each in documents), config
        )

    def _adopt(self, path: Path, config: Config, parts: Parts) -> Parts:
        """With `--update-baseline`, make every finding that is left a known one."""
        file = config.baseline
        if not self.options.update_baseline or file is None:
            return parts
        name = Baseline(file, {}).name(path)
        old = self._baselines.get(file)
        self._least[file] = max(config.min_confidence, self._least.get(file, 0.0))
        if not parts or any(each.failures for each in parts):
            self._adopted[file][name] = list(old.of(path)) if old else []
            return parts
        self._adopted[file][name] = [
            Entry.of(finding, each.document)
            for each in parts
            for finding in (*each.findings, *each.baselined)
        ]
        return spooled(
            replace(
                each,
                findings=(),
                baselined=tuple(
                    sorted((*each.findings, *each.baselined), key=lambda finding: finding.span)
                ),
                warnings=tuple(warning for warning in each.warnings if warning.path != file),
            )
            for each in parts
        )

    def _write_baselines(self) -> None:
        for file, entries in self._adopted.items():
            old = self._baselines.get(file)
            for name, held in old.entries.items() if old else ():
                if name not in entries and (file.absolute().parent / name).exists():
                    entries[name] = list(held)
            count = baselines.write(file, entries, self._least[file])
            self._baseline_sizes[file] = count

    def _gone(self) -> list[Failure]:
        if self.options.update_baseline:
            return []
        return [
            warning
            for known in self._baselines.values()
            if known is not None
            for warning in known.gone()
        ]

    def _unused_patterns(self, configs: Sequence[Config]) -> Iterator[Failure]:
        """Yield a warning for each pattern that silences nothing, if all of its project was checked."""
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
            if origin not in self._used:
                yield Failure(file, unused_text(pattern))
