"""Fitters of the probabilities of detectors, reading flow and report; each writes its file."""
