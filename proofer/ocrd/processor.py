"""The processor: pages of a workspace, one at a time, by the interface of OCR-D core 3.

https://ocr-d.de/en/spec/cli, https://ocr-d.de/core/api/ocrd/ocrd.processor.base.html.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from ocrd import Processor
from ocrd.decorators import ocrd_cli_options, ocrd_cli_wrap_processor
from ocrd.processor import OcrdPageResult
from ocrd_models.constants import NAMESPACES
from ocrd_models.ocrd_page import OcrdPage, parseEtree, to_xml

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.formats import parse
from proofer.language.scripts import is_traditional
from proofer.ocr.pairing import with_second
from proofer.ocrd.readings import with_readings
from proofer.review.export import Selection, accept_above
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore

TOOL = Path(__file__).with_name("ocrd-tool.json")


class ProoferProcessor(Processor):  # type: ignore[misc]
    """Corrects each page; a second file group is another reading of the same pages."""

    config: Config
    context: Context

    @property
    def metadata_rawdict(self) -> dict[str, Any]:
        """The description of the tool, which lies beside this file."""
        described: dict[str, Any] = json.loads(TOOL.read_text(encoding="utf-8"))
        return described

    @property
    def executable(self) -> str:
        """The command, whatever started it."""
        return "ocrd-proofer"

    def setup(self) -> None:
        """Make the configuration of the run from the parameters."""
        self.config = Config(
            profile=self.parameter["profile"],
            reread=self.parameter["reread"],
            dictionaries=tuple(map(Path, self.parameter["dictionaries"])),
        )
        self.context = make_context(self.config)

    def process_page_pcgts(
        self, *input_pcgts: OcrdPage | None, page_id: str | None = None
    ) -> OcrdPageResult:
        """Return the page with the corrections that are likely enough, as readings of their own.

        Raises:
            ProoferError: if the page cannot be read or written, or the second one is another page.
        """
        page, *others = input_pcgts
        if page is None:
            raise ValueError(f"page {page_id} is not in the first file group")
        document = self._read(page)
        for other in others:
            document = document if other is None else with_second(document, self._read(other))
        selection = self._selection(document)
        self.logger.info("%s: %d corrections", page_id, len(selection.accepted))
        if not selection.edits:
            return OcrdPageResult(page)
        return OcrdPageResult(_page(with_readings(document, selection)))

    def _read(self, page: OcrdPage) -> Document:
        """Return a page as a document beside which the workspace has its images."""
        return parse(to_xml(page).encode(), Path(self.workspace.directory) / "page.xml")

    def _selection(self, document: Document) -> Selection:
        """Return the corrections to make: none on a page of another script than is asked for."""
        script = "traditional" if is_traditional(document.text) else "simplified"
        if self.parameter["script"] not in ("any", script):
            return Selection((), (), ())
        report = check_document(document, self.context, self.config)
        for failure in report.failures:
            self.logger.error(failure.message.en)
        with DecisionStore.empty(document) as store:
            return accept_above(ReviewSession(report, store), self.parameter["threshold"])


def _page(data: bytes) -> OcrdPage:
    """Return a PAGE file as OCR-D holds it, made as its `page_from_file` does."""
    elements: dict[Any, Any] = {}
    page = OcrdPage(
        *parseEtree(
            BytesIO(data),
            silence=True,
            reverse_mapping=elements,
            nsmap={"pc": NAMESPACES["page"]},
        )
    )
    page.revmap = elements
    return page


@click.command()  # type: ignore[untyped-decorator]
@ocrd_cli_options  # type: ignore[untyped-decorator]
def command(*args: Any, **options: Any) -> None:
    """Correct the pages of a workspace."""
    ocrd_cli_wrap_processor(ProoferProcessor, *args, **options)
