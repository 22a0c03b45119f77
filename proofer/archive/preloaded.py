"""What processes that check windows have in common, loaded once in the one they are forked from.

Importing this module loads it; see `checking.preloaded`.
"""

from contextlib import suppress

with suppress(Exception):  # whoever needs it tells what is wrong
    from proofer.archive.arrow import pyarrow, schema

    pyarrow().Table.from_pylist([{"path": ""}], schema=schema({"path": "string"}))  # loads pandas
