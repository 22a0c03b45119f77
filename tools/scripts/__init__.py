"""Traditional and simplified forms."""
