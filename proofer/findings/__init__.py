"""Findings with suggestions and evidence, families of detectors, the report, selected edits."""
