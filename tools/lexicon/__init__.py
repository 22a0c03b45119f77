"""The word list."""
