"""What the package pycorrector would change: an optional second opinion, off by default.

Two of them need nothing but the package and work with the dictionaries in use: the confusion
corrector (wrong forms of the same length as the right ones) and the proper-name corrector (three or
four characters that sound or look like a term or a place). Two more need a model that you have on
disk; nothing is downloaded:

    enable = ["pycorrector"]
    [detectors.pycorrector]
    macbert = "models/macbert4csc"      # a folder; needs torch and transformers
    kenlm = "models/people_chars.klm"   # a file; needs kenlm

Only the corrected sentence is taken from pycorrector; the edits are computed from it and checked.
Left aside: changes of anything but Chinese characters, known words that the proper-name corrector
would turn into terms, places that cut a word of the text in two, and names of persons.

How sure: pycorrector gives no probability; the ones shown are set by hand, from the figures that it
publishes for texts like these. All but the confusions are left to an editor.
---
pycorrector 的意见：可选的第二意见，默认关闭。

其中两种只要装了这个包，就能配合所用的词典工作：混淆集纠错（误写与正写字数相同的），专名纠错（读音或
字形接近某个术语、地名的三四个字）。另外两种要用磁盘上已有的模型，不会下载任何东西：

    enable = ["pycorrector"]
    [detectors.pycorrector]
    macbert = "models/macbert4csc"      # 文件夹，需要 torch 和 transformers
    kenlm = "models/people_chars.klm"   # 文件，需要 kenlm

只取 pycorrector 改好的句子，改动由 proofer 自己比较得出并核对。
一概不取的：汉字以外的改动，专名纠错对已知词语的改动，把文中词语从中切开的改动，对人名的改动。

把握：pycorrector 不给概率，这里的数值参照它公布的同类文本成绩人为设定。除混淆集外，都须由校对者决
定。
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.external._silence import quiet, quiet_descriptor
from proofer.document.changes import differing_runs
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.errors import ConfigError
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.messages import Message, install_command

if TYPE_CHECKING:
    from proofer.detectors.context import Page
    from proofer.language.dictionaries import Dictionaries

_PACKAGE = "pycorrector"
_NEEDED = (_PACKAGE, "ahocorasick", "jieba", "loguru", "pypinyin")
_NEEDED_BY = {"macbert": ("torch", "transformers"), "kenlm": ("kenlm",)}
_WEIGHTS = "model.safetensors"
"""Weights that hold numbers only; those of older models are pickles."""
_NAME_LENGTHS = (3, 4)
"""The corrector reads windows of up to four characters; words of two have many homophones."""
_LONGEST = 12
"""Code points of the longest dictionary word that a change is looked for in."""
_HAN = lazy_regex(r"\p{Han}*")


@dataclass(frozen=True, slots=True)
class _Corrector:
    """One corrector of the package.

    `admits(wrong, right)` knows its dictionary; None means that it has none.
    """

    title: Message
    implementation: Any
    confidence: float
    applicability: Applicability = Applicability.MANUAL
    admits: Callable[[str, str], bool] | None = None

    def corrected(self, sentences: Sequence[str]) -> list[str]:
        """Return the corrected sentences, and nothing else of the answer: its offsets are wrong."""
        with quiet():
            return [
                answer["target"] for answer in self.implementation.correct_batch(list(sentences))
            ]


def missing() -> Message | None:
    """Return what is not installed of the package and what it needs, if anything."""
    return _lacking(_NEEDED, install_command("pycorrector"))


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield what the correctors that are set up would change.

    Raises:
        ConfigError: if a package or a model is missing, or an option is unknown.
    """
    if (lacking := missing()) is not None:
        raise ConfigError(lacking)
    page = context.page(document)
    sentences = [span.of(document.text) for span in page.sentences]
    for corrector in _correctors(page, context):
        for sentence, before, after in zip(
            page.sentences, sentences, corrector.corrected(sentences), strict=True
        ):
            for span, right in dict.fromkeys(_corrections(corrector, before, after)):
                edit = Edit(span.shift(sentence.start), right)
                if corrector.admits is None or not _cuts_a_word(page, edit.span):
                    yield _finding(document, corrector, edit, sentence)


