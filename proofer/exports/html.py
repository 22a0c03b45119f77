"""HTML: the old and the new text side by side, every place with its reason, to be filtered by kind and state.

One file without a script or style from elsewhere; the filter is all that its own script does.
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

_STYLE = """
.filters { position: sticky; top: 0; z-index: 1; background: var(--back); border-bottom: 1px solid var(--line);
  padding: .5rem 0; font-size: .85rem; }
.filters fieldset, .filters > label { border: 0; margin: 0; padding: 0 0 0 4em; display: flow-root; }
.filters legend { float: left; color: var(--dim); margin-left: -4em; padding: 0; }
.filters label { display: inline-block; margin-right: 1rem; white-space: nowrap; }
.row { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; border-bottom: 1px solid var(--line);
  padding: .6rem 0; }
.row p { margin: 0; } .heading p { font-weight: bold; font-size: 1.15rem; } .caption p { font-size: .9rem; }
.columns { color: var(--dim); font-size: .85rem; }
del, ins, mark { text-decoration: none; border-radius: .2rem; padding: 0 .1em; color: inherit; }
del { color: var(--old); background: var(--old-back); text-decoration: line-through; }
ins { color: var(--new); background: var(--new-back); }
mark { color: var(--note); background: var(--note-back); }
.off { color: inherit; background: none; text-decoration: none; }
ul { grid-column: 1 / -1; margin: .4rem 0 0; padding: .3rem .8rem; list-style: none; background: var(--sheet);
  border-radius: .3rem; font-size: .85rem; line-height: 1.6; }
li b { font-weight: normal; border: 1px solid var(--line); border-radius: .2rem; padding: 0 .3em; margin-right: .5em; }
li small { color: var(--dim); }
[hidden] { display: none; }
@media screen and (max-width: 50rem) { .filters { position: static; }
  .row { grid-template-columns: 1fr; gap: .4rem 0; } }
@media print { .filters { display: none; } .row { break-inside: avoid; } }
"""
_SCRIPT = """
const boxes = [...document.querySelectorAll(".filters input")];
const only = document.getElementById("only");
function show() {
  const off = new Set(boxes.filter(box => box !== only && !box.checked).map(box => box.name + "=" + box.value));
  const hidden = each => off.has("state=" + each.dataset.state) || off.has("kind=" + each.dataset.kind);
  for (const each of document.querySelectorAll("[data-state]")) {
    if (each.tagName === "LI") each.hidden = hidden(each); else each.classList.toggle("off", hidden(each));
  }
  for (const list of document.querySelectorAll(".row ul")) list.hidden = !list.querySelector("li:not([hidden])");
  for (const row of document.querySelectorAll(".row:not(.columns)"))
    row.hidden = only.checked && !row.querySelector("[data-state]:not([hidden], .off)");
}
for (const box of boxes) box.addEventListener("change", show);
show();
"""
_CLASSES = {BlockKind.HEADING: " heading", BlockKind.CAPTION: " caption"}


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the page."""
    reviewed, language = files[0], options.language
    return _html.page(
        reviewed.document.path.name, _body(reviewed, language), language, _STYLE, _SCRIPT
    )


def _body(reviewed: ReviewedDocument, language: Language) -> Iterator[str]:
    document = reviewed.document
    yield f"<h1>{escaped(document.path.name)}</h1>\n"
    yield from _filters(reviewed.places, language)
    old, new = Message("原文", "Original"), Message("改后", "Corrected")
    yield f'<div class="row columns"><div>{old.render(language)}</div><div>{new.render(language)}</div></div>\n'
    found = text_annotations(reviewed.places, is_changed, lambda place: not place.changing)
    for paragraph in document.paragraphs:
        yield from _row(
            document, paragraph, list(annotated(document.text, paragraph.span, found)), language
        )


def _filters(places: Sequence[ReviewedPlace], language: Language) -> Iterator[str]:
    states = Counter(place.state for place in places)
    kinds = Counter(place.code[:1] for place in places)
    yield '<div class="filters">\n'
    state_labels = {key: STATE_NAMES[key].render(language) for key in STATE_NAMES if key in states}
    yield from _choices("state", Message("状态", "State").render(language), state_labels, states)
    kind_labels = {key: _wording.family(key).render(language) for key in sorted(kinds)}
    yield from _choices("kind", Message("类别", "Kind").render(language), kind_labels, kinds)
    label = Message("只看有疑点的段落", "only paragraphs with such places").render(language)
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
    yield f'<div class="row{_CLASSES.get(paragraph.kind, "")}"><p lang="zh">{old}</p><p lang="zh">{new}</p>'
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
    said = " · ".join(escaped(each) for each in why if each)
    return f"<li{_data(place)}><b>{state}</b>{change} · {said} <small>{escaped(who)}</small></li>\n"


EXPORTER = Exporter("html", ".html", render, explains=True)
