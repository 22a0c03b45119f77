"""HTML: the old and the new text side by side, each place with its reason, with filters.

One file that loads nothing; its script only filters places by kind and state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from proofer.document.document import Document, Paragraph
from proofer.document.kinds import BlockKind
from proofer.exports import _html, _wording
from proofer.exports._annotations import Stretch, annotated, is_changed, text_annotations
from proofer.exports.api import Exporter, Options
from proofer.messages import Language, Message
from proofer.rendering.xml import escaped
from proofer.review.reviewed import STATE_NAMES, ReviewedDocument, ReviewedPlace

_CLASSES = {BlockKind.HEADING: " heading", BlockKind.CAPTION: " caption"}


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the page."""
    reviewed, language = files[0], options.language
    return _html.page(
        reviewed.document.path.name,
        _body(reviewed, language),
        language,
        "\n" + _html.asset("comparison.css"),
        "\n" + _html.asset("comparison.js"),
    )


def _body(reviewed: ReviewedDocument, language: Language) -> Iterator[str]:
    document = reviewed.document
    yield f"<h1>{escaped(document.path.name)}</h1>\n"
    yield from _filters(reviewed.places, language)
    old, new = Message("原文", "Original"), Message("改后", "Corrected")
    columns = "".join(f"<div>{each.render(language)}</div>" for each in (old, new))
    yield f'<div class="row columns">{columns}</div>\n'
    found = text_annotations(reviewed.places, is_changed, lambda place: not place.changing)
    for paragraph in document.paragraphs:
        yield from _row(
            document,
            paragraph,
            list(annotated(document.text, paragraph.span, found, document.shown)),
            language,
        )


def _filters(places: Sequence[ReviewedPlace], language: Language) -> Iterator[str]:
    states = Counter(place.state for place in places)
    kinds = Counter(place.code[:1] for place in places)
    yield '<div class="filters">\n'
    state_labels = {key: STATE_NAMES[key].render(language) for key in STATE_NAMES if key in states}
    yield from _choices("state", Message("状态", "State").render(language), state_labels, states)
    kind_labels = {key: _wording.family(key).render(language) for key in sorted(kinds)}
    yield from _choices("kind", Message("类别", "Kind").render(language), kind_labels, kinds)
    label = Message("只看有疑问的段落", "only paragraphs with such places").render(language)
    yield f'<label><input type="checkbox" id="only"> {label}</label>\n</div>\n'


def _choices(name: str, legend: str, labels: dict[str, str], counts: Counter[str]) -> Iterator[str]:
    if not labels:
        return
    yield f"<fieldset><legend>{legend}</legend>"
    for value, label in labels.items():
        box = f'<input type="checkbox" name="{name}" value="{escaped(value)}" checked>'
        yield f"<label>{box} {escaped(label)} {counts[value]}</label>"
    yield "</fieldset>\n"


def _row(
    document: Document, paragraph: Paragraph, stretches: Sequence[Stretch], language: Language
) -> Iterator[str]:
    old = "".join(_stretch(each, each.old, "del") for each in stretches)
    new = "".join(_stretch(each, each.new, "ins") for each in stretches)
    name = f"row{_CLASSES.get(paragraph.kind, '')}"
    yield f'<div class="{name}"><p lang="zh">{old}</p><p lang="zh">{new}</p>'
    places = [
        each.annotation.place
        for each in stretches
        if each.annotation is not None and each.annotation.first
    ]
    if places:
        yield f"\n<ul>\n{''.join(_item(document, place, language) for place in places)}</ul>"
    yield "</div>\n"


def _stretch(stretch: Stretch, text: str, tag: str) -> str:
    if stretch.annotation is None or not text:
        return escaped(text)
    name = tag if stretch.annotation.new is not None else "mark"
    return f"<{name}{_data(stretch.annotation.place)}>{escaped(text)}</{name}>"


def _data(place: ReviewedPlace) -> str:
    return f' data-state="{place.state}" data-kind="{escaped(place.code[:1])}"'


def _item(document: Document, place: ReviewedPlace, language: Language) -> str:
    old, new = place.readings(document.text)
    change = f"{escaped(old)} → {escaped(new)}" if new or place.changing else escaped(old)
    state = STATE_NAMES[place.state].render(language)
    who = " ".join(
        each for each in (_wording.editor(place, language), _wording.clock(place)) if each
    )
    why = [_wording.reason(place, language), _wording.evidence(place, language)]
    reasons = " · ".join(escaped(each) for each in why if each)
    return (
        f"<li{_data(place)}><b>{state}</b>{change} · {reasons} <small>{escaped(who)}</small></li>\n"
    )


EXPORTER = Exporter(
    "html",
    ".html",
    render,
    explains=True,
    title=Message("网页，新旧对照", "web page, old beside new"),
)
