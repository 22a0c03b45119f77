"""A character language model: n-grams of up to four, modified Kneser-Ney, memory-mapped.

All scores are log10 of a probability; positions are code points. `tools.language_model.build`
makes the files, docs/language-model.md says from what. The back-off recursion is the usual one
(Katz 1987, in the form of an ARPA file); an n-gram is looked up only where its context and its
suffix were found, which also keeps away nearly all false matches of the table.

Text may hold anything: digits and Latin letters stand for each other, half-width marks count as
full-width ones, white space is passed over, a line feed ends a sentence, and so does 。！？； with
the closing marks after it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.arrays import grouped
from proofer.language.encoding import BEGIN, BITS, BLANK, END, NONE, SEPARATOR, Vocabulary
from proofer.language.levels import Level
from proofer.language.table import MISSING, HashTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
ORDER = 4
"""Characters of the longest n-grams."""
_SHIFT = np.uint64(BITS)
_BYTE, _MISSING = np.uint32(8), np.uint32(MISSING)
_CHUNK = 1 << 14
_EDITS = 1 << 12
"""Edits whose gains are computed together: they take 2 kB each."""
_REACH = 4
"""Code points behind an edit whose scores it can change, and one where the sentence may end."""


class CharacterModel:
    """Scores texts, edits and joins of texts; holds no state but the last text seen."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        table: HashTable,
        unigrams: NDArray[np.float32],
        books: NDArray[np.float32],
    ) -> None:
        """Put a model together.

        Args:
            vocabulary: the characters.
            table: n-grams of order 2 and up; first value the code of the probability, second of the
                back-off weight.
            unigrams: log10 probability and back-off weight of each id, shape (ids, 2).
            books: what the codes stand for, log10, shape (ORDER - 1, 2, 256).

        Raises:
            ValueError: the parts do not fit together.
        """
        if unigrams.shape != (vocabulary.size, 2) or books.shape != (ORDER - 1, 2, 256):
            msg = f"the parts of the model do not fit together: {unigrams.shape} {books.shape}"
            raise ValueError(msg)
        self.vocabulary = vocabulary
        self._table = table
        self.unigrams = np.ascontiguousarray(unigrams[:, 0])
        self.unigram_backoffs = np.ascontiguousarray(unigrams[:, 1])
        self._books = np.ascontiguousarray(books)
        self._last: tuple[str, NDArray[np.uint16]] = ("", np.zeros(0, np.uint16))

    @classmethod
    def load(cls, path: Path | None = None) -> CharacterModel:
        """Open the model in the folder `path` (the one shipped with the package if None).

        Raises:
            OSError: a file is missing or unreadable.
            ValueError: the files do not belong together.
        """
        folder = path or DATA
        header = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if header["order"] != ORDER:
            msg = f"a model of order {header['order']}, not {ORDER}: {folder}"
            raise ValueError(msg)
        vocabulary = Vocabulary((folder / "model.txt").read_text(encoding="utf-8").rstrip("\n"))
        table = HashTable.load(folder / "model.npy")
        return cls(
            vocabulary,
            table,
            np.load(folder / "model-unigrams.npy"),
            np.load(folder / "model-books.npy"),
        )

    def score(self, text: str) -> NDArray[np.float32]:
        """log10 P of each code point given what stands before it, shape (len(text),).

        The text starts a sentence. The end of a sentence counts for the mark that ends it, or else
        for the line feed; white space scores 0.
        """
        return self._spread(self.vocabulary.encode("\n" + text))[1:]

    def totals(self, texts: Sequence[str], *, start: bool = False) -> NDArray[np.float64]:
        """Total log10 P of each text, shape (len(texts),), all in one batch.

        Args:
            texts: any texts; they do not see each other.
            start: whether each one starts a sentence; if not, its first character has no context at
                all.
        """
        glue = SEPARATOR + "\n" if start else SEPARATOR
        scores = self._spread(self.vocabulary.encode(glue + glue.join(texts)))
        sizes = np.array([len(text) + len(glue) for text in texts], np.int64)
        return _sums(scores, sizes)

    def gains(
        self, text: str, edits: Sequence[tuple[int, int, str]], window: int = 6
    ) -> NDArray[np.float64]:
        """What each edit gains in log10 P over the text as it stands, shape (len(edits),).

        Edits of different length compare: what is scored reaches from the start of the edit to
        `window` characters after it, given the characters before it, and never beyond a line
        feed. The end of a line (or of the text) counts as the end of a sentence, so that text
        before it isn't dropped for nothing.

        Args:
            text: the text, with or without white space.
            edits: (start, end, replacement), code points of `text`; each is tried alone.
            window: characters of context on each side; the model sees no further than 3, so more
                changes nothing.

        Raises:
            ValueError: an edit lies outside the text.
        """
        if not edits:
            return np.zeros(0)
        bounds = np.array([(start, end) for start, end, _ in edits], np.int64)
        if bounds.min() < 0 or bounds.max() > len(text) or np.any(bounds[:, 0] > bounds[:, 1]):
            msg = "an edit lies outside the text"
            raise ValueError(msg)
        ids = self._ids(text)
        printed = ids != BLANK
        kept = np.zeros(ids.size + 1, np.int64)
        np.cumsum(printed, out=kept[1:])
        new = self.vocabulary.encode("".join(replacement for _, _, replacement in edits))
        lengths = np.array([len(replacement) for _, _, replacement in edits], np.int64)
        return self.gains_in(ids[printed], kept[bounds], new, lengths, window)

    def gains_in(
        self,
        ids: NDArray[np.uint16],
        bounds: NDArray[np.int64],
        new: NDArray[np.uint16],
        lengths: NDArray[np.int64],
        window: int = 6,
    ) -> NDArray[np.float64]:
        """Return `gains` of edits that are given by ids.

        Args:
            ids: the text without blanks.
            bounds: start and end of each edit in `ids`, shape (n, 2).
            new: the ids of all replacements, one after another.
            lengths: how many of `new` belong to each edit, shape (n,).
            window: context on both sides, in characters.
        """
        ids = np.append(ids, np.uint16(END))
        stops = lengths.cumsum()
        parts = (slice(at, at + _EDITS) for at in range(0, len(bounds), _EDITS))
        gains = [
            self._some_gains(
                ids,
                bounds[part],
                new[stops[part.start] - lengths[part.start] : stops[part][-1]],
                lengths[part],
                window,
            )
            for part in parts
        ]
        return np.concatenate([np.zeros(0), *gains])

    def _some_gains(
        self,
        ids: NDArray[np.uint16],
        bounds: NDArray[np.int64],
        new: NDArray[np.uint16],
        lengths: NDArray[np.int64],
        window: int,
    ) -> NDArray[np.float64]:
        """Return `gains_in` of a few edits of a text that ends with END."""
        first, last = bounds[:, 0], bounds[:, 1]
        origin = ids.size + np.cumsum(lengths) - lengths
        reach = min(window, _REACH)
        left, right = np.maximum(first - reach, 0), _line_ends(ids, last, reach)
        # Each window: a separator (a line feed where the text starts), context, middle, what
        # follows.
        opener = np.where(left == 0, END, NONE).astype(np.uint16)
        # Many edits of one place are compared with the same print.
        one, same = grouped(first * ids.size + last)
        parts = np.stack((left, first, origin, origin + lengths, last, right), 1)
        printed = parts[one]
        printed[:, 2:4] = printed[:, (1, 4)]
        totals = self._windows(
            np.concatenate((ids, new)),
            np.concatenate((opener, opener.take(one))),
            np.concatenate((parts, printed)),
        )
        return totals[: first.size] - totals[first.size :][same]

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """log10 of how much likelier each second text continues the first than starts a sentence.

        log10 P(second[:4] | first[-6:]) - log10 P(second[:4] | start of a sentence), white space
        left out.
        """
        heads = ["".join(first[-24:].split())[-6:] for first, _ in pairs]
        tails = ["".join(second[:24].split())[:4] for _, second in pairs]
        joined = [head + tail for head, tail in zip(heads, tails, strict=True)]
        joint, before, after = np.split(
            self.totals([*joined, *heads, *("\n" + tail for tail in tails)]), 3
        )
        gains: NDArray[np.float64] = joint - before - after
        return gains

    def _ids(self, text: str) -> NDArray[np.uint16]:
        """Ids of `text`; those of the last text are kept, for edits of a text come in batches."""
        known, ids = self._last
        if known != text:
            ids = self.vocabulary.encode(text)
            self._last = (text, ids)
        return ids

    def _windows(
        self,
        pool: NDArray[np.uint16],
        opener: NDArray[np.uint16],
        parts: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Scores of context, middle and after: three ranges of `pool` a window, shape (n, 6).

        The context counts too, for the same in the two windows of an edit, but that an edit which
        starts with a closing mark moves the end of the sentence before it.
        """
        openings = np.zeros((opener.size, 2), np.uint16)
        openings[:, 1] = opener
        starts, sizes = np.empty((2, opener.size, 4), np.int64)
        starts[:, 0], starts[:, 1:] = np.arange(opener.size) * 2 + pool.size, parts[:, ::2]
        sizes[:, 0], sizes[:, 1:] = 2, parts[:, 1::2] - parts[:, ::2]
        flat = sizes.reshape(-1)
        begun = flat.cumsum() - flat
        offsets: NDArray[np.int64] = (starts.reshape(-1) - begun).repeat(flat)
        offsets += np.arange(offsets.size)
        scores = self._spread(np.concatenate((pool, openings.reshape(-1))).take(offsets))
        sums = _sums(scores, flat).reshape(-1, 4)
        return sums[:, 1] + sums[:, 2] + sums[:, 3]

    def _spread(self, ids: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Scores of code points with these ids, shape (n,)."""
        tokens = self.vocabulary.tokenise(ids)
        return tokens.spread(self.token_scores(tokens.ids), ids.size)

    def token_scores(self, tokens: NDArray[np.uint16]) -> NDArray[np.float32]:
        """log10 P of each token given three before it, shape (n,); 0 for `<s>` and separators."""
        scores = np.empty(tokens.size, np.float32)
        for start in range(0, tokens.size, _CHUNK):
            scores[start : start + _CHUNK] = self._chunk(tokens, start)[-1].scores
        return scores

    def pair_scores(
        self, first: NDArray[np.uint16], second: NDArray[np.uint16]
    ) -> NDArray[np.float32]:
        """log10 P of each pair of tokens with nothing before it, shape (n,)."""
        scores = np.empty(first.size, np.float32)
        for start in range(0, first.size, _CHUNK):
            one, two = (each[start : start + _CHUNK].astype(np.uint64) for each in (first, second))
            before = self.unigrams_of(one)
            scores[start : start + _CHUNK] = (
                before.scores + self.longer(before, self.unigrams_of(two), two).scores
            )
        return scores

    def levels(self, tokens: NDArray[np.uint16]) -> list[Level]:
        """What n-grams of up to 1, 2, 3, 4 tokens say of each token; the last level is final."""
        parts = [self._chunk(tokens, start) for start in range(0, tokens.size, _CHUNK)]
        return [Level.joined(levels) for levels in zip(*parts, strict=True)]

    def _chunk(self, tokens: NDArray[np.uint16], start: int) -> list[Level]:
        """Levels of a part of a stream, small enough for the cache, from `start` on."""
        behind = min(start, ORDER - 1)
        part = tokens[start - behind : start + _CHUNK].astype(np.uint64)
        levels = [self.unigrams_of(part)]
        for _ in range(ORDER - 1):
            levels.append(self.longer(levels[-1].shifted(), levels[-1], part))
        return [level.since(behind) for level in levels]

    def unigrams_of(self, tokens: NDArray[np.uint64]) -> Level:
        """Level 1 of `tokens`."""
        rows = tokens.view(np.int64)
        return Level(1, tokens, self.unigram_backoffs.take(rows), self.unigrams.take(rows))

    def longer(self, before: Level, known: Level, tokens: NDArray[np.uint64]) -> Level:
        """The next level of `tokens` after `known`, from that of the tokens `before` each.

        An n-gram is looked up where its context and its suffix were found.
        """
        order = known.order + 1
        rows = np.logical_and(before.keys, known.keys).nonzero()[0]
        longer = before.keys.take(rows)
        longer <<= _SHIFT
        longer |= tokens.take(rows)
        payload = self._table.payloads(longer)
        hit = (payload < _MISSING).nonzero()[0]
        rows, payload = rows.take(hit), payload.take(hit)
        scores = known.scores + before.backs
        chances, weights = self._books[order - 2]
        scores[rows] = chances.take(payload >> _BYTE)
        keys, backs = np.zeros(tokens.size, np.uint64), np.zeros(tokens.size, np.float32)
        if order == ORDER:
            scores[(tokens == BEGIN) | (tokens == NONE)] = 0
        else:
            keys[rows] = longer.take(hit)
            backs[rows] = weights.take(payload.astype(np.uint8))
        return Level(order, keys, backs, scores)


def _sums(scores: NDArray[np.float32], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sums of consecutive runs of `scores`."""
    running = np.zeros(scores.size + 1)
    np.cumsum(scores, out=running[1:])
    stops = sizes.cumsum()
    sums: NDArray[np.float64] = running.take(stops) - running.take(stops - sizes)
    return sums


def _line_ends(ids: NDArray[np.uint16], starts: NDArray[np.int64], reach: int) -> NDArray[np.int64]:
    """Where each window from `starts` on ends: `reach` further, or after the first line feed."""
    feeds: NDArray[np.int64] = (ids == END).nonzero()[0] + 1
    return np.minimum(starts + reach, feeds.take(feeds.searchsorted(starts, side="right")))


@cache
def default_model() -> CharacterModel:
    """The model shipped with the package, opened once a process."""
    return CharacterModel.load()
