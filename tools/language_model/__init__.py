"""The character language model."""
