"""The commands of the palette: the keys of the review, in their order, by their labels."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from proofer.messages import Message
from proofer.review.keymap import Key, names
from proofer.tui.screen import ReviewScreen


class KeyCommands(Provider):
    """Finds keys by what they do."""

    async def discover(self) -> Hits:
        """Yield all keys, as long as nothing is typed."""
        for key, screen in self._keys():
            yield DiscoveryHit(screen.say(key.label), self._runner(key), help=names(key))

    async def search(self, query: str) -> Hits:
        """Yield the keys whose label matches `query`."""
        matcher = self.matcher(query)
        found = False
        for key, screen in self._keys():
            label = screen.say(key.label)
            if (score := matcher.match(label)) > 0:
                found = True
                yield Hit(score, matcher.highlight(label), self._runner(key), help=names(key))
        if not found and isinstance(self.screen, ReviewScreen):
            # Textual would say so in English.
            nothing = self.screen.say(Message("没有这样的命令", "no such command"))
            yield Hit(1, nothing, lambda: None)

    def _runner(self, key: Key) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await self.app.run_action(f"screen.{key.action}")

        return run

    def _keys(self) -> Iterator[tuple[Key, ReviewScreen]]:
        if isinstance(self.screen, ReviewScreen):
            for key in self.screen.KEYS:
                yield key, self.screen
