"""Bytes to Documents and back: one module a format, in folders by what their files are.

Modules and folders that formats share start with an underscore; `api` says what a format is.
"""

from __future__ import annotations

from proofer.formats._checked_writing import check_reading, reading, write_checked
from proofer.formats._file_bytes import archive_of, archived, is_archive, read_bytes, write_bytes
from proofer.formats._language_scores import language_scores
from proofer.formats._reading import LARGEST, parse, parse_parts, read, read_parts
from proofer.formats._registry import formats, is_packaged, is_supported
from proofer.formats._writing import write
from proofer.formats.api import Format, MalformedError, Package

__all__ = [
    "LARGEST",
    "Format",
    "MalformedError",
    "Package",
    "archive_of",
    "archived",
    "check_reading",
    "formats",
    "is_archive",
    "is_packaged",
    "is_supported",
    "language_scores",
    "parse",
    "parse_parts",
    "read",
    "read_bytes",
    "read_parts",
    "reading",
    "write",
    "write_bytes",
    "write_checked",
]
