"""Alibaba Cloud OCR: JSON with `prism_wordsInfo`, a line each, and the whole text in `content`.

https://help.aliyun.com/zh/ocr/. The answer of the service has this JSON in the string `Data`, as
JSON once more; what is read here is that string, as programs save it.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages.json_pages import Pages, Part, first, read
from proofer.formats._syntax import json_source
from proofer.formats.api import MalformedError
from proofer.messages import Message

_SIGNATURE = lazy_pattern(r'"prism_(?:wordsInfo|wnum|version)\\*"\s*:')
_LAYOUTS = tuple(
    Pages(
        pages=path,
        lines=Part("prism_wordsInfo[]", "word", "pos", "prob"),
        words=Part("charInfo[]", "word", ".", "prob"),
        copies=(
            f"{prefix}content",
            f"{prefix}prism_paragraphsInfo[].word",
            f"{prefix}prism_rowsInfo[].word",
            f"{prefix}prism_tablesInfo[].cellInfos[].word",
        ),
        size=("width", "height"),
        sure=100.0,
    )
    for path, prefix in (("", ""), ("Data", "Data."), ("data", "data."))
)


def blocks(source: str) -> list[Block]:
    """Return the blocks of the page in reading order.

    Raises:
        MalformedError: if the source is no JSON, or none that Alibaba Cloud writes.
    """
    root = json_source.load(source)
    if isinstance(first(root, "Data"), json_source.String):
        raise MalformedError(
            Message(
                "的识别结果是 Data 里的一个字符串；请把这个字符串另存为 JSON 文件。",
                "has its result in the string Data; save that string as a JSON file.",
            )
        )
    return read(source, root, _LAYOUTS, "Aliyun OCR")


FORMAT = json_source.json_format(
    name="aliyun",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    engine="aliyun",
)
