"""What a run found, written out: one module a format of report, each with `REPORT`.

Modules that they share start with an underscore; `api` says what a report format is.
"""
