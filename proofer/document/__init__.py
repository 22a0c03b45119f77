"""Text, where it came from, and how it changes. Knows nothing of language, files or findings."""
