"""The decision file: nothing that was shown is lost, nothing that cannot be read is touched."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofer.document.anchors import Anchor
from proofer.errors import DecisionError
from proofer.formats import parse
from proofer.review.decisions import Change, Decision, Verdict
from proofer.review.store import DecisionStore, decisions_path, read_decisions
from tests.permissions import as_its_owner, needs_permissions
from tests.review.pages import document, report, reviewing

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def decision(number: int) -> Decision:
    return Decision(
        f"f{number}",
        "D001",
        Anchor("的的", "前", "后", number),
        Verdict.REJECTED,
        time="2026-01-01T00:00:00Z",
    )


def test_nothing_is_written_before_the_first_decision(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with DecisionStore.open(tmp_path, page) as store:
        assert not decisions_path(tmp_path, page.path).exists()
        store.append([decision(1)])
    lines = decisions_path(tmp_path, page.path).read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {
        "schema": "proofer-decisions/1",
        "document": "page.md",
        "digest": page.origin.digest,
    }
    assert len(lines) == 2


def test_each_file_has_its_own_decisions(tmp_path: Path) -> None:
    root = tmp_path / "project"
    inside, outside = document(root / "a" / "page.md"), document(tmp_path / "elsewhere" / "page.md")
    root_file, inside_file = document(root / "page.md"), decisions_path(root, inside.path)
    assert inside_file == root / ".proofer" / "decisions" / "a" / "page.md.jsonl"
    files = {inside_file, decisions_path(root, root_file.path), decisions_path(root, outside.path)}
    assert len(files) == 3
    assert all(file.is_relative_to(root / ".proofer") for file in files)
    assert ".." not in decisions_path(root, root / ".." / "elsewhere" / "page.md").parts


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 2000), count=st.integers(1, 4))
def test_a_file_cut_anywhere_keeps_every_whole_record(
    tmp_path_factory: pytest.TempPathFactory, cut: int, count: int
) -> None:
    root = tmp_path_factory.mktemp("torn")
    page = document(root / "page.md")
    with DecisionStore.open(root, page) as store:
        for number in range(count):
            store.append([decision(number)])
    file = decisions_path(root, page.path)
    data = file.read_bytes()
    cut = min(cut, len(data))
    file.write_bytes(data[:cut])
    whole = max(0, data[: cut + 1].count(b"\n") - 1)
    if cut < len(data) and data[cut : cut + 1] == b"\n":
        assert len(read_decisions(root, page.path)) == whole, (
            "a record that lacks only its newline is whole"
        )
    with DecisionStore.open(root, page) as store:
        assert [each.fingerprint for each in store.decisions] == [
            f"f{number}" for number in range(whole)
        ]
        store.append([decision(99)])
    assert [each.fingerprint for each in read_decisions(root, page.path)][-1] == "f99"
    assert len(read_decisions(root, page.path)) == whole + 1
    assert file.read_bytes().endswith(b"\n")


def test_the_editor_is_told_of_a_torn_record(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.reject(session.findings[0])
        session.reject(session.findings[1])
    file = decisions_path(tmp_path, page.path)
    file.write_bytes(file.read_bytes()[:-30])
    assert len(read_decisions(tmp_path, page.path)) == 1, "reading must not need a repair"
    with reviewing(tmp_path, report(page)) as session:
        assert session.progress.decided == 1
        assert "cut the last record short" in session.notices[0].en


WRITER = """
import sys
from pathlib import Path
from proofer.formats import parse
from proofer.review.store import DecisionStore
from tests.review.test_store import decision
root = Path(sys.argv[1])
path = root / "page.md"
with DecisionStore.open(root, parse(path.read_bytes(), path)) as store:
    for number in range(100000):
        store.append([decision(number)])
        print(number, flush=True)
