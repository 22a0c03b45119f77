"""The keys of the review: one table for bindings, the foot of the screen, help, palette, remapping.

A project remaps keys by id in the table `[keys]` of its configuration: `next = "n, right"`. Textual
silently accepts unknown ids, impossible names and clashes, so they are refused here.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, replace

from proofer.config import nearest
from proofer.errors import ConfigError
from proofer.messages import Message


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does.

    `keys` are separated by commas and named as Textual names them; `hint` is the word for it at the
    foot of the screen, where the label is too long.
    """

    id: str
    keys: str
    action: str
    label: Message
    hint: Message | None = None


KEYS = (
    Key(
        "accept",
        "a,enter",
        "accept(0)",
        Message("接受第一条建议", "accept the first suggestion"),
        Message("接受", "accept"),
    ),
    *(
        Key(
            f"accept-{number}",
            str(number),
            f"accept({number - 1})",
            Message(f"接受第 {number} 条建议", f"accept suggestion {number}"),
        )
        for number in range(1, 10)
    ),
    Key(
        "reject",
        "r",
        "reject",
        Message("不改：原文无误", "reject: the text is right"),
        Message("不改", "reject"),
    ),
    Key(
        "edit",
        "e",
        "edit",
        Message("自拟改法；改选中的字", "type an own replacement, also of a selection"),
        Message("自拟", "edit"),
    ),
    Key("defer", "d", "defer", Message("缓议，以后再定", "put it off"), Message("缓议", "defer")),
    Key(
        "accept-series",
        "A",
        "accept_series",
        Message("接受同一错误的各处", "accept the whole series of this error"),
        Message("全组接受", "accept series"),
    ),
    Key(
        "reject-series",
        "R",
        "reject_series",
        Message("同一错误的各处都不改", "reject the whole series of this error"),
        Message("全组不改", "reject series"),
    ),
    Key(
        "bulk",
        "b",
        "bulk",
        Message("成批：接受、不改或缓议筛选出的各处", "in bulk: decide all that the filter shows"),
        Message("成批", "bulk"),
    ),
    Key(
        "reject-wider",
        "x",
        "reject_wider",
        Message("不改的范围：此处、本文件、本项目", "reject here, in the file, in the project"),
        Message("范围", "scope"),
    ),
    Key("teach", "plus", "teach", Message("加入项目词典", "add to the project's dictionary")),
    Key(
        "printed",
        "o",
        "as_printed",
        Message("原件如此：照录，列入勘误表", "printed so: keep it, list it in the errata"),
        Message("原件如此", "as printed"),
    ),
    Key("note", "m", "note", Message("附注", "write a note")),
    Key("undo", "u", "undo", Message("撤销", "undo"), Message("撤销", "undo")),
    Key("redo", "U", "redo", Message("重做", "redo")),
    Key(
        "undecided",
        "n",
        "undecided",
        Message("下一处未定", "next undecided"),
        Message("下一处", "next"),
    ),
    Key("next", "j,down", "move(1)", Message("下一处", "next finding")),
    Key("previous", "k,up", "move(-1)", Message("上一处", "previous finding")),
    Key("first", "home", "go(0)", Message("第一处", "first finding")),
    Key("last", "end", "go(-1)", Message("最后一处", "last finding")),
    Key(
        "cursor",
        "c",
        "cursor",
        Message("光标：在页面中选取文字", "a cursor in the page, to select text"),
        Message("选字", "select"),
    ),
    Key(
        "search",
        "slash",
        "search",
        Message("在页面中查找", "search in the page"),
        Message("查找", "search"),
    ),
    Key(
        "replace",
        "h",
        "replace",
        Message("在所有文件中查找并替换", "find and replace in all files"),
        Message("替换", "replace"),
    ),
    Key(
        "filter",
        "f",
        "filter",
        Message("筛选：类别、状态、可信度", "filter by kind, state, confidence"),
        Message("筛选", "filter"),
    ),
    Key(
        "order",
        "S",
        "order",
        Message("次序：按版面 / 最可能的在前", "order: of the page / the likeliest first"),
        Message("次序", "order"),
    ),
    Key(
        "headlines",
        "H",
        "headlines",
        Message("标题：跳到一篇文章", "headlines: go to an article"),
        Message("标题", "headlines"),
    ),
    Key(
        "refuted",
        "p",
        "refuted",
        Message("显示或收起原图已排除的", "show or hide what the scan refutes"),
    ),
    Key("view", "v", "view", Message("对照 / 原文 / 改后", "difference / original / corrected")),
    Key(
        "evidence",
        "g",
        "evidence",
        Message("跳到依据所在之处", "go to the places of the evidence"),
        Message("依据", "evidence"),
    ),
    Key(
        "scan", "s", "scan", Message("放大看原件图像", "enlarge the scan"), Message("原图", "scan")
    ),
    Key("explain", "i", "explain", Message("这条规则的说明", "explain this rule")),
    Key("lost", "L", "lost", Message("失位的决定", "decisions that lost their place")),
    Key("files", "tab", "files", Message("文件列表", "list of files"), Message("文件", "files")),
    Key("next-file", "right_curly_bracket", "file(1)", Message("下一个文件", "next file")),
    Key("previous-file", "left_curly_bracket", "file(-1)", Message("上一个文件", "previous file")),
    Key(
        "page-down",
        "pagedown,space",
        "scroll_page(1)",
        Message("往后翻页面", "scroll the page down"),
    ),
    Key("page-up", "pageup", "scroll_page(-1)", Message("往前翻页面", "scroll the page up")),
    Key(
        "details-down",
        "right_square_bracket",
        "scroll_details(1)",
        Message("往后看依据", "scroll the evidence down"),
    ),
    Key(
        "details-up",
        "left_square_bracket",
        "scroll_details(-1)",
        Message("往前看依据", "scroll the evidence up"),
    ),
    Key("theme", "t", "theme", Message("浅色 / 深色", "light / dark")),
    Key(
        "export",
        "w",
        "export",
        Message("写出：原格式、修订稿、勘误表等", "write the file, tracked changes, errata ..."),
        Message("写出", "export"),
    ),
    Key("help", "question_mark", "help", Message("帮助", "help"), Message("帮助", "help")),
    Key(
        "quit",
        "q",
        "quit",
        Message("退出（决定都已保存）", "quit (every decision is saved)"),
        Message("退出", "quit"),
    ),
)


