"""What a second engine reads otherwise in traditional print: 徹底 where the file has 微底.

Given `--second` on a page in traditional characters, of which the language model has read none, the
two engines alone decide: where the second one is surer of the place and of the page as a whole,
what it reads is proposed. With `--reread` the image is asked, too. Simplified print has detectors
of its own (M002, M003), which weigh the language as well.

Legitimate, and left alone: forms of one character (沒 for 没, 爲 for 為), numbers, marks that only
the file has, runs of more than six characters, simplified characters on a traditional page, and
readings by engines whose confidence was never measured.

How sure: the probability is fitted on made pages that three engines had read. Where the better
engine comes second, of the corrections with 0.9 or more 97 in 100 are right on pages whose lines
run from left to right, and 90 on vertical ones. Where the worse one comes second, nearly nothing is
proposed.
---
繁体版面上，另一次识别的读法不同：文件作“微底”，另一引擎读作“徹底”。

语言模型没有读过繁体文字，所以用 `--second` 给出另一次识别时，只凭两个引擎判断：另一引擎对此处、对整
个版面都更有把握的，就提出它的读法。同时使用 `--reread` 时，还要参照原图。简体版面另有检测器（M002、
M003），它们也参照语言。

以下不报告：同一个字的不同写法（沒、没，爲、為）；数字；只有文件才有的标点；六字以上的片段；繁体版面上
的简体字；置信度没有测量过的引擎的读法。

把握：概率由三种识别引擎读过的人造版面拟合而得。较好的引擎作第二次识别时，横排版面上标为 0.9 以上
的，百中九十七以上是对的，竖排百中九十；较差的引擎作第二次识别时，几乎不提出什么。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.noisy_channel._candidates import beside
from proofer.detectors.scan._second_reading import Run, runs
from proofer.document.document import Document
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_SHOWN = 0.3
"""Probability from which a correction is shown."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield what a second engine reads otherwise in `document`, if it is in traditional print."""
    for run in runs(context.page(document)):
        if run.probability >= _SHOWN:
            yield _finding(document, run)


def _finding(document: Document, run: Run) -> Finding:
    old, new = run.span.of(document.text), run.replacement
    surer = Message(
        "两个引擎对此处和整个版面的把握，合起来支持另一引擎",
        "how sure both engines are, here and of the page, speaks for the second one",
    )
    return DETECTOR.finding(
        document,
        run.span if len(run.span) else beside(run.span.start, document.text),
        _message(old, new),
        confidence=run.probability,
        suggestions=[replace_span(run.span, new, run.probability)],
        evidence=[Evidence("witness", surer)],
    )


def _message(old: str, new: str) -> Message:
    if not old:
        return Message(f"另一引擎在此还读出“{new}”", f"the second engine also reads {new} here")
    if not new:
        return Message(f"另一引擎没有读出“{old}”", f"the second engine does not read {old}")
    return Message(
        f"另一引擎读作“{new}”，文件作“{old}”", f"the second engine reads {new}, the file {old}"
    )


EXAMPLES = (
    bad("這個問題應當微底解決。", "這個問題應當徹底解決。", second="這個問題應當徹底解決。"),
    good("這個問題應當徹底解決。", second="這個問題應當徹底解決。"),
    good("這個問題沒有解決。", second="這個問題没有解決。"),
    good("這個問題應當微底解決。"),
)

DETECTOR = Detector(
    code="I002",
    name="second-reading",
    title=Message("与另一次识别不符", "Not what a second engine reads"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
)