"""


def start(root: Path, script: str = WRITER) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@POSIX
@pytest.mark.parametrize("shown", [1, 7, 20])
def test_kill_9_loses_no_decision_that_was_shown(tmp_path: Path, shown: int) -> None:
    page = document(tmp_path / "page.md")
    with start(tmp_path) as writer:
        assert writer.stdout is not None
        for _ in range(shown):
            last = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        last = max([last, *map(int, writer.stdout.read().split("\n")[:-1])])
    with DecisionStore.open(tmp_path, page) as store:
        kept = [each.fingerprint for each in store.decisions]
    assert kept[: last + 1] == [f"f{number}" for number in range(last + 1)]
    assert len(kept) <= last + 2, "at most the decision being written is on disk and was not shown"


@POSIX
def test_a_second_review_is_told_who_holds_the_file(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with start(
        tmp_path, WRITER.replace("print(number, flush=True)", "print(number, flush=True); input()")
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        with pytest.raises(DecisionError, match=rf"PID {first.pid}, {socket.gethostname()}"):
            DecisionStore.open(tmp_path, page)
        with DecisionStore.open(tmp_path, page, read_only=True) as reader:
            assert len(reader.decisions) == 1
            with pytest.raises(DecisionError, match="read-only"):
                reader.append([decision(1)])
        first.kill()
    with DecisionStore.open(tmp_path, page) as store:
        store.append([decision(1)])


LIMITED = """
import resource, sys
from pathlib import Path
from proofer.errors import DecisionError
from proofer.formats import parse
from proofer.review.store import DecisionStore
from tests.review.test_store import decision
root = Path(sys.argv[1])
path = root / "page.md"
with DecisionStore.open(root, parse(path.read_bytes(), path)) as store:
    store.append([decision(0)])
    size = store.file.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, resource.RLIM_INFINITY))
    try:
        store.append([decision(1)])
    except DecisionError as error:
        print("refused", store.file.stat().st_size - size)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.append([decision(2)])
