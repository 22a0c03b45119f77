"""The tools that build the shipped data."""
