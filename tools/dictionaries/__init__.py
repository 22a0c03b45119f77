"""The derived rows of `dictionaries/`."""
