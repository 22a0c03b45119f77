"""What Chinese looks like: language model, lexicon, shapes and sounds; offline and on NumPy alone.

Nothing is imported here, so that `proofer --help` does not pay for NumPy: import the submodule
that is needed.
"""
