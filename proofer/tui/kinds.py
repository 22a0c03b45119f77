"""The kinds of findings, each with a colour in the list, on the page and in the help."""

from __future__ import annotations

from dataclasses import dataclass

from proofer.messages import Message


@dataclass(frozen=True, slots=True)
class Family:
    """Rules of one kind, by the first letters of their codes; `style` is a component class of every pane."""

    style: str
    letters: str
    title: Message


FAMILIES = (
    Family("kind--words", "GKM", Message("错字、缺字、多字", "wrong, lost or extra characters")),
    Family("kind--repeats", "DLR", Message("重复、叠词", "repeats, half reduplications")),
    Family("kind--marks", "P", Message("标点", "punctuation")),
    Family("kind--layout", "S", Message("段落、次序、成对", "paragraphs, order, pairs")),
    Family("kind--facts", "CN", Message("前后不一、数字、人名", "disagreements, numbers, names")),
)
OTHER = "kind--other"
"""The style of rules of other kinds, such as those of plugins."""
STYLES = frozenset([*(family.style for family in FAMILIES), OTHER])
_STYLE_OF = {letter: family.style for family in FAMILIES for letter in family.letters}


def kind_style(code: str) -> str:
    """Return the component class of the kind of the rule `code`."""
    return _STYLE_OF.get(code[:1], OTHER)
