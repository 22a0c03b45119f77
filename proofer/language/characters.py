"""Characters that are words of their own, whatever stands beside them."""

from __future__ import annotations

FUNCTION_CHARACTERS = frozenset(
    "的了着过是在和与及或也都就而且又还将把被给对从向到以为于之其有没不会能可要想让使用由等这那此该各每并但则所很更最已再只中上下内外前后时"
)
"""Particles, prepositions, conjunctions, adverbs and the like."""
NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两第")
