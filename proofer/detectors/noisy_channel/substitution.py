"""Wrong characters: 深彻 for 深入, 衣业 for 农业, a full stop that was read as a middle dot.

Where the language model is surprised, characters are tried that look like the printed one, that an
OCR was seen to confuse with it, or that fit between its neighbours. What the model gains, how alike
the two look, whether the page writes the corrected form elsewhere and whether a word results go
into one probability, fitted on newspaper pages that two OCR engines had read.

With the profile `typing` characters and words of two characters are tried that sound like what
stands there (权利 and 权力), marks are left alone, and a correction is shown from a probability of
0.65 on where the place is wrong with one of 0.8.

With a second reading (`--second`) a run of up to six characters may give way to one of another
length, where the other engine is sure and the first is not; numbers never.

Legitimate, and left alone: names of persons; another form of a word (做出, 作出; 惟有, 唯有);
places where no correction reaches a probability of 0.3; in old text, for which the model is no
judge, where none reaches 0.97; text in traditional characters.

A correction is never applied unasked. Of those shown with 0.9, about nine in ten are right.
---
误字：“深入”误作“深彻”，“农业”误作“衣业”，句号误作间隔号。

凡语言模型感到意外之处，便以字形相近的字、识别引擎曾混淆的字、与前后文相合的字逐一尝试；模型得分之
差、字形相似程度、本文他处是否有同样写法、改后是否成词，合为一个概率，其权重由两种识别引擎读过的报纸
版面拟合而得。

选用 `typing`（打字录入）时，改试读音相同或相近的字和双字词（权利、权力），不动标点，此处有误的
概率达到 0.8、改法的概率达到 0.65 才报告。

有另一次识别（`--second`）时，六字以内的一段可以改成另一引擎读出的、长短不同的一段：它有把握而本引擎
没有；数字从不这样改。

以下不报告：人名；同一个词的另一种写法（做出、作出，惟有、唯有）；没有任何改法的概率达到
0.3；旧时文字（模型不熟悉）中概率不到 0.97；繁体文字。

任何改法都不会不问而改。标为 0.9 的，约十中有九是对的。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.noisy_channel import _second_reading
from proofer.detectors.noisy_channel._candidates import corrections
from proofer.document.document import Document
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the corrections of this kind in `document`, and those by a second reading."""
    yield from corrections(DETECTOR, "replaced", document, context)
    yield from _second_reading.findings(DETECTOR, document, context, lost=False)


EXAMPLES = (
    bad(
        "会议强调，要深彻学习贯彻党的二十大精神，认真落实各项工作。",
        "会议强调，要深入学习贯彻党的二十大精神，认真落实各项工作。",
    ),
    good("会议强调，要深入学习贯彻党的二十大精神，认真落实各项工作。"),
)

DETECTOR = Detector(
    code="M002",
    name="substitution",
    title=Message("误字", "Wrong character"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
