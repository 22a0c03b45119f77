"""A lazy pattern is what `re.compile` or `regex.compile` returns, but later."""

from __future__ import annotations

import copy
import re
import sys
from typing import Any

import pytest
import regex

from proofer.document import lazy_pattern as module
from proofer.document.lazy_pattern import VERSION1, lazy_pattern, lazy_regex
from proofer.files.kept import Kept


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be kept yet, and nothing be written."""
    for name in ("_RE", "_REGEX"):
        kept = Kept("none")
        monkeypatch.setattr(kept, "_read", lambda _: {})
        monkeypatch.setattr(module, name, kept)


@pytest.mark.parametrize("make", [lazy_pattern, lazy_regex])
def test_a_pattern_is_compiled_once_and_only_when_it_is_used(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    for name in ("_kept", "_kept_regex"):
        real = getattr(module, name)

        def compile_(pattern: str, flags: int, real: Any = real) -> Any:
            compiled.append(pattern)
            return real(pattern, flags)

        monkeypatch.setattr(module, name, compile_)
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


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        (r"(?P<year>\d{4})年(?:(?P<month>\d+)月)?", 0),
        (r"^[㐀-鿿]{2,}+(?<!的)$|(?>a|ab)c", re.MULTILINE),
        (rb"\A(?:\xef\xbb\xbf|\xff\xfe)", 0),
        (r"(?x) 第 \s (.)", re.IGNORECASE | re.DOTALL),
    ],
)
def test_a_kept_pattern_is_the_one_that_re_compiles(pattern: Any, flags: int) -> None:
    usual = re.compile(pattern, flags)
    for _ in range(2):  # compiled, then kept
        made = module._kept(pattern, flags)
        assert made == usual
        assert (made.flags, made.groups, made.groupindex) == (
            usual.flags,
            usual.groups,
            usual.groupindex,
        )
    if isinstance(pattern, str):
        text = "1949年10月\n工人的\n工人\nabc 第 一"
        assert [each.groups() for each in made.finditer(text)] == [
            each.groups() for each in usual.finditer(text)
        ]


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
    module._kept("a+", 0)
    monkeypatch.setattr("re._parser.parse", None)
    assert module._kept("a+", 0).findall("baab") == ["aa"]


def test_a_host_with_another_default_of_regex_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regex, "DEFAULT_VERSION", regex.VERSION1)
    assert lazy_regex("[[a]").findall("[a") == ["[", "a"]  # in version 1 a set inside a set


def test_a_python_with_other_modules_compiles_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_sre", None)
    assert lazy_pattern("(a)b").findall("ab") == ["a"]


@pytest.mark.parametrize("make", [lazy_pattern, lazy_regex])
def test_a_wrong_pattern_fails_at_its_first_use(make: Any) -> None:
    pattern = make("(")
    with pytest.raises((re.error, regex.error)):
        pattern.search("")
