"""Families of detectors: what their findings may change, and which of two findings prevails.

The first letter of a detector's code names its family. A plug-in with a letter of its own brings
the family with it (`Detector.own_family`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from proofer.messages import Message

Kind = Literal["words", "repeats", "marks", "layout", "facts"]
"""Families that the screen shows in one colour."""


@dataclass(frozen=True, slots=True)
class Family:
    """What holds for all findings of the detectors whose code begins with `letter`."""

    letter: str
    title: Message
    kind: Kind | None = None
    protects_names: bool = True
    """Whether a finding whose edits touch a name is dropped."""
    guesses: bool = False
    """Whether its corrections are guesses, which leave alone what dictionaries or page attest."""
    knows_correction: bool = False
    """Whether its detectors know what should stand there, not only that something is wrong."""
    yields: bool = False
    """Whether a finding inside one that knows the correction becomes an alternative of that one."""
    overrides: bool = False
    """Whether a finding that yields takes the place of the other if it is likelier right."""
    overgenerates: bool = False
    """Whether its detectors give unlikely candidates where OCR engines say how sure they were.

    The rescoring drops those that stay unlikely.
    """
    from_dictionary: bool = False
    """Whether `--fix --unsafe` makes its corrections where a dictionary is their evidence."""
    withheld_on_unreadable: bool = False
    """Whether its findings make no sense on a page that the OCR could not read."""
    priority_limit: float = 1.0
    """Probability above which its corrections do not come before others of a place."""
    short: Message | None = None
    """Its title in two Han characters or up to five letters, for lists; its letter if None."""

    @property
    def of_reading(self) -> bool:
        """Whether its findings are of what was read wrongly: if the print has it, they are not."""
        return self.kind in ("words", "repeats", "marks")

    def __post_init__(self) -> None:
        if self.knows_correction and self.yields:
            raise ValueError(f"family {self.letter}: it cannot both know the correction and yield")


FAMILIES: Mapping[str, Family] = {
    family.letter: family
    for family in (
        Family(
            "C",
            Message("前后不一", "inconsistency"),
            "facts",
            knows_correction=True,
            withheld_on_unreadable=True,
            short=Message("不一", "clash"),
        ),
        Family(
            "D",
            Message("重复", "doubling"),
            "repeats",
            yields=True,
            withheld_on_unreadable=True,
            short=Message("重复", "twice"),
        ),
        Family(
            "G",
            Message("词语讹误", "garbled term"),
            "words",
            guesses=True,
            knows_correction=True,
            from_dictionary=True,
            withheld_on_unreadable=True,
            short=Message("词语", "term"),
        ),
        # The pixels know nothing of names, and less of marks of the printed page's own making.
        Family(
            "I",
            Message("与原图不符", "not as scanned"),
            "words",
            protects_names=False,
            yields=True,
            overrides=True,
            short=Message("原图", "scan"),
        ),
        Family(
            "K",
            Message("常见错字", "known slip"),
            "words",
            knows_correction=True,
            from_dictionary=True,
            withheld_on_unreadable=True,
            short=Message("错字", "slip"),
        ),
        Family(
            "L",
            Message("反复", "repetition loop"),
            "repeats",
            withheld_on_unreadable=True,
            short=Message("反复", "loop"),
        ),
        Family(
            "M",
            Message("错漏衍字", "wrong, lost or extra character"),
            "words",
            guesses=True,
            yields=True,
            overrides=True,
            overgenerates=True,
            withheld_on_unreadable=True,
            short=Message("误字", "char"),
        ),
        # A near-collision of names is a question to the editor, so names are what it is about.
        Family(
            "N",
            Message("数字与名称", "numbers and names"),
            "facts",
            protects_names=False,
            short=Message("事实", "fact"),
        ),
        # What a mark is comes before how wide it is, however sure its width is.
        Family(
            "P",
            Message("标点", "punctuation"),
            "marks",
            protects_names=False,
            priority_limit=0.5,
            short=Message("标点", "mark"),
        ),
        Family(
            "R",
            Message("叠词", "reduplication"),
            "repeats",
            knows_correction=True,
            from_dictionary=True,
            withheld_on_unreadable=True,
            short=Message("叠词", "redup"),
        ),
        Family(
            "S",
            Message("结构", "structure"),
            "layout",
            protects_names=False,
            short=Message("结构", "order"),
        ),
    )
}
"""The families of the shipped detectors, by letter."""
EDITOR = Family(
    "E", Message("校对者所改", "the editor's own"), "words", short=Message("自改", "own")
)
"""What an editor corrects where no detector found anything."""


def letter_of(code: str) -> str:
    """Return the letter of the family of a detector's code."""
    return code[:1]


def family_of(code: str) -> Family:
    """Return the shipped family of a detector's code.

    Raises:
        ValueError: if none has its letter: a plug-in's finding carries the family itself.
    """
    family = FAMILIES.get(letter_of(code))
    if family is None:
        raise ValueError(f"no family has the letter of {code}; there are {', '.join(FAMILIES)}")
    return family
