"""What Chinese looks like: character language model, lexicon and shapes of characters, offline and on NumPy alone.

Nothing is imported here, so that ``proofer --help`` does not pay for NumPy: import the submodule
that is needed.
"""
