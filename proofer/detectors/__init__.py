"""The detectors, one file each, in packages by family, and what they share.

`api` has all that a detector needs, `context` what it may ask of a run and a page. A detector knows
nothing of files, reports or screens.
"""
