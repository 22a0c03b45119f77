"""The keys: one table for bindings, footer, help and palette. The ids are stable, so that a project may remap them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

from proofer.messages import Language, Text


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does. `hint` is the word in the footer, if it is shown there."""

    id: str
    keys: str
    action: str
    label: Text
    hint: Text | None = None


KEYS = (
    Key(
        "accept", "a,enter", "accept(0)", Text("接受第一条建议", "accept the first suggestion"), Text("接受", "accept")
    ),
    Key("reject", "r", "reject", Text("不改：原文无误", "reject: the text is right"), Text("不改", "reject")),
    Key("edit", "e", "edit", Text("自拟改法", "type an own replacement"), Text("自拟", "edit")),
    Key("defer", "d", "defer", Text("缓议，以后再定", "put it off"), Text("缓议", "defer")),
    Key("undecided", "n", "undecided", Text("下一处未定", "next undecided")),
    Key("undo", "u", "undo", Text("撤销", "undo"), Text("撤销", "undo")),
    Key("export", "w", "export", Text("写出改正后的文件", "write the corrected file"), Text("写出", "export")),
    Key("help", "question_mark", "help", Text("帮助", "help"), Text("帮助", "help")),
    Key("quit", "q", "quit", Text("退出（决定都已保存）", "quit (every decision is saved)"), Text("退出", "quit")),
    Key("next", "j,down", "move(1)", Text("下一处", "next finding")),
    Key("previous", "k,up", "move(-1)", Text("上一处", "previous finding")),
    Key("first", "home", "go(0)", Text("第一处", "first finding")),
    Key("last", "end", "go(-1)", Text("最后一处", "last finding")),
    *(
        Key(
            f"accept-{number}",
            str(number),
            f"accept({number - 1})",
            Text(f"接受第 {number} 条建议", f"accept suggestion {number}"),
        )
        for number in range(1, 10)
    ),
    Key("accept-series", "A", "accept_series", Text("接受同一错误的各处", "accept the whole series of this error")),
    Key("reject-series", "R", "reject_series", Text("同一错误的各处都不改", "reject the whole series of this error")),
    Key("redo", "U", "redo", Text("重做", "redo")),
    Key(
        "reject-wider",
        "x",
        "reject_wider",
        Text("不改的范围：此处、本文件、本项目", "reject here, in the file, in the project"),
    ),
    Key("teach", "plus", "teach", Text("加入项目词典", "add to the project's dictionary")),
    Key("printed", "o", "printed", Text("原件如此：照录，列入勘误表", "printed so: keep it, list it in the errata")),
    Key("note", "m", "note", Text("附注", "write a note")),
    Key("search", "slash", "search", Text("在页面中查找", "search in the page")),
    Key("filter", "f", "filter", Text("筛选：类别、状态、可信度", "filter by kind, state, confidence")),
    Key("view", "v", "view", Text("对照 / 原文 / 改后", "difference / original / corrected")),
    Key("evidence", "g", "evidence", Text("跳到依据所在之处", "go to the places of the evidence")),
    Key("explain", "i", "explain", Text("这条规则的说明", "explain this rule")),
    Key("files", "tab", "files", Text("文件列表", "list of files")),
    Key("next-file", "right_curly_bracket", "file(1)", Text("下一个文件", "next file")),
    Key("previous-file", "left_curly_bracket", "file(-1)", Text("上一个文件", "previous file")),
    Key("page-down", "pagedown,space", "scroll_page(1)", Text("往后翻页面", "scroll the page down")),
    Key("page-up", "pageup", "scroll_page(-1)", Text("往前翻页面", "scroll the page up")),
    Key("details-down", "right_square_bracket", "scroll_details(1)", Text("往后看依据", "scroll the evidence down")),
    Key("details-up", "left_square_bracket", "scroll_details(-1)", Text("往前看依据", "scroll the evidence up")),
    Key("theme", "t", "theme", Text("浅色 / 深色", "light / dark")),
)

_NAMES = {
    "question_mark": "?",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "slash": "/",
    "plus": "+",
    "tab": "Tab",
    "enter": "Enter",
    "down": "↓",
    "up": "↑",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "space": "Space",
}


def bindings(language: Language) -> list[Binding]:
    """Return the bindings of the review screen with labels in `language`."""
    return [
        Binding(
            key.keys,
            key.action,
            (key.hint or key.label).render(language),
            id=key.id,
            show=key.hint is not None,
            key_display=names(key).partition(" ")[0],
        )
        for key in KEYS
    ]


def names(key: Key) -> str:
    """Return the keys as a reader knows them."""
    return " ".join(_NAMES.get(each, each) for each in key.keys.split(","))
