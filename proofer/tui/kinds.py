"""The kinds of findings, each with a colour in the list, on the page and in the help."""

from __future__ import annotations

from dataclasses import dataclass

from proofer.checking.registry import families
from proofer.findings.family import Kind, letter_of
from proofer.messages import Language, Message


@dataclass(frozen=True, slots=True)
class ShownKind:
    """Rules of one kind."""

    kind: Kind
    title: Message

    @property
    def style(self) -> str:
        """The component class that every pane has for it."""
        return f"kind--{self.kind}"

    @property
    def letters(self) -> str:
        """The first letters of the codes of its rules."""
        return "".join(each.letter for each in families().values() if each.kind == self.kind)

    def names(self, language: Language) -> str:
        """The short names of its rules in the list."""
        return " ".join(kind_name(letter, language) for letter in self.letters)


KINDS = (
    ShownKind("words", Message("错字、缺字、多字", "wrong, lost or extra characters")),
    ShownKind("repeats", Message("重复、叠词", "repeats, half reduplications")),
    ShownKind("marks", Message("标点", "punctuation")),
    ShownKind("layout", Message("段落、次序、成对", "paragraphs, order, pairs")),
    ShownKind("facts", Message("前后不一、数字、人名", "disagreements, numbers, names")),
)
OTHER = "kind--other"
"""The style of rules of no such kind, such as those of plug-ins."""
STYLES = frozenset([*(kind.style for kind in KINDS), OTHER])


def kind_name(code: str, language: Language) -> str:
    """Return what the list calls the kind of the rule `code`: two Han characters or a word."""
    family = families().get(letter_of(code))
    return family.short.render(language) if family and family.short else letter_of(code)


def kind_style(code: str) -> str:
    """Return the component class of the kind of the rule `code`."""
    family = families().get(letter_of(code))
    return f"kind--{family.kind}" if family and family.kind else OTHER
