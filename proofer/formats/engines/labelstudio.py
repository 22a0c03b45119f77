"""Label Studio: tasks with transcribed regions of an image, as JSON, a task a page.

https://labelstud.io/guide/export. Of several annotations of a task the first that was not cancelled
is read, or the first prediction where there is none. JSON-MIN has boxes and texts in two arrays.
"""

from __future__ import annotations

import re
from typing import Any

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages.json_pages import Pages, Part, blocks_of, every, first, unknown
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(
    r'\s*(?:\[\s*)?\{(?=[\s\S]*?"original_width"\s*:)'
    r'(?=[\s\S]*?(?:"type"\s*:\s*"textarea"|"transcription"\s*:))'
)
_LAYOUT = Pages(
    pages="",
    lines=Part("lines[]", "text", "box", "score"),
    image="image",
    size=("width", "height"),
)
_RESULTS = ("annotations", "completions", "predictions")


def blocks(source: str) -> list[Block]:
    """Return the blocks of the tasks in reading order.

    Raises:
        MalformedError: if the source is no JSON, or there is no task in it.
    """
    root = json_source.load(source)
    tasks = root if isinstance(root, list) else [root]
    if not all(isinstance(task, dict) for task in tasks):
        raise unknown("Label Studio", _RESULTS)
    return blocks_of(source, None, [_page(task) for task in tasks], _LAYOUT)


def _page(task: dict[str, Any]) -> dict[str, Any]:
    regions = _regions(task)
    values = first(task, "data")
    names = [
        each for each in (values if isinstance(values, dict) else task).values() if _is_image(each)
    ]
    sizes = [region for region in regions if first(region, "original_width") is not None]
    return {
        "image": names[0] if names else None,
        "width": first(sizes[0], "original_width") if sizes else None,
        "height": first(sizes[0], "original_height") if sizes else None,
        "lines": [line for region in regions for line in _lines(region)],
    }


def _is_image(value: Any) -> bool:
    return (
        re.search(r"\.(?:png|jpe?g|tiff?|webp|bmp|gif)$", json_source.text(value).lower())
        is not None
    )


def _regions(task: dict[str, Any]) -> list[Any]:
    for name in _RESULTS:
        for each in every(task, f"{name}[]"):
            results = every(each, "result[]")
            if results and first(each, "was_cancelled") is not True:
                return [
                    {"score": first(each, "score"), **one}
                    for one in results
                    if isinstance(one, dict)
                ]
    boxes = every(task, "bbox[]")
    texts = every(task, "transcription[]") or every(task, "transcription")
    return [
        {"value": {**box, "text": text}, **box}
        for box, text in zip(boxes, texts, strict=False)
        if isinstance(box, dict)
    ]


def _lines(region: Any) -> list[dict[str, Any]]:
    """Return the texts of a region, with its box in pixels; it is in hundredths of the image."""
    value = first(region, "value")
    box, across, down = (
        json_source.box(first(value, "points") or value),
        first(region, "original_width"),
        first(region, "original_height"),
    )
    place = None
    if box is not None and isinstance(across, float) and isinstance(down, float):
        place = [side * (down if at % 2 else across) / 100 for at, side in enumerate(box)]
    texts = every(value, "text[]") or every(value, "text")
    return [{"text": each, "box": place, "score": first(region, "score")} for each in texts]


FORMAT = json_source.json_format(
    name="labelstudio",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
)
