"""The command `ocrd-proofer`."""

from __future__ import annotations

import sys

from proofer.messages import Message, install_command, preferred_language
from proofer.rendering.terminal import complain

_WITHOUT = Message(
    f"ocrd-proofer：需要 OCR-D，请运行 {install_command('ocrd')}",
    f"ocrd-proofer: this needs OCR-D; run {install_command('ocrd')}",
)


def main() -> None:
    """Run the processor as OCR-D asks for it; without OCR-D, say how to get it."""
    try:
        import ocrd  # noqa: F401
    except ImportError:
        complain(_WITHOUT.render(preferred_language()))
        sys.exit(2)
    from proofer.ocrd.processor import command

    command()


if __name__ == "__main__":
    main()
