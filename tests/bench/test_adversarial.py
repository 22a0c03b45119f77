"""No detector, no format and nothing behind them takes time out of step with the text.

Whatever they know is repeated, at two sizes: see `bench.speed.adversarial`. The growth is a ratio
within one process, taken three times where it is out of step, so that a busy machine fails nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.speed import adversarial
from proofer.checking.registry import detectors
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.findings.finding import Finding
from proofer.formats import formats

_LEAST, _MOST = 0.015, 4_000
"""CPU seconds and size up to which a construct is repeated."""
_MOST_OF_ALL = 2_000
"""The size for all detectors together, of which most take their time."""


def out_of_step(name: str) -> Iterator[str]:
    most = _MOST_OF_ALL if name == adversarial.WHOLE else _MOST
    for _, construct, growth in adversarial.measured(
        [name], least=_LEAST, most=most, smallest=most // adversarial.STEP**2
    ):
        if growth.exponent > adversarial.LIMIT and growth.seconds[1] > _LEAST:
            (few, many), (short, long) = growth.sizes, growth.seconds
            yield f"{construct!r}: {short:.3f} s for {few}, {long:.3f} s for {many}"


@pytest.mark.parametrize("name", [*detectors(), *formats(), adversarial.WHOLE])
def test_time_grows_in_step_with_the_text(name: str) -> None:
    assert list(out_of_step(name)) == []


def test_what_takes_the_square_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def detect(document: Document, context: Context) -> Iterator[Finding]:
        for at in range(0, len(document.text), 64):
            assert all(char != "？" for char in document.text[at:])
        yield from ()

    square = replace(detectors()["D001"], detect=detect)
    monkeypatch.setattr(adversarial, "detectors", lambda: {"D001": square})
    assert next(out_of_step("D001"), None) is not None
