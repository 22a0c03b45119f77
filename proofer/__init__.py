"""proofer: clean up and proofread OCR'd Chinese newspapers and archives."""

__version__ = "0.1.0"
