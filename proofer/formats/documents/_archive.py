"""Files that are archives of XML: several members are one source, each is written back alone."""

from __future__ import annotations

from collections.abc import Callable

from proofer.formats.api import Package

BETWEEN = "\0"
"""Separates two members in the source: no XML can hold it."""


def package(names_of: Callable[[bytes], list[str]]) -> Package:
    """Return how the members that `names_of` finds in an archive become a source, and back."""

    def unpack(data: bytes) -> str:
        from proofer.formats._syntax import zip_members

        return BETWEEN.join(zip_members.members(data, names_of(data)))

    def pack(data: bytes, source: str) -> bytes:
        from proofer.formats._syntax import zip_members

        names, packed = names_of(data), data
        members = zip_members.members(data, names)
        for name, old, new in zip(names, members, source.split(BETWEEN), strict=True):
            if new != old:
                packed = zip_members.replaced(packed, name, new.encode("utf-8"))
        return packed

    return Package(unpack, pack)
