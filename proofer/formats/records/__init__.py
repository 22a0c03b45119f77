"""Formats of records, a module each: CSV, JSON lines, Parquet, notebooks."""