def _corrections(corrector: _Corrector, before: str, after: str) -> Iterator[tuple[Span, str]]:
    """Yield the changes of Han characters, each widened to the word of its dictionary."""
    for change, new in differing_runs(before, after):
        found = (
            (change, new.of(after))
            if corrector.admits is None
            else _word(corrector.admits, before, after, change)
        )
        if found is not None and _HAN.fullmatch(found[0].of(before)) and _HAN.fullmatch(found[1]):
            yield found


def _cuts_a_word(page: Page, place: Span) -> bool:
    """Return whether a word of the text reaches over an end of `place`, so that it is no term."""
    return any(not place.covers(token) for token in page.tokens_over(place))


def _word(
    admits: Callable[[str, str], bool], before: str, after: str, change: Span
) -> tuple[Span, str] | None:
    """Return the word of the corrector's dictionary that the change makes, if there is one.

    The confusion corrector spoils the sentence where wrong forms overlap: such a change belongs to
    no entry.
    """
    if len(before) != len(after):
        return None
    for length in range(_LONGEST, len(change) - 1, -1):
        for start in range(
            max(0, change.end - length), min(change.start, len(before) - length) + 1
        ):
            span = Span(start, start + length)
            if admits(span.of(before), span.of(after)):
                return span, span.of(after)
    return None


def _finding(document: Document, corrector: _Corrector, edit: Edit, sentence: Span) -> Finding:
    span = edit.span
    if not len(span):  # an insertion is shown with a neighbour
        start = max(span.start - 1, sentence.start)
        span = Span(start, start + 1)
    return DETECTOR.finding(
        document,
        span,
        _message(edit.span.of(document.text), edit.replacement),
        confidence=corrector.confidence,
        suggestions=[Suggestion((edit,), corrector.confidence, corrector.applicability)],
        evidence=[Evidence("pycorrector", corrector.title)],
    )


def _message(wrong: str, right: str) -> Message:
    if not wrong:
        return Message(f"pycorrector 认为此处缺“{right}”", f"pycorrector would insert {right}")
    if not right:
        return Message(f"pycorrector 认为“{wrong}”多余", f"pycorrector would delete {wrong}")
    return Message(
        f"pycorrector 认为“{wrong}”应为“{right}”", f"pycorrector would write {right} for {wrong}"
    )


def _correctors(page: Page, context: Context) -> Iterator[_Corrector]:
    options = context.options.get(_PACKAGE, {})
    models = {name: _model_path(name, value, context.root) for name, value in options.items()}
    dictionaries = context.dictionaries
    pairs, names = dictionaries.derived(_confusions), dictionaries.derived(_proper_names)
    if pairs:
        yield _Corrector(
            Message("混淆集纠错", "confusion corrector"),
            dictionaries.derived(_confusion_corrector),
            0.8,
            Applicability.UNSAFE,
            lambda wrong, right: pairs.get(wrong) == right,
        )
    if names:
        yield _Corrector(
            Message("专名纠错", "proper-name corrector"),
            dictionaries.derived(_proper_corrector),
            0.4,
            admits=lambda wrong, right: right in names and not page.is_known_word(wrong),
        )
    if (macbert := models.get("macbert")) is not None:
        yield _Corrector(Message("MacBERT 模型", "MacBERT model"), _macbert_corrector(macbert), 0.4)
    if (kenlm := models.get("kenlm")) is not None:
        yield _Corrector(
            Message("KenLM 语言模型", "KenLM language model"), _kenlm_corrector(kenlm), 0.3
        )


def _model_path(name: str, value: object, root: Path) -> Path:
    """Return the path of a model, relative to the project.

    Raises:
        ConfigError: if there is no such option, no such file or folder, or a package that the model
            needs is missing, or the weights are not safe to load.
    """
    key = f"detectors.{_PACKAGE}.{name}"
    if name not in _NEEDED_BY:
        known = ", ".join(_NEEDED_BY)
        raise ConfigError(
            Message(f"没有配置项 {key}，只有 {known}。", f"there is no option {key}, only {known}.")
        )
    if not isinstance(value, str):
        raise ConfigError(Message(f"{key} 应为一个路径。", f"{key} should be a path."))
    path = root / value
    if not (path / "config.json" if name == "macbert" else path).is_file():
        raise ConfigError(
            Message(
                f"{key}：{path} 处没有模型，proofer 不会下载。",
                f"{key}: no model at {path}; proofer downloads none.",
            )
        )
    wanted = _NEEDED_BY[name]
    if (lacking := _lacking(wanted, f"pip install {' '.join(wanted)}")) is not None:
        raise ConfigError(Message(f"{key}：{lacking.zh}", f"{key}: {lacking.en}"))
    if name == "macbert" and not (path / _WEIGHTS).is_file():
        raise ConfigError(
            Message(
                f"{key}：{path} 里没有 {_WEIGHTS}；其他形式的权重可能运行代码，不装入。",
                f"{key}: there is no {_WEIGHTS} in {path}; other weights could run code and are "
                "not loaded.",
            )
        )
    return path