"""


@POSIX
def test_a_short_write_is_taken_back_and_reported(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with start(tmp_path, LIMITED) as writer:
        assert writer.stdout is not None
        assert writer.stdout.read() == "refused 0\n"
    assert [each.fingerprint for each in read_decisions(tmp_path, page.path)] == ["f0", "f2"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            '{"schema": "proofer-decisions/2", "document": "page.md"}\n{"verdict": "later"}\n',
            "newer proofer",
        ),
        ('{"schema": "proofer-decisions/1"}\n<<<<<<< HEAD\n', "line 2"),
        ('{"schema": "proofer-decisions/1"}\n\n', "line 2"),
        ('{"schema": "proofer-decisions/1"}\n[1]\n', "line 2"),
        (
            '{"schema": "proofer-decisions/1"}\n{"verdict": "perhaps", "fingerprint": "f"}\n',
            "line 2",
        ),
        ('{"verdict": "rejected"}\n', "line 1"),
        ("\x00\x00\x00\n", "line 1"),
    ],
)
def test_a_file_that_cannot_be_understood_is_left_alone(
    tmp_path: Path, content: str, told: str
) -> None:
    page = document(tmp_path / "page.md")
    file = decisions_path(tmp_path, page.path)
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DecisionError, match=told) as caught:
        DecisionStore.open(tmp_path, page)
    assert str(file) in caught.value.message.zh
    with pytest.raises(DecisionError, match=told):
        read_decisions(tmp_path, page.path)
    assert file.read_text(encoding="utf-8") == content
    file.unlink()
    DecisionStore.open(tmp_path, page).close()


def whole() -> dict[str, object]:
    return Decision(
        "f", "D001", Anchor("的", "", "", 0), Verdict.ACCEPTED, "地", (Change(0, 1, "的", "地"),)
    ).to_json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"fingerprint": 5},
        {"anchor": {"exact": "的"}},
        {"anchor": {"exact": "的", "prefix": "", "suffix": "", "start": -1}},
        {"changes": [[0, 1, "的的", "地"]]},
        {"changes": [["0", 1, "的", "地"]]},
        {"changes": 7},
    ],
)
def test_a_record_of_wrong_types_is_no_decision(wrong: dict[str, object]) -> None:
    Decision.from_json(whole())
    with pytest.raises(ValueError, match="not a decision"):
        Decision.from_json(whole() | wrong)


def test_a_folder_that_cannot_be_written_is_told_before_the_review(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    (tmp_path / ".proofer").write_text("in the way", encoding="utf-8")
    with pytest.raises(DecisionError, match="was not started"):
        DecisionStore.open(tmp_path, page)


@needs_permissions
def test_a_read_only_folder_is_told_before_the_review(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    tmp_path.chmod(0o555)
    try:
        with as_its_owner(), pytest.raises(DecisionError, match="was not started"):
            DecisionStore.open(tmp_path, page)
    finally:
        tmp_path.chmod(0o755)


def test_a_changed_document_is_noted_with_the_next_decision(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    other = parse(b"other\n", page.path)
    with DecisionStore.open(tmp_path, page) as store:
        store.append([decision(0)])
        assert not store.changed
    with DecisionStore.open(tmp_path, other) as store:
        assert store.changed
    with DecisionStore.open(tmp_path, other) as store:
        assert store.changed, "looking at the file is not a decision about it"
        store.append([decision(1)])
        store.append([decision(2)])
    with DecisionStore.open(tmp_path, other) as store:
        assert not store.changed
    assert (
        decisions_path(tmp_path, page.path).read_text(encoding="utf-8").count(other.origin.digest)
        == 1
    )


PRIVATE = b"a key of the user, and no line end"
PLACES = (
    ".proofer",
    ".proofer/decisions",
    ".proofer/decisions/a",
    ".proofer/decisions/a/page.md.jsonl",
    ".proofer/locks",
    ".proofer/locks/a",
    ".proofer/locks/a/page.md.lock",
)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder outside of the project, with a user's file by each name that proofer could use."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("file", "page.md.jsonl", "page.md.lock"):
        (folder / name).write_bytes(PRIVATE)
    return folder


def held(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


def link(place: Path, target: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.symlink_to(target)
    except OSError as error:  # Windows without the right to make links
        pytest.skip(f"no links can be made here: {error}")


@pytest.mark.parametrize("place", PLACES)
def test_no_link_in_the_project_is_followed(tmp_path: Path, elsewhere: Path, place: str) -> None:
    root = tmp_path / "project"
    page = document(root / "a" / "page.md")
    before = held(elsewhere)
    linked = root / place
    link(linked, elsewhere / "file" if linked.suffix else elsewhere)
    with pytest.raises(DecisionError) as caught:
        DecisionStore.open(root, page)
    assert held(elsewhere) == before
    assert f"{linked} is a link" in caught.value.message.en
    assert "Remove it" in caught.value.message.en
    assert f"{linked} 是链接" in caught.value.message.zh
    linked.unlink()
    with DecisionStore.open(root, page) as store:
        store.append([decision(0)])


@pytest.mark.parametrize("place", PLACES[:4])
def test_decisions_behind_a_link_are_not_read(tmp_path: Path, elsewhere: Path, place: str) -> None:
    root = tmp_path / "project"
    page = document(root / "a" / "page.md")
    linked = root / place
    link(linked, elsewhere / "file" if linked.suffix else elsewhere)
    with pytest.raises(DecisionError, match="is a link"):
        read_decisions(root, page.path)
    with pytest.raises(DecisionError, match="is a link"):
        DecisionStore.open(root, page, read_only=True)


@pytest.mark.parametrize("place", PLACES)
def test_a_link_to_nowhere_makes_nothing_there(tmp_path: Path, place: str) -> None:
    root = tmp_path / "project"
    page = document(root / "a" / "page.md")
    link(root / place, tmp_path / "none")
    with pytest.raises(DecisionError, match="is a link"):
        DecisionStore.open(root, page)
    assert not (tmp_path / "none").exists()


def test_a_link_that_comes_during_the_review_is_not_followed(
    tmp_path: Path, elsewhere: Path
) -> None:
    root = tmp_path / "project"
    page = document(root / "page.md")
    before = held(elsewhere)
    with DecisionStore.open(root, page) as store:
        link(store.file, elsewhere / "file")
        with pytest.raises(DecisionError, match="is a link"):
            store.append([decision(0)])
    assert held(elsewhere) == before


def test_a_project_that_is_reached_by_a_link_is_reviewed(tmp_path: Path) -> None:
    document(tmp_path / "project" / "page.md")
    link(tmp_path / "shortcut", tmp_path / "project")
    page = document(tmp_path / "shortcut" / "page.md")
    with DecisionStore.open(tmp_path / "shortcut", page) as store:
        store.append([decision(0)])
    assert len(read_decisions(tmp_path / "project", tmp_path / "project" / "page.md")) == 1


@pytest.mark.parametrize(
    "content", [PRIVATE, b"[1]", b'{"pid": 1, "host": "h", "more": 2}', b"[" * 5000]
)
def test_a_lock_that_is_not_ours_is_not_written_to(tmp_path: Path, content: bytes) -> None:
    page = document(tmp_path / "page.md")
    lock = tmp_path / ".proofer" / "locks" / "page.md.lock"
    lock.parent.mkdir(parents=True)
    lock.write_bytes(content)
    with (
        DecisionStore.open(tmp_path, page),
        pytest.raises(DecisionError, match="already being reviewed"),
    ):
        DecisionStore.open(tmp_path, page)
    assert lock.read_bytes() == content


@pytest.mark.parametrize("content", [PRIVATE, b'{"schema": "another/1"'])
def test_a_decision_file_that_is_not_ours_is_not_cut(tmp_path: Path, content: bytes) -> None:
    page = document(tmp_path / "page.md")
    file = decisions_path(tmp_path, page.path)
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with pytest.raises(DecisionError, match="line 1"):
        DecisionStore.open(tmp_path, page)
    assert file.read_bytes() == content


@POSIX
@pytest.mark.parametrize("place", [PLACES[3], PLACES[6]])
def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path, place: str) -> None:
    page = document(tmp_path / "a" / "page.md")
    (tmp_path / place).parent.mkdir(parents=True)
    os.mkfifo(tmp_path / place)
    with pytest.raises(DecisionError, match="no regular file"):
        DecisionStore.open(tmp_path, page)
