"""Fitters of the probabilities that detectors, reading flow and report give; each writes its file."""
