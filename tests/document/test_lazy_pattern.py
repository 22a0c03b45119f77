"""A lazy pattern is what `re.compile` or `regex.compile` returns, but later."""

from __future__ import annotations

import copy
import pickle
import re
from typing import Any

import pytest
import regex

from proofer.document import lazy_pattern as module
from proofer.document.lazy_pattern import VERSION1, lazy_pattern, lazy_regex
from proofer.files.kept import Kept


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be kept yet, and nothing be written."""
    kept = Kept("none")
    monkeypatch.setattr(kept, "_read", lambda _: {})
    monkeypatch.setattr("atexit.register", lambda _: None)
    monkeypatch.setattr(module, "_REGEX", kept)


@pytest.mark.parametrize("make", [lazy_pattern, lazy_regex])
def test_a_pattern_is_compiled_once_and_only_when_it_is_used(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    for library in (re, regex):
        real = library.compile

        def compile_(pattern: Any, flags: int, real: Any = real) -> Any:
            compiled.append(pattern)
            return real(pattern, flags)

        monkeypatch.setattr(library, "compile", compile_)
    pattern = make("第([一二三])章", re.IGNORECASE)
    copy.copy(pattern)
    assert pattern.pattern == "第([一二三])章"
    assert compiled == []
    found = pattern.match("第二章")
    assert found is not None
    assert found[1] == "二"
    assert pattern.sub("", "第一章总则") == "总则"
    assert pattern.flags & re.IGNORECASE
    assert compiled == ["第([一二三])章"]


def test_what_is_kept_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for pattern, flags in ((r"\p{Han}+(?P<mark>。)", 0), ("[a-z--b]", VERSION1)):
        first = module._kept_regex(pattern, flags)
        with monkeypatch.context() as patched:
            patched.setattr(regex, "compile", None)
            kept = module._kept_regex(pattern, flags)
        assert (kept.pattern, kept.flags, kept.groupindex) == (
            pattern,
            first.flags,
            first.groupindex,
        )
        for text in ("工人。", "abc"):
            assert [each.span() for each in kept.finditer(text)] == [
                each.span() for each in first.finditer(text)
            ]


@pytest.mark.parametrize(
    "kept", [b"", b"torn", 5, pickle.dumps("a+"), pickle.dumps(regex.compile("b"))]
)
def test_what_is_no_such_pattern_is_compiled_again(kept: object) -> None:
    module._REGEX.put(regex.__version__, ("a+", int(regex.VERSION0)), kept)
    assert module._kept_regex("a+", 0).findall("baab") == ["aa"]


def test_a_host_with_another_default_of_regex_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regex, "DEFAULT_VERSION", regex.VERSION1)
    assert lazy_regex("[[a]").findall("[a") == ["[", "a"]  # in version 1 a set inside a set


@pytest.mark.parametrize("make", [lazy_pattern, lazy_regex])
def test_a_wrong_pattern_fails_at_its_first_use(make: Any) -> None:
    pattern = make("(")
    with pytest.raises((re.error, regex.error)):
        pattern.search("")
