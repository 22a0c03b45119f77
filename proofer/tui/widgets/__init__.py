"""What the review shows."""
