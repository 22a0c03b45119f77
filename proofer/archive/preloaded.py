"""What processes that check windows have in common, loaded once in the one they are forked from.

Importing this module loads it; see `checking.preloaded`.
"""

from contextlib import suppress


def _load() -> None:
    """Write a table and read it again: that loads what Arrow needs, and pandas if it is there."""
    from proofer.archive import arrow, engines  # noqa: F401 - what processes call
    from proofer.archive.window import DOCUMENTS, FINDINGS

    pyarrow = arrow.pyarrow()
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # others keep what is free for later
    for columns in (DOCUMENTS, FINDINGS):
        table = arrow.TableBytes(columns)
        table.add([dict.fromkeys(columns)])
        with table.finished({}) as stream:
            pyarrow.parquet.ParquetFile(stream).read_row_group(0, use_threads=False).to_pylist()


with suppress(Exception):  # whoever needs it tells what is wrong
    _load()
