"""What the tools read: corpora and labelled sets of `PROOFER_SHARED`, packages with data."""
