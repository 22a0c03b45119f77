"""What the shipped data is made of, and `python -m tools.data`, which rebuilds what is stale."""