_PUNCTUATION = {
    "!": "exclamation_mark",
    '"': "quotation_mark",
    "#": "number_sign",
    "$": "dollar_sign",
    "%": "percent_sign",
    "&": "ampersand",
    "'": "apostrophe",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "*": "asterisk",
    "+": "plus",
    "-": "minus",
    ".": "full_stop",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less_than_sign",
    "=": "equals_sign",
    ">": "greater_than_sign",
    "?": "question_mark",
    "@": "at",
    "[": "left_square_bracket",
    "\\": "backslash",
    "]": "right_square_bracket",
    "^": "circumflex_accent",
    "_": "underscore",
    "`": "grave_accent",
    "{": "left_curly_bracket",
    "|": "vertical_line",
    "}": "right_curly_bracket",
    "~": "tilde",
}
"""Textual's names of the characters that are neither letters nor digits; a comma separates keys."""
_NAMED = (
    "enter",
    "tab",
    "space",
    "backspace",
    "delete",
    "insert",
    "home",
    "end",
    "pageup",
    "pagedown",
)
_ARROWS = ("up", "down", "left", "right")
_FUNCTIONS = tuple(f"f{number}" for number in range(1, 13))
_TAKEN = frozenset("cijmpqz")
"""Letters whose Ctrl keys are Enter, Tab, a signal, or Textual's own."""
_WITH_CTRL = sorted(set(string.ascii_lowercase) - _TAKEN)
KEY_NAMES = frozenset(
    [
        *string.ascii_letters,
        *string.digits,
        *_PUNCTUATION.values(),
        "comma",
        *_NAMED,
        *_ARROWS,
        *_FUNCTIONS,
        *(f"shift+{each}" for each in (*_ARROWS, "tab", "home", "end")),
        *(f"ctrl+{each}" for each in (*_WITH_CTRL, *_ARROWS, "home", "end")),
    ]
)
"""Every key that a terminal can send and that can be assigned."""


_NAMES = {name: sign for sign, name in _PUNCTUATION.items()} | {
    "comma": ",",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    **{name: name.capitalize() for name in ("enter", "tab", "space", "home", "end")},
}


def remapped(table: Mapping[str, str], place: str = "keys") -> tuple[Key, ...]:
    """Return the keys as remapped by `table`, which maps ids to keys with commas between them.

    `place` names the table in errors.

    Raises:
        ConfigError: if an id or the name of a key is unknown, or if one key would do two things.
    """
    ids = tuple(key.id for key in KEYS)
    for name in table:
        if name not in ids:
            near = nearest(name, ids)
            raise _wrong(
                place,
                f"没有名为 {name} 的按键功能。{near.zh}",
                f"there is nothing named {name} to press.{near.en}",
            )
    keys = tuple(
        replace(key, keys=_read(key.id, table[key.id], place)) if key.id in table else key
        for key in KEYS
    )
    owners: dict[str, str] = {}
    for key in keys:
        for each in key.keys.split(","):
            if (other := owners.setdefault(each, key.id)) != key.id:
                shown = display(each)
                raise _wrong(
                    place,
                    f"{other} 和 {key.id} 用了同一个键 {shown}，请给其中一个另定按键。",
                    f"{other} and {key.id} have the same key {shown}; give one of them another.",
                )
    return keys


def _read(name: str, value: str, place: str) -> str:
    """Return the keys in `value`, named as Textual names them."""
    keys = [_PUNCTUATION.get(each.strip(), each.strip()) for each in value.split(",")]
    for each in keys:
        if each not in KEY_NAMES:
            near = nearest(each, tuple(sorted(KEY_NAMES)))
            raise _wrong(
                place,
                f"{name} 的按键“{each}”不存在或不能使用。{near.zh}",
                f"the key “{each}” of {name} does not exist or cannot be used.{near.en}",
            )
    return ",".join(dict.fromkeys(keys))


def _wrong(place: str, zh: str, en: str) -> ConfigError:
    return ConfigError(Message(f"{place}：{zh}", f"{place}: {en}"))


def display(key: str) -> str:
    """Return a key as it is shown."""
    return _NAMES.get(key, key)


def names(key: Key) -> str:
    """Return all keys of `key` as they are shown."""
    return " ".join(map(display, key.keys.split(",")))
