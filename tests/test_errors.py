"""What the system refuses, in both languages."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from proofer.errors import reason
from proofer.files.replacing import cannot_write


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOENT])
def test_a_chinese_message_has_no_english_reason(number: int) -> None:
    error = OSError(number, os.strerror(number))
    why = reason(error)
    assert why.en == os.strerror(number)
    assert not any(character.isascii() and character.isalpha() for character in why.zh)
    assert why.zh in cannot_write(Path("p.txt"), error).message.zh
    assert why.en in cannot_write(Path("p.txt"), error).message.en


def test_what_has_no_translation_is_said_as_it_is() -> None:
    for error in (OSError(errno.EXDEV, "Invalid cross-device link"), OSError("a folder is gone")):
        assert reason(error).zh == reason(error).en == (error.strerror or str(error))
    assert reason(ValueError("not a number")).zh == "not a number"
