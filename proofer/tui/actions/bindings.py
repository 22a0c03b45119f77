"""The keymap as bindings of Textual."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding

from proofer.messages import Language
from proofer.review.keymap import Key


def bindings(keys: Iterable[Key], language: Language) -> list[Binding]:
    """Return the bindings of the review screen with labels in `language`."""
    return [
        Binding(
            key.keys,
            key.action,
            key.label.render(language),
            id=key.id,
            show=False,
        )
        for key in keys
    ]
