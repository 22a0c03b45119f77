"""The key that writes what was decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from proofer.errors import OutputError
from proofer.messages import Text
from proofer.review.export import write_corrected
from proofer.tui.base import ReviewBase


class ExportKeys(ReviewBase):
    """Export now."""

    def action_export(self) -> None:
        """Ask where to write the corrected file."""
        source = self.session.document.path
        exported: list[Path] = []
        self.ask(
            Text("改正后的文件写到：", "write the corrected file to:"),
            str(source.with_name(f"{source.stem}.corrected{source.suffix}")),
            Text("Enter 写出，Esc 取消；原文件不会改动", "Enter to write, Esc to cancel; the source stays as it is"),
            self._exporter(exported),
            lambda: self.tell(self._exported(exported[0])),
        )

    def _exporter(self, exported: list[Path]) -> Callable[[str], None]:
        warned: list[Path] = []

        def export(value: str) -> None:
            path = Path(value.strip()).expanduser()
            if not value.strip():
                raise OutputError(Text("请写文件名。", "type a file name."))
            if path.is_file() and path not in warned and not path.samefile(self.session.document.path):
                warned.append(path)
                raise OutputError(Text("已有这个文件；再按 Enter 就覆盖它。", "it exists; Enter again replaces it."))
            write_corrected(self.session.document, self.session.plan(), path)
            exported.append(path)

        return export

    def _exported(self, path: Path) -> Text:
        count, left = len(self.session.plan()), self.session.progress.total - self.session.progress.decided
        return Text(f"已写出 {path}：改动 {count} 处，还有 {left} 处未定", f"wrote {path}: {count} edits, {left} to do")
