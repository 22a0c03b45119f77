"""How errors came about: what is tried as a correction, and from which probability on it is shown.

Nothing else is imported here, so that the names are known to the command line without the tables.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A way of making errors. Its weights are `data/channel-NAME.json`.

    Attributes:
        name: what the configuration calls it.
        gate: -log10 P a character, mean of two, below which nothing is proposed.
        strict_gate: the same in a text whose language the model does not know.
        fitting: characters tried because they fit between two others, whatever they look or sound
            like.
        sounds: whether characters and words that sound alike are tried.
        marks: whether marks and anything else but Han characters may be wrong.
        kept: candidates kept a place and kind.
        confusions: name of the file of counted confusions.
        shown: probability from which on a correction is shown.
        doubted: probability that a character is wrong at all from which on another one is shown.
        by_line: whether corrections of one line exclude each other, and not only those of one
            place. So it is where lines are short and each has an error: what is known of it is that
            one thing is wrong.
        garbled: probability of an error from which on a place without a correction is shown.
        twice: name of the profile that takes its place where a page has a second reading. Nobody
            else can choose that one: its weights count on the second reading.
    """

    name: str
    gate: float = 2.2
    strict_gate: float = 4.0
    fitting: int = 16
    sounds: bool = False
    marks: bool = True
    kept: int = 5
    confusions: str = "channel-confusions.npy"
    shown: float = 0.3
    doubted: float = 0.0
    garbled: float = 0.6
    by_line: bool = False
    twice: str = ""


PROFILES = {
    each.name: each
    for each in (
        Profile("ocr", twice="ocr-two"),
        Profile("ocr-two"),
        Profile(
            "ocr-noisy",
            gate=1.3,
            strict_gate=1.3,
            fitting=150,
            kept=24,
            confusions="channel-confusions-noisy.npy",
            shown=0.1,
            by_line=True,
        ),
        Profile(
            "typing",
            gate=1.6,
            fitting=0,
            sounds=True,
            marks=False,
            confusions="channel-confusions-typing.npy",
            shown=0.65,
            doubted=0.8,
            garbled=0.9,
        ),
    )
}
"""All profiles by name; the first one is the default.

`ocr` is for pages, `ocr-two` for pages that have been read twice, `ocr-noisy` for short lines
full of errors, `typing` for text that nobody has read from print.
"""
PUBLIC_PROFILES = tuple(
    name for name in PROFILES if name not in {each.twice for each in PROFILES.values()}
)
"""Those that a user can choose."""
