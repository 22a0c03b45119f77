"""The keys that reach beyond one place: reject in the file or project, add to its dictionary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from proofer.config.files import FILE_NAMES
from proofer.errors import OutputError, ProoferError
from proofer.messages import Message
from proofer.review.collection import Operation
from proofer.tui.actions.deciding import DecidingKeys
from proofer.tui.widgets.cells import visible
from proofer.vocabulary.dictionary_files import Addition

_WORDS = (
    ("terms", Message("术语、机构、专名", "a term")),
    ("names", Message("人名", "a person's name")),
    ("places", Message("地名", "a place")),
    ("allow", Message("本来如此的写法", "right as it stands")),
    ("confusions", Message("错误写法，以后都改", "an error, always to be corrected")),
)
_SCOPES = (
    Message("只此一处", "this place only"),
    Message("本文件中所有相同的字句", "the same quote in all of this file"),
    Message("本项目（加入项目词典）", "all of this project (into its dictionary)"),
)


class ScopeKeys(DecidingKeys):
    """Reject in a wider scope, and add words to the project's dictionary."""

    def action_reject_wider(self) -> None:
        """Ask for the scope of a rejection."""

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is None:
                return
            if chosen[0] == 2:
                self._teach("allow")
            else:
                self._decide(
                    lambda session: session.reject(self.current, scope=("place", "file")[chosen[0]])
                )

        title = Message(
            f"【{visible(self.current.quote)}】不改：",
            f"【{visible(self.current.quote)}】 is right in:",
        )
        self.choose(title, [self.say(each) for each in _SCOPES], choose)

    def _offer_project(self, then: Callable[[], None]) -> None:
        """Offer to make the folder a project, which words need; then do `then`."""

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is None or chosen[0] == 1:
                return
            try:
                self.collection.make_project(self.file)
            except ProoferError as error:
                self.tell(error.message, failed=True)
            else:
                then()

        place = _place_of(self.file.config.root)
        rows = (
            Message(f"新建 {place}", f"make {place}"),
            Message("不新建", "leave it"),
        )
        title = Message(
            "词语保存在项目里，这个文件夹还不是项目（没有 proofer.toml）：",
            "words are kept in a project, which this folder is not yet (no proofer.toml):",
        )
        self.choose(title, [self.say(each) for each in rows], choose)

    def action_teach(self) -> None:
        """Ask what kind of word to add to the project's dictionary."""

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is not None:
                self._teach(_WORDS[chosen[0]][0])

        self.choose(
            Message("加入项目词典，作为：", "add to the project's dictionary as:"),
            [self.say(label) for _, label in _WORDS],
            choose,
        )

    def _teach(self, kind: str) -> None:
        if self.file.config.file is None:
            self._offer_project(lambda: self._teach(kind))
            return
        finding = self.current
        value = finding.quote
        hint = Message(
            "可以加长到整个词；Enter 加入，Esc 取消",
            "make it the whole word; Enter adds it, Esc cancels",
        )
        if kind == "confusions":
            right = finding.replacement(finding.suggestions[0]) if finding.suggestions else ""
            value = f"{finding.quote}→{right}"
            hint = Message(
                "错误写法→正确写法；Enter 加入，Esc 取消", "wrong→right; Enter adds it, Esc cancels"
            )
        done: list[Operation] = []
        warned: list[str] = []

        def add_word(words: str) -> None:
            term, _, right = words.strip().partition("→")
            if kind == "allow" and len(term.strip()) == 1 and term not in warned:
                warned.append(term)
                raise OutputError(_too_short(term.strip()))
            if kind == "confusions" and not right.strip():
                raise OutputError(
                    Message("请写成：错误写法→正确写法。", "write it as wrong→right.")
                )
            addition = Addition(
                kind, term.strip(), (right.strip(),) if right else (), reason=finding.code
            )
            done.append(self.collection.add_word(self.file, finding, addition))

        self.ask(
            Message("加入词典：", "add to the dictionary:"),
            value,
            hint,
            add_word,
            lambda: self._done(done[0]),
        )


def _place_of(root: Path) -> str:
    return visible(str(root / FILE_NAMES[0]))


def _too_short(term: str) -> Message:
    return Message(
        f"只有一个字：本项目里凡有“{term}”之处都不再报出。请加长到整个词；再按 Enter 仍然加入。",
        f"one character: nothing with “{term}” would be found any more. "
        "Make it a word; Enter again adds it as it is.",
    )
