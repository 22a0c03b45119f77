"""The keymap as bindings of Textual."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding

from proofer.messages import Language
from proofer.review.keymap import Key, names


def bindings(keys: Iterable[Key], language: Language) -> list[Binding]:
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
        for key in keys
    ]
