"""A lazy pattern is what `re.compile` returns, but later."""

from __future__ import annotations

import copy
import re

import pytest

from proofer.document import lazy_pattern as module
from proofer.document.lazy_pattern import lazy_pattern


def test_a_pattern_is_compiled_once_and_only_when_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[str] = []

    def compile_(pattern: str, flags: int) -> re.Pattern[str]:
        compiled.append(pattern)
        return re.compile(pattern, flags)

    monkeypatch.setattr(module, "re", type("Re", (), {"compile": staticmethod(compile_)}))
    pattern = lazy_pattern("第([一二三])章", re.IGNORECASE)
    copy.copy(pattern)
    assert compiled == []
    found = pattern.match("第二章")
    assert found is not None
    assert found[1] == "二"
    assert pattern.sub("", "第一章总则") == "总则"
    assert pattern.flags & re.IGNORECASE
    assert compiled == ["第([一二三])章"]
