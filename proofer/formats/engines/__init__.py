"""Formats of OCR engines and of labelled pages, a module each."""
