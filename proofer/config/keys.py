"""The keys of a configuration file: what type of value each has, and what it is for."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from proofer.config.settings import PRESETS
from proofer.findings.finding import Severity
from proofer.language.channel.profiles import PUBLIC_PROFILES
from proofer.messages import LANGUAGES, Message

_NO_ENCODINGS = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"))
"""Codecs of Python that turn text into bytes and are no encodings of files."""
_DAY = 86_400
"""Seconds: the longest time limit."""
FAIL_ON = (*(severity.value for severity in Severity), "never")


def is_strings(value: object) -> bool:
    """Return whether `value` is a list of strings, none of them empty."""
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def is_probability(value: object) -> bool:
    """Return whether `value` is a number from 0 to 1."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def is_timeout(value: object) -> bool:
    """Return whether `value` is a number of seconds, up to those of a day."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _DAY


def is_threshold(value: object) -> bool:
    """Return whether `value` is a severity, "never", or a confidence from 0 to 1."""
    return value in FAIL_ON if isinstance(value, str) else is_probability(value)


def threshold(value: str | float) -> Severity | float | None:
    """Return the severity or confidence that a `fail-on` holds, None for "never"."""
    if isinstance(value, str):
        return None if value == "never" else Severity(value)
    return float(value)


def is_encoding(value: object) -> bool:
    """Return whether `value` names an encoding of text that Python knows."""
    try:
        return (
            isinstance(value, str)
            and codecs.lookup(value).name not in _NO_ENCODINGS
            and "".encode(value) is not None
        )
    except (LookupError, ValueError):
        return False


def _is_tables(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of value: how to recognise it, what messages call it, and its JSON schema."""

    holds: Callable[[object], bool]
    wanted: Message
    schema: Mapping[str, Any]


