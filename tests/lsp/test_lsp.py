"""The language server as an editor meets it: a process, and messages on its stdin and stdout."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from proofer.language.dictionaries import load
from tests.lsp.client import Client, at, edited

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

PAGE = "# 年度总结会\n\n他们的的工作做得很好。这项工作己经全面完成。\n"
FIXED = "# 年度总结会\n\n他们的工作做得很好。这项工作已经全面完成。\n"
ONLY = ("--select", "D001,K001", "--lang", "en")
Start = Callable[..., Client]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers in an empty folder."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(Client(tmp_path, *(options or ONLY)))


@pytest.fixture
def editor(start: Start) -> Client:
    """An editor with a server that has said hello."""
    client = start()
    client.start()
    return client


def codes(found: list[dict[str, object]]) -> list[object]:
    return [each["code"] for each in found]


def test_diagnostics_on_open_change_save_and_close(editor: Client) -> None:
    first = editor.open("page.md", PAGE)
    assert codes(first) == ["D001", "K001"]
    assert [at(PAGE, each["range"], "utf-16") for each in first] == ["的的", "己经"]
    assert all(each["source"] == "proofer" for each in first)
    editor.change("page.md", PAGE.replace("己经", "已经"), 2)
    assert codes(editor.diagnostics("page.md", 2)) == ["D001"]
    editor.save("page.md")
    assert codes(editor.diagnostics("page.md", 2)) == ["D001"]
    editor.close("page.md")
    assert editor.diagnostics("page.md", None) == []
    assert editor.leave() == 0
    assert editor.logged == []


def test_only_the_last_of_several_quick_changes_is_checked(editor: Client) -> None:
    editor.open("page.md", PAGE)
    for version in range(2, 12):
        editor.change("page.md", PAGE[:-version], version)
    editor.change("page.md", FIXED, 12)
    assert editor.diagnostics("page.md", 12) == []
    published = [
        each["params"]["version"]
        for each in editor._unread
        if "diagnostics" in each.get("params", {})
    ]
    assert published == []


@pytest.mark.parametrize(
    ("offered", "agreed"),
    [
        (None, "utf-16"),
        (["utf-16"], "utf-16"),
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-32", "utf-16"], "utf-32"),
    ],
)
def test_positions_behind_rare_characters_in_each_encoding(
    start: Start, offered: list[str] | None, agreed: str
) -> None:
    client = start()
    assert client.start(offered)["positionEncoding"] == agreed
    text = "# 会\n\n𠮷野家😀开业，他们的的工作做得很好，😀这项工作己经全面完成。\n"
    found = client.open("page.md", text)
    assert [at(text, each["range"], agreed) for each in found] == ["的的", "己经"]
    for each, quote in zip(found, ("的的", "己经"), strict=True):
        action = client.actions("page.md", each["range"], ["quickfix"])[0]
        [edits] = action["edit"]["changes"].values()
        right = text.replace(quote, {"的的": "的", "己经": "已经"}[quote])
        assert edited(text, edits, agreed) == right
        middle = {"line": 2, "character": each["range"]["start"]["character"] + 1}
        page = {"uri": client.uri("page.md")}
        shown = client.request("textDocument/hover", {"textDocument": page, "position": middle})
        assert str(each["code"]) in shown["contents"]["value"]


def test_lines_that_only_python_splits_are_no_lines(editor: Client) -> None:
    text = (
        "会议\u2028开得\x0c很好，\x85他们的的工作做得很好。\r\n"
        "这项工作己经全面完成。\r今天开会，这项工作己经全面完成。"
    )
    places = [each["range"]["start"] for each in editor.open("page.txt", text)]
    assert [each["line"] for each in places] == [0, 1, 2]


def test_a_byte_order_mark_that_the_editor_kept_counts(editor: Client) -> None:
    text = "\ufeff他们的的工作做得很好。"
    [found] = editor.open("page.txt", text)
    assert at(text, found["range"], "utf-16") == "的的"


def test_quick_fixes_are_versioned_where_the_client_takes_that(start: Start) -> None:
    client = start()
    client.start(workspaceEdit={"documentChanges": True})
    found = client.open("page.md", PAGE)
    action = client.actions("page.md", found[1]["range"])[0]
    [change] = action["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": client.uri("page.md"), "version": 1}
    assert edited(PAGE, change["edits"]) == PAGE.replace("己经", "已经")
    assert action["isPreferred"]
    assert action["diagnostics"][0]["code"] == "K001"


def test_fix_all_makes_what_lint_fix_makes(editor: Client, tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    editor.open("page.md", PAGE)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}}
    [action] = editor.actions("page.md", whole, ["source.fixAll"])
    assert action["kind"] == "source.fixAll.proofer"
    [edits] = action["edit"]["changes"].values()
    subprocess.run(
        [sys.executable, "-m", "proofer", "lint", "--fix", str(file), *ONLY],
        check=False,
        timeout=300,
    )
    assert edited(PAGE, edits) == file.read_text(encoding="utf-8") != PAGE
    assert editor.actions("page.md", whole, ["refactor"]) == []


def test_actions_wait_for_the_check_of_the_last_change(editor: Client) -> None:
    editor.open("page.md", PAGE)
    text = "他们好。\n" + PAGE
    editor.change("page.md", text, 2)
    place = {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 30}}
    fixes = [each["edit"]["changes"] for each in editor.actions("page.md", place) if "edit" in each]
    assert {edited(text, edits) for each in fixes for edits in each.values()} >= {
        text.replace("己经", "已经")
    }


def test_hover_explains_the_rule_in_the_clients_language(start: Start) -> None:
    for locale, words in (("zh-cn", ("例子", "级别")), ("en", ("Examples", "severity"))):
        client = start("--select", "D001,K001")
        client.start(locale=locale)
        found = client.open("page.md", PAGE)
        params = {
            "textDocument": {"uri": client.uri("page.md")},
            "position": found[0]["range"]["start"],
        }
        told = client.request("textDocument/hover", params)["contents"]["value"]
        assert all(word in told for word in ("D001", *words))
        params["position"] = {"line": 0, "character": 0}
        assert client.request("textDocument/hover", params) is None


def test_rejecting_a_place_is_what_a_review_decides(editor: Client, tmp_path: Path) -> None:
    text = PAGE.replace("他们", "他们的的工作很好。他们")
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    found = editor.open("page.md", text)
    assert codes(found) == ["D001", "D001", "K001"]
    [reject] = [each for each in editor.actions("page.md", found[0]["range"]) if "command" in each]
    editor.execute(reject["command"])
    assert codes(editor.diagnostics("page.md", 1)) == ["D001", "K001"]
    done = subprocess.run(
        [sys.executable, "-m", "proofer", "lint", "page.md", *ONLY],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.decode().count("D001") == 1
    editor.execute(reject["command"])
    assert editor.shown == [], "the same place may be rejected twice"


def test_rejecting_follows_no_link(editor: Client, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.write_text("a key of the user", encoding="utf-8")
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    locks = tmp_path / ".proofer" / "locks"
    locks.mkdir(parents=True)
    (locks / "page.md.lock").symlink_to(private)
    found = editor.open("page.md", PAGE)
    [reject] = [each for each in editor.actions("page.md", found[0]["range"]) if "command" in each]
    editor.execute(reject["command"])
    assert codes(editor.diagnostics("page.md", 1)) == ["D001", "K001"]
    assert ["is a link" in each for each in editor.shown] == [True]
    assert private.read_text(encoding="utf-8") == "a key of the user"


def test_rejecting_in_the_project_teaches_its_dictionary(editor: Client, tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").touch()
    found = editor.open("page.md", PAGE)
    assert codes(editor.open("other.md", PAGE)) == ["D001", "K001"]
    reject = [each for each in editor.actions("page.md", found[1]["range"]) if "command" in each]
    editor.execute(reject[1]["command"])
    assert codes(editor.diagnostics("page.md", 1)) == ["D001"]
    assert codes(editor.diagnostics("other.md", 1)) == ["D001"], (
        "the other page knows the word, too"
    )
    assert "己经" in load([tmp_path / "dictionary"]).kind("allow")


def test_without_a_project_nothing_is_rejected_in_it(editor: Client) -> None:
    found = editor.open("page.md", PAGE)
    commands = [
        each["command"]["command"]
        for each in editor.actions("page.md", found[1]["range"])
        if "command" in each
    ]
    assert commands == ["proofer.rejectHere"]


def test_what_is_gone_or_cannot_be_decided_is_told(editor: Client) -> None:
    editor.open("page.md", PAGE)
    editor.execute({"command": "proofer.rejectHere", "arguments": [editor.uri("page.md"), "0"]})
    editor.execute(
        {"command": "proofer.rejectInProject", "arguments": [editor.uri("none.md"), "0"]}
    )
    assert editor.shown == ["this finding is no longer there."] * 2


def test_the_configuration_is_that_of_the_file_as_it_is_now(start: Start, tmp_path: Path) -> None:
    client = start("--lang", "en")
    client.start()
    config = tmp_path / "deep" / "proofer.toml"
    config.parent.mkdir()
    config.write_text('select = ["K001"]\n')
    assert codes(client.open("deep/page.md", PAGE)) == ["K001"]
    config.write_text('select = ["D001"]\n')
    client.save("deep/page.md")
    assert codes(client.diagnostics("deep/page.md", 1)) == ["D001"]
    config.write_text("selct = 1\n")
    client.save("deep/page.md")
    assert client.diagnostics("deep/page.md", 1) == []
    assert any("selct" in each and "select" in each for each in client.logged)
    config.write_text('select = ["K001"]\n')
    client.save("deep/page.md")
    assert codes(client.diagnostics("deep/page.md", 1)) == ["K001"], "the server goes on"


def test_a_file_in_another_encoding_is_checked_from_memory(editor: Client, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(PAGE.encode("gb18030"))
    assert codes(editor.open("page.txt", PAGE)) == ["D001", "K001"]


def test_failures_are_logged_once_and_directives_count(editor: Client) -> None:
    editor.open("page.md", f"<!-- proofer: ignore-fiel -->\n\n{PAGE}")
    assert len(editor.logged) == 1
    assert "ignore-fiel" in editor.logged[0]
    editor.save("page.md")
    editor.diagnostics("page.md", 1)
    assert len(editor.logged) == 1, "the same failure is told once"
    editor.change("page.md", f"<!-- proofer: ignore-file K001 -->\n\n{PAGE}", 2)
    assert codes(editor.diagnostics("page.md", 2)) == ["D001"]


def test_a_slow_page_makes_no_other_wait(start: Start) -> None:
    editor = start("--lang", "en")
    editor.start()
    long = "".join(
        f"第{number}名工人安装好第{number}台机器，并且把它交付使用。" for number in range(9_000)
    )
    editor.show("long.md", long)
    editor.show("long.md", long + "完。", version=2)
    assert codes(editor.open("page.md", PAGE)) == ["D001", "K001"]
    assert not editor.said_of("long.md"), "the long page came first: it is not slow"
    editor.close("long.md")


def test_a_page_beyond_its_time_is_told(start: Start, tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").write_text(
        "[[overrides]]\npaths = ['long.md']\ntimeout = 0.01\n", encoding="utf-8"
    )
    editor = start()
    editor.start()
    assert editor.open("long.md", "他们的工作做得很好。" * 20_000) == []
    assert ["not checked" in each for each in editor.logged] == [True]
    assert codes(editor.open("page.md", PAGE)) == ["D001", "K001"]


def test_nonsense_does_not_end_the_server(editor: Client) -> None:
    editor.open("scan.json", "{")
    editor.open("lone.md", "他们的的工作做得很好\ud83d。")
    editor.notify("textDocument/didChange", {"nonsense": True})
    editor.write(b"Content-Length: 3\r\n\r\n{]}")
    editor.notify("textDocument/didClose", {"textDocument": {"uri": "untitled:never-opened"}})
    place = {"start": {"line": 99, "character": 99}, "end": {"line": 99, "character": 99}}
    assert editor.actions("none.md", place) == []
    assert codes(editor.open("page.md", PAGE)) == ["D001", "K001"]
    assert [each for each in editor.actions("page.md", place) if each["kind"] == "quickfix"] == []
    assert editor.logged


def test_without_pygls_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ImportError(name='pygls')\n")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "from proofer.__main__ import main; sys.exit(main(['lsp']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 2
    assert b"proofer-zh[lsp]" in done.stderr
    assert b"Traceback" not in done.stderr
