"""JSON of an object with an array of records in it, which is read where the file is named.

Settings, lock files and reports of programs are such objects, too: in a folder none is claimed, and
our own reports never.
"""

from __future__ import annotations

import re

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._syntax import json_source
from proofer.formats.records import _fields, json_records

_SIGNATURE = lazy_pattern(
    r'\s*\{(?!\s*"schema"\s*:\s*"proofer)' rf".*?:\s*\[\s*\{{.*?{_fields.MAY_BE_HAN}", re.DOTALL
)
"""An array of objects in an object, and something that may be Chinese in it."""

FORMAT = json_source.json_format(
    name="json_within",
    suffixes=(".json",),
    blocks=json_records.blocks,
    records=json_records.records,
    reader=json_records.reader,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    on_request=True,
    typed=True,
)