TABLE = Kind(
    _is_tables,
    Message("应为一个表", "should be a table"),
    {"type": "object", "additionalProperties": {"type": "object"}},
)
TABLES = Kind(
    lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
    Message("应为若干个表，例如 [[overrides]]", "should be tables such as [[overrides]]"),
    {"type": "array", "items": {"type": "object"}},
)
STRINGS = Kind(
    is_strings,
    Message(
        '应为字符串列表，例如 ["D", "known-slip"]',
        'should be a list of strings such as ["D", "known-slip"]',
    ),
    {"type": "array", "items": {"type": "string", "minLength": 1}},
)
WORDS = Kind(
    lambda value: isinstance(value, dict) and all(isinstance(each, str) for each in value.values()),
    Message("应为一个表，值都是字符串", "should be a table of strings"),
    {"type": "object", "additionalProperties": {"type": "string"}},
)
STRING = Kind(
    lambda value: isinstance(value, str) and value != "",
    Message("应为非空字符串", "should be a string that is not empty"),
    {"type": "string", "minLength": 1},
)
BOOLEAN = Kind(
    lambda value: isinstance(value, bool),
    Message("应为 true 或 false", "should be true or false"),
    {"type": "boolean"},
)
PROBABILITY = Kind(
    is_probability,
    Message("应为 0 到 1 之间的数", "should be a number between 0 and 1"),
    {"type": "number", "minimum": 0, "maximum": 1},
)
TIMEOUT = Kind(
    is_timeout,
    Message(f"应为 0 到 {_DAY} 之间的秒数", f"should be a number of seconds from 0 to {_DAY}"),
    {"type": "number", "minimum": 0, "maximum": _DAY},
)
THRESHOLD = Kind(
    is_threshold,
    Message(
        f"应为 {'、'.join(FAIL_ON)} 之一，或 0 到 1 之间的数",
        f"should be one of {', '.join(FAIL_ON)}, or a number between 0 and 1",
    ),
    {"anyOf": [{"enum": list(FAIL_ON)}, PROBABILITY.schema]},
)
ENCODING = Kind(
    is_encoding,
    Message(
        '应为文本编码的名称，例如 "gb18030"',
        'should be the name of a text encoding such as "gb18030"',
    ),
    STRING.schema,
)
PROFILE = Kind(
    lambda value: value in PUBLIC_PROFILES,
    Message(
        f"应为 {'、'.join(PUBLIC_PROFILES)} 之一；有第二份识别结果的版面用 ocr，"
        "并在命令行给出 --second",
        f"should be one of {', '.join(PUBLIC_PROFILES)}; for pages with a second reading "
        "write ocr and give --second",
    ),
    {"enum": list(PUBLIC_PROFILES)},
)
PRESET = Kind(
    lambda value: value in PRESETS,
    Message(f"应为 {'、'.join(PRESETS)}", f"should be {' or '.join(PRESETS)}"),
    {"enum": list(PRESETS)},
)
LANGUAGE = Kind(
    lambda value: value in LANGUAGES,
    Message('应为 "zh" 或 "en"', 'should be "zh" or "en"'),
    {"enum": list(LANGUAGES)},
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the configuration."""

    field: str
    """The field of Config that it sets."""
    kind: Kind
    meaning: Message
    convert: Callable[[Any], Any] = lambda value: value
    """Makes the value of the field out of that of the file."""
    is_path: bool = False
    """Whether it is a path, or several, relative to the folder of the file."""
    everywhere: bool = True
    """Whether it may be set in `[[overrides]]`, for single files."""


KEYS: Mapping[str, Key] = {
    "select": Key(
        "select", STRINGS, Message("只运行这些检测器", "run only these detectors"), tuple
    ),
    "preset": Key(
        "preset",
        PRESET,
        Message(
            "只运行一组检测器：quick 只看字词重复、叠字、常见误写、标点，约快四倍",
            "run a set of detectors: quick looks for doublings, reduplications, known slips and "
            "marks alone, about four times as fast",
        ),
    ),
    "ignore": Key(
        "ignore", STRINGS, Message("不运行这些检测器", "do not run these detectors"), tuple
    ),
    "enable": Key(
        "enable",
        STRINGS,
        Message(
            "另外运行这些默认关闭的检测器", "also run these detectors, which are off by default"
        ),
        tuple,
    ),
    "min-confidence": Key(
        "min_confidence",
        PROBABILITY,
        Message(
            "只报告可疑度（该处有误的概率）不低于此的疑问",
            "only findings of at least this doubt, the probability that the place is wrong",
        ),
        float,
    ),
    "fail-on": Key(
        "fail_on",
        THRESHOLD,
        Message("从这一级别或可疑度起退出码为 1", "exit with 1 from this severity or doubt on"),
        threshold,
    ),
    "unsafe-confidence": Key(
        "unsafe_confidence",
        PROBABILITY,
        Message(
            "--fix --unsafe 采用词典改正的最低可信度（改法正确的概率）",
            "least confidence of a dictionary's correction for --fix --unsafe",
        ),
        float,
    ),
    "timeout": Key(
        "timeout",
        TIMEOUT,
        Message(
            "检查一个文件最多占用的 CPU 秒数，每 1 MB 计；0 为不限",
            "CPU seconds that checking a file may take for each megabyte; 0 for no limit",
        ),
        float,
    ),
    "encoding": Key(
        "encoding",
        ENCODING,
        Message("文件的编码，不再自动判断", "the encoding of the files, instead of detecting it"),
    ),
    "field": Key(
        "fields",
        STRINGS,
        Message(
            "JSONL、CSV、TSV、Parquet 的哪些字段（列）是正文，如 text、data.title；默认自行判断",
            "the fields (columns) of JSONL, CSV, TSV and Parquet that hold the text, such as text "
            "or data.title, instead of finding them",
        ),
        tuple,
    ),
    "as-text": Key(
        "as_text",
        BOOLEAN,
        Message(
            "不认识的文件当作纯文本来读（默认 false）",
            "whether files of no known format are read as plain text (false)",
        ),
    ),
    "profile": Key(
        "profile",
        PROFILE,
        Message(
            "文本的来历：ocr 识别而来，ocr-noisy 错误密集的短行（如字幕），typing 打字录入",
            "how the text came about: ocr, ocr-noisy (short lines full of errors, as subtitles), "
            "typing",
        ),
    ),
    "dictionaries": Key(
        "dictionaries",
        STRINGS,
        Message(
            "项目词典（文件或文件夹，相对于配置文件；默认 dictionary/）",
            "the project's dictionaries: files or folders, relative to this file "
            "(dictionary/ if there is one)",
        ),
        is_path=True,
    ),
    "lang": Key(
        "language",
        LANGUAGE,
        Message("报告和消息的语言", "language of reports and messages"),
        everywhere=False,
    ),
    "exclude": Key(
        "exclude",
        STRINGS,
        Message(
            "不检查的路径，写法同 .gitignore",
            "paths that are not checked, written as in .gitignore",
        ),
        tuple,
        everywhere=False,
    ),
    "gitignore": Key(
        "gitignore",
        BOOLEAN,
        Message(
            "是否略过 git 忽略的文件（默认 true）", "whether what git ignores is left out (true)"
        ),
        everywhere=False,
    ),
    "baseline": Key(
        "baseline",
        STRING,
        Message("基线文件，相对于配置文件", "the baseline, relative to this file"),
        is_path=True,
        everywhere=False,
    ),
    "ignore-patterns": Key(
        "patterns",
        TABLES,
        Message(
            "略去位于这些文字或正则匹配之内的疑问",
            "silence findings inside these texts or matches of these regular expressions",
        ),
    ),
    "images": Key(
        "images",
        STRING,
        Message(
            "版面图像所在的文件夹，相对于配置文件",
            "the folder of the pages' images, relative to this file",
        ),
        is_path=True,
    ),
    "reread": Key(
        "reread",
        BOOLEAN,
        Message(
            "是否从原图重读各行，据以核对疑问（要装 proofer-zh[reread]）",
            "whether lines are read again from the pages' images (needs proofer-zh[reread])",
        ),
    ),
    "learn": Key(
        "learn",
        BOOLEAN,
        Message(
            "本项目先前的决定是否影响可信度，并由校对从中学习（默认 true）",
            "whether the project's earlier decisions shift confidences, and reviews learn from "
            "them (true)",
        ),
        everywhere=False,
    ),
    "author": Key(
        "author",
        STRING,
        Message(
            "校对者姓名，记入每项决定、勘误表和 Word 批注（默认取自 git 或登录名）",
            "the name that decisions, errata and Word comments are signed with (that of git, or "
            "of the login)",
        ),
        everywhere=False,
    ),
    "keys": Key(
        "keys",
        WORDS,
        Message(
            '校对界面的按键，例如 next = "n, right"',
            'keys of the review, such as next = "n, right"; see docs/review.md',
        ),
        everywhere=False,
    ),
    "detectors": Key("options", TABLE, Message("各检测器的选项", "options of single detectors")),
}
PATTERN_KEYS: Mapping[str, Key] = {
    "text": Key("text", STRING, Message("原样的文字", "a literal text")),
    "regex": Key(
        "regex",
        STRING,
        Message("正则表达式（regex 模块的写法）", "a regular expression (of the regex module)"),
    ),
    "codes": Key("codes", STRINGS, Message("只对这些检测器", "only for these detectors"), tuple),
    "reason": Key("reason", STRING, Message("为什么", "why")),
}
OVERRIDES = "overrides"
OVERRIDES_MEANING = Message(
    "对某些路径改用的值，后面的覆盖前面的",
    "other values for some paths; a later table wins over an earlier one",
)
PATHS = Key("paths", STRINGS, Message("路径，写法同 .gitignore", "paths, written as in .gitignore"))
