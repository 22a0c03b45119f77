"""Findings and corrections against a gold standard."""
