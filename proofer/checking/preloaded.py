"""What processes that check have in common, loaded once in the one that they are forked from.

Importing this module loads it: so a worker starts in no time, and shares these objects with the
others for as long as nobody writes to them.
"""

import gc
from contextlib import suppress
from pathlib import Path

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.formats import parse
from proofer.language.sounds import default_sounds

_TEXT = """\
本报讯（记者张三）昨天下午，工人们在在车间里开开心心地检修机器。他说：“产量比去年增加了百分之二十。”

一、安全生产

1953年4月2日，全国人民代表大会的代表参观了工厂，受到热烈欢迎；会后召开了座谈会。大家表示要抓紧洛实，
争取突得破，为国家的经济建没作出贡献，让人民的生活水乎有所提高，一如即往地支持改格。
"""
"""A text that makes detectors load their tables."""


_MAPPED = 1 << 17
"""Bytes from which memory is given back as soon as it is free, instead of kept by the process."""


def _load() -> None:
    import numpy.ma  # noqa: F401 - the first `np.unique` imports it

    config = Config()
    document = parse(_TEXT.encode(), Path("preloaded.txt"))
    check_document(document, make_context(config), config)
    default_sounds()
    gc.collect()
    gc.freeze()  # else the collector would write to what is shared


def _give_back() -> None:
    """Fix what glibc raises by itself as arrays grow: 8 MB of each worker."""
    import ctypes

    ctypes.CDLL(None).mallopt(-3, _MAPPED)  # M_MMAP_THRESHOLD


with suppress(Exception):  # whoever needs it tells what is wrong
    _load()
    _give_back()
