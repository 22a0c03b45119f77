"""`proofer export PATH --take-back`: the last export of each file is undone."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofer.cli import _common, _output
from proofer.errors import EXIT_CLEAN, EXIT_FINDINGS
from proofer.messages import Message
from proofer.review.export_log import Export, ExportLog, taken_back


def take_back(arguments: argparse.Namespace) -> int:
    """Take back the last export of each file; 1 if there is none to take back."""
    files = _common.text_files(arguments.paths, arguments)
    logs: dict[Path, ExportLog] = {}
    last: dict[str, tuple[Path, Export]] = {}
    for file in files:
        root = _common.config_for(file, arguments).root
        export = logs.setdefault(root, ExportLog(root)).last(file)
        if export is not None:
            last[export.output] = (root, export)
    if not last:
        _output.tell(Message("没有可以撤回的写出。", "there is no export to take back."), arguments)
        return EXIT_FINDINGS
    for root, export in last.values():
        logs[root].take_back(export)
        _output.tell(taken_back(export), arguments)
    return EXIT_CLEAN
