"""Text, where it came from, and how it changes; nothing of language, files or findings."""