def _lacking(modules: Sequence[str], install: str) -> Message | None:
    absent = ", ".join(name for name in modules if find_spec(name) is None)
    if not absent:
        return None
    return Message(
        f"没有安装 {absent}；请运行 {install}",
        f"not installed: {absent}; {install}",
    )


def _confusions(dictionaries: Dictionaries) -> dict[str, str]:
    """Return the wrong forms with the first right one of each.

    Both have the same length: pycorrector edits a list in place, so another length would shift
    every later correction of the sentence.
    """
    pairs = (
        (entry.term, entry.replacements[0])
        for entry in dictionaries.kind("confusions").values()
        if entry.replacements
    )
    return {wrong: right for wrong, right in sorted(pairs) if len(wrong) == len(right)}


def _proper_names(dictionaries: Dictionaries) -> frozenset[str]:
    return frozenset(
        name
        for kind in ("terms", "places")
        for name in dictionaries.kind(kind)
        if len(name) in _NAME_LENGTHS
    )


def _confusion_corrector(dictionaries: Dictionaries) -> Any:
    return _load("confusion_corrector").ConfusionCorrector(dictionaries.derived(_confusions))


def _proper_corrector(dictionaries: Dictionaries) -> Any:
    module = _load("proper_corrector")
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="proofer-") as folder:
        path = Path(folder, "names.txt")
        path.write_text("\n".join(sorted(dictionaries.derived(_proper_names))), encoding="utf-8")
        return module.ProperCorrector(proper_name_path=str(path))


@lru_cache(maxsize=1)
def _macbert_corrector(path: Path) -> Any:
    module = _load("macbert.macbert_corrector")
    with quiet():
        return module.MacBertCorrector(str(path))


@lru_cache(maxsize=1)
def _kenlm_corrector(path: Path) -> Any:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="proofer-") as folder:
        # pycorrector makes a folder at home, and jieba a cache where anybody could plant one,
        # unless told otherwise
        os.environ.setdefault("PYCORRECTOR_DATA_DIR", folder)
        corrector = _load("corrector").Corrector(language_model_path=str(path))
        tokenizer = sys.modules["jieba"].dt
        tokenizer.tmp_dir = folder
        with quiet(), quiet_descriptor(2):
            corrector.check_detector_initialized()
            tokenizer.initialize()
        tokenizer.tmp_dir = None
    return corrector


def _load(name: str) -> Any:
    """Import a submodule of pycorrector without its `__init__`, which imports torch.

    Its wheel does not require torch. An empty package stands in while the submodule is imported,
    so that a later `import pycorrector` is the real one.
    """
    whole = sys.modules.get(_PACKAGE)
    if whole is None:
        spec = find_spec(_PACKAGE)
        assert spec is not None
        sys.modules[_PACKAGE] = module_from_spec(spec)
    try:
        with quiet():
            import_module("loguru").logger.disable(_PACKAGE)
            return import_module(f"{_PACKAGE}.{name}")
    finally:
        if whole is None:
            del sys.modules[_PACKAGE]


EXAMPLES = (
    bad("他们己经完成了全年任务。", "他们已经完成了全年任务。"),
    good("他们已经完成了全年任务。"),
    good("Pycorrector 1.1.4 不改英文和数字。"),
)

DETECTOR = Detector(
    code="M001",
    name="pycorrector",
    title=Message("pycorrector 的意见", "Opinion of pycorrector"),
    severity=Severity.INFO,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    default=False,
    missing=missing,
)
