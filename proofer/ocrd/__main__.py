"""The command `ocrd-proofer`."""

from __future__ import annotations

import sys

from proofer.messages import Message, preferred_language
from proofer.rendering.terminal import complain

_WITHOUT = Message(
    "ocrd-proofer：需要 OCR-D，请运行 pip install 'proofer-zh[ocrd]'",
    "ocrd-proofer: this needs OCR-D; run pip install 'proofer-zh[ocrd]'",
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
