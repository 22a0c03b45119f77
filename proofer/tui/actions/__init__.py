"""What the keys of the review do, a group each."""
