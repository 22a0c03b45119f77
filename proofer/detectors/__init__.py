"""One file a detector, in rooms by family; beside them what detectors are made of and may ask.

A detector knows nothing of files, reports or screens.
"""
