"""Names that are too alike to be trusted: two credited names with one character different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.byline_names import BylineName
    from proofer.detectors.context import Context

_ALIKE = 0.45
"""Similarity in shape from which one character may be misread as another: 1 pair in 100."""
_SAME_SOUND = 1.0
"""Similarity in sound of two characters that are read alike, tone included."""
_SOUND_SIMILARITY = 0.5
"""What a pair that sounds alike counts for beside pairs that look alike, from 0 to 1."""


_WAYS = {
    "shape": Message("只差一字，字形相近", "one character differs and looks alike"),
    "sound": Message("只差一字，读音相同", "one character differs and sounds alike"),
    "surname": Message("同姓，名字差一字", "the same surname, one character differs"),
    "given name": Message("名字相同，姓不同", "the same given name, another surname"),
}


@dataclass(frozen=True, slots=True)
class Collision:
    """Two names with one character different, the commoner one first."""

    names: tuple[str, str]
    difference: tuple[str, str]
    alike: str
    """What is alike: `shape`, `sound`, `surname` or `given name`."""
    similarity: float

    @property
    def way(self) -> Message:
        """How the names are alike, for an editor."""
        return _WAYS[self.alike]


def name_collisions(names: Sequence[BylineName], context: Context) -> list[Collision]:
    """Return the pairs of names that differ in one character and are not credited together.

    Names of three characters with the same surname, or the same given name, collide; names of two
    characters only if the differing ones look or sound alike.
    """
    counts: dict[str, int] = defaultdict(int)
    for each in names:
        counts[each.name] += 1
    together = _credited_together(names)
    pairs = [pair for pair in _one_character_apart(counts) if frozenset(pair[:2]) not in together]
    if not pairs:
        return []
    from proofer.language.sounds import default_sounds

    found = []
    for a, b, at in pairs:
        pair = (a, b) if (counts[a], b) >= (counts[b], a) else (b, a)
        collision = _collision(pair, at, context.shapes.similarity, default_sounds().similarity)
        if collision is not None:
            found.append(collision)
    return sorted(found, key=lambda collision: (-collision.similarity, collision.names))


def _one_character_apart(names: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the pairs of names that differ in one character, and where it stands."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(names):
        for at in range(len(name)):
            groups[name[:at], name[at + 1 :]].append(name)
    for (before, _), group in groups.items():
        for a, b in combinations(group, 2):
            yield a, b, len(before)


def _credited_together(names: Sequence[BylineName]) -> set[frozenset[str]]:
    bylines: dict[int, set[str]] = defaultdict(set)
    for each in names:
        bylines[each.credit].add(each.name)
    return {frozenset(pair) for group in bylines.values() for pair in combinations(group, 2)}


def _collision(
    names: tuple[str, str],
    at: int,
    shape: Callable[[str, str], float],
    sound: Callable[[str, str], float],
) -> Collision | None:
    """Return what is alike in `names`, which differ at `at`; None if too little is.

    Args:
        names: two names of one length.
        at: which character differs.
        shape: similarity of two characters to the eye, 0 to 1.
        sound: similarity of two characters to the ear, 0 to 1.
    """
    difference = one, other = names[0][at], names[1][at]
    likeness = shape(one, other)
    if likeness >= _ALIKE:
        return Collision(names, difference, "shape", likeness)
    if sound(one, other) >= _SAME_SOUND:
        return Collision(names, difference, "sound", _SOUND_SIMILARITY)
    if len(names[0]) < 3:
        return None
    return Collision(names, difference, "given name" if at == 0 else "surname", max(likeness, 0.0))
