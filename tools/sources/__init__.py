"""What the tools read: corpora and labelled sets of `PROOFER_SHARED`, and packages of PyPI that hold data."""
