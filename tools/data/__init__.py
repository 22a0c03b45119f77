"""The chain of the shipped data: what is made of what, and `python -m tools.data`, which rebuilds what is stale."""
