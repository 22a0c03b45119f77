"""Measurements, one command each; `docs/accuracy.md` and `docs/speed.md` say what came out."""
